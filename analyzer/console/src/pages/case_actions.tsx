// What can be done with a case besides deciding it: hand over, put off, recuse.
import { Button, Input, Select } from "antd";
import { useEffect, useMemo, useRef, useState, type ReactNode } from "react";
import * as calls from "../api/calls";
import type { Answer } from "../api/client";
import type { Case } from "../api/types";
import { useKeys } from "../lib/keys";
import { useLoad } from "../lib/load";
import { dayAfter, showEnd, showLastDay } from "../lib/time";
import { FormModal } from "../parts/form_modal";
import { useTexts, type TextKey } from "../text";
import type { Rights } from "./case_rules";
import { ObjectionForm } from "./objections";

type Run = (write: () => Promise<Answer<Case>>, done?: string) => Promise<boolean>;

interface AskProps {
  title: string;
  text: string;
  missing: string[];
  busy: boolean;
  close: () => void;
  send: () => void;
  children: ReactNode;
}

function Ask({ text, children, ...form }: AskProps) {
  return (
    <FormModal {...form}>
      <p className="muted">{text}</p>
      <div className="form-grid">{children}</div>
    </FormModal>
  );
}

interface ReasonProps {
  id: string;
  label: TextKey;
  usual?: TextKey; // texts separated by bars
  note: string;
  change: (note: string) => void;
  focus?: boolean;
}

function ReasonField({ id, label, usual, note, change, focus }: ReasonProps) {
  const { t } = useTexts();
  return (
    <>
      <label htmlFor={id}>{t(label)}</label>
      <div>
        <Input id={id} value={note} maxLength={400} autoFocus={focus} onChange={(e) => change(e.target.value)} />
        {usual && (
          <div className="usual">
            {t(usual).split("|").map((text) => <Button key={text} size="small" onClick={() => change(text)}>{text}</Button>)}
          </div>
        )}
      </div>
    </>
  );
}

interface FormProps {
  item: Case;
  etag: string;
  busy: boolean;
  run: Run;
  close: () => void;
}

function AssignForm({ item, etag, busy, run, close }: FormProps) {
  const { t } = useTexts();
  const people = useLoad(() => calls.listReviewers(), []);
  const [person, setPerson] = useState<string | null>(null);
  const [note, setNote] = useState("");
  const options = (people.value?.data ?? [])
    .filter(({ id, region }) => id !== item.assignee && item.region.startsWith(region))
    .map(({ id, name }) => ({ value: id, label: name }));
  // A name typed and entered before the list is there is looked up once it is.
  const early = useRef("");
  useEffect(() => {
    const typed = early.current;
    if (!people.value || typed === "") return;
    early.current = "";
    const fits = options.filter(({ label }) => label.includes(typed));
    if (fits.length === 1) setPerson(fits[0]?.value ?? null);
    // eslint-disable-next-line react-hooks/exhaustive-deps -- asked once, when the list has come
  }, [people.value]);
  const send = () => {
    if (person === null) return;
    void run(() => calls.assignCase(item.id, person, note.trim(), etag), t("case.assign.done")).then((done) => { if (done) close(); });
  };
  return (
    <Ask title={t("case.assign")} text={t("case.assign.text")} missing={person === null ? [t("case.assign.to")] : []} busy={busy} close={close} send={send}>
      <label htmlFor="assign-to">{t("case.assign.to")}</label>
      <Select
        id="assign-to" showSearch optionFilterProp="label" value={person} options={options} onChange={setPerson} autoFocus
        loading={people.loading} notFoundContent={t(people.loading ? "common.loading" : "case.assign.none")}
        onInputKeyDown={(e) => { if (e.key === "Enter" && !people.value) early.current = (e.target as HTMLInputElement).value.trim(); }}
      />
      <ReasonField id="assign-note" label="case.assign.note" note={note} change={setNote} />
    </Ask>
  );
}

function SnoozeForm({ item, etag, busy, run, close }: FormProps) {
  const { t } = useTexts();
  const now = Date.now();
  const [until, setUntil] = useState(() => dayAfter(now, 1));
  const [note, setNote] = useState("");
  const last = item.held && item.decide_by ? showLastDay(item.decide_by) : dayAfter(now, 60);
  const late = last < dayAfter(now, 1); // nothing can be put off beyond a hold
  const missing = [
    until >= dayAfter(now, 1) && until <= last ? "" : t("case.snooze.until"), note.trim() !== "" ? "" : t("case.snooze.note"),
  ].filter(Boolean);
  const send = () => {
    void run(() => calls.snoozeCase(item.id, until, note.trim(), etag), t("case.snooze.done")).then((done) => { if (done) close(); });
  };
  return (
    <Ask title={t("case.snooze")} text={t("case.snooze.text")} missing={missing} busy={busy} close={close} send={send}>
      <label htmlFor="snooze-until">{t("case.snooze.until")}</label>
      <Input id="snooze-until" type="date" value={until} min={dayAfter(now, 1)} max={last} onChange={(e) => setUntil(e.target.value)} style={{ width: 200 }} disabled={late} />
      {late && <><span /><span className="tone-critical" role="alert">{t("case.snooze.late", { day: showEnd(item.decide_by, now) })}</span></>}
      <ReasonField id="snooze-note" label="case.snooze.note" usual="case.snooze.reasons" note={note} change={setNote} focus />
    </Ask>
  );
}

