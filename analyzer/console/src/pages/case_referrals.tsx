// Handing a case down to a township or village, and what came back.
import { Button, Checkbox, Input, InputNumber, Select } from "antd";
import { useState } from "react";
import { listReferrals, referCase } from "../api/case_calls";
import type { Answer } from "../api/client";
import type { Case, Referral } from "../api/types";
import { useLoad } from "../lib/load";
import { showEnd, showTime } from "../lib/time";
import { FormModal } from "../parts/form_modal";
import { CodeName } from "../parts/region_filter";
import { RecallForm, ReferralState, ReferralText, ReturnForm } from "../parts/referral_forms";
import { useTexts } from "../text";

type Run = (write: () => Promise<Answer<Case>>, done?: string) => Promise<boolean>;

const kUsualDays = 5;
const kDayMs = 86_400_000;

// Working days that surely end before a hold does.
function daysWithin(item: Case, now: number): number {
  if (!item.held || !item.decide_by) return kUsualDays;
  return Math.max(1, Math.min(kUsualDays, Math.floor((Date.parse(item.decide_by) - now) / kDayMs) - 1));
}

// Units of the county that were asked before, each once, the latest first.
function useUnits(county: string) {
  const { value } = useLoad(() => listReferrals({ region: county }), [county]);
  const units = new Map<string, { value: string; label: string; code: string; name: string }>();
  for (const { unit_region: code, unit_name: name } of value?.data ?? []) {
    const key = `${code} ${name}`;
    if (!units.has(key)) units.set(key, { value: key, label: `${name} ${code}`, code, name });
  }
  return [...units.values()];
}

interface SendProps { item: Case; etag: string; home: string; attempt: string; busy: boolean; run: Run; close: () => void }

function SendForm({ item, etag, home, attempt, busy, run, close }: SendProps) {
  const { t } = useTexts();
  const units = useUnits(item.region.slice(0, 6));
  const [region, setRegion] = useState(home.length >= 9 ? home : item.region);
  const [name, setName] = useState("");
  const [asked, setAsked] = useState("");
  const [numbered, setNumbered] = useState(attempt !== "");
  const now = Date.now();
  const [days, setDays] = useState<number | null>(daysWithin(item, now));
  const code = region.length === 9 || region.length === 12;
  const missing = [
    code ? "" : t("referral.unit_region"), name.trim().length >= 2 ? "" : t("referral.unit_name"),
    asked.trim().length >= 4 ? "" : t("referral.asked"), days !== null ? "" : t("referral.days"),
  ].filter(Boolean);
  const send = () => {
    if (days === null) return;
    const text = numbered ? `${asked.trim()}\n${t("referral.number.line", { id: attempt })}` : asked.trim();
    void run(() => referCase(item.id, { unit_region: region, unit_name: name.trim(), asked: text, working_days: days }, etag), t("referral.sent"))
      .then((done) => { if (done) close(); });
  };
  return (
    <FormModal title={t("referral.send")} missing={missing} busy={busy} close={close} send={send}>
      <p className="muted">{t("referral.send.text")}</p>
      {item.held && item.decide_by && <p className="due-soon">{t("referral.held", { day: showEnd(item.decide_by, now) })}</p>}
      <div className="form-grid">
        {units.length > 0 && (
          <>
            <label htmlFor="referral-before">{t("referral.before")}</label>
            <Select
              id="referral-before" showSearch optionFilterProp="label" placeholder={t("referral.before.pick")} options={units}
              onChange={(_, unit) => { if (!Array.isArray(unit) && unit) { setRegion(unit.code); setName(unit.name); } }}
            />
          </>
        )}
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
          <Input.TextArea id="referral-asked" placeholder={t("common.least", { n: 4 })} value={asked} maxLength={1900} autoSize={{ minRows: 3, maxRows: 8 }} onChange={(e) => setAsked(e.target.value)} />
          <div className="usual">{t("referral.asked.usual").split("|").map((text) => <Button key={text} size="small" onClick={() => setAsked(text)}>{text}</Button>)}</div>
        </div>
        {attempt !== "" && <><span /><Checkbox checked={numbered} onChange={(e) => setNumbered(e.target.checked)}>{t("referral.number", { id: attempt })}</Checkbox></>}
        <label htmlFor="referral-days">{t("referral.days")}</label>
        <InputNumber id="referral-days" min={1} max={30} precision={0} value={days} onChange={setDays} style={{ width: 120 }} />
      </div>
    </FormModal>
  );
}

interface Props {
  item: Case;
  etag: string;
  referrals: readonly Referral[];
  home: string; // code of where the person lives, as far as known
  attempt: string; // number of the latest attempt, "" where there is none
  mine: boolean;
  mayRecall: boolean;
  busy: boolean;
  run: Run;
  reload: () => void;
}

export function CaseReferrals({ item, etag, referrals, home, attempt, mine, mayRecall, busy, run, reload }: Props) {
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
      {sending && <SendForm item={item} etag={etag} home={home} attempt={attempt} busy={busy} run={run} close={() => setSending(false)} />}
      {returning && <ReturnForm one={returning} close={() => setReturning(null)} done={() => { setReturning(null); reload(); }} />}
      {recalling && <RecallForm one={recalling} close={() => setRecalling(null)} done={() => { setRecalling(null); reload(); }} />}
    </section>
  );
}
