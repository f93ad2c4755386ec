// Evidence files of a case: laid in by picking, dropping or pasting, looked at as a
// download with a reason, withdrawn with a reason. Nothing of them is shown in the page.
import { Alert, App, Button, Checkbox, Input } from "antd";
import { useEffect, useRef, useState } from "react";
import { addFile, openFile, withdrawFile } from "../api/case_calls";
import { explain } from "../api/message";
import type { Case, CaseFile } from "../api/types";
import { saveFile } from "../lib/save_file";
import { evidenceFault, kEndings, namesSomebody } from "../lib/evidence_name";
import { showTime } from "../lib/time";
import { FormModal } from "../parts/form_modal";
import { useTexts } from "../text";

export const kMostBytes = 10 * 1024 * 1024;
const kAccept = kEndings.join(",");

export function showBytes(bytes: number): string {
  if (bytes < 1024) return `${bytes} B`;
  const kb = bytes / 1024;
  return kb < 1024 ? `${kb.toFixed(kb < 10 ? 1 : 0)} KB` : `${(kb / 1024).toFixed(1)} MB`;
}

const inText = (target: EventTarget | null) =>
  target instanceof HTMLElement && (target.matches("input, textarea, select") || target.isContentEditable);

interface Props {
  item: Case;
  files: readonly CaseFile[];
  account: string;
  supervisor: boolean;
  mayAdd: boolean;
  reload: () => Promise<void>;
}

function AddForm({ item, chosen, close, done }: { item: Case; chosen: File[]; close: () => void; done: () => Promise<void> }) {
  const texts = useTexts();
  const { t } = texts;
  const { message } = App.useApp();
  const [left, setLeft] = useState(chosen);
  const [purpose, setPurpose] = useState("");
  const [personal, setPersonal] = useState(true);
  const [busy, setBusy] = useState(false);
  const [failed, setFailed] = useState(""); // what the server refused stays in sight
  const faultOf = (file: File) => (file.size > kMostBytes ? t("files.large") : file.size === 0 ? t("files.empty") : evidenceFault(file.name) ? t(`files.${evidenceFault(file.name) ?? "kind"}`) : "");
  const bad = left.some((file) => faultOf(file) !== "");
  const named = left.some(({ name }) => namesSomebody(name));
  const missing = [
    left.length === 0 ? t("files.some") : "", bad ? t("files.without_bad") : "", purpose.trim().length >= 2 ? "" : t("files.purpose"),
  ].filter(Boolean);
  // One after the other; what was refused stays in the window.
  const send = async () => {
    if (busy) return;
    setBusy(true);
    setFailed("");
    let rest = left;
    try {
      for (const file of left) {
        await addFile(item.id, file, file.name || t("files.pasted"), purpose.trim(), personal);
        rest = rest.filter((one) => one !== file);
        setLeft(rest);
      }
      void message.success(t("files.added"));
      close();
    } catch (error) {
      setFailed(`${rest[0]?.name ?? ""}:${explain(error, texts)}`);
    } finally {
      setBusy(false);
      await done();
    }
  };
  return (
    <FormModal title={t("files.add")} ok={t("files.upload")} missing={missing} busy={busy} close={close} send={() => void send()}>
      {failed !== "" && <Alert type="error" showIcon message={<span className="wrap">{failed}</span>} style={{ marginBottom: 12 }} />}
      <ul className="file-names">
        {left.map((file, index) => (
          <li key={index} className={faultOf(file) === "" ? undefined : "tone-critical"}>
            <span className="wrap">{file.name || t("files.pasted")}</span> <span className="muted unbroken">{showBytes(file.size)}</span>
            {faultOf(file) !== "" && ` ${faultOf(file)}`}{" "}
            <Button size="small" type="text" disabled={busy} aria-label={`${t("files.leave_out")} ${file.name}`} onClick={() => { setLeft((before) => before.filter((one) => one !== file)); document.getElementById("file-purpose")?.focus(); }}>{t("files.leave_out")}</Button>
          </li>
        ))}
      </ul>
      <div className="form-grid">
        <label htmlFor="file-purpose">{t("files.purpose")}</label>
        <div>
          <Input id="file-purpose" placeholder={t("common.least", { n: 2 })} value={purpose} maxLength={200} autoFocus autoComplete="off" onChange={(e) => setPurpose(e.target.value)} />
          <div className="usual">{t("files.purposes").split("|").map((text) => <Button key={text} size="small" onClick={() => setPurpose(text)}>{text}</Button>)}</div>
        </div>
        <span />
        <Checkbox checked={personal} onChange={(e) => setPersonal(e.target.checked)}>{t("files.personal")}</Checkbox>
      </div>
      {named && <Alert type="warning" showIcon message={t("files.named")} style={{ marginTop: 8 }} />}
      <p className="muted">{t("files.limits")}</p>
    </FormModal>
  );
}

function ReasonModal({ title, text, usual, busy, close, send }: {
  title: string; text: string; usual: string; busy: boolean; close: () => void; send: (reason: string) => void;
}) {
  const { t } = useTexts();
  const [reason, setReason] = useState("");
  return (
    <FormModal title={title} missing={reason.trim().length >= 2 ? [] : [t("case.reason")]} busy={busy} close={close} send={() => send(reason.trim())}>
      <p className="muted wrap">{text}</p>
      <label htmlFor="file-reason">{t("case.reason")}</label>
      <Input id="file-reason" placeholder={t("common.least", { n: 2 })} value={reason} maxLength={200} autoFocus autoComplete="off" onChange={(e) => setReason(e.target.value)} />
      <div className="usual">{usual.split("|").map((one) => <Button key={one} size="small" onClick={() => setReason(one)}>{one}</Button>)}</div>
    </FormModal>
  );
}

