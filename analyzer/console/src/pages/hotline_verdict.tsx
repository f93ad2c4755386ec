// The answer's side of the hotline page: on one screen what it is and what to say,
// the technical part folded below.
import { Alert, Tag } from "antd";
import { agrees, percent, ToneIcon } from "../parts/level";
import type { CheckVerdict } from "../api/types";
import { LinkLines } from "../parts/link_lines";
import { Links } from "../parts/links";
import { MarkedText } from "../parts/marked_text";
import { Reasons } from "../parts/reasons";
import { useLoad } from "../lib/load";
import { placeOf } from "../lib/regions";
import { seenParts } from "../lib/seen";
import * as calls from "../api/calls";
import { useTexts } from "../text";

const kShownRegions = 4;

// Where a campaign was reported from; nothing while it is being asked.
function Counties({ id }: { id: string }) {
  const { t, language } = useTexts();
  const { value } = useLoad(() => calls.getCampaign(id), [id]);
  const names = [...(value?.regions ?? [])].sort((a, b) => (b.reports ?? 0) - (a.reports ?? 0));
  if (names.length === 0) return null;
  const shown = names.slice(0, kShownRegions).map((r) => { const name = placeOf(r, language); return r.reports ? t("hotline.seen.county", { name, n: r.reports }) : name; });
  return <div data-testid="counties">{t("hotline.seen.counties", { n: names.length, names: shown.join(t("common.comma")) })}</div>;
}

function Seen({ verdict }: { verdict: CheckVerdict }) {
  const texts = useTexts();
  const { t } = texts;
  const seen = verdict.campaign;
  if (!seen || seen.reports === 0) return <p className="muted">{t("hotline.seen.never")}</p>;
  const { count, times } = seenParts(seen, texts);
  return (
    <div>
      <strong>{count}</strong>
      {times.map((time) => <div key={time} className="unbroken">{time}</div>)}
      <Counties id={seen.id} />
      <div className="small mono">{seen.id}</div>
    </div>
  );
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
    <div className={stale ? "stale" : undefined}>
      {verdict.degraded && (
        <Alert type="warning" showIcon message={t("hotline.degraded", { parts: parts || "-" })} style={{ marginBottom: 10 }} />
      )}
      <section className={`panel tight verdict tone-${level}`} data-level={level} aria-label={t("hotline.result")}>
        <div className="row">
          <ToneIcon tone={level} size={44} />
          <div>
            <div className="word">{word("level", level)}</div>
            <div className="note">{t(`level.${level}.note`)}</div>
          </div>
          {agrees(level, verdict.score) && (
            <span className="muted" style={{ marginLeft: "auto" }}>{t("hotline.score", { p: percent(verdict.score) })}</span>
          )}
        </div>
      </section>
      {verdict.advice.say.length > 0 && (
        <section className="panel tight">
          <h2>{t("hotline.say")}</h2>
          <ol className="say">
            {verdict.advice.say.map((sentence, index) => <li key={index}>{sentence}</li>)}
          </ol>
        </section>
      )}
      <div className="ask-and-seen">
        <section className="panel tight">
          <h2>{t("hotline.do")}</h2>
          {verdict.advice.do.length === 0 ? <p className="muted">{t("hotline.do.nothing")}</p> : (
            <ul className="todo">{verdict.advice.do.map((item, index) => <li key={index}>{item}</li>)}</ul>
          )}
        </section>
        <section className="panel tight">
          <h2>{t("hotline.seen")}</h2>
          <Seen verdict={verdict} />
        </section>
      </div>
      {text && (
        <section className="panel tight">
          <h2>{t("hotline.text")}{verdict.tactics.length > 0 && <span className="tactics">{verdict.tactics.map((tactic) => <Tag key={tactic}>{word("tactic", tactic)}</Tag>)}</span>}</h2>
          <LinkLines links={verdict.urls} />
          <MarkedText text={text} reasons={verdict.reasons} urls={verdict.urls} />
        </section>
      )}
      {!text && verdict.urls.length > 0 && (
        <section className="panel tight">
          <h2>{t("hotline.links")}</h2>
          <LinkLines links={verdict.urls} />
        </section>
      )}
      <details className="panel tight technical" data-testid="technical">
        <summary>{t("hotline.technical", { links: verdict.urls.length, reasons: verdict.reasons.length })}</summary>
        <h2>{t("hotline.links")}</h2>
        <Links links={verdict.urls} />
        <h2>{t("hotline.reasons")}</h2>
        <Reasons reasons={verdict.reasons} />
      </details>
    </div>
  );
}
