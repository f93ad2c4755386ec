// One screen for a live call: paste, see, read out, record, next.
import { Alert, App, Button } from "antd";
import type { TextAreaRef } from "antd/es/input/TextArea";
import { useCallback, useEffect, useRef, useState } from "react";
import { flushSync } from "react-dom";
import { CallError } from "../api/client";
import * as calls from "../api/calls";
import { explain } from "../api/message";
import type { ReportVerdict } from "../api/types";
import { useDraft } from "../lib/draft";
import { useCheck, type Checked } from "../lib/use_check";
import { pictureIn, usePicture } from "../lib/use_picture";
import { LevelTag } from "../parts/level";
import { NewDispute } from "../parts/new_dispute";
import { ObjectionForm } from "./objections";
import { RestoredNote } from "../parts/restored_note";
import { useSession } from "../session/session";
import { useTexts, type TextKey } from "../text";
import {
  checkOf, faultsOf, kEmptyDraft, kPaid, kSecretFields, newReportId, readBack, reportOf, withPicture, type HotlineDraft, type Paid,
} from "./hotline_draft";
import { HotlineEntry } from "./hotline_entry";
import { HotlineForm } from "./hotline_form";
import { HotlineHelp, type HelpSubject } from "./hotline_help";
import { KnownCaller } from "./hotline_known";
import { focusMoney } from "./hotline_money";
import { HotlineMore } from "./hotline_more";
import { HotlinePicture } from "./hotline_picture";
import { HotlineStop } from "./hotline_stop";
import { HotlineTip } from "./hotline_tip";
import { HotlineVerdict } from "./hotline_verdict";

// The number to be read out, until the next caller's words come in.
function Saved({ report, close, passOn }: { report: ReportVerdict; close: () => void; passOn: () => void }) {
  const { t } = useTexts();
  const { day, digits } = readBack(report.report_id);
  return (
    <section className="panel saved" role="status">
      <h2>{t("hotline.saved")}</h2>
      {day !== "" && <div className="saved-day">{t("hotline.saved.day", { day })}</div>}
      <div className="saved-number" data-testid="report-digits">{digits}</div>
      <p className="mono muted" data-testid="report-id">{report.report_id}</p>
      <div className="row">
        <LevelTag level={report.level} />
        {report.case_id && <span>{t("hotline.saved.case")} <span className="mono">{report.case_id}</span></span>}
        <Button onClick={passOn}>{t("desk.referral")} (Alt + R)</Button>
        <Button onClick={close}>{t("hotline.saved.close")}</Button>
      </div>
      <p className="muted">{t("hotline.saved.next")}</p>
    </section>
  );
}

// What lies under which key, as the empty screen tells.
const kKeys: [string, TextKey][] = [
  ["Ctrl + Enter", "hotline.key.save"], ["Alt + 1 / 2 / 3", "hotline.key.money"], ["Alt + D", "hotline.key.dictated"],
  ["Alt + M", "hotline.key.more"], ["F2", "help.open"], ["F3", "help.certified.open"], ["F4", "hotline.stop.open"], ["F7", "objection.add"], ["F8", "tip.title"], ["F9", "disputes.desk"], ["Alt + R", "desk.referral"],
  ["Alt + O", "keys.unfold"], ["Alt + Z", "draft.discard"],
];

// Keys that work wherever the cursor is, but under an open window.
function useHotlineKeys(table: Record<string, () => void>): void {
  const latest = useRef(table);
  latest.current = table;
  useEffect(() => {
    const listen = (event: KeyboardEvent) => {
      if (event.isComposing || event.shiftKey) return;
      const named = /^(F\d+|Enter)$/.test(event.key);
      const name = `${event.ctrlKey || event.metaKey ? "Ctrl+" : ""}${event.altKey ? "Alt+" : ""}${named ? event.key : event.code}`;
      const action = latest.current[name];
      if (!action) return;
      event.preventDefault();
      if (document.querySelector(".ant-modal-wrap:not([style*='display: none']), .ant-drawer-open")) return;
      action();
    };
    window.addEventListener("keydown", listen);
    return () => window.removeEventListener("keydown", listen);
  }, []);
}

const kMostNumbers = 5; // tries before a person is asked

