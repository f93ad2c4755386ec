// What another person changed while this one was at the case: what was seen beside what
// holds now, each step of the others, and what was chosen here and not taken.
import { Alert } from "antd";
import type { CaseDetail, Casework } from "../api/types";
import { nameOf } from "../lib/casework";
import { showLastDay, showTime } from "../lib/time";
import { useTexts, type TextKey } from "../text";
import { useFindingName } from "./case_confirm";

interface Shown { label: TextKey; before: string; now: string }

// What was typed here and not sent.
export interface Unsent { finding: string | null; note: string }

export function Meanwhile({ before, now, unsent, words, close }: {
  before: CaseDetail; now: CaseDetail; unsent: Unsent | null; words: Casework | null; close: () => void;
}) {
  const { t, word, language } = useTexts();
  const nameOfFinding = useFindingName(words);
  const finding = ({ case: item }: CaseDetail) => (item.disposition ? nameOfFinding(item) : "");
  const rowOf = (label: TextKey, of: (detail: CaseDetail) => string): Shown => ({ label, before: of(before), now: of(now) });
  const rows = [
    rowOf("cases.col.state", ({ case: item }) => word("state", item.state)),
    rowOf("meanwhile.assignee", ({ case: item }) => item.assignee_name ?? item.assignee ?? ""),
    rowOf("meanwhile.owner", ({ case: item }) => item.owner_name ?? item.owner ?? ""),
    rowOf("case.finding", finding),
    rowOf("cases.col.due", ({ case: item }) => showLastDay(item.due_at)),
    rowOf("meanwhile.observations", ({ case: item }) => String(item.observations)),
  ].filter((row) => row.before !== row.now);
  const steps = now.events.slice(before.events.length).filter(({ kind }) => kind !== "renewed");
  if (rows.length === 0 && steps.length === 0) return null;
  const own = unsent && (unsent.finding !== null || unsent.note.trim() !== "") ? unsent : null;
  return (
    <Alert
      type="warning" showIcon closable={{ "aria-label": t("common.close") }} onClose={close} style={{ marginBottom: 16 }} data-testid="meanwhile" className="no-print"
      message={t("meanwhile.title")}
      description={
        <>
          {rows.length > 0 && (
            <table className="plain">
              <thead><tr><th scope="col">{t("meanwhile.what")}</th><th scope="col">{t("meanwhile.before")}</th><th scope="col">{t("meanwhile.now")}</th></tr></thead>
              <tbody>
                {rows.map(({ label, before: was, now: is }) => (
                  <tr key={label}><th scope="row">{t(label)}</th><td>{was || t("common.none")}</td><td><strong>{is || t("common.none")}</strong></td></tr>
                ))}
              </tbody>
            </table>
          )}
          <ul>
            {steps.map((event, index) => (
              <li key={index} className="wrap">
                {showTime(event.at)} {event.actor === "system" ? t("common.system") : (event.actor_name ?? event.actor)} {word("event", event.kind)}
                {event.disposition && ` ${nameOfFinding({ finding: event.finding ?? null, disposition: event.disposition })}`}
                {event.note && event.kind !== "checked" && event.kind !== "unchecked" && ` ${event.note}`}
              </li>
            ))}
          </ul>
          {own && (
            <p className="wrap">
              <strong>{t("meanwhile.own")}</strong> {own.finding !== null && nameOf(words?.findings, own.finding, language)} {own.note}
            </p>
          )}
        </>
      }
    />
  );
}
