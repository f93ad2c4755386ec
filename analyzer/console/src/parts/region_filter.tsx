// The place that a list is narrowed to: by name, pinyin initials or code.
import { AutoComplete } from "antd";
import { useState } from "react";
import { placeName, regionOptions, regionPrefix } from "../lib/regions";
import { useCounties } from "../lib/use_counties";
import { useTexts } from "../text";

interface Props {
  value: string; // the code's first digits, "" for everywhere
  change: (prefix: string) => void;
}

export function RegionFilter({ value, change }: Props) {
  const { t, language } = useTexts();
  const [typed, setTyped] = useState(value);
  const [known, setKnown] = useState(value);
  if (value !== known) { // changed by another part of the page
    setKnown(value);
    if ((regionPrefix(typed) ?? "") !== value) setTyped(value);
  }
  useCounties(typed);
  const prefix = regionPrefix(typed);
  const take = (text: string) => {
    setTyped(text);
    const next = regionPrefix(text) ?? "";
    setKnown(next);
    if (next !== value) change(next);
  };
  return (
    <label className="no-print">
      {t("cases.region")}{" "}
      <AutoComplete
        style={{ width: 190 }} popupMatchSelectWidth={280} allowClear defaultActiveFirstOption={false} value={typed} status={prefix === null ? "warning" : undefined}
        options={/^\d*$/.test(typed) ? [] : regionOptions(typed, language)} onChange={(text?: string) => take(text ?? "")}
        placeholder={t("cases.region.help")} aria-label={t("cases.region")}
      />
    </label>
  );
}

// What the code that was typed is called.
export function CodeName({ code }: { code: string }) {
  const { language } = useTexts();
  useCounties(code);
  const name = code.length >= 2 ? placeName(code, null, language) : "";
  return name !== "" && name !== code ? <div className="small" data-testid="code-name">{name}</div> : null;
}
