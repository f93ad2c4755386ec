// The rest of the form: asked once the caller is out of danger, or at a call back.
import { Checkbox, Input, Select } from "antd";
import type { ReactNode } from "react";
import { useTexts } from "../text";
import { kAgeBands, kAsked, kRelations, openItems, type HotlineDraft } from "./hotline_draft";

const kSources = ["12333", "96110", "12321", "12345", "110", "window", "web", "other"] as const;

interface Props {
  draft: HotlineDraft;
  change: (part: Partial<HotlineDraft>) => void;
  open: boolean;
  setOpen: (open: boolean) => void;
  before: ReactNode; // of the caller's number: who rang before
}

// Yes, no, or not asked yet.
function Tri({ id, value, set }: { id: string; value: boolean | null; set: (value: boolean | null) => void }) {
  const { t } = useTexts();
  return (
    <Select
      id={id} allowClear value={value} onChange={(next: boolean | null | undefined) => set(next ?? null)} placeholder={t("hotline.later")}
      options={[{ value: true, label: t("common.yes") }, { value: false, label: t("common.no") }]}
    />
  );
}

export function HotlineMore({ draft, change, open, setOpen, before }: Props) {
  const { t, word } = useTexts();
  const left = openItems(draft);
  const later = t("hotline.later");
  const text = (id: string, key: "sender" | "program" | "payee" | "contact", most: number) => (
    <Input
      id={id} value={draft[key]} maxLength={most} autoComplete="off" placeholder={later}
      onChange={(e) => change({ [key]: e.target.value })}
    />
  );
  return (
    <details className="more" open={open} onToggle={(e) => setOpen(e.currentTarget.open)}>
      <summary>
        {t("hotline.more")} (Alt + M)
        {left.length > 0 && <span className="small" data-testid="later"> · {t("hotline.later.n", { n: left.length })}</span>}
      </summary>
      <div className="more-grid">
        <label htmlFor="hotline-contact">{t("hotline.contact")}</label>
        <div>{text("hotline-contact", "contact", 32)}{before}</div>
        <label htmlFor="hotline-callback">{t("hotline.callback")}</label>
        <Tri id="hotline-callback" value={draft.callback} set={(callback) => change({ callback })} />
        <label htmlFor="hotline-relation">{t("hotline.relation")}</label>
        <Select
          id="hotline-relation" allowClear value={draft.relation} placeholder={later}
          onChange={(relation: HotlineDraft["relation"] | undefined) => change({ relation: relation ?? null })}
          options={kRelations.map((value) => ({ value, label: t(`hotline.relation.${value}`) }))}
        />
        <label htmlFor="hotline-age">{t("hotline.age")}</label>
        <Select
          id="hotline-age" allowClear value={draft.ageBand} placeholder={later}
          onChange={(ageBand: HotlineDraft["ageBand"] | undefined) => change({ ageBand: ageBand ?? null })}
          options={kAgeBands.map((value) => ({ value, label: t(`hotline.age.${value}`) }))}
        />
        <label htmlFor="hotline-sender">{t("hotline.sender")}</label>
        {text("hotline-sender", "sender", 64)}
        <label htmlFor="hotline-program">{t("hotline.program")}</label>
        {text("hotline-program", "program", 64)}
        <label htmlFor="hotline-payee">{t("hotline.payee")}</label>
        {text("hotline-payee", "payee", 64)}
        <label htmlFor="hotline-certified">{t("hotline.certified")}</label>
        <Tri id="hotline-certified" value={draft.certified} set={(certified) => change({ certified })} />
        <label htmlFor="hotline-source">{t("hotline.source")}</label>
        <Select
          id="hotline-source" value={draft.source} onChange={(source) => change({ source })}
          options={kSources.map((value) => ({ value, label: word("report_source", value) }))}
        />
        <span id="hotline-asked">{t("hotline.asked")}</span>
        <Checkbox.Group
          aria-labelledby="hotline-asked" value={draft.asked} onChange={(asked) => change({ asked: asked as HotlineDraft["asked"] })}
          options={kAsked.map((value) => ({ value, label: word("asked", value) }))}
        />
      </div>
    </details>
  );
}
