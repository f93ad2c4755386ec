// The second person's word on another's finding: confirm, or send it back.
import { Button, Input } from "antd";
import type { Case, CaseDetail, Casework } from "../api/types";
import { nameOf } from "../lib/casework";
import { useDraft } from "../lib/draft";
import { showYuan } from "../lib/yuan";
import { useTexts } from "../text";
import { AmountNotice } from "./case_amount";

interface Props {
  item: Case;
  words: Casework | null;
  proposal: string;
  files: CaseDetail["files"];
  busy: boolean;
  submit: (confirmation: "confirm" | "reject", note: string) => Promise<boolean>;
}

// The finding by its own name, else by its disposition.
export function useFindingName(words: Casework | null): (item: Pick<Case, "finding" | "disposition">) => string {
  const { word, language } = useTexts();
  return ({ finding, disposition }) => (finding ? nameOf(words?.findings, finding, language) : word("disposition", disposition));
}

export function ConfirmForm({ item, words, proposal, files, busy, submit }: Props) {
  const { t, language } = useTexts();
  const nameOfFinding = useFindingName(words);
  const draft = useDraft(`opinion.${item.id}`, { note: "", tried: false });
  const { value, set } = draft;
  const send = async (confirmation: "confirm" | "reject") => {
    const text = value.note.trim();
    set((before) => ({ ...before, tried: confirmation === "reject" }));
    if (confirmation === "reject" && text === "") return;
    if (await submit(confirmation, text)) draft.clear();
  };
  const goes = item.destinations.map((id) => nameOf(words?.destinations, id, language)).join(t("common.comma"));
  const tells = item.kind === "attempt" || item.kind === "spot_check";
  const outcome = tells ? words?.findings.find(({ id }) => id === item.finding)?.outcome : undefined;
  const rests = files.filter(({ evidence }) => evidence).map(({ name, purpose }) => `${name}(${purpose})`).join(t("common.comma"));
  const toFiles = () => document.querySelector("[data-testid=case-files]")?.scrollIntoView({ block: "start" });
  return (
    <div>
      <p>{t("case.confirm.text", { name: item.proposed_by_name ?? item.proposed_by ?? "", disposition: nameOfFinding(item) })}</p>
      {proposal && <blockquote className="quote wrap">{proposal}</blockquote>}
      {goes && <p>{t("case.goes", { to: goes })}</p>}
      {outcome && <p>{t(`case.outcome.${outcome}`)}</p>}
      {rests && <p className="wrap"><strong>{t("files.rests_on")}:</strong> {rests} <Button size="small" onClick={toFiles}>{t("files.look")}</Button></p>}
      {item.amount_yuan !== null && <p><strong>{t("case.amount")}:</strong> {showYuan(item.amount_yuan)}</p>}
      {words && <AmountNotice amount={item.amount_yuan} words={words} />}
      <label htmlFor="opinion-note">{t("case.confirm.note")}</label>
      <Input.TextArea
        id="opinion-note" value={value.note} maxLength={4000} autoSize={{ minRows: 3, maxRows: 10 }}
        style={{ margin: "6px 0 4px" }}
        status={value.tried && value.note.trim() === "" ? "error" : undefined}
        onChange={(e) => { const text = e.target.value; set((before) => ({ ...before, note: text })); }}
      />
      <div className="tone-critical" role="status" style={{ minHeight: 26 }}>
        {value.tried && value.note.trim() === "" ? t("case.confirm.note.required") : ""}
      </div>
      <div style={{ display: "flex", gap: 12 }}>
        <Button type="primary" loading={busy} onClick={() => void send("confirm")}>{t("case.confirm.yes")}</Button>
        <Button danger loading={busy} onClick={() => void send("reject")}>{t("case.confirm.no")}</Button>
      </div>
    </div>
  );
}
