// What came in over time and by county, and what became of the cases.
import { Button } from "antd";
import { useMemo, useState } from "react";
import { getStatistics } from "../api/desk_calls";
import { exportStatistics } from "../api/study_calls";
import type { Statistics } from "../api/types";
import { useLoad } from "../lib/load";
import { DayChart } from "../parts/day_chart";
import type { Series } from "../parts/day_chart_model";
import { ExportButton } from "../parts/export_button";
import { percent } from "../parts/level";
import { placeOf } from "../lib/regions";
import { CountsPanel, StatPanel } from "../parts/stat_panel";
import { Failed, Loading } from "../parts/states";
import { useTexts, type Texts } from "../text";

const kSpans = [7, 30, 90] as const;
const kDay = 86_400_000;
const kLevels = { critical: "#b01f24", high: "#d0690e", medium: "#e0b13c", low: "#8792a0", official: "#3f8f5f" };
const kDecisions = { hold: "#b01f24", review: "#e0b13c", pass: "#3f8f5f" };

const dayOf = (at: number) => new Date(at).toLocaleDateString("sv-SE", { timeZone: "Asia/Shanghai" });

const wordsOf = (counts: Record<string, number | undefined>, prefix: string, { word }: Texts) =>
  Object.entries(counts).map(([name, count]) => ({ name: word(prefix, name), count: count ?? 0 })).sort((a, b) => b.count - a.count);

function OverTime({ title, days, of, colors, prefix }: {
  title: string; days: Statistics["days"]; of: "attempts" | "reports"; colors: Record<string, string>; prefix: string;
}) {
  const texts = useTexts();
  const { t, word } = texts;
  const names = useMemo(() => days.map(({ day }) => day), [days]);
  const series = useMemo<Series[]>(
    () => Object.entries(colors).map(([key, color]) => ({ name: word(prefix, key), color, values: days.map((day) => day[of][key] ?? 0) })),
    [days, colors, of, prefix, word],
  );
  const rows = days.map((day, index) => [day.day, ...series.map(({ values }) => values[index] ?? 0)]);
  return (
    <StatPanel title={title} head={[t("overview.day"), ...series.map(({ name }) => name)]} rows={rows} folded>
      <DayChart days={names} series={series} label={t("overview.chart", { title })} />
    </StatPanel>
  );
}

function Outcomes({ value }: { value: Statistics["outcomes"] }) {
  const texts = useTexts();
  const { t } = texts;
  const share = (part: number | null) => (part === null ? "–" : percent(part));
  const until = value.hours.map(({ up_to_hours, cases }, index) => {
    const from = value.hours[index - 1]?.up_to_hours ?? 0;
    const name = up_to_hours === null ? t("overview.hours.more", { n: from }) : t("overview.hours.up_to", { from, n: up_to_hours });
    return { name, count: cases };
  });
  return (
    <>
      <div className="columns cards" style={{ marginBottom: 16 }}>
        {([
          ["overview.decided", value.decided], ["overview.confirmed", share(value.confirmed_share)],
          ["overview.false_alarms", share(value.false_alarm_share)],
          ["overview.median", value.median_hours === null ? "–" : t("overview.median.hours", { n: value.median_hours.toFixed(1) })],
        ] as const).map(([key, shown]) => (
          <section key={key} className="panel" style={{ marginBottom: 0 }}>
            <div className="muted">{t(key)}</div><div className="figure">{shown}</div>
            {key === "overview.decided" && <div className="muted">{t("overview.decided.note")}</div>}
          </section>
        ))}
      </div>
      <div className="columns half">
        <CountsPanel title={t("overview.hours")} counts={value.decided > 0 ? until : []} />
        <CountsPanel title={t("overview.dispositions")} counts={wordsOf(value.dispositions, "disposition", texts)} />
        <CountsPanel title={t("overview.causes")} counts={wordsOf(value.false_alarm_causes, "cause", texts)} />
      </div>
    </>
  );
}

export function StatisticsPart() {
  const texts = useTexts();
  const { t, language } = texts;
  const [span, setSpan] = useState({ from: dayOf(Date.now() - 29 * kDay), to: dayOf(Date.now()) });
  const { value, error, reload } = useLoad(() => getStatistics(span.from, span.to), [span.from, span.to]);
  const counties = (value?.counties ?? []).map((c) => [placeOf(c, language) || t("overview.no_place"), c.attempts, c.flagged_attempts, c.reports, c.flagged_reports]);
  const day = (key: "from" | "to") => (
    <input
      type="date" className="day-input" aria-label={t(`overview.${key}`)} value={span[key]} max={key === "from" ? span.to : undefined} min={key === "to" ? span.from : undefined}
      onChange={(e) => { if (e.target.value) setSpan((before) => ({ ...before, [key]: e.target.value })); }}
    />
  );
  return (
    <section aria-label={t("overview.figures")}>
      <div className="page-head" style={{ marginTop: 24 }}>
        <h2 style={{ margin: 0, fontSize: 20 }}>{t("overview.figures")}</h2>
        {kSpans.map((n) => <Button key={n} onClick={() => setSpan({ from: dayOf(Date.now() - (n - 1) * kDay), to: dayOf(Date.now()) })}>{t("overview.last", { n })}</Button>)}
        {day("from")} – {day("to")}
        <ExportButton name={t("overview.export")} done={t("overview.exported")} load={(format) => exportStatistics(span.from, span.to, format)} />
      </div>
      {!value ? (error !== null ? <Failed error={error} retry={() => void reload()} /> : <Loading />) : (
        <>
          <div className="columns half">
            <OverTime title={t("overview.reports")} days={value.days} of="reports" colors={kLevels} prefix="level" />
            <OverTime title={t("overview.attempts")} days={value.days} of="attempts" colors={kDecisions} prefix="decision" />
          </div>
          <Outcomes value={value.outcomes} />
          <div className="columns half">
            <CountsPanel title={t("overview.tactics")} counts={wordsOf(value.tactics, "tactic", texts)} />
            <CountsPanel title={t("overview.typologies")} counts={wordsOf(value.typologies, "typology", texts)} />
          </div>
          <StatPanel
            title={t("overview.counties")} rows={counties}
            head={[t("cases.col.region"), t("overview.attempts.n"), t("overview.attempts.flagged"), t("overview.reports.n"), t("overview.reports.flagged")]}
          />
        </>
      )}
    </section>
  );
}
