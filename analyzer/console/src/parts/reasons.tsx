import type { Reason } from "../api/types";
import { useTexts } from "../text";

// Log-odds at which a bar is full.
const kFull = 5;

function Bar({ weight }: { weight: number }) {
  const { t } = useTexts();
  const width = `${Math.min(100, (Math.abs(weight) / kFull) * 100)}%`;
  const shown = `${weight > 0 ? "+" : ""}${weight.toFixed(1)}`;
  return (
    <div>
      <div className="bar" aria-hidden="true">
        {weight < 0 ? <span className="left" style={{ width }} /> : <span className="right" style={{ width }} />}
      </div>
      <span className="bar-word">
        {weight < 0 ? t("reason.against") : t("reason.for")} {shown}
      </span>
    </div>
  );
}

export function Reasons({ reasons, legend = false }: { reasons: readonly Reason[]; legend?: boolean }) {
  const { t } = useTexts();
  if (reasons.length === 0) return <p className="muted">{t("reason.none")}</p>;
  return (
    <>
      <ol className="reasons">
        {reasons.map((reason, index) => (
          <li key={`${reason.code}-${index}`} data-code={reason.code}>
            <span className="index">{index + 1}</span>
            <span className="wrap">{reason.text}</span>
            <Bar weight={reason.weight} />
          </li>
        ))}
      </ol>
      {legend && <p className="muted">{t("reason.legend")}</p>}
    </>
  );
}
