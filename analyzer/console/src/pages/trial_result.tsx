// What a trial found: before and after, of attempts and of reports.
import { Alert } from "antd";
import { Link } from "react-router-dom";
import type { Trial, TrialReports } from "../api/types";
import { placeOf } from "../lib/regions";
import { useTexts, type TextKey } from "../text";

interface Pair { before: number; after: number }
type Named = Pair & { name: string };

function Change({ pair }: { pair: Pair }) {
  const step = pair.after - pair.before;
  return <>{pair.before.toLocaleString("zh-CN")} → <strong>{pair.after.toLocaleString("zh-CN")}</strong> <span className="muted">({step > 0 ? "+" : ""}{step})</span></>;
}

// Only what changes: a long list of the same before and after hides it.
function Rows({ title, rows }: { title: string; rows: readonly Named[] }) {
  const { t } = useTexts();
  const changed = rows.filter(({ before, after }) => before !== after);
  if (rows.length === 0) return null;
  if (changed.length === 0) return <p className="muted">{t("trials.same", { title })}</p>;
  return (
    <table className="plain pairs">
      <thead><tr><th>{title}</th><th>{t("trials.n")}</th></tr></thead>
      <tbody>{changed.map(({ name, ...pair }) => <tr key={name}><td>{name}</td><td><Change pair={pair} /></td></tr>)}</tbody>
    </table>
  );
}

function Figures({ rows }: { rows: readonly (readonly [TextKey, Pair])[] }) {
  const { t } = useTexts();
  return <dl className="facts aligned">{rows.map(([key, pair]) => <div key={key}><dt>{t(key)}</dt><dd><Change pair={pair} /></dd></div>)}</dl>;
}

// Those that would be missed, or spared, with their cases.
function Told({ n, text, cases, bad }: { n: number; text: TextKey; cases: readonly string[]; bad?: boolean }) {
  const { t } = useTexts();
  if (n === 0) return null;
  return (
    <Alert
      type={bad ? "error" : "info"} showIcon style={{ marginBottom: 8 }} message={t(text, { n })}
      description={cases.length > 0 && <>{t("trials.which")}: {cases.map((id) => <Link key={id} className="mono" style={{ marginRight: 12 }} to={`/cases/${id}`}>{id}</Link>)}</>}
    />
  );
}

function OfReports({ value }: { value: TrialReports }) {
  const { t, word, language } = useTexts();
  const named = (prefix: string, name: string) => (name === "unknown" ? t("common.not_given") : word(prefix, name));
  return (
    <section aria-label={t("trials.of_reports")} data-testid="trial-reports">
      <p>{t("trials.reports.of", { n: value.reports.toLocaleString("zh-CN") })} {value.unreadable > 0 && t("trials.unreadable", { n: value.unreadable })}</p>
      <Told bad n={value.missed} text="trials.reports.missed" cases={value.missed_cases} />
      <Told n={value.spared} text="trials.reports.spared" cases={value.spared_cases} />
      <Figures
        rows={[
          ["trials.reports.queue", value.queue], ["trials.reports.high", value.high], ["trials.reports.critical", value.critical],
          ["trials.reports.confirmed", value.confirmed], ["trials.reports.cleared", value.cleared],
        ]}
      />
      <div className="columns half">
        <Rows title={t("trials.reports.kinds")} rows={value.kinds.map(({ kind, ...pair }) => ({ name: named("report_kind", kind), ...pair }))} />
        <Rows title={t("trials.reports.sources")} rows={value.sources.map(({ source, ...pair }) => ({ name: named("report_source", source), ...pair }))} />
        <Rows title={t("trials.counties")} rows={value.counties.map((place) => ({ name: placeOf(place, language) || t("common.not_given"), before: place.before, after: place.after }))} />
      </div>
    </section>
  );
}

export function TrialResult({ trial }: { trial: Trial }) {
  const { t, word, language } = useTexts();
  const { result } = trial;
  if (!result) return <p className="muted">{t(trial.state === "failed" ? "trials.failed" : "trials.running")}</p>;
  const named = (prefix: string, name: string) => (name === "unknown" ? t("common.not_given") : word(prefix, name));
  return (
    <div data-testid="trial-result">
      <p>{t("trials.of", { n: result.attempts.toLocaleString("zh-CN") })} {result.unreadable > 0 && t("trials.unreadable", { n: result.unreadable })}</p>
      <Told bad n={result.missed} text="trials.missed" cases={result.missed_cases ?? []} />
      <Told n={result.spared ?? 0} text="trials.spared" cases={result.spared_cases ?? []} />
      <Figures rows={[["trials.queue", result.queue], ["trials.holds", result.holds], ["trials.confirmed", result.confirmed], ["trials.cleared", result.cleared]]} />
      {(result.without_history ?? 0) > 0 && <p className="muted">{t("trials.without_history", { n: result.without_history ?? 0 })}</p>}
      <div className="columns half">
        <Rows title={t("trials.ages")} rows={result.ages.map(({ age, ...pair }) => ({ name: age === "unknown" ? t("common.not_given") : age, ...pair }))} />
        <Rows title={t("trials.schemes")} rows={result.schemes.map(({ scheme, ...pair }) => ({ name: named("scheme", scheme), ...pair }))} />
        <Rows title={t("trials.residences")} rows={(result.residences ?? []).map(({ residence, ...pair }) => ({ name: named("waiting.residence", residence), ...pair }))} />
        <Rows title={t("trials.counties")} rows={result.counties.map((place) => ({ name: placeOf(place, language) || t("common.not_given"), before: place.before, after: place.after }))} />
      </div>
      {result.reports && <OfReports value={result.reports} />}
    </div>
  );
}
