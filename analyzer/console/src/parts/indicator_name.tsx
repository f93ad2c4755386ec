// What a list names, as people read it: an address that opens nothing; of a fingerprint its
// beginning and its end, the whole to be copied.
import { App, Button } from "antd";
import { defangText } from "../lib/defang";
import { useTexts } from "../text";

const kFingerprint = /[0-9a-f]{40,}/gi;
const kAddress = /[./]/; // may have such letters in its path
const kEnds = 8; // digits kept at each end

export const shortLabel = (label: string): string =>
  kAddress.test(label) ? defangText(label) : label.replace(kFingerprint, (hex) => `${hex.slice(0, kEnds)}…${hex.slice(-kEnds)}`);

export function IndicatorName({ label }: { label: string }) {
  const { t } = useTexts();
  const { message } = App.useApp();
  const short = shortLabel(label);
  const whole = defangText(label);
  if (short === whole) return <span className="mono wrap">{whole}</span>;
  const copy = () => void navigator.clipboard.writeText(label).then(() => void message.success(t("common.copied")), () => {});
  return (
    <>
      <span className="mono wrap" title={label}>{short}</span>{" "}
      <Button size="small" type="text" aria-label={`${t("common.copy")} ${short}`} onClick={copy}>{t("common.copy")}</Button>
    </>
  );
}