// What a screen reader says once the answer is there: how it is judged, what to say first.
function Announced({ checked: { verdict, busy, stale } }: { checked: Checked }) {
  const { t, word } = useTexts();
  const said = verdict && !busy && !stale ? [word("level", verdict.level), t(`level.${verdict.level}.note`), verdict.advice.say[0] ?? ""] : [];
  return <div className="only-read" role="status" aria-live="polite" data-testid="announced">{said.filter(Boolean).join(" ")}</div>;
}

export function HotlinePage() {
  const texts = useTexts();
  const { t, language } = texts;
  const { session } = useSession();
  const { modal } = App.useApp();
  const draft = useDraft<HotlineDraft>("hotline", kEmptyDraft, kSecretFields);
  const { value, set, accept } = draft;
  const checked = useCheck(checkOf(value), language);
  const unjudged = checked.error !== null && !checked.busy; // there is a text, and no answer
  const [tried, setTried] = useState(false);
  const [helping, setHelping] = useState<HelpSubject | null>(null);
  const [stopping, setStopping] = useState(false);
  const [more, setMore] = useState(false);
  const [tipping, setTipping] = useState(false);
  const [objecting, setObjecting] = useState(false);
  const [against, setAgainst] = useState(false); // an objection to a finding is taken in
  const [passing, setPassing] = useState(""); // id of the report that is passed on
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

  // The last caller's number goes with the first words of the next.
  const begun = value.text !== "" || value.codes.length > 0;
  useEffect(() => { if (begun) setSaved(null); }, [begun]);

  const startAgain = useCallback(
    (keep: Partial<HotlineDraft> = {}) => {
      set({ ...kEmptyDraft, ...keep });
      accept();
      setTried(false);
      setMore(false);
      setFailure(null);
      removePicture();
      input.current?.focus();
    },
    [set, accept, removePicture],
  );

  // A paid caller first gets the screen that stops the payment.
  const answer = (paid: Paid) => {
    change({ paid });
    if (paid === "yes") setStopping(true);
  };
  const closeStop = () => {
    flushSync(() => setStopping(false));
    (document.getElementById("hotline-yuan") ?? document.getElementById("hotline-text"))?.focus();
  };

  const askAboutConflict = (before: HotlineDraft) =>
    modal.confirm({
      title: t("hotline.conflict.title"),
      content: t("hotline.conflict.text", { id: before.reportId }),
      okText: t("hotline.conflict.again"),
      cancelText: t("hotline.conflict.drop"),
      onOk: () => change({ reportId: "", receivedAt: "" }),
      onCancel: () => startAgain(),
    });

  const showFault = (fault: string | undefined) => {
    if (fault === "paid") focusMoney();
    else if (fault === "yuan" || fault === "region") document.getElementById(`hotline-${fault}`)?.focus();
    else input.current?.focus();
  };

  // Sends under a number of its own; one that is taken by another report gives way
  // to the next, one that was sent before may be this very report.
  const send = async (before: HotlineDraft): Promise<HotlineDraft | null> => {
    for (let tries = 0; ; ++tries) {
      const now = new Date();
      const ready = before.reportId
        ? before
        : { ...before, reportId: newReportId(before.source, now, Math.random()), receivedAt: now.toISOString() };
      set(ready);
      try {
        setSaved((await calls.submitReport(reportOf(ready, session?.name ?? ""))).body);
        return ready;
      } catch (error) {
        if (!(error instanceof CallError) || error.status !== 409) throw error;
        if (before.reportId || tries >= kMostNumbers) {
          askAboutConflict(ready);
          return null;
        }
      }
    }
  };

  const save = async () => {
    if (busy) return;
    setTried(true);
    const faults = faultsOf(value);
    if (faults.length > 0) return showFault(faults[0]);
    setBusy(true);
    setFailure(null);
    try {
      const sent = await send(value);
      if (sent) startAgain({ source: sent.source, region: sent.region, regionKept: sent.region.trim() !== "" });
    } catch (error) {
      setFailure(error);
    } finally {
      setBusy(false);
    }
  };

  const keys: Record<string, () => void> = {
    "Ctrl+Enter": () => void save(),
    F2: () => setHelping("failed"),
    F3: () => setHelping("certified"),
    F4: () => setStopping(true),
    F7: () => setAgainst(true),
    F8: () => setTipping(true),
    F9: () => setObjecting(true),
    "Alt+KeyR": () => { if (saved) setPassing(saved.report_id); },
    "Alt+KeyD": () => change({ dictated: !value.dictated }),
    "Alt+KeyM": () => {
      flushSync(() => setMore(!more)); // what is typed next belongs there already
      if (!more) document.getElementById("hotline-contact")?.focus();
    },
  };
  kPaid.forEach((paid, index) => { keys[`Alt+Digit${index + 1}`] = () => answer(paid); });
  useHotlineKeys(keys);

  const clear = () =>
    value.text === "" && value.codes.length === 0
      ? startAgain()
      : modal.confirm({
          title: t("hotline.clear.ask"), okText: t("hotline.clear"), cancelText: t("common.cancel"),
          onOk: () => startAgain(),
        });

  return (
    <>
      <div className="page-head hotline-head">
        <h1>{t("hotline.title")}</h1>
        <Button onClick={() => setHelping("failed")}>{t("help.open")} (F2)</Button>
        <Button onClick={() => setHelping("certified")}>{t("help.certified.open")} (F3)</Button>
        <Button danger onClick={() => setStopping(true)}>{t("hotline.stop.open")} (F4)</Button>
        <Button onClick={() => setTipping(true)}>{t("tip.title")} (F8)</Button>
        <Button onClick={() => setObjecting(true)}>{t("disputes.desk")} (F9)</Button>
        <Button onClick={() => setAgainst(true)}>{t("objection.add")} (F7)</Button>
        <span className="muted" role="status" aria-live="polite">
          {checked.busy ? t(checked.stale ? "hotline.stale" : "hotline.checking") : ""}
        </span>
      </div>
      <Announced checked={checked} />
      {failure !== null && (
        <Alert type="error" showIcon role="alert" message={explain(failure, texts)} style={{ marginBottom: 10 }} />
      )}
      {draft.restored !== null && !saved && failure === null && (
        <RestoredNote at={draft.restored} discard={() => startAgain()} close={draft.accept} />
      )}
      {helping && <HotlineHelp subject={helping} close={() => { setHelping(null); input.current?.focus(); }} region={value.region} />}
      {tipping && <HotlineTip close={() => { setTipping(false); input.current?.focus(); }} />}
      {against && <ObjectionForm way="hotline" close={() => { setAgainst(false); input.current?.focus(); }} done={() => setAgainst(false)} />}
      {objecting && <NewDispute close={() => { setObjecting(false); input.current?.focus(); }} />}
      {passing && (
        <HotlineEntry
          kind="referral" reportId={passing} close={() => { setPassing(""); input.current?.focus(); }}
          done={() => { setPassing(""); input.current?.focus(); }}
        />
      )}
      <HotlineStop open={stopping} close={closeStop} draft={value} change={change} />
      <div className="columns hotline">
        <HotlineForm
          draft={value} change={change} answer={answer} openStop={() => setStopping(true)}
          faults={faultsOf(value).filter((fault) => tried || fault === "long")} busy={busy}
          save={() => void save()} clear={clear} input={input} takePicture={takePicture} takeFile={(file) => void take(file)}
          more={<HotlineMore draft={value} change={change} open={more} setOpen={setMore} before={<KnownCaller contact={value.contact} />} />}
          picture={
            <HotlinePicture
              picture={picture} codes={value.codes} remove={removePicture}
              removeCode={(code) => change({ codes: value.codes.filter((one) => one !== code) })}
            />
          }
        />
        <div>
          {unjudged && (
            <Alert type="warning" showIcon message={explain(checked.error, texts)} style={{ marginBottom: 10 }} />
          )}
          {checked.verdict && value.dictated && checked.verdict.urls.length === 0 && !checked.stale && (
            <Alert type="warning" showIcon message={t("hotline.dictated.none")} data-testid="no-address" style={{ marginBottom: 10 }} />
          )}
          {checked.verdict ? (
            <HotlineVerdict verdict={checked.verdict} text={checked.text} stale={checked.stale} />
          ) : saved ? (
            <Saved report={saved} close={() => { setSaved(null); input.current?.focus(); }} passOn={() => setPassing(saved.report_id)} />
          ) : (
            <section className="panel">
              <h2>{t(unjudged ? "hotline.unjudged.title" : "hotline.empty.title")}</h2>
              <p className={unjudged ? undefined : "muted"}>{t(unjudged ? "hotline.unjudged.text" : "hotline.empty.text")}</p>
              <dl className="key-list">
                {kKeys.map(([key, text]) => <div key={key}><dt><kbd>{key}</kbd></dt><dd>{t(text)}</dd></div>)}
              </dl>
            </section>
          )}
        </div>
      </div>
    </>
  );
}
