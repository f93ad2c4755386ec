// What was paid wrongly: months by benefit, with the notice that a sum may have to
// be reported. Nothing is reported by itself.
import { Alert, InputNumber } from "antd";
import { useState } from "react";
import type { CaseDetail, Casework } from "../api/types";
import { useTexts } from "../text";

// The monthly benefit that one of the case's attempts told.
export function monthlyOf(observations: CaseDetail["observations"]): number | null {
  for (const { attempt } of observations) {
    const monthly = attempt?.person?.monthly_benefit_yuan;
    if (typeof monthly === "number" && monthly > 0) return monthly;
  }
  return null;
}

export function AmountNotice({ amount, words }: { amount: number | null; words: Casework }) {
  const { t } = useTexts();
  if (amount === null || amount < words.report_yuan) return null;
  const major = amount >= words.major_yuan;
  return (
    <Alert
      type={major ? "error" : "warning"} showIcon style={{ marginBottom: 12 }} data-testid="amount-notice"
      message={t("case.amount.report", { n: words.report_yuan.toLocaleString("zh-CN") })}
      description={major ? t("case.amount.major", { n: words.major_yuan.toLocaleString("zh-CN") }) : undefined}
    />
  );
}

interface Props {
  amount: number | null;
  words: Casework;
  observations: CaseDetail["observations"];
  change: (amount: number | null) => void;
}

export function AmountField({ amount, words, observations, change }: Props) {
  const { t } = useTexts();
  const [monthly, setMonthly] = useState(() => monthlyOf(observations));
  const [months, setMonths] = useState<number | null>(null);
  const count = (m: number | null, n: number | null) => {
    if (m !== null && n !== null) change(Math.round(m * n * 100) / 100);
  };
  return (
    <>
      <div className="amount-row">
        <label>{t("case.amount.monthly")}
          <InputNumber min={0} max={1e6} value={monthly} onChange={(m) => { setMonthly(m); count(m, months); }} style={{ width: "100%" }} />
        </label>
        <label>{t("case.amount.months")}
          <InputNumber min={0} max={600} precision={0} value={months} onChange={(n) => { setMonths(n); count(monthly, n); }} style={{ width: "100%" }} />
        </label>
        <label>{t("case.amount")}
          <InputNumber id="finding-amount" min={0} max={1e8} value={amount} onChange={change} style={{ width: "100%" }} />
        </label>
      </div>
      <AmountNotice amount={amount} words={words} />
    </>
  );
}