function RecuseForm({ item, etag, busy, run, close }: FormProps) {
  const { t } = useTexts();
  const [note, setNote] = useState("");
  const send = () => {
    void run(() => calls.recuseFromCase(item.id, note.trim(), etag), t("case.recuse.done")).then((done) => { if (done) close(); });
  };
  return (
    <Ask title={t("case.recuse")} text={t("case.recuse.text")} missing={note.trim() === "" ? [t("case.reason")] : []} busy={busy} close={close} send={send}>
      <ReasonField id="recuse-note" label="case.reason" usual="case.recuse.reasons" note={note} change={setNote} focus />
    </Ask>
  );
}

function ExtensionForm({ item, etag, busy, run, close }: FormProps) {
  const { t } = useTexts();
  const now = Date.now();
  const [until, setUntil] = useState(() => dayAfter(Math.max(now, Date.parse(item.due_at) - 1000), 10));
  const [note, setNote] = useState("");
  const missing = [
    until >= dayAfter(now, 1) && until <= dayAfter(now, 60) ? "" : t("case.extension.until"), note.trim() !== "" ? "" : t("case.snooze.note"),
  ].filter(Boolean);
  const send = () => {
    void run(() => calls.askExtension(item.id, until, note.trim(), etag), t("case.extension.sent")).then((done) => { if (done) close(); });
  };
  return (
    <Ask title={t("case.extension")} text={t("case.extension.text")} missing={missing} busy={busy} close={close} send={send}>
      <label htmlFor="extension-until">{t("case.extension.until")}</label>
      <Input id="extension-until" type="date" value={until} min={dayAfter(now, 1)} max={dayAfter(now, 60)} onChange={(e) => setUntil(e.target.value)} style={{ width: 200 }} />
      <ReasonField id="extension-note" label="case.snooze.note" usual="case.extension.reasons" note={note} change={setNote} focus />
    </Ask>
  );
}

// The second person's answer to a wish for more time.
export function ExtensionAnswer({ item, etag, busy, run, reason }: Omit<FormProps, "close"> & { reason: string }) {
  const { t } = useTexts();
  const [note, setNote] = useState("");
  const answer = (granted: boolean) => {
    if (!granted && note.trim() === "") return;
    void run(() => calls.answerExtension(item.id, granted, note.trim(), etag), t(granted ? "case.extension.granted" : "case.extension.refused"));
  };
  return (
    <section className="panel" aria-label={t("case.extension")} data-testid="extension">
      <h2>{t("case.extension")}</h2>
      <p>{t("case.extension.wish", { name: item.extension_by_name ?? "", day: showLastDay(item.more_time_until) })}</p>
      {reason && <blockquote className="quote wrap">{reason}</blockquote>}
      <label htmlFor="extension-answer">{t("case.extension.note")}</label>
      <Input id="extension-answer" value={note} maxLength={400} onChange={(e) => setNote(e.target.value)} style={{ margin: "6px 0 12px" }} />
      <div style={{ display: "flex", gap: 12 }}>
        <Button type="primary" loading={busy} onClick={() => answer(true)}>{t("case.extension.grant")}</Button>
        <Button danger loading={busy} disabled={note.trim() === ""} onClick={() => answer(false)}>{t("case.extension.refuse")}</Button>
      </div>
    </section>
  );
}

type Which = "assign" | "snooze" | "recuse" | "extension" | "objection" | null;

// The person may object to what was found once it holds, unless nothing was.
function mayObject(item: Case): boolean {
  return item.state === "decided" && item.settles_at === null && item.kind !== "report" && item.kind !== "objection" && item.outcome !== "accept";
}

// The buttons with their keys, M, P and X, and the window each opens.
export function CaseActions({ item, etag, rights, busy, run, reload }: {
  item: Case; etag: string; rights: Rights; busy: boolean; run: Run; reload: () => void;
}) {
  const { t } = useTexts();
  const [which, setWhich] = useState<Which>(null);
  useKeys(
    useMemo(
      () => ({
        ...(rights.assign ? { m: () => setWhich("assign") } : {}),
        ...(rights.decide ? { p: () => setWhich("snooze") } : {}),
        ...(rights.recuse ? { x: () => setWhich("recuse") } : {}),
      }),
      [rights.assign, rights.decide, rights.recuse],
    ),
  );
  const form = { item, etag, busy, run, close: () => setWhich(null) };
  return (
    <>
      {rights.decide && <Button onClick={() => setWhich("snooze")}>{t("case.snooze")} (P)</Button>}
      {rights.assign && <Button onClick={() => setWhich("assign")}>{t("case.assign")} (M)</Button>}
      {rights.recuse && <Button onClick={() => setWhich("recuse")}>{t("case.recuse")} (X)</Button>}
      {rights.extend && <Button onClick={() => setWhich("extension")}>{t("case.extension")}</Button>}
      {rights.archive && <Button loading={busy} onClick={() => void run(() => calls.archiveCase(item.id, etag), t("case.archive.done"))}>{t("case.archive")}</Button>}
      {mayObject(item) && <Button onClick={() => setWhich("objection")}>{t("objection.add")}</Button>}
      {which === "extension" && <ExtensionForm {...form} />}
      {which === "objection" && (
        <ObjectionForm way="window" reference={item.id} close={() => setWhich(null)} done={() => { setWhich(null); reload(); }} />
      )}
      {which === "assign" && <AssignForm {...form} />}
      {which === "snooze" && <SnoozeForm {...form} />}
      {which === "recuse" && <RecuseForm {...form} />}
    </>
  );
}
