// Handing a case down to a township or village, and what came back.
import { Button, Input, InputNumber, Modal } from "antd";
import { useState } from "react";
import { referCase } from "../api/case_calls";
import type { Answer } from "../api/client";
import type { Case, Referral } from "../api/types";
import { showTime } from "../lib/time";
import { CodeName } from "../parts/region_filter";
import { RecallForm, ReferralState, ReferralText, ReturnForm } from "../parts/referral_forms";
import { useTexts } from "../text";

type Run = (write: () => Promise<Answer<Case>>, done?: string) => Promise<boolean>;

function SendForm({ item, etag, home, busy, run, close }: { item: Case; etag: string; home: string; busy: boolean; run: Run; close: () => void }) {
  const { t } = useTexts();
  const [region, setRegion] = useState(home.length >= 9 ? home : item.region);
  const [name, setName] = useState("");
  const [asked, setAsked] = useState("");
  const [days, setDays] = useState<number | null>(5);
  const code = region.length === 9 || region.length === 12;
  const ready = code && name.trim().length >= 2 && asked.trim().length >= 4 && days !== null;
  const send = () => {
    if (!ready || days === null) return;
    void run(() => referCase(item.id, { unit_region: region, unit_name: name.trim(), asked: asked.trim(), working_days: days }, etag), t("referral.sent"))
      .then((done) => { if (done) close(); });
  };
  return (
    <Modal open title={t("referral.send")} okText={t("referral.send")} cancelText={t("common.cancel")} onCancel={close} onOk={send} confirmLoading={busy} okButtonProps={{ disabled: !ready }}>
      <p className="muted">{t("referral.send.text")}</p>
      <div className="form-grid">
        <label htmlFor="referral-region">{t("referral.unit_region")}</label>
        <div>
          <Input id="referral-region" value={region} inputMode="numeric" maxLength={12} autoFocus status={region !== "" && !code ? "warning" : undefined} onChange={(e) => setRegion(e.target.value.replace(/\D/g, ""))} />
          <CodeName code={region} />
          <div className="small">{t("referral.unit_region.help")}</div>
        </div>
        <label htmlFor="referral-name">{t("referral.unit_name")}</label>
        <Input id="referral-name" placeholder={t("common.least", { n: 2 })} value={name} maxLength={60} autoComplete="off" onChange={(e) => setName(e.target.value)} />
        <label htmlFor="referral-asked">{t("referral.asked")}</label>
        <div>
          <Input.TextArea id="referral-asked" placeholder={t("common.least", { n: 4 })} value={asked} maxLength={2000} autoSize={{ minRows: 3, maxRows: 8 }} onChange={(e) => setAsked(e.target.value)} />
          <div className="usual">{t("referral.asked.usual").split("|").map((text) => <Button key={text} size="small" onClick={() => setAsked(text)}>{text}</Button>)}</div>
        </div>
        <label htmlFor="referral-days">{t("referral.days")}</label>
        <InputNumber id="referral-days" min={1} max={30} precision={0} value={days} onChange={setDays} style={{ width: 120 }} />
      </div>
    </Modal>
  );
}

interface Props {
  item: Case;
  etag: string;
  referrals: readonly Referral[];
  home: string; // code of where the person lives, as far as known
  mine: boolean;
  mayRecall: boolean;
  busy: boolean;
  run: Run;
  reload: () => void;
}

export function CaseReferrals({ item, etag, referrals, home, mine, mayRecall, busy, run, reload }: Props) {
  const { t } = useTexts();
  const [sending, setSending] = useState(false);
  const [returning, setReturning] = useState<Referral | null>(null);
  const [recalling, setRecalling] = useState<Referral | null>(null);
  const maySend = mine && item.referred_until === null && item.state === "claimed";
  if (referrals.length === 0 && !maySend) return null;
  return (
    <section className="panel" aria-label={t("referral.title")} data-testid="referrals">
      <div className="panel-head">
        <h2>{t("referral.title")}</h2>
        {maySend && <Button onClick={() => setSending(true)}>{t("referral.send")}</Button>}
      </div>
      {referrals.length === 0 && <p className="muted">{t("referral.none")}</p>}
      {referrals.length > 0 && (
        <ol className="contacts">
          {[...referrals].reverse().map((one) => (
            <li key={one.id}>
              <strong className="wrap">{one.unit_name}</strong> <span className="mono small">{one.unit_region}</span> <ReferralState one={one} />
              <div className="small">{t("referral.line", { name: one.sent_by_name ?? "", t: showTime(one.sent_at), day: one.due_on })}</div>
              <ReferralText one={one} />
              {one.state === "sent" && (
                <div className="file-actions no-print">
                  <Button size="small" type="primary" onClick={() => setReturning(one)}>{t("referral.return")}</Button>
                  {mayRecall && <Button size="small" onClick={() => setRecalling(one)}>{t("referral.recall")}</Button>}
                </div>
              )}
            </li>
          ))}
        </ol>
      )}
      {sending && <SendForm item={item} etag={etag} home={home} busy={busy} run={run} close={() => setSending(false)} />}
      {returning && <ReturnForm one={returning} close={() => setReturning(null)} done={() => { setReturning(null); reload(); }} />}
      {recalling && <RecallForm one={recalling} close={() => setRecalling(null)} done={() => { setRecalling(null); reload(); }} />}
    </section>
  );
}
