// Objections (异议): taking one in, what it says beside its case, and the list of who is
// to be told.
import { Alert, App, Button, Input, Radio, Tag, type TableColumnsType } from "antd";
import { useState } from "react";
import { Link } from "react-router-dom";
import * as desk from "../api/desk_calls";
import { explain } from "../api/message";
import type { CaseDetail, Casework, NewObjection, Objection } from "../api/types";
import { nameOf } from "../lib/casework";
import { useDraft } from "../lib/draft";
import { placeOf } from "../lib/regions";
import { showLastDay, showTime } from "../lib/time";
import { useContact } from "../lib/use_contact";
import { usePages } from "../lib/use_pages";
import { useSending } from "../lib/use_sending";
import { FormModal } from "../parts/form_modal";
import { PagedTable } from "../parts/paged_table";
import { RestoredNote } from "../parts/restored_note";
import { useSession } from "../session/session";
import { useTexts } from "../text";
import { useFindingName } from "./case_confirm";

const kContact = ["contact"] as const; // is not kept on this computer

interface FormProps {
  way: NewObjection["way"];
  reference?: string; // the case, where it is known
  close: () => void;
  done: () => void;
}

export function ObjectionForm({ way, reference = "", close, done }: FormProps) {
  const texts = useTexts();
  const { t } = texts;
  const { modal } = App.useApp();
  const draft = useDraft(`objection.${reference}`, { about: reference, said: "", contact: "" }, kContact);
  const { about, said, contact } = draft.value;
  const set = (part: Partial<typeof draft.value>) => draft.set((before) => ({ ...before, ...part }));
  const { busy, send } = useSending();
  const leave = () => {
    draft.clear();
    close();
  };
  const submit = async () => {
    await send(async () => {
      const { body } = await desk.addObjection({
        reference: about.trim(), way, said: said.trim(), ...(contact.trim() ? { contact_ref: contact.trim() } : {}),
      });
      draft.clear();
      modal.success({ title: t("objection.taken"), content: t("objection.taken.text", { id: body.objection_id, day: showLastDay(body.due_at) }) });
      done();
    });
  };
  return (
    <FormModal
      title={t("objection.add")} ok={t("common.save")} busy={busy} close={leave} send={() => void submit()}
      missing={[about.trim() === "" ? t("objection.about") : "", said.trim() === "" ? t("objection.said") : ""].filter(Boolean)}
    >
      {draft.restored !== null && <RestoredNote at={draft.restored} discard={draft.clear} close={draft.accept} keyed={false} />}
      <p className="muted">{t("objection.text")}</p>
      <div className="form-grid">
        <label htmlFor="objection-about">{t("objection.about")}</label>
        <Input id="objection-about" autoFocus={reference === ""} disabled={reference !== ""} value={about} maxLength={128} autoComplete="off" onChange={(e) => set({ about: e.target.value })} />
        <label htmlFor="objection-said">{t("objection.said")}</label>
        <Input.TextArea id="objection-said" autoFocus={reference !== ""} rows={4} maxLength={1300} value={said} onChange={(e) => set({ said: e.target.value })} />
        <label htmlFor="objection-contact">{t("objection.contact")}</label>
        <Input id="objection-contact" value={contact} maxLength={32} inputMode="tel" autoComplete="off" onChange={(e) => set({ contact: e.target.value })} />
      </div>
    </FormModal>
  );
}

// Beside an objection's own case what was said; beside another those made to it.
export function ObjectionPanel({ detail, words }: { detail: CaseDetail; words: Casework | null }) {
  const { t, word, language } = useTexts();
  const nameOfFinding = useFindingName(words);
  const { objection, objections } = detail;
  if (!objection && objections.length === 0) return null;
  const about = objection?.about;
  return (
    <section className="panel" aria-label={t("objection.list")} data-testid="objection">
      <h2>{t("objection.list")}</h2>
      {objection && (
        <>
          <p className="muted">{t(`objection.way.${objection.way}`)} · {objection.taken_by_name} · {showTime(objection.at)}</p>
          <blockquote className="quote wrap">{objection.said}</blockquote>
          {about && (
            <p>
              {t("objection.against")} <Link to={`/cases/${about.id}`}>{about.title || about.id}</Link>
              <span className="muted"> {nameOfFinding(about)}{about.decided_by_name && ` · ${about.decided_by_name} ${showTime(about.decided_at)}`}</span>
            </p>
          )}
        </>
      )}
      {objections.map((one) => (
        <p key={one.id}>
          <Link to={`/cases/${one.id}`} className="mono">{one.id}</Link>{" "}
          <span className="muted">{showTime(one.at)} · {word("state", one.state)}{one.finding && ` · ${nameOf(words?.findings, one.finding, language)}`}</span>
        </p>
      ))}
    </section>
  );
}

