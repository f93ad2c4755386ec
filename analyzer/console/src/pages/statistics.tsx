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
import { showTime } from "../lib/time";
import { showYuan } from "../lib/yuan";
import { RegionFilter } from "../parts/region_filter";
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

// Hours as people say them: up to two days in hours, else in days.
function span(hours: number | null, t: Texts["t"]): string {
  if (hours === null) return "–";
  return hours < 48 ? t("waiting.hours", { n: hours.toFixed(1) }) : t("waiting.days", { n: (hours / 24).toFixed(1) });
}

const kGroups = ["all", "scheme", "age", "residence"] as const;
const kGroupWords: Record<string, string> = { all: "waiting.all", scheme: "scheme", age: "waiting.age", residence: "waiting.residence" };

function Waiting({ value }: { value: Statistics }) {
  const texts = useTexts();
  const { t, word } = texts;
  const nameOf = (by: string, name: string) => (name === "unknown" ? t("waiting.unknown") : word(kGroupWords[by] ?? by, name));
  const lines = value.waiting.filter(({ decided, waiting }) => decided > 0 || waiting > 0);
  const rows = kGroups.flatMap((by) => lines.filter((line) => line.by === by)).map((line) => [
    `${t(`waiting.by.${line.by}`)}:${nameOf(line.by, line.word)}`, line.decided, span(line.median_hours, t), span(line.p90_hours, t),
    line.waiting, span(line.waiting_median_hours, t), span(line.oldest_hours, t),
  ]);
  const ages = value.queue_age.map(({ up_to_days, total }, index) => {
    const from = value.queue_age[index - 1]?.up_to_days ?? 0;
    return { name: up_to_days === null ? t("waiting.more", { n: from }) : t("waiting.up_to", { from, n: up_to_days }), count: total };
  });
  const { saved } = value;
  return (
    <>
      <StatPanel
        title={t("waiting.title")} rows={rows}
        head={[t("waiting.group"), t("waiting.decided"), t("waiting.median"), t("waiting.p90"), t("waiting.open"), t("waiting.open.median"), t("waiting.oldest")]}
      >
        <p className="muted">{t("waiting.text")}</p>
      </StatPanel>
      <div className="columns half">
        <CountsPanel title={t("waiting.ages")} counts={ages.some(({ count }) => count > 0) ? ages : []} />
        <StatPanel
          title={t("saved.counties")} head={[t("cases.col.region"), t("saved.yuan"), t("saved.cases")]}
          rows={saved.cases === 0 ? [] : [...saved.counties.map((county) => [placeOf(county, texts.language) || t("overview.no_place"), showYuan(county.yuan), county.cases]), [t("saved.total"), showYuan(saved.yuan), saved.cases]]}
        />
      </div>
      <StatPanel
        title={t("saved.entries")} words={[1, 3, 4]} head={[t("saved.case"), t("cases.col.region"), t("saved.yuan"), t("saved.by"), t("saved.at")]}
        rows={saved.entries.map((one) => [one.case_id, placeOf(one, texts.language) || t("overview.no_place"), showYuan(one.yuan), one.by_name ?? "", showTime(one.at)])}
      />
    </>
  );
}

export function StatisticsPart() {
  const texts = useTexts();
  const { t, language } = texts;
  const [dates, setDates] = useState({ from: dayOf(Date.now() - 29 * kDay), to: dayOf(Date.now()) });
  const [place, setPlace] = useState("");
  const region = place || undefined;
  const { value, error, reload } = useLoad(() => getStatistics(dates.from, dates.to, region), [dates.from, dates.to, region]);
  const counties = (value?.counties ?? []).map((c) => [placeOf(c, language) || t("overview.no_place"), c.attempts, c.flagged_attempts, c.reports, c.flagged_reports]);
  const day = (key: "from" | "to") => (
    <input
      type="date" className="day-input" aria-label={t(`overview.${key}`)} value={dates[key]} max={key === "from" ? dates.to : undefined} min={key === "to" ? dates.from : undefined}
      onChange={(e) => { if (e.target.value) setDates((before) => ({ ...before, [key]: e.target.value })); }}
    />
  );
  return (
    <section aria-label={t("overview.figures")}>
      <div className="page-head" style={{ marginTop: 24 }}>
        <h2 style={{ margin: 0, fontSize: 20 }}>{t("overview.figures")}</h2>
        {kSpans.map((n) => <Button key={n} onClick={() => setDates({ from: dayOf(Date.now() - (n - 1) * kDay), to: dayOf(Date.now()) })}>{t("overview.last", { n })}</Button>)}
        {day("from")} – {day("to")}
        <RegionFilter value={place} change={setPlace} />
        <ExportButton name={t("overview.export")} file={t("overview.export.file")} done={t("overview.exported")} load={(format) => exportStatistics(dates.from, dates.to, region, format)} />
      </div>
      {!value ? (error !== null ? <Failed error={error} retry={() => void reload()} /> : <Loading />) : (
        <>
          <div className="columns half">
            <OverTime title={t("overview.reports")} days={value.days} of="reports" colors={kLevels} prefix="level" />
            <OverTime title={t("overview.attempts")} days={value.days} of="attempts" colors={kDecisions} prefix="decision" />
          </div>
          <Outcomes value={value.outcomes} />
          <Waiting value={value} />
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
