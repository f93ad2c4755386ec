// The answer's side of the hotline page.
import { Alert, Tag } from "antd";
import { percent, ToneIcon } from "../parts/level";
import type { CheckVerdict } from "../api/types";
import { Links } from "../parts/links";
import { MarkedText } from "../parts/marked_text";
import { Reasons } from "../parts/reasons";
import { showTime } from "../lib/time";
import { useTexts } from "../text";

function Seen({ verdict }: { verdict: CheckVerdict }) {
  const { t } = useTexts();
  const seen = verdict.campaign;
  if (!seen || seen.reports === 0) return <p className="muted">{t("hotline.seen.never")}</p>;
  return (
    <p>
      <strong>
        {t("hotline.seen.text", { n: seen.reports, first: showTime(seen.first_seen), last: showTime(seen.last_seen) })}
      </strong>{" "}
      <span className="muted mono">{seen.id}</span>
    </p>
  );
}

// A model's number beside a level that the register or a rule has decided
// otherwise only confuses; reviewers see it on the case.
function speaksFor(level: CheckVerdict["level"], score: number): boolean {
  if (level === "high" || level === "critical") return score >= 0.5;
  return level === "medium" ? score <= 0.9 : level === "low" && score <= 0.5;
}

interface Props {
  verdict: CheckVerdict;
  text: string; // what the verdict speaks of, as sent
  stale: boolean;
}

export function HotlineVerdict({ verdict, text, stale }: Props) {
  const { t, word } = useTexts();
  const { level } = verdict;
  const parts = (verdict.degraded_parts ?? []).map((part) => word("part", part)).join(", ");
  return (
    <div style={{ opacity: stale ? 0.55 : 1 }}>
      {verdict.degraded && (
        <Alert type="warning" showIcon message={t("hotline.degraded", { parts: parts || "-" })} style={{ marginBottom: 16 }} />
      )}
      <section className={`panel verdict tone-${level}`} data-level={level} aria-label={t("hotline.result")}>
        <div className="row">
          <ToneIcon tone={level} size={52} />
          <div>
            <div className="word">{word("level", level)}</div>
            <div className="note">{t(`level.${level}.note`)}</div>
          </div>
          {speaksFor(level, verdict.score) && (
            <span className="muted" style={{ marginLeft: "auto" }}>{t("hotline.score", { p: percent(verdict.score) })}</span>
          )}
        </div>
      </section>
      {verdict.advice.say.length > 0 && (
        <section className="panel">
          <h2>{t("hotline.say")}</h2>
          <ol className="say">
            {verdict.advice.say.map((sentence, index) => <li key={index}>{sentence}</li>)}
          </ol>
        </section>
      )}
      {verdict.advice.do.length > 0 && (
        <section className="panel">
          <h2>{t("hotline.do")}</h2>
          <ul className="todo">
            {verdict.advice.do.map((item, index) => <li key={index}>{item}</li>)}
          </ul>
        </section>
      )}
      <section className="panel">
        <h2>{t("hotline.seen")}</h2>
        <Seen verdict={verdict} />
      </section>
      <section className="panel">
        <h2>{t("hotline.links")}</h2>
        <Links links={verdict.urls} />
      </section>
      <section className="panel">
        <h2>{t("hotline.reasons")}</h2>
        {verdict.tactics.length > 0 && (
          <p>
            {t("hotline.tactics")}: {verdict.tactics.map((tactic) => <Tag key={tactic}>{word("tactic", tactic)}</Tag>)}
          </p>
        )}
        <Reasons reasons={verdict.reasons} />
      </section>
      {text && (
        <section className="panel">
          <h2>{t("hotline.text")}</h2>
          <MarkedText text={text} reasons={verdict.reasons} urls={verdict.urls} />
        </section>
      )}
    </div>
  );
}
