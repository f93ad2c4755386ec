// One screen for a live call: paste, see, read out, record, next.
import { Alert, App, Button } from "antd";
import type { TextAreaRef } from "antd/es/input/TextArea";
import { useCallback, useEffect, useRef, useState } from "react";
import { CallError } from "../api/client";
import * as calls from "../api/calls";
import { explain } from "../api/message";
import type { ReportVerdict } from "../api/types";
import { useDraft } from "../lib/draft";
import { useCheck } from "../lib/use_check";
import { pictureIn, usePicture } from "../lib/use_picture";
import { LevelTag } from "../parts/level";
import { useSession } from "../session/session";
import { useTexts } from "../text";
import { checkOf, faultsOf, kEmptyDraft, newReportId, reportOf, withPicture, type HotlineDraft } from "./hotline_draft";
import { HotlineForm } from "./hotline_form";
import { HotlineHelp } from "./hotline_help";
import { HotlinePicture } from "./hotline_picture";
import { HotlineVerdict } from "./hotline_verdict";

function Saved({ report, close }: { report: ReportVerdict; close: () => void }) {
  const { t } = useTexts();
  return (
    <Alert
      type="success"
      showIcon
      role="status"
      style={{ marginBottom: 16 }}
      message={t("hotline.saved")}
      description={
        <div>
          <span className="saved-number" data-testid="report-id">{report.report_id}</span>
          <div style={{ marginTop: 6, display: "flex", gap: 20, flexWrap: "wrap" }}>
            <LevelTag level={report.level} />
            {report.case_id && <span>{t("hotline.saved.case")} <span className="mono">{report.case_id}</span></span>}
          </div>
        </div>
      }
      action={<Button onClick={close}>{t("hotline.saved.close")}</Button>}
    />
  );
}