// `may` withdraw it; `sees` what was withdrawn.
function FileRow({ file, may, sees, open, withdraw }: { file: CaseFile; may: boolean; sees: boolean; open: () => void; withdraw: () => void }) {
  const { t } = useTexts();
  const gone = file.withdrawn_at !== null;
  return (
    <li data-testid="case-file">
      <div className="file-line">
        <strong className={gone ? "struck wrap" : "wrap"}>{file.name}</strong>
        <span className="muted unbroken">{showBytes(file.bytes)}</span>
        {file.evidence && <span className="tag-plain">{t("files.evidence")}</span>}
        {file.personal && !gone && <span className="tag-plain">{t("files.shows_persons")}</span>}
      </div>
      <div className="wrap">{file.purpose}</div>
      <div className="small">{file.added_by_name ?? file.added_by} · {showTime(file.added_at)}</div>
      <div className="small mono wrap">SHA-256 {file.sha256}</div>
      {gone && <div className="small wrap">{t("files.withdrawn", { name: file.withdrawn_by_name ?? "", t: showTime(file.withdrawn_at), why: file.withdrawn_why ?? "" })}</div>}
      {!gone && !file.kept && <div className="small">{t("files.not_kept")}</div>}
      {gone && file.kept && <div className="small">{t("files.hidden")}</div>}
      {file.kept && (!gone || sees) && (
        <div className="file-actions no-print">
          <Button size="small" aria-label={`${t("files.open")} ${file.name}`} onClick={open}>{t("files.open")}</Button>
          {may && !file.evidence && <Button size="small" aria-label={`${t("files.withdraw")} ${file.name}`} onClick={withdraw}>{t("files.withdraw")}</Button>}
        </div>
      )}
    </li>
  );
}

export function CaseFiles({ item, files, account, supervisor, mayAdd, reload }: Props) {
  const texts = useTexts();
  const { t } = texts;
  const { message } = App.useApp();
  const [chosen, setChosen] = useState<File[] | null>(null);
  const [opening, setOpening] = useState<CaseFile | null>(null);
  const [leaving, setLeaving] = useState<CaseFile | null>(null);
  const [over, setOver] = useState(false);
  const [busy, setBusy] = useState(false);
  const picker = useRef<HTMLInputElement>(null);
  const take = (list: FileList | File[] | null | undefined) => {
    const some = [...(list ?? [])];
    if (mayAdd && some.length > 0) setChosen(some);
  };
  useEffect(() => {
    if (!mayAdd) return undefined;
    const pasted = (event: ClipboardEvent) => {
      const data = event.clipboardData;
      if (!data || data.files.length === 0 || inText(event.target)) return;
      event.preventDefault();
      setChosen([...data.files]);
    };
    document.addEventListener("paste", pasted);
    return () => document.removeEventListener("paste", pasted);
  }, [mayAdd]);
  const run = async (work: () => Promise<void>) => {
    setBusy(true);
    try {
      await work();
    } catch (error) {
      void message.error(explain(error, texts), 6);
    } finally {
      setBusy(false);
    }
  };
  const look = (file: CaseFile, reason: string) => run(async () => {
    const { body } = await openFile(item.id, file.id, reason);
    saveFile(body, file.name);
    setOpening(null);
    void message.success(t("files.opened"));
  });
  const withdraw = (file: CaseFile, reason: string) => run(async () => {
    await withdrawFile(item.id, file.id, reason);
    setLeaving(null);
    void message.success(t("files.withdrawn.done"));
    await reload();
  });
  return (
    <section
      className={over ? "panel drop-over" : "panel"} aria-label={t("files.title")} data-testid="case-files"
      onDragOver={(e) => { if (!mayAdd) return; e.preventDefault(); setOver(true); }}
      onDragLeave={() => setOver(false)}
      onDrop={(e) => { e.preventDefault(); setOver(false); take(e.dataTransfer.files); }}
    >
      <div className="panel-head">
        <h2>{t("files.title")}</h2>
        {mayAdd && <Button onClick={() => picker.current?.click()}>{t("files.add")}</Button>}
        <input
          ref={picker} type="file" multiple accept={kAccept} hidden aria-label={t("files.add")} data-testid="file-picker"
          onChange={(e) => { take(e.target.files); e.target.value = ""; }}
        />
      </div>
      {mayAdd && <p className="muted">{t("files.how")}</p>}
      {files.length === 0 && <p className="muted">{t("files.none")}</p>}
      {files.length > 0 && (
        <ol className="contacts">
          {files.map((file) => (
            <FileRow
              key={file.id} file={file} may={(file.added_by === account && file.withdrawn_at === null) || supervisor} sees={supervisor}
              open={() => (file.personal ? setOpening(file) : void look(file, ""))} withdraw={() => setLeaving(file)}
            />
          ))}
        </ol>
      )}
      {chosen && <AddForm key={chosen.map(({ name }) => name).join("|")} item={item} chosen={chosen} close={() => setChosen(null)} done={reload} />}
      {opening && (
        <ReasonModal title={t("files.open")} text={t("files.open.text", { name: opening.name })} usual={t("files.open.reasons")} busy={busy} close={() => setOpening(null)} send={(reason) => void look(opening, reason)} />
      )}
      {leaving && (
        <ReasonModal title={t("files.withdraw")} text={t("files.withdraw.text", { name: leaving.name })} usual={t("files.withdraw.reasons")} busy={busy} close={() => setLeaving(null)} send={(reason) => void withdraw(leaving, reason)} />
      )}
    </section>
  );
}
