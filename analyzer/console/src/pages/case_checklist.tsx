// What is to be looked at in such a case, and what would clear it.
import { Checkbox } from "antd";
import * as calls from "../api/calls";
import type { CaseDetail } from "../api/types";
import { say } from "../lib/casework";
import { useLoad } from "../lib/load";
import { showTime } from "../lib/time";
import { useTexts } from "../text";

interface Props {
  items: CaseDetail["checklist"];
  mine: boolean;
  busy: boolean;
  tick: (item: string, done: boolean) => void;
}

export function Checklist({ items, mine, busy, tick }: Props) {
  const { t, language } = useTexts();
  if (items.length === 0) return null;
  return (
    <section className="panel" aria-label={t("case.checklist")}>
      <h2>{t("case.checklist")}</h2>
      <ul className="checklist">
        {items.map(({ id, name, done, by_name, at }) => (
          <li key={id}>
            <Checkbox checked={done} disabled={!mine || busy} onChange={(e) => tick(id, e.target.checked)}>
              {say(name, language)}
              {done && <span className="small"> {t("case.checklist.by", { name: by_name ?? "", t: showTime(at) })}</span>}
            </Checkbox>
          </li>
        ))}
      </ul>
      {!mine && <p className="small">{t("case.checklist.claim")}</p>}
    </section>
  );
}

// The sentences of the signals by their codes, as the case's verdicts gave them.
function reasonsOf(detail: CaseDetail): Map<string, string> {
  const out = new Map<string, string>();
  for (const { verdict } of detail.observations) {
    for (const { code, text } of verdict?.reasons ?? []) out.set(code, text);
  }
  return out;
}

export function ClearingPanel({ detail }: { detail: CaseDetail }) {
  const { t, word, language } = useTexts();
  const loaded = useLoad(() => calls.getClearing(detail.case.id), [detail.case.id]);
  const reasons = reasonsOf(detail);
  const told = loaded.value?.data.filter(({ sets }) => sets.length > 0) ?? [];
  if (!loaded.value) return null; // an addition: the page stands without it
  const first = told[0];
  return (
    <section className="panel" aria-label={t("case.clearing")} data-testid="clearing">
      <h2>{t("case.clearing")}</h2>
      {!first && <p className="muted">{t("case.clearing.none")}</p>}
      {first && (
        <>
          <p>{t("case.clearing.text", { decision: word("decision", first.sets[0]?.decision) })}</p>
          <ol className="clearing">
            {first.sets.filter(({ decision }) => decision === first.sets[0]?.decision).map(({ signals }, index) => (
              <li key={index}>
                {signals.map(({ code, normal }, at) => (
                  <div key={code}>
                    {at > 0 && <strong>{t("case.clearing.and")} </strong>}
                    {reasons.get(code) ?? code}
                    {normal && <span className="normal small"> {t("case.clearing.normal", { text: say(normal, language) })}</span>}
                  </div>
                ))}
              </li>
            ))}
          </ol>
        </>
      )}
    </section>
  );
}
