import type { Reason } from "../api/types";
import { useTexts } from "../text";

export const inLanguage = (of: { zh: string; en: string } | undefined, language: string): string =>
  (language === "en" ? of?.en : of?.zh) || of?.zh || "";

// Log-odds at which a bar is full.
const kFull = 5;

// A contribution as a bar and in figures.
export function Bar({ weight, digits = 1 }: { weight: number; digits?: number }) {
  const { t } = useTexts();
  const width = `${Math.min(100, (Math.abs(weight) / kFull) * 100)}%`;
  const shown = `${weight > 0 ? "+" : ""}${weight.toFixed(digits)}`;
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

type Normal = Record<string, { zh: string; en: string }>;

// `normal` says by code when the same thing is harmless.
export function Reasons({ reasons, legend = false, normal = {} }: {
  reasons: readonly Reason[]; legend?: boolean; normal?: Normal;
}) {
  const { t, language } = useTexts();
  if (reasons.length === 0) return <p className="muted">{t("reason.none")}</p>;
  return (
    <>
      <ol className="reasons">
        {reasons.map((reason, index) => (
          <li key={`${reason.code}-${index}`} data-code={reason.code}>
            <span className="index">{index + 1}</span>
            <span className="wrap">
              {reason.text}
              {normal[reason.code] && (
                <span className="normal">{t("reason.normal", { text: inLanguage(normal[reason.code], language) })}</span>
              )}
            </span>
            <Bar weight={reason.weight} />
          </li>
        ))}
      </ol>
      {legend && <p className="muted">{t("reason.legend")}</p>}
    </>
  );
}
