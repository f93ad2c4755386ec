// A place in a form: typed by name, pinyin initials or code, kept as the code's digits.
import { AutoComplete } from "antd";
import { useEffect, useState } from "react";
import { regionOptions, regionPrefix } from "../lib/regions";
import { useCounties } from "../lib/use_counties";
import { useTexts } from "../text";
import { CodeName } from "./region_filter";

interface Props {
  id: string;
  value: string; // digits; what is no place is handed on as it was typed
  change: (code: string) => void;
  wrong: boolean;
}

export function RegionField({ id, value, change, wrong }: Props) {
  const { t, language } = useTexts();
  const [typed, setTyped] = useState(value);
  useCounties(typed);
  // Of a county the code is known once the names are there, which may be after it was typed.
  const code = /^\d*$/.test(typed.trim()) ? typed.trim() : (regionPrefix(typed) ?? typed);
  useEffect(() => {
    if (code !== value) change(code);
    // eslint-disable-next-line react-hooks/exhaustive-deps -- what is typed decides
  }, [code]);
  return (
    <>
      <AutoComplete
        id={id} style={{ width: "100%" }} value={typed} allowClear defaultActiveFirstOption={false} status={wrong ? "warning" : undefined}
        options={/^\d*$/.test(typed) ? [] : regionOptions(typed, language)} onChange={(text?: string) => setTyped(text ?? "")} placeholder={t("cases.region.help")}
      />
      {/^\d+$/.test(value) && <CodeName code={value} />}
    </>
  );
}
