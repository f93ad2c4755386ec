// Tips on fund fraud for supervisors: what is due when, what was told, and with a
// reason who told it.
import { App, Button, Input, Modal, Tag, type TableColumnsType } from "antd";
import { useState } from "react";
import * as desk from "../api/desk_calls";
import { explain } from "../api/message";
import type { Tip, TipAction, TipDetail } from "../api/types";
import { useLoad } from "../lib/load";
import { placeOf } from "../lib/regions";
import { showTime } from "../lib/time";
import { usePages } from "../lib/use_pages";
import { ChangedMeanwhile, isStale } from "../parts/changed_meanwhile";
import { PagedTable } from "../parts/paged_table";
import { Failed, Loading } from "../parts/states";
import { useTexts } from "../text";

type Step = TipAction["state"];

function nextSteps(tip: Tip): Step[] {
  if (tip.state === "received") return ["accepted", "transferred", "refused"];
  return tip.named && tip.state !== "answered" ? ["answered"] : [];
}

// The day that is next due; nothing once all is done.
function dueOf(tip: Tip): string | null {
  if (tip.state === "received") return tip.examine_by;
  return nextSteps(tip).length > 0 ? tip.answer_by : null;
}

function Due({ tip }: { tip: Tip }) {
  const { t } = useTexts();
  const due = dueOf(tip);
  if (!due) return <span className="muted">{t("tip.no_due")}</span>;
  const today = new Date().toLocaleDateString("sv-SE", { timeZone: "Asia/Shanghai" });
  return (
    <span className={due < today ? "due-over" : due === today ? "due-soon" : undefined}>
      {t(tip.state === "received" ? "tip.examine_by" : "tip.answer_by", { day: due })}{due < today && ` · ${t("tip.overdue")}`}
    </span>
  );
}

function Detail({ tip, close, acted }: { tip: Tip; close: () => void; acted: () => void }) {
  const texts = useTexts();
  const { t } = texts;
  const { message } = App.useApp();
  const [reason, setReason] = useState("");
  const [note, setNote] = useState("");
  const [seen, setSeen] = useState<TipDetail | null>(null);
  const { value, error, reload } = useLoad(() => desk.getTip(tip.tip_id), [tip.tip_id, tip.version]);
  const look = () => desk.getTip(tip.tip_id, reason.trim()).then(({ body }) => setSeen(body), (failure: unknown) => void message.error(explain(failure, texts), 6));
  const [before, setBefore] = useState<TipDetail | null>(null); // as it stood when somebody else acted
  const act = (state: Step) =>
    desk.actOnTip(tip, { state, ...(note.trim() ? { note: note.trim() } : {}) }).then(() => { setBefore(null); acted(); }, (failure: unknown) => {
      if (!isStale(failure)) return void message.error(explain(failure, texts), 6);
      setBefore(value);
      return acted(); // the list, and with its version this page
    });
  const steps = nextSteps(tip);
  const told = seen?.informant;
  return (
    <Modal open title={tip.tip_id} onCancel={close} footer={null} width={760}>
      {!value ? (error !== null ? <Failed error={error} retry={() => void reload()} /> : <Loading />) : (
        <>
          {before && (
            <ChangedMeanwhile
              close={() => setBefore(null)} own={note.trim()}
              rows={[
                { label: t("cases.col.state"), before: t(`tip.state.${before.state}`), now: t(`tip.state.${value.state}`) },
                { label: t("tip.diary"), before: t("common.items", { n: before.events.length }), now: t("common.items", { n: value.events.length }) },
              ]}
            />
          )}
          <dl className="facts wide tip-facts">
            <div><dt>{t("tip.about")}</dt><dd className="wrap">{value.about}</dd></div>
            <div><dt>{t("tip.clue")}</dt><dd className="wrap">{value.clue}</dd></div>
            {value.place && <div><dt>{t("tip.place")}</dt><dd className="wrap">{value.place}</dd></div>}
            {value.amount && <div><dt>{t("tip.amount")}</dt><dd className="wrap">{value.amount}</dd></div>}
          </dl>
          <h3>{t("tip.informant")}</h3>
          {!tip.named ? <p>{t("tip.nameless")}</p> : told ? <p data-testid="informant">{[told.name, told.phone].filter(Boolean).join(" · ")} <span className="small">{t("tip.looked")}</span></p> : (
            <div style={{ display: "flex", gap: 8 }}>
              <Input aria-label={t("tip.reason")} placeholder={t("tip.reason")} value={reason} maxLength={100} onChange={(e) => setReason(e.target.value)} />
              <Button disabled={reason.trim().length < 2} onClick={() => void look()}>{t("tip.look")}</Button>
            </div>
          )}
          <h3>{t("tip.diary")}</h3>
          <ol className="timeline">
            {value.events.map((event, index) => (
              <li key={index}>{t(`tip.state.${event.state}`)} <span className="small">{event.by ?? ""} {showTime(event.at)}</span>{event.note && <div className="wrap">{event.note}</div>}</li>
            ))}
          </ol>
          {steps.length > 0 && (
            <>
              <Input.TextArea aria-label={t("tip.note_label")} placeholder={t("tip.note_label")} rows={2} maxLength={1300} value={note} onChange={(e) => setNote(e.target.value)} />
              <div style={{ display: "flex", gap: 8, marginTop: 8 }}>
                {steps.map((step) => (
                  <Button key={step} type={step === "accepted" || step === "answered" ? "primary" : "default"} disabled={(step === "transferred" || step === "refused") && note.trim() === ""} onClick={() => void act(step)}>
                    {t(`tip.do.${step}`)}
                  </Button>
                ))}
              </div>
            </>
          )}
        </>
      )}
    </Modal>
  );
}

type Row = Tip & { id: string };

export function TipsPage() {
  const { t, language } = useTexts();
  const pages = usePages<Row>(
    (cursor) => desk.listTips(cursor).then((answer) => ({
      ...answer, body: { ...answer.body, data: answer.body.data.map((tip) => ({ ...tip, id: tip.tip_id })) },
    })),
    [],
  );
  const [open, setOpen] = useState("");
  const chosen = pages.rows.find((tip) => tip.tip_id === open);
  const columns: TableColumnsType<Row> = [
    { title: t("tip.number"), render: (_, tip) => <Button type="link" style={{ padding: 0 }} onClick={() => setOpen(tip.tip_id)}>{tip.tip_id}</Button> },
    { title: t("tip.received"), width: 180, render: (_, tip) => showTime(tip.received_at) },
    { title: t("cases.col.region"), render: (_, tip) => placeOf(tip, language) || t("common.not_given") },
    { title: t("tip.informant"), width: 110, render: (_, tip) => t(tip.named ? "tip.named" : "tip.nameless") },
    { title: t("cases.col.state"), width: 130, render: (_, tip) => <Tag>{t(`tip.state.${tip.state}`)}</Tag> },
    { title: t("cases.col.due"), render: (_, tip) => <Due tip={tip} /> },
  ];
  return (
    <>
      <div className="page-head">
        <h1>{t("tip.page")}</h1>
        <span className="muted">{t("tip.page.note")}</span>
        <span className="grow" />
        <Button onClick={pages.reload} loading={pages.loading}>{t("common.refresh")}</Button>
      </div>
      <PagedTable pages={pages} columns={columns} empty={t("tip.empty")} hint={t("tip.empty.hint")} />
      {chosen && <Detail tip={chosen} close={() => setOpen("")} acted={pages.reload} />}
    </>
  );
}
