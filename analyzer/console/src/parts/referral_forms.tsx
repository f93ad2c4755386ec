// What a unit was asked and what it found, and the windows to return or take back.
import { App, Input, Button } from "antd";
import { useState } from "react";
import { recallReferral, returnReferral } from "../api/case_calls";
import type { Referral } from "../api/types";
import { showDay, showTime } from "../lib/time";
import { useSending } from "../lib/use_sending";
import { useTexts } from "../text";
import { FormModal } from "./form_modal";

export function ReferralState({ one }: { one: Referral }) {
  const { t, word } = useTexts();
  if (one.overdue) return <strong className="tone-critical">⚠ {t("referral.overdue")}</strong>;
  return <span className={one.state === "sent" ? "due-soon" : undefined}>{word("referral.state", one.state)}</span>;
}

// What was asked and found, as far as it is kept.
export function ReferralText({ one }: { one: Referral }) {
  const { t } = useTexts();
  return (
    <>
      <div className="wrap">{t("referral.asked")}:{one.asked ?? t("referral.not_kept")}</div>
      {one.state === "returned" && (
        <>
          <div className="wrap">{t("referral.findings")}:{one.findings ?? t("referral.not_kept")}</div>
          <div className="small">{t("referral.found", { name: one.found_by ?? "", day: one.found_on ?? "" })}</div>
        </>
      )}
      {one.ended_at && <div className="small">{t(one.state === "recalled" ? "referral.recalled_by" : "referral.entered_by", { name: one.ended_by_name ?? "", t: showTime(one.ended_at) })}</div>}
    </>
  );
}

interface Props {
  one: Referral;
  close: () => void;
  done: () => void;
}

export function ReturnForm({ one, close, done }: Props) {
  const { t } = useTexts();
  const { message } = App.useApp();
  const { busy, send } = useSending();
  const today = showDay(new Date().toISOString());
  const [findings, setFindings] = useState("");
  const [by, setBy] = useState("");
  const [on, setOn] = useState(today);
  const missing = [
    findings.trim().length >= 4 ? "" : t("referral.findings"), by.trim().length >= 2 ? "" : t("referral.found_by"),
    on >= showDay(one.sent_at) && on <= today ? "" : t("referral.found_on"),
  ].filter(Boolean);
  const submit = () => {
    void send(async () => {
      await returnReferral(one.id, { findings: findings.trim(), found_by: by.trim(), found_on: on });
      void message.success(t("referral.return.done"));
      done();
    });
  };
  return (
    <FormModal title={t("referral.return")} missing={missing} busy={busy} close={close} send={submit}>
      <p className="muted wrap">{one.unit_name}{one.asked && <> · {one.asked}</>}</p>
      <div className="form-grid">
        <label htmlFor="return-findings">{t("referral.findings")}</label>
        <div>
          <Input.TextArea id="return-findings" autoFocus placeholder={t("common.least", { n: 4 })} value={findings} maxLength={2000} autoSize={{ minRows: 3, maxRows: 8 }} onChange={(e) => setFindings(e.target.value)} />
          <div className="usual">{t("referral.findings.usual").split("|").map((text) => <Button key={text} size="small" onClick={() => setFindings(text)}>{text}</Button>)}</div>
        </div>
        <label htmlFor="return-by">{t("referral.found_by")}</label>
        <Input id="return-by" placeholder={t("common.least", { n: 2 })} value={by} maxLength={60} autoComplete="off" onChange={(e) => setBy(e.target.value)} />
        <label htmlFor="return-on">{t("referral.found_on")}</label>
        <Input id="return-on" type="date" style={{ width: 200 }} value={on} min={showDay(one.sent_at)} max={today} onChange={(e) => setOn(e.target.value)} />
      </div>
    </FormModal>
  );
}

export function RecallForm({ one, close, done }: Props) {
  const { t } = useTexts();
  const { message } = App.useApp();
  const { busy, send } = useSending();
  const [reason, setReason] = useState("");
  const submit = () => {
    void send(async () => {
      await recallReferral(one.id, reason.trim());
      void message.success(t("referral.recall.done"));
      done();
    });
  };
  return (
    <FormModal title={t("referral.recall")} missing={reason.trim().length >= 2 ? [] : [t("case.reason")]} busy={busy} close={close} send={submit}>
      <p className="muted wrap">{t("referral.recall.text", { unit: one.unit_name })}</p>
      <label htmlFor="recall-reason">{t("case.reason")}</label>
      <Input id="recall-reason" autoFocus placeholder={t("common.least", { n: 2 })} value={reason} maxLength={200} autoComplete="off" onChange={(e) => setReason(e.target.value)} />
      <div className="usual">{t("referral.recall.reasons").split("|").map((text) => <Button key={text} size="small" onClick={() => setReason(text)}>{text}</Button>)}</div>
    </FormModal>
  );
}