function TellForm({ objection, close, done }: { objection: Objection; close: () => void; done: () => void }) {
  const texts = useTexts();
  const { t } = texts;
  const { message } = App.useApp();
  const [reached, setReached] = useState<boolean | null>(null);
  const [note, setNote] = useState("");
  const { busy, send } = useSending();
  const id = objection.objection_id;
  const { contact, error } = useContact(id, () => desk.getObjectionContact(id));
  const save = async () => {
    if (reached === null) return;
    await send(async () => {
      await desk.tellObjection(id, reached, note.trim());
      void message.success(t("desk.noted"));
      done();
    });
  };
  return (
    <FormModal
      title={t("objection.tell")} ok={t("common.save")} busy={busy} close={close} send={() => void save()}
      missing={reached === null ? [t("desk.reached.label")] : []}
    >
      {error !== null && <Alert type="warning" showIcon message={explain(error, texts)} />}
      {contact !== "" && <p className="callback-number" data-testid="callback-number">{contact}</p>}
      <p className="small">{t("desk.contact.logged")}</p>
      <p><strong>{t(`objection.outcome.${objection.outcome === "amended" ? "amended" : "upheld"}`)}</strong></p>
      {objection.reply && <blockquote className="quote wrap">{objection.reply}</blockquote>}
      <Radio.Group
        value={reached} onChange={(e) => setReached(e.target.value as boolean)} aria-label={t("desk.reached.label")}
        options={[{ value: true, label: t("desk.reached") }, { value: false, label: t("desk.not_reached") }]}
      />
      <label htmlFor="tell-note" style={{ display: "block", marginTop: 12 }}>{`${t("desk.note")} (${t("common.optional")})`}</label>
      <Input.TextArea id="tell-note" rows={2} maxLength={600} value={note} onChange={(e) => setNote(e.target.value)} />
    </FormModal>
  );
}

type Row = Objection & { id: string };

// Those to be told stand first, then the newest.
export function Objections() {
  const { t, word, language } = useTexts();
  const { has } = useSession();
  const [telling, setTelling] = useState<Objection | null>(null);
  const pages = usePages<Row>(
    (cursor) => desk.listObjections(undefined, cursor).then((answer) => ({
      ...answer, body: { ...answer.body, data: answer.body.data.map((row) => ({ ...row, id: row.objection_id })) },
    })),
    [],
  );
  const reviews = has("reviewer", "second_reviewer", "supervisor");
  const columns: TableColumnsType<Row> = [
    {
      title: t("objection.number"), render: (_, row) => (
        <>{reviews ? <Link to={`/cases/${row.id}`} className="mono">{row.id}</Link> : <span className="mono">{row.id}</span>}<div className="small">{showTime(row.at)} · {t(`objection.way.${row.way}`)}</div></>
      ),
    },
    { title: t("cases.col.region"), width: 150, render: (_, row) => placeOf(row, language) || t("common.not_given") },
    { title: t("cases.col.due"), width: 140, render: (_, row) => (row.outcome ? <span className="muted">{showLastDay(row.due_at)}</span> : showLastDay(row.due_at)) },
    {
      title: t("cases.col.state"), render: (_, row) => (row.outcome
        ? <><strong>{t(`objection.outcome.${row.outcome === "amended" ? "amended" : "upheld"}`)}</strong>{row.reply && <div className="small wrap">{row.reply}</div>}</>
        : <>{word("state", row.state)}</>),
    },
    {
      title: t("common.actions"), width: 190, render: (_, row) => (row.callback === "due"
        ? <Button type="primary" onClick={() => setTelling(row)}>{t("objection.tell")}</Button>
        : row.callback === "done" ? <Tag>{t("objection.told")}</Tag> : null),
    },
  ];
  return (
    <>
      <PagedTable pages={pages} columns={columns} empty={t("objection.none")} hint={t("objection.none.hint")} />
      {telling && <TellForm objection={telling} close={() => setTelling(null)} done={() => { setTelling(null); pages.reload(); }} />}
    </>
  );
}
