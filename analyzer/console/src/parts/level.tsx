// Levels, decisions and states as colour, shape and word together.
import type { Decision, Level } from "../api/types";
import { useTexts } from "../text";

type Tone = Level | Decision;

// A shape of its own for each tone, so that none is told by colour alone.
const kShapes: Record<Tone, JSX.Element> = {
  critical: <path d="M7 1h10l6 6v10l-6 6H7l-6-6V7z" fill="currentColor" />,
  high: <path d="M12 1 23 12 12 23 1 12z" fill="currentColor" />,
  medium: <path d="M12 3 22 21H2z" fill="none" stroke="currentColor" strokeWidth="2.5" />,
  low: <circle cx="12" cy="12" r="9" fill="none" stroke="currentColor" strokeWidth="2.5" />,
  official: <path d="M12 1 21 4v8c0 6-4 9-9 11-5-2-9-5-9-11V4z" fill="currentColor" />,
  hold: <rect x="2" y="2" width="20" height="20" rx="2" fill="currentColor" />,
  review: <path d="M12 3 22 21H2z" fill="none" stroke="currentColor" strokeWidth="2.5" />,
  pass: <circle cx="12" cy="12" r="9" fill="none" stroke="currentColor" strokeWidth="2.5" />,
};
const kSigns: Record<Tone, JSX.Element> = {
  critical: <path d="M8 8l8 8M16 8l-8 8" stroke="#fff" strokeWidth="2.6" />,
  high: <path d="M12 6.500v7M12 16v2.200" stroke="#fff" strokeWidth="2.600" />,
  medium: <path d="M12 9v6M12 16.500v2" stroke="currentColor" strokeWidth="2.200" />,
  low: <path d="M8 12h8" stroke="currentColor" strokeWidth="2.200" />,
  official: <path d="m7.500 12 3.200 3.200L16.500 9" fill="none" stroke="#fff" strokeWidth="2.500" />,
  hold: <path d="M9 7v10M15 7v10" stroke="#fff" strokeWidth="2.800" />,
  review: <path d="M12 9v6M12 16.500v2" stroke="currentColor" strokeWidth="2.200" />,
  pass: <path d="m8 12 3 3 5.500-6" fill="none" stroke="currentColor" strokeWidth="2.200" />,
};

export function ToneIcon({ tone, size = 20 }: { tone: Tone; size?: number }) {
  return (
    <svg className={`tone-${tone}`} viewBox="0 0 24 24" width={size} height={size} aria-hidden="true" focusable="false">
      {kShapes[tone]}
      {kSigns[tone]}
    </svg>
  );
}

export function LevelTag({ level }: { level: Level }) {
  const { word } = useTexts();
  return (
    <span className={`level tone-${level}`} data-level={level}>
      <ToneIcon tone={level} />
      {word("level", level)}
    </span>
  );
}

export function DecisionTag({ decision }: { decision: Decision }) {
  const { word } = useTexts();
  return (
    <span className={`level tone-${decision}`} data-decision={decision}>
      <ToneIcon tone={decision} />
      {word("decision", decision)}
    </span>
  );
}

// Whether the model's number says what the answer says. Where a rule or the
// register has decided, it does not, and alone it only confuses.
export function agrees(tone: Tone, score: number): boolean {
  if (tone === "high" || tone === "critical") return score >= 0.5;
  if (tone === "medium") return score >= 0.1 && score <= 0.9;
  if (tone === "hold" || tone === "review") return score >= 0.1;
  return tone !== "official" && score <= 0.5;
}

// The probability, or that something else decided.
export function ScoreNote({ tone, score }: { tone: Tone; score: number }) {
  const { t } = useTexts();
  const p = percent(score);
  return <span className="muted">{agrees(tone, score) ? t("hotline.score", { p }) : t("case.score.other", { p })}</span>;
}

export function percent(score: number): string {
  if (score > 0 && score < 0.001) return "<0.1%";
  if (score < 1 && score > 0.999) return ">99.9%";
  return `${(score * 100).toFixed(1)}%`;
}
