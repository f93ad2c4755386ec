// What was saved with a case, prevented or got back: shown with who entered it, and the
// window to enter it.
import { Button, Input, InputNumber, Modal } from "antd";
import { useState } from "react";
import { enterSaved } from "../api/case_calls";
import type { Answer } from "../api/client";
import type { Case } from "../api/types";
import { showTime } from "../lib/time";
import { showYuan } from "../lib/yuan";
import { useTexts } from "../text";

interface Props {
  item: Case;
  etag: string;
  may: boolean;
  busy: boolean;
  run: (write: () => Promise<Answer<Case>>, done?: string) => Promise<boolean>;
}

export function CaseSaved({ item, etag, may, busy, run }: Props) {
  const { t } = useTexts();
  const [open, setOpen] = useState(false);
  const [yuan, setYuan] = useState<number | null>(null);
  const [note, setNote] = useState("");
  if (item.saved_yuan === null && !may) return null;
  const ready = yuan !== null && note.trim() !== "";
  const send = () => {
    if (!ready || yuan === null) return;
    void run(() => enterSaved(item.id, yuan, note.trim(), etag), t("saved.done")).then((done) => { if (done) setOpen(false); });
  };
  return (
    <section className="panel" aria-label={t("saved.title")} data-testid="saved">
      <div className="panel-head">
        <h2>{t("saved.title")}</h2>
        {may && <Button onClick={() => { setYuan(item.saved_yuan); setNote(""); setOpen(true); }}>{t(item.saved_yuan === null ? "saved.enter" : "saved.correct")}</Button>}
      </div>
      {item.saved_yuan === null
        ? <p className="muted">{t("saved.none")}</p>
        : <p>{t("saved.line", { n: showYuan(item.saved_yuan), name: item.saved_by_name ?? "", t: showTime(item.saved_at) })}</p>}
      {open && (
        <Modal open title={t("saved.title")} okText={t("common.save")} cancelText={t("common.cancel")} onCancel={() => setOpen(false)} onOk={send} confirmLoading={busy} okButtonProps={{ disabled: !ready }}>
          <p className="muted">{t("saved.text")}</p>
          <div className="form-grid">
            <label htmlFor="saved-yuan">{t("saved.yuan")}</label>
            <InputNumber id="saved-yuan" autoFocus min={0} max={1e8} value={yuan} onChange={setYuan} style={{ width: 200 }} />
            <label htmlFor="saved-note">{t("saved.note")}</label>
            <div>
              <Input id="saved-note" value={note} maxLength={400} autoComplete="off" onChange={(e) => setNote(e.target.value)} onPressEnter={send} />
              <div className="usual">{t("saved.notes").split("|").map((text) => <Button key={text} size="small" onClick={() => setNote(text)}>{text}</Button>)}</div>
            </div>
          </div>
        </Modal>
      )}
    </section>
  );
}
