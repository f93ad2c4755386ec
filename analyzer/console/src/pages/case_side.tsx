// Beside the case: timeline, related cases, notes, personal detail.
import { App, Alert, Button, Input, Modal } from "antd";
import { useState } from "react";
import { Link } from "react-router-dom";
import * as calls from "../api/calls";
import { explain } from "../api/message";
import type { CaseDetail, CaseEvent, Casework, SubjectList } from "../api/types";
import { say } from "../lib/casework";
import { titleOf } from "../lib/defang";
import { seenParts } from "../lib/seen";
import { tellApart } from "../lib/tell_apart";
import { showDay, showLastDay, showTime } from "../lib/time";
import { showYuan } from "../lib/yuan";
import { useTexts, type TextKey } from "../text";
import { BulkModal } from "./case_bulk";
import { useFindingName } from "./case_confirm";
import { resultName } from "./case_contacts";

export function Timeline({ events, checklist, words }: {
  events: readonly CaseEvent[]; checklist: CaseDetail["checklist"]; words: Casework | null;
}) {
  const texts = useTexts();
  const { t, word, language } = texts;
  const nameOfFinding = useFindingName(words);
  // Of a tick the note is the item's id.
  const noteOf = (event: CaseEvent) => {
    if (event.kind !== "checked" && event.kind !== "unchecked") return event.note;
    const item = checklist.find(({ id }) => id === event.note);
    return item ? say(item.name, language) : event.note;
  };
  return (
    <section className="panel">
      <h2>{t("case.timeline")}</h2>
      <ol className="timeline">
        {events.filter((event) => event.kind !== "renewed").reverse().map((event, index) => (
          <li key={index}>
            <strong>{word("event", event.kind)}</strong>{" "}
            {event.disposition && <span>{nameOfFinding({ finding: event.finding ?? null, disposition: event.disposition })}</span>}
            {event.contact && <span>{word("contact.way", event.contact)} {resultName(event, texts)}</span>}
            {event.person && <span>{t("case.events.to", { name: event.person_name ?? event.person })}</span>}
            {event.until && <span>{t("case.events.until", { day: event.kind === "snoozed" ? showDay(event.until) : showLastDay(event.until) })}</span>}
            {event.companion && <span> {t("case.contacts.with", { name: event.companion })}</span>}
            {typeof event.saved_yuan === "number" && <span>{t("saved.amount", { n: showYuan(event.saved_yuan) })}</span>}
            {event.cause && event.cause !== "none" && <span className="muted"> ({word("cause", event.cause)})</span>}
            <div className="muted">
              {showTime(event.at)} · {event.actor === "system" ? t("common.system") : (event.actor_name ?? event.actor)}
            </div>
            {event.bulk_id && <div className="small mono">{t("case.events.bulk", { id: event.bulk_id })}</div>}
            {event.note && <div className="wrap">{noteOf(event)}</div>}
          </li>
        ))}
      </ol>
    </section>
  );
}

function RelatedList({ title, items, words }: { title: string; items: CaseDetail["related"]; words: Casework | null }) {
  const { t, word } = useTexts();
  const nameOfFinding = useFindingName(words);
  if (items.length === 0) return null;
  const apart = tellApart(items, [(other) => t("cases.of", { t: showTime(other.opened_at) }), (other) => t("cases.end", { id: other.id.slice(-4) })]);
  return (
    <>
      <h3>{title}</h3>
      {items.map((other) => (
        <p key={other.id} style={{ margin: "0 0 10px" }}>
          <Link to={`/cases/${other.id}`}>{titleOf(other)}{apart.has(other.id) && <span className="apart">{t("cases.apart", { words: apart.get(other.id) ?? "" })}</span>}</Link>
          <span className="muted">
            {" "}{other.state === "decided" ? showDay(other.decided_at) : word("state", other.state)}
            {other.disposition && ` · ${nameOfFinding({ finding: other.finding ?? null, disposition: other.disposition })}`}
            {other.shared && other.shared.length > 0 &&
              ` · ${t("case.related.shared", { kinds: other.shared.map((kind) => word("link", kind)).join(t("common.comma")) })}`}
          </span>
        </p>
      ))}
    </>
  );
}

