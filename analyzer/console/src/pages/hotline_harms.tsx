// What the caller has done already: boxes with a digit each.
import type { KeyboardEvent } from "react";
import { useTexts } from "../text";
import { kHarms, type HarmKey, type HotlineDraft } from "./hotline_draft";

interface Props {
  draft: HotlineDraft;
  change: (part: Partial<HotlineDraft>) => void;
}

export function HotlineHarms({ draft, change }: Props) {
  const { t } = useTexts();
  const toggle = (key: HarmKey) => {
    const has = draft.harms.includes(key);
    change({ harms: has ? draft.harms.filter((one) => one !== key) : [...draft.harms, key], noHarm: false });
  };
  const nothing = () => change(draft.noHarm ? { noHarm: false } : { noHarm: true, harms: [] });
  const keys = (event: KeyboardEvent) => {
    if (event.ctrlKey || event.metaKey || event.altKey || !/^\d$/.test(event.key)) return;
    event.preventDefault();
    const key = kHarms[Number(event.key) - 1];
    if (key) toggle(key);
    else nothing();
  };
  return (
    <fieldset className="harms" onKeyDown={keys}>
      <legend>{t("hotline.harm")} <span className="small within">{t("hotline.harm.keys")}</span></legend>
      {kHarms.map((key, index) => (
        <label key={key}>
          <input type="checkbox" checked={draft.harms.includes(key)} onChange={() => toggle(key)} />
          {t(`hotline.harm.${key}`)}<kbd aria-hidden="true">{index + 1}</kbd>
        </label>
      ))}
      <label>
        <input type="checkbox" checked={draft.noHarm} onChange={nothing} />
        {t("hotline.harm.nothing")}<kbd aria-hidden="true">0</kbd>
      </label>
    </fieldset>
  );
}
