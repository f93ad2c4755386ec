// One observation of a case: what was said about it and what it holds.
import { Alert, Collapse, Tag } from "antd";
import { Link } from "react-router-dom";
import type { AttemptDecision, CaseObservation, Reason, ReportVerdict } from "../api/types";
import { DeskEntries } from "../parts/desk_entries";
import { Explanation } from "../parts/explanation";
import { AttemptFactsView, ReportFactsView } from "../parts/facts";
import { countedBefore, HistoryView } from "../parts/history_view";
import { DecisionTag, LevelTag, ScoreNote } from "../parts/level";
import { Links } from "../parts/links";
import { MarkedText } from "../parts/marked_text";
import { inLanguage, Reasons } from "../parts/reasons";
import { showTime } from "../lib/time";
import { useTexts } from "../text";

export function isReport(verdict: CaseObservation["verdict"]): verdict is ReportVerdict {
  return "level" in verdict;
}

// The stored answer speaks the caller's language; the whole verdict both.
function reasonsOf(item: CaseObservation, language: string): Reason[] {
  const whole = item.detail?.reasons;
  if (!whole || whole.length === 0) return item.verdict.reasons;
  return whole.map((r) => ({ ...r, text: inLanguage(r.text, language) })) as Reason[];
}

// What was answered and what a second judgement says, where they differ.
function useAgain(item: CaseObservation): { before: string; now: string } | null {
  const { word } = useTexts();
  const { verdict, detail } = item;
  const report = isReport(verdict);
  const before = report ? verdict.level : (verdict as AttemptDecision).decision;
  const now = report ? detail?.level : detail?.decision;
  if (!now || now === before) return null;
  const kind = report ? "level" : "decision";
  return { before: word(kind, before), now: word(kind, now) };
}

function Why({ item, reasons }: { item: CaseObservation; reasons: Reason[] }) {
  const { t, word, language } = useTexts();
  const { verdict } = item;
  const again = useAgain(item);
  const attempt = isReport(verdict) ? null : (verdict as AttemptDecision);
  const typologies = verdict.typologies ?? [];
  const parts = (verdict.degraded_parts ?? []).map((part) => word("part", part)).join(", ");
  return (
    <section className="panel">
      <div className="panel-head">
        <h2>{t("case.why")}</h2>
        <span>
          {isReport(verdict) ? <LevelTag level={verdict.level} /> : <DecisionTag decision={verdict.decision} />}{" "}
          <ScoreNote tone={isReport(verdict) ? verdict.level : verdict.decision} score={verdict.score} />
        </span>
      </div>
      {again && <Alert type="info" showIcon message={t("case.again", { before: again.before, now: again.now })} />}
      {verdict.degraded && <Alert type="warning" showIcon message={t("case.degraded", { parts: parts || "-" })} />}
      {typologies.length > 0 && (
        <p><strong>{t("case.typologies")}:</strong> {typologies.map((id) => <Tag key={id}>{word("typology", id)}</Tag>)}</p>
      )}
      {isReport(verdict) && verdict.tactics.length > 0 && (
        <p><strong>{t("hotline.tactics")}:</strong> {verdict.tactics.map((id) => <Tag key={id}>{word("tactic", id)}</Tag>)}</p>
      )}
      {attempt && attempt.required_actions.length > 0 && (
        <p><strong>{t("case.actions")}:</strong> {attempt.required_actions.map((id) => word("action", id)).join(t("common.comma"))}</p>
      )}
      {Object.entries(item.care ?? {}).map(([id, care]) => (
        <Alert key={id} type="info" showIcon message={inLanguage(care, language)} style={{ marginBottom: 8 }} />
      ))}
      <Reasons reasons={reasons} legend normal={item.normal} />
      <Explanation explanation={item.explanation} />
      {attempt && attempt.help.length > 0 && <p><strong>{t("case.help")}:</strong> {attempt.help.join(" ")}</p>}
      {attempt?.public_message && <p><strong>{t("case.public_message")}:</strong> {attempt.public_message}</p>}
    </section>
  );
}

export function ObservationView({ item }: { item: CaseObservation }) {
  const { t, word, language } = useTexts();
  const { verdict } = item;
  const reasons = reasonsOf(item, language);
  const urls = isReport(verdict) ? verdict.urls : [];
  return (
    <>
      {item.elsewhere && (
        <Alert
          type="info" showIcon style={{ marginBottom: 12 }}
          message={<>{t("case.elsewhere")} <Link to={`/cases/${item.elsewhere}`} className="mono">{item.elsewhere}</Link></>}
        />
      )}
      {!item.report && <Why item={item} reasons={reasons} />}
      {item.report && (
        <section className="panel">
          <h2>{t("case.text")}</h2>
          {item.report.text ? (
            <MarkedText text={item.report.text} reasons={reasons} urls={urls} />
          ) : (
            <p className="muted">{t("case.text.none")}</p>
          )}
        </section>
      )}
      {item.report && <Why item={item} reasons={reasons} />}
      {isReport(verdict) && (
        <section className="panel">
          <h2>{t("hotline.links")}</h2>
          <Links links={urls} />
        </section>
      )}
      <div className={countedBefore(item.history) ? "columns beside" : undefined}>
        <section className="panel">
          <h2>{t(item.attempt ? "case.facts" : "case.report")}</h2>
          {item.attempt && (
            <AttemptFactsView facts={item.attempt} missing={isReport(verdict) ? [] : (verdict as AttemptDecision).missing} />
          )}
          {item.report && <ReportFactsView facts={item.report} />}
        </section>
        <section className="panel">
          <h2>{t("case.history")}</h2>
          <p className="muted">{t("case.history.text")}</p>
          <HistoryView history={item.history} />
        </section>
      </div>
      {item.desk.length > 0 && (
        <section className="panel" aria-label={t("case.desk")} data-testid="case-desk">
          <h2>{t("case.desk")}</h2>
          <DeskEntries entries={item.desk} />
        </section>
      )}
      <p className="muted mono" style={{ fontSize: 14 }}>
        {t("case.versions")}: {Object.entries(verdict.versions).map(([part, name]) => `${word("part", part)} ${name.slice(0, 16)}`).join(" · ")}
      </p>
    </>
  );
}

export function Observations({ items }: { items: readonly CaseObservation[] }) {
  const { t } = useTexts();
  const latest = [...items].reverse();
  const only = latest[0];
  if (latest.length === 1 && only) return <ObservationView item={only} />;
  return (
    <Collapse
      defaultActiveKey={only?.id}
      items={latest.map((item, index) => ({
        key: item.id,
        label: (
          <span style={{ display: "inline-flex", gap: 16, flexWrap: "wrap" }}>
            {t("case.observation", { n: latest.length - index })}
            <span className="mono">{item.id}</span>
            {showTime(item.recorded_at)}
            {isReport(item.verdict) ? <LevelTag level={item.verdict.level} /> : <DecisionTag decision={item.verdict.decision} />}
          </span>
        ),
        children: <ObservationView item={item} />,
      }))}
      style={{ marginBottom: 16 }}
    />
  );
}
