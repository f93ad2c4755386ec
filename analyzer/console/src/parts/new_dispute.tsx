// Somebody says that an own address or number is listed: taken down in a few keys, with a
// number to read back. On the page of lists and at the hotline (F9).
import { Alert, Button, Input, Modal } from "antd";
import { useState } from "react";
import * as calls from "../api/calls";
import { useDraft } from "../lib/draft";
import { useTakeCursor } from "../lib/take_cursor";
import { useSending } from "../lib/use_sending";
import { useTexts } from "../text";
import { RestoredNote } from "./restored_note";

const kEmpty = { value: "", reason: "", contact: "" };
const kContact = ["contact"] as const; // is not kept on this computer

interface Taken { number: string; before: boolean }

function ReadBack({ taken, close }: { taken: Taken; close: () => void }) {
  const { t } = useTexts();
  const here = useTakeCursor<HTMLDivElement>();
  return (
    <div role="status" ref={here} tabIndex={-1} className="read-back" onKeyDown={(e) => { if (e.key === "Enter") close(); }}>
      <p>{t(taken.before ? "disputes.taken.before" : "disputes.taken")}</p>
      <div className="saved-number" data-testid="dispute-number">{taken.number}</div>
      <p>{t("disputes.taken.next")}</p>
    </div>
  );
}

export function NewDispute({ close }: { close: () => void }) {
  const { t } = useTexts();
  const draft = useDraft("dispute", kEmpty, kContact);
  const { value, reason, contact } = draft.value;
  const set = (part: Partial<typeof kEmpty>) => draft.set((before) => ({ ...before, ...part }));
  const [taken, setTaken] = useState<Taken | null>(null);
  const { busy, send } = useSending();
  const leave = () => {
    draft.clear();
    close();
  };
  const ready = value.trim() !== "";
  const save = async () => {
    if (!ready || busy) return;
    await send(async () => {
      const { body, status } = await calls.openDispute({
        value: value.trim(), reason: reason.trim() || t("disputes.reason.default"), contact: contact.trim() || null,
      });
      draft.clear();
      setTaken({ number: body.number, before: status === 200 });
    });
  };
  return (
    <Modal
      open title={t("disputes.window")} onCancel={leave} width={640}
      footer={taken ? <Button type="primary" onClick={close}>{t("common.close")}</Button> : (
        <>
          <Button onClick={leave}>{t("common.cancel")}</Button>
          <Button type="primary" disabled={!ready} loading={busy} onClick={() => void save()}>{t("disputes.send")} (Ctrl + Enter)</Button>
        </>
      )}
    >
      {taken ? <ReadBack taken={taken} close={close} /> : (
        <div onKeyDown={(e) => { if (e.key === "Enter" && e.ctrlKey) { e.preventDefault(); e.stopPropagation(); void save(); } }}>
          {draft.restored !== null && <RestoredNote at={draft.restored} discard={draft.clear} close={draft.accept} keyed={false} />}
          <Alert type="info" showIcon message={t("disputes.ask")} style={{ marginBottom: 12 }} />
          <label htmlFor="dispute-value">{t("disputes.value")} <span className="needed">*</span></label>
          <Input id="dispute-value" autoFocus value={value} maxLength={2048} autoComplete="off" placeholder={t("disputes.value.example")} onChange={(e) => set({ value: e.target.value })} />
          <label htmlFor="dispute-contact">{t("disputes.contact")}</label>
          <Input id="dispute-contact" value={contact} maxLength={60} autoComplete="off" onChange={(e) => set({ contact: e.target.value })} />
          <label htmlFor="dispute-reason">{t("disputes.reason")}</label>
          <Input.TextArea id="dispute-reason" rows={2} maxLength={400} value={reason} placeholder={t("disputes.reason.default")} onChange={(e) => set({ reason: e.target.value })} />
        </div>
      )}
    </Modal>
  );
}
