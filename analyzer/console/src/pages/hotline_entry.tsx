// Notes what was done about a report: passed on with the recipient's receipt,
// called back, supplemented.
import { Alert, App, Input, Modal, Radio, Select } from "antd";
import { useState } from "react";
import * as desk from "../api/desk_calls";
import { explain } from "../api/message";
import type { DeskRecipient, DeskReport, NewDeskEntry } from "../api/types";
import { useContact } from "../lib/use_contact";
import { useSending } from "../lib/use_sending";
import { useTexts } from "../text";
import { ReportAbout } from "./hotline_about";

export type EntryKind = NewDeskEntry["kind"];
const kRecipients: DeskRecipient[] = ["96110", "12321", "12345", "110", "bank", "other"];

interface Props {
  kind: EntryKind;
  reportId: string;
  close: () => void;
  done: (report: DeskReport) => void;
}

export function HotlineEntry({ kind, reportId, close, done }: Props) {
  const texts = useTexts();
  const { t } = texts;
  const { message } = App.useApp();
  const [to, setTo] = useState<DeskRecipient>("96110");
  const [receipt, setReceipt] = useState("");
  const [reached, setReached] = useState<boolean | null>(null);
  const [note, setNote] = useState("");
  const { busy, send } = useSending();
  const { contact, error } = useContact(kind === "callback" ? reportId : "", () => desk.getDeskContact(reportId));
  const ready = kind === "referral" || (kind === "callback" && reached !== null) || (kind === "supplement" && note.trim() !== "");
  const save = async () => {
    if (!ready || busy) return;
    await send(async () => {
      const entry: NewDeskEntry = {
        kind,
        ...(kind === "referral" ? { to, ...(receipt.trim() ? { receipt: receipt.trim() } : {}) } : {}),
        ...(kind === "callback" ? { reached } : {}),
        ...(note.trim() ? { note: note.trim() } : {}),
      };
      const { body } = await desk.addDeskEntry(reportId, entry);
      void message.success(t("desk.noted"));
      done(body);
    });
  };
  return (
    <Modal
      open title={t(`desk.${kind}`)} onCancel={close} onOk={() => void save()} confirmLoading={busy}
      okText={`${t("common.save")} (Ctrl + Enter)`} cancelText={t("common.cancel")} okButtonProps={{ disabled: !ready }}
    >
      <div className="entry-form" onKeyDown={(e) => { if (e.key === "Enter" && e.ctrlKey) { e.stopPropagation(); void save(); } }}>
        <ReportAbout reportId={reportId} say={kind === "callback"} />
        {kind === "referral" && (
          <>
            <label htmlFor="entry-to">{t("desk.to")}</label>
            <Select
              id="entry-to" autoFocus value={to} onChange={setTo}
              options={kRecipients.map((value) => ({ value, label: t(`desk.to.${value}` as "desk.to.96110") }))}
            />
            <label htmlFor="entry-receipt">{t("desk.receipt")}</label>
            <Input id="entry-receipt" value={receipt} maxLength={32} autoComplete="off" onChange={(e) => setReceipt(e.target.value)} />
          </>
        )}
        {kind === "callback" && (
          <>
            {error !== null && <Alert type="warning" showIcon message={explain(error, texts)} />}
            {contact !== "" && <p className="callback-number" data-testid="callback-number">{contact}</p>}
            <p className="small">{t("desk.contact.logged")}</p>
            <Radio.Group
              value={reached} onChange={(e) => setReached(e.target.value as boolean)} aria-label={t("desk.reached.label")}
              options={[{ value: true, label: t("desk.reached") }, { value: false, label: t("desk.not_reached") }]}
            />
          </>
        )}
        <label htmlFor="entry-note">{kind === "supplement" ? t("desk.supplement.what") : `${t("desk.note")} (${t("common.optional")})`}</label>
        <Input.TextArea id="entry-note" autoFocus={kind === "supplement"} rows={3} maxLength={600} value={note} onChange={(e) => setNote(e.target.value)} />
      </div>
    </Modal>
  );
}