export function HotlinePage() {
  const texts = useTexts();
  const { t, language } = texts;
  const { session } = useSession();
  const { modal } = App.useApp();
  const draft = useDraft<HotlineDraft>("hotline", kEmptyDraft);
  const { value, set } = draft;
  const checked = useCheck(checkOf(value), language);
  const [tried, setTried] = useState(false);
  const [helping, setHelping] = useState(false);
  const [busy, setBusy] = useState(false);
  const [failure, setFailure] = useState<unknown>(null);
  const [saved, setSaved] = useState<ReportVerdict | null>(null);
  const input = useRef<TextAreaRef>(null);

  const change = useCallback((part: Partial<HotlineDraft>) => set((before) => ({ ...before, ...part })), [set]);
  const picture = usePicture((read) => set((before) => withPicture(before, read)));
  const { take, clear: removePicture } = picture;
  const takePicture = useCallback(
    (data: DataTransfer | null) => {
      const file = pictureIn(data);
      if (file) void take(file);
      return file !== null;
    },
    [take],
  );
  useEffect(() => {
    const listen = (event: ClipboardEvent) => {
      if (takePicture(event.clipboardData)) event.preventDefault();
    };
    window.addEventListener("paste", listen);
    return () => window.removeEventListener("paste", listen);
  }, [takePicture]);

  const startAgain = useCallback(
    (keep: Partial<HotlineDraft> = {}) => {
      set({ ...kEmptyDraft, ...keep });
      setTried(false);
      setFailure(null);
      removePicture();
      input.current?.focus();
    },
    [set, removePicture],
  );

  const askAboutConflict = (before: HotlineDraft) =>
    modal.confirm({
      title: t("hotline.conflict.title"),
      content: t("hotline.conflict.text", { id: before.reportId }),
      okText: t("hotline.conflict.again"),
      cancelText: t("hotline.conflict.drop"),
      onOk: () => change({ reportId: "", receivedAt: "" }),
      onCancel: () => startAgain(),
    });

  const save = async () => {
    if (busy) return;
    setTried(true);
    const faults = faultsOf(value);
    if (faults.length > 0) {
      if (faults[0] === "text") input.current?.focus();
      return;
    }
    const now = new Date();
    const ready: HotlineDraft = value.reportId
      ? value
      : { ...value, reportId: newReportId(value.source, now, Math.random()), receivedAt: now.toISOString() };
    set(ready);
    setBusy(true);
    setFailure(null);
    try {
      const { body } = await calls.submitReport(reportOf(ready, session?.name ?? ""));
      setSaved(body);
      startAgain({ source: ready.source, region: ready.region });
    } catch (error) {
      if (error instanceof CallError && error.status === 409) askAboutConflict(ready);
      else setFailure(error);
    } finally {
      setBusy(false);
    }
  };

  const latestSave = useRef(save);
  latestSave.current = save;
  useEffect(() => {
    const listen = (event: KeyboardEvent) => {
      if (event.key !== "Enter" || !(event.ctrlKey || event.metaKey) || event.isComposing) return;
      if (document.querySelector(".ant-modal-wrap:not([style*='display: none']), .ant-drawer-open")) return;
      event.preventDefault();
      void latestSave.current();
    };
    window.addEventListener("keydown", listen);
    return () => window.removeEventListener("keydown", listen);
  }, []);

  useEffect(() => {
    const listen = (event: KeyboardEvent) => {
      if (event.key !== "F2") return;
      event.preventDefault();
      setHelping(true);
    };
    window.addEventListener("keydown", listen);
    return () => window.removeEventListener("keydown", listen);
  }, []);

  const clear = () =>
    value.text === "" && value.codes.length === 0
      ? startAgain()
      : modal.confirm({
          title: t("hotline.clear.ask"), okText: t("hotline.clear"), cancelText: t("common.cancel"),
          onOk: () => startAgain(),
        });

  return (
    <>
      <div className="page-head">
        <h1>{t("hotline.title")}</h1>
        <Button onClick={() => setHelping(true)}>{t("help.open")} (F2)</Button>
        <span className="muted" role="status" aria-live="polite">
          {checked.busy ? t(checked.stale ? "hotline.stale" : "hotline.checking") : ""}
        </span>
      </div>
      {value.paid === "yes" && (
        <section className="stop" role="alert">
          <h2>{t("hotline.stop.title")}</h2>
          <p>{t("hotline.stop.text")}</p>
        </section>
      )}
      {saved && <Saved report={saved} close={() => { setSaved(null); input.current?.focus(); }} />}
      {failure !== null && (
        <Alert type="error" showIcon role="alert" message={explain(failure, texts)} style={{ marginBottom: 16 }} />
      )}
      {draft.restored && value.text !== "" && !saved && failure === null && (
        <Alert type="info" showIcon closable message={t("hotline.draft")} style={{ marginBottom: 16 }} />
      )}
      <HotlineHelp open={helping} close={() => { setHelping(false); input.current?.focus(); }} region={value.region} />
      <div className="columns hotline">
        <HotlineForm
          draft={value} change={change} faults={faultsOf(value).filter((fault) => tried || fault === "long")} busy={busy}
          save={() => void save()} clear={clear} input={input} takePicture={takePicture} takeFile={(file) => void take(file)}
          picture={
            <HotlinePicture
              picture={picture} codes={value.codes} remove={removePicture}
              removeCode={(code) => change({ codes: value.codes.filter((one) => one !== code) })}
            />
          }
        />
        <div>
          {checked.error !== null && !checked.busy && (
            <Alert type="warning" showIcon message={explain(checked.error, texts)} style={{ marginBottom: 16 }} />
          )}
          {checked.verdict ? (
            <HotlineVerdict verdict={checked.verdict} text={checked.text} stale={checked.stale} />
          ) : (
            <section className="panel">
              <h2>{t("hotline.empty.title")}</h2>
              <p className="muted">{t("hotline.empty.text")}</p>
            </section>
          )}
        </div>
      </div>
    </>
  );
}
