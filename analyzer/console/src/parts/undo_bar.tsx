// The last decision with its way back: Z, a button, or nothing after a quarter of an hour.
import { App, Button } from "antd";
import { useMemo, useState } from "react";
import { useNavigate } from "react-router-dom";
import * as calls from "../api/calls";
import { CallError } from "../api/client";
import { explain } from "../api/message";
import { nameOf, useCasework } from "../lib/casework";
import { useKeys } from "../lib/keys";
import { keepLast, useLastDecision } from "../lib/last_decision";
import { showClock } from "../lib/time";
import { useTexts } from "../text";

// `undone` runs after a case came back, beside opening it.
export function UndoBar({ undone }: { undone?: () => void }) {
  const texts = useTexts();
  const { t, language } = texts;
  const words = useCasework();
  const { message } = App.useApp();
  const navigate = useNavigate();
  const last = useLastDecision();
  const [busy, setBusy] = useState(false);
  const undo = async () => {
    if (!last || busy) return;
    setBusy(true);
    try {
      if (last.many !== null) {
        const { body } = await calls.undoMany(last.id);
        void message.success(t("case.undo.done_bulk", { n: body.changed }));
      } else {
        // The case may have taken something in since: what counts is its present version.
        const { etag } = await calls.getCase(last.id);
        await calls.undoCase(last.id, etag ?? "");
        void message.success(t("case.undo.done"));
        navigate(`/cases/${last.id}`);
      }
      keepLast(null);
      undone?.();
    } catch (error) {
      void message.error(explain(error, texts), 6);
      if (error instanceof CallError && [404, 409].includes(error.status)) keepLast(null);
    } finally {
      setBusy(false);
    }
  };
  // eslint-disable-next-line react-hooks/exhaustive-deps -- undo only uses what is listed
  useKeys(useMemo(() => ({ z: () => void undo() }), [last?.id, busy]), last !== null);
  if (!last) return null;
  return (
    <section className="undo-bar no-print" role="status" data-testid="undo-bar">
      <span className="grow">
        {t("case.undo.bar", { finding: words ? nameOf(words.findings, last.finding, language) : "…", title: last.many === null ? last.title : t("case.undo.many", { n: last.many }) })}
        <span className="small"> {t("case.undo.until", { t: showClock(last.until) })}</span>
      </span>
      {last.many === null && <Button onClick={() => navigate(`/cases/${last.id}`)}>{t("case.undo.open")}</Button>}
      <Button type="primary" ghost loading={busy} onClick={() => void undo()}>{t("case.undo")} (Z)</Button>
      <Button type="text" onClick={() => keepLast(null)}>{t("case.undo.hide")}</Button>
    </section>
  );
}
