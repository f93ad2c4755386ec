// The question before all others, and where money has gone how much, when and from
// which bank. Keys: 1, 2, 3 while the question has the cursor, Alt with them anywhere.
import { Button, Input } from "antd";
import { useRef, type KeyboardEvent } from "react";
import { parseYuan } from "../lib/yuan";
import { banks } from "../text/banks";
import { useTexts } from "../text";
import { kPaid, minutesSince, type DraftFault, type HotlineDraft, type Paid } from "./hotline_draft";

export const kMoneyId = "hotline-money";

// Puts the cursor on the question: on the answer given, else on the first.
export function focusMoney(): void {
  const group = document.getElementById(kMoneyId);
  (group?.querySelector<HTMLElement>("[tabindex='0']") ?? group)?.focus();
}

interface Props {
  draft: HotlineDraft;
  answer: (paid: Paid) => void;
  change: (part: Partial<HotlineDraft>) => void;
  faults: DraftFault[];
  openStop: () => void;
}

export function HotlineMoney({ draft, answer, change, faults, openStop }: Props) {
  const { t, language } = useTexts();
  const group = useRef<HTMLDivElement>(null);
  const yuan = parseYuan(draft.yuan);
  const keys = (event: KeyboardEvent) => {
    if (event.ctrlKey || event.metaKey || event.altKey) return;
    const at = kPaid.findIndex((value) => value === draft.paid);
    const step = { ArrowRight: 1, ArrowDown: 1, ArrowLeft: -1, ArrowUp: -1 }[event.key];
    const chosen = /^[1-3]$/.test(event.key) ? Number(event.key) - 1 : step ? (at + step + kPaid.length) % kPaid.length : -1;
    if (chosen < 0) return;
    event.preventDefault();
    group.current?.querySelectorAll<HTMLElement>("[role=radio]")[chosen]?.focus();
    answer(kPaid[chosen] as Paid);
  };
  const minutes = minutesSince(draft.paidAt, Date.now());
  const bank = banks.find(({ name }) => name === draft.payBank);
  const told = [minutes === null ? "" : t("stop.since", { n: minutes }), bank && (language === "en" ? bank.en : bank.name)].filter(Boolean).join(" · ");
  const wrong = faults.includes("paid");
  return (
    <div className="ask">
      <div id="hotline-money-label" className="ask-label"><span className="needed" aria-hidden="true">*</span> {t("hotline.paid")}</div>
      <div
        ref={group} id={kMoneyId} role="radiogroup" aria-labelledby="hotline-money-label" aria-required="true"
        aria-invalid={wrong} className="money" onKeyDown={keys}
      >
        {kPaid.map((value, index) => (
          <button
            key={value} type="button" role="radio" className="choice" aria-checked={draft.paid === value}
            tabIndex={draft.paid === value || (draft.paid === null && index === 0) ? 0 : -1} onClick={() => answer(value)}
          >
            <kbd><span className="anywhere">Alt+</span>{index + 1}</kbd>{t(`hotline.paid.${value}`)}
          </button>
        ))}
      </div>
      {wrong && <div className="ask-fault" role="alert">{t("hotline.paid.required")}</div>}
      {draft.paid === "yes" && (
        <div className="paid-row">
          <label htmlFor="hotline-yuan">{t("hotline.paid_yuan")}</label>
          <Input
            id="hotline-yuan" autoComplete="off" placeholder={t("hotline.paid_yuan.example")} value={draft.yuan}
            status={faults.includes("yuan") ? "error" : undefined} aria-describedby="hotline-yuan-said"
            onChange={(e) => change({ yuan: e.target.value })} style={{ width: 150 }}
          />
          <Button danger onClick={openStop}>{t("hotline.stop.open")} (F4)</Button>
          {told && <span className="small" data-testid="paid-told">{told}</span>}
          <span id="hotline-yuan-said" className={faults.includes("yuan") ? "ask-fault" : "small"} role={faults.includes("yuan") ? "alert" : undefined}>
            {faults.includes("yuan") ? t("hotline.paid_yuan.required") : yuan !== null ? t("hotline.paid_yuan.read", { n: yuan.toLocaleString("zh-CN") }) : ""}
          </span>
        </div>
      )}
    </div>
  );
}