export function Related({ detail, words, reload }: { detail: CaseDetail; words: Casework | null; reload: () => void }) {
  const texts = useTexts();
  const { t } = texts;
  const { related, campaign } = detail;
  const [deciding, setDeciding] = useState(false);
  return (
    <section className="panel">
      <h2>{t("case.related")}</h2>
      {campaign && (
        <p>
          <strong>{t("case.campaign")}:</strong>{" "}
          {[seenParts(campaign, texts)].flatMap(({ count, times }) => [count, ...times]).map((part, index) => <span key={part}>{index > 0 && t("common.comma")}<span className="unbroken">{part}</span></span>)}
        </p>
      )}
      {campaign && words && detail.case.state !== "decided" && (
        <p><Button onClick={() => setDeciding(true)}>{t("bulk.campaign")}</Button></p>
      )}
      {campaign && words && deciding && (
        <BulkModal
          title={t("bulk.campaign")} target={{ campaign_id: campaign.id }} kind="report" words={words}
          close={() => setDeciding(false)} done={() => { setDeciding(false); reload(); }}
        />
      )}
      {related.length === 0 && <p className="muted">{t("case.related.none")}</p>}
      <RelatedList title={t("case.related.open")} items={related.filter(({ state }) => state !== "decided")} words={words} />
      <RelatedList title={t("case.related.decided")} items={related.filter(({ state }) => state === "decided")} words={words} />
    </section>
  );
}

export function NoteForm({ add, busy }: { add: (note: string) => Promise<boolean>; busy: boolean }) {
  const { t } = useTexts();
  const [note, setNote] = useState("");
  return (
    <section className="panel">
      <h2>{t("case.add_note")}</h2>
      <Input.TextArea
        aria-label={t("case.add_note")} value={note} maxLength={4000} autoSize={{ minRows: 2, maxRows: 6 }}
        onChange={(e) => setNote(e.target.value)} style={{ marginBottom: 8 }}
      />
      <Button
        loading={busy} disabled={note.trim() === ""}
        onClick={() => void add(note.trim()).then((done) => { if (done) setNote(""); })}
      >
        {t("case.add_note")}
      </Button>
    </section>
  );
}

type Detail = SubjectList["data"][number];

function SubjectRows({ data }: { data: Detail[] }) {
  const { t } = useTexts();
  const fields = ["name", "id_last4", "phone", "backup_contact", "address"] as const;
  const rows = data.flatMap(({ observation_id, subject, suspect }) => {
    const own = fields.flatMap((field) =>
      subject?.[field] ? [{ key: `${observation_id}.${field}`, label: t(`case.subject.${field}` as TextKey), text: subject[field] as string }] : [],
    );
    const theirs = Object.entries(suspect ?? {}).flatMap(([field, value]) =>
      value && (!Array.isArray(value) || value.length > 0)
        ? [{ key: `${observation_id}.s.${field}`, label: t("case.subject.suspect"), text: Array.isArray(value) ? value.join(", ") : String(value) }]
        : [],
    );
    return [...own, ...theirs];
  });
  if (rows.length === 0) return <p className="muted">{t("case.subject.none")}</p>;
  return (
    <>
      <dl className="facts wide">
        {rows.map(({ key, label, text }) => <div key={key}><dt>{label}</dt><dd className="wrap">{text}</dd></div>)}
      </dl>
      {rows.some(({ text }) => text.includes("*")) && <p className="muted">{t("case.subject.masked")}</p>}
      <p className="muted">{t("case.subject.logged")}</p>
    </>
  );
}

export function SubjectPanel({ id }: { id: string }) {
  const texts = useTexts();
  const { t } = texts;
  const { message } = App.useApp();
  const [asking, setAsking] = useState(false);
  const [reason, setReason] = useState("");
  const [busy, setBusy] = useState(false);
  const [data, setData] = useState<Detail[] | null>(null);
  const show = async () => {
    setBusy(true);
    try {
      setData((await calls.getCaseSubject(id, reason.trim())).body.data);
      setAsking(false);
    } catch (error) {
      void message.error(explain(error, texts));
    } finally {
      setBusy(false);
    }
  };
  return (
    <section className="panel">
      <h2>{t("case.subject")}</h2>
      {data ? <SubjectRows data={data} /> : <Button onClick={() => setAsking(true)}>{t("case.subject.show")}…</Button>}
      {asking && (
        <Modal
          open title={t("case.subject")} okText={t("case.subject.show")} cancelText={t("common.cancel")}
          onCancel={() => setAsking(false)} onOk={() => void show()} confirmLoading={busy}
          okButtonProps={{ disabled: reason.trim().length < 2 }}
        >
          <Alert type="info" showIcon message={t("case.subject.reason")} style={{ marginBottom: 12 }} />
          <Input
            value={reason} onChange={(event) => setReason(event.target.value)} autoFocus maxLength={200}
            aria-label={t("case.subject.reason")}
            onPressEnter={() => { if (reason.trim().length >= 2) void show(); }}
          />
          <p>
            {t("case.subject.reasons").split("|").map((value) => (
              <Button key={value} style={{ marginRight: 8, marginTop: 8 }} onClick={() => setReason(value)}>{value}</Button>
            ))}
          </p>
          {reason.trim().length < 2 && <p className="muted">{t("case.subject.reason.short")}</p>}
        </Modal>
      )}
    </section>
  );
}
