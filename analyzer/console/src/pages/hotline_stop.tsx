// Money has gone: nothing else on the screen but whom to ring and what to say.
import { AutoComplete, Button, InputNumber, Modal } from "antd";
import { useEffect, useState } from "react";
import { banks } from "../text/banks";
import { useTexts } from "../text";
import { minutesSince, type HotlineDraft } from "./hotline_draft";

const kMostMinutes = 60 * 24 * 30;
const kTick = 15_000; // ms
const kHour = 60; // minutes within which a stop most often succeeds

type Bank = (typeof banks)[number];

// As callers say them.
const kSpoken: Record<string, string> = {
  工行: "中国工商银行", 农行: "中国农业银行", 中行: "中国银行", 建行: "中国建设银行", 交行: "交通银行", 招行: "招商银行", 邮储: "中国邮政储蓄银行",
  光大: "中国光大银行", 民生: "中国民生银行", 邮政: "中国邮政储蓄银行",
};

// Local banks, some with a large one's name in theirs (民生村镇银行).
const kLocal = /村镇|农信|信用社|农商|农村|联社/;

// What is told of a bank goes to a frightened person: one that is not in the table is none, never the nearest.
export function findBanks(typed: string): Bank[] {
  const wanted = typed.trim().toLowerCase();
  if (wanted === "") return [...banks];
  const spoken = Object.keys(kSpoken).find((short) => wanted.startsWith(short));
  const named = (bank: Bank) => {
    const own = bank.name.replace(/^中国/, "").replace(/银行$/, "");
    return (own !== "" && wanted.includes(own)) || wanted.includes(bank.name);
  };
  const english = (bank: Bank) => ` ${bank.en.toLowerCase()}`.includes(` ${wanted}`);
  return banks.filter((bank) =>
    bank.name.includes(wanted) || (!kLocal.test(wanted) && (named(bank) || (spoken !== undefined && kSpoken[spoken] === bank.name))) ||
    bank.initials.startsWith(wanted) || english(bank) || bank.number.startsWith(wanted));
}

interface Props {
  open: boolean;
  close: () => void;
  draft: HotlineDraft;
  change: (part: Partial<HotlineDraft>) => void;
}

function useNow(open: boolean): [number, () => void] {
  const [now, setNow] = useState(() => Date.now());
  useEffect(() => {
    if (!open) return undefined;
    setNow(Date.now());
    const timer = window.setInterval(() => setNow(Date.now()), kTick);
    return () => window.clearInterval(timer);
  }, [open]);
  return [now, () => setNow(Date.now())];
}

function Numbers({ found, chosen }: { found: readonly Bank[]; chosen: Bank | undefined }) {
  const { t, language } = useTexts();
  return (
    <ul className="stop-banks" aria-label={t("stop.banks")}>
      {found.map((bank) => (
        <li key={bank.number} className={bank === chosen ? "chosen" : undefined}>
          <span>{language === "en" ? bank.en : bank.name}</span> <strong>{bank.number}</strong>
        </li>
      ))}
    </ul>
  );
}

export function HotlineStop({ open, close, draft, change }: Props) {
  const { t, language } = useTexts();
  const [now, lookAgain] = useNow(open);
  const [minutes, setMinutes] = useState<number | null>(null); // as typed
  const [typed, setTyped] = useState("");
  const since = minutesSince(draft.paidAt, now);
  const chosen = banks.find((bank) => bank.name === draft.payBank);
  const shown = (bank: Bank) => (language === "en" ? bank.en : bank.name);
  const found = chosen ? banks : findBanks(typed);
  const choose = (text: string) => {
    setTyped(text);
    const exact = banks.find((bank) => shown(bank) === text);
    const left = text.trim().length > 1 ? findBanks(text) : [];
    change({ payBank: (exact ?? (left.length === 1 ? left[0] : undefined))?.name ?? "" });
  };
  const tell = (told: number | null) => {
    setMinutes(told);
    change({ paidAt: told === null ? "" : new Date(Date.now() - told * 60_000).toISOString() });
    lookAgain();
  };
  useEffect(() => {
    if (!open) return;
    setMinutes(minutesSince(draft.paidAt, Date.now()));
    if (draft.payBank === "") setTyped("");
    // eslint-disable-next-line react-hooks/exhaustive-deps -- as it was when the page opened
  }, [open]);
  return (
    <Modal
      open={open} onCancel={close} footer={null} closable={false} width="100vw" className="stop-page" destroyOnHidden title={t("stop.title")}
      transitionName="" maskTransitionName="" // an agent types on at once
    >
      <p className="stop-say">
        {chosen ? t("stop.say.bank", { bank: shown(chosen), number: chosen.number }) : t("stop.say")}
      </p>
      <div className="stop-columns">
        <section>
          <label htmlFor="stop-minutes">{t("stop.minutes")}</label>
          <InputNumber
            id="stop-minutes" autoFocus min={0} max={kMostMinutes} precision={0} controls={false} size="large" value={minutes} onChange={tell}
          />
          <div className="stop-since" role="status" data-testid="stop-since">
            {since === null ? t("stop.since.unknown") : t("stop.since", { n: since })}
          </div>
          <p>{since !== null && since > kHour ? t("stop.late") : t("stop.soon")}</p>
        </section>
        <section>
          <div className="stop-number"><span>{t("stop.police")}</span><strong>110</strong></div>
          <div className="stop-number"><span>{t("stop.fraud_line")}</span><strong>96110</strong></div>
        </section>
        <section>
          <label htmlFor="stop-bank">{t("stop.bank")}</label>
          <AutoComplete
            id="stop-bank" size="large" value={chosen ? shown(chosen) : typed} onChange={choose} onFocus={(e) => (e.target as HTMLInputElement).select?.()}
            options={findBanks(chosen ? "" : typed).map((bank) => ({ value: shown(bank), label: `${shown(bank)} ${bank.number}` }))}
            placeholder={t("stop.bank.help")} style={{ width: "100%" }} defaultActiveFirstOption
          />
          {chosen && <div className="stop-number" data-testid="stop-bank-number"><span>{shown(chosen)}</span><strong>{chosen.number}</strong></div>}
          {found.length === 0 && <p className="stop-unlisted" role="status" data-testid="stop-unlisted">{t("stop.unlisted")}</p>}
          <p className="small">{t("stop.card")}</p>
        </section>
      </div>
      <Numbers found={found.length === 0 ? banks : found} chosen={chosen} />
      <Button size="large" onClick={close}>{t("stop.back")} (Esc)</Button>
    </Modal>
  );
}
