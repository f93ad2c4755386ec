// The day in counts, the figures for leaders, and the same large for a wall.
import { Button } from "antd";
import { useEffect, useState } from "react";
import { Link } from "react-router-dom";
import * as calls from "../api/calls";
import type { Overview } from "../api/types";
import { useLoad } from "../lib/load";
import { showDuration, showTime } from "../lib/time";
import { CountsPanel } from "../parts/stat_panel";
import { Failed, Loading } from "../parts/states";
import { useSession } from "../session/session";
import { useTexts, type Texts } from "../text";
import { StatisticsPart } from "./statistics";

const kEvery = 60_000; // ms between two looks of the wallboard
const kHour = 3_600_000;

interface Figure {
  title: string;
  value: string | number;
  note?: string;
  alarm?: boolean;
}

function figuresOf(value: Overview, texts: Texts, mine: boolean): Figure[] {
  const { t } = texts;
  const open = Object.values(value.open_by_kind).reduce((sum, n) => sum + n, 0);
  const age = value.oldest_opened_at ? showDuration(Date.now() - Date.parse(value.oldest_opened_at), texts) : "";
  return [
    { title: t("overview.open"), value: open, note: age ? `${t("overview.oldest")} ${t("time.ago", { t: age })}` : undefined },
    { title: t("overview.held"), value: value.held },
    { title: t("overview.overdue"), value: value.overdue, alarm: value.overdue > 0 },
    { title: t("overview.due_24h"), value: value.due_24h },
    {
      title: t("overview.decided_today"), value: value.decided_today,
      note: [t("overview.decided_today.note"), mine && value.decided_by_me_today !== undefined ? `${t("overview.mine_today")} ${value.decided_by_me_today}` : ""].filter(Boolean).join(" · "),
    },
  ];
}

function Figures({ figures }: { figures: Figure[] }) {
  return (
    <div className="columns cards" style={{ marginBottom: 16 }}>
      {figures.map(({ title, value, note, alarm }) => (
        <section key={title} className="panel" style={{ marginBottom: 0 }}>
          <div className="muted">{title}</div>
          <div className={`figure ${alarm ? "tone-critical" : ""}`}>{alarm ? `⚠ ${value}` : value}</div>
          {note && <div className="muted">{note}</div>}
        </section>
      ))}
    </div>
  );
}

// What the registries' files of today and yesterday led to, in one sentence each.
function LookBacks({ value }: { value: Overview }) {
  const { t } = useTexts();
  const days = value.look_back ?? [];
  const said = days.flatMap((day, i) => {
    if (day.persons === 0) return [];
    const found = t(i === 0 ? "overview.look_back_today" : "overview.look_back_yesterday", { n: day.persons, m: day.attempts });
    const paid = day.estimated_yuan > 0 ? t("overview.look_back_yuan", { x: day.estimated_yuan }) : "";
    return [found + paid + t("overview.look_back_first")];
  });
  if (said.length === 0) return null;
  return (
    <section className="panel" aria-label={t("overview.look_back")}>
      <h2>{t("overview.look_back")}</h2>
      {said.map((sentence) => <p key={sentence}>{sentence}</p>)}
      <Link to="/cases?kind=retro">{t("overview.look_back_cases")}</Link>
    </section>
  );
}

// Fills the screen and looks again every minute; a stale picture says so.
function Wallboard({ value, failed, reload, close }: { value: Overview; failed: boolean; reload: () => void; close: () => void }) {
  const texts = useTexts();
  const { t } = texts;
  useEffect(() => {
    const timer = window.setInterval(reload, kEvery);
    const listen = (event: KeyboardEvent) => { if (event.key === "Escape") close(); };
    window.addEventListener("keydown", listen);
    return () => { window.clearInterval(timer); window.removeEventListener("keydown", listen); };
  }, [reload, close]);
  const old = failed || Date.now() - Date.parse(value.generated_at) > kHour;
  return (
    <div className="wallboard" role="dialog" aria-modal="true" aria-label={t("overview.wallboard")}>
      <div className="page-head">
        <h1>{t("app.name")}</h1>
        <span className={old ? "due-over" : "muted"}>{t("overview.at", { t: showTime(value.generated_at) })}{old && ` · ${t("overview.stale")}`}</span>
        <span className="grow" />
        <Button autoFocus onClick={close}>{t("common.close")} (Esc)</Button>
      </div>
      <Figures figures={figuresOf(value, texts, false)} />
    </div>
  );
}

export function OverviewPage() {
  const texts = useTexts();
  const { t, word } = texts;
  const { has } = useSession();
  const [wall, setWall] = useState(false);
  const { value, error, loading, reload } = useLoad(() => calls.getOverview(), []);
  if (!value) return error !== null ? <Failed error={error} retry={() => void reload()} /> : <Loading />;
  const rowsOf = (prefix: string, counts: Record<string, number | undefined>) =>
    Object.entries(counts).map(([name, count]) => ({ name: word(prefix, name), count: count ?? 0 }));
  const reviews = has("reviewer", "second_reviewer", "supervisor");
  return (
    <>
      <div className="page-head">
        <h1>{t("overview.title")}</h1>
        <span className="muted">{t("overview.at", { t: showTime(value.generated_at) })}</span>
        <span className="grow" />
        <Button onClick={() => setWall(true)}>{t("overview.wallboard")}</Button>
        <Button onClick={() => void reload()} loading={loading}>{t("common.refresh")}</Button>
      </div>
      {wall && <Wallboard value={value} failed={error !== null} reload={() => void reload()} close={() => setWall(false)} />}
      <Figures figures={figuresOf(value, texts, reviews)} />
      <LookBacks value={value} />
      <div className="columns half">
        <CountsPanel title={t("overview.by_kind")} counts={rowsOf("kind", value.open_by_kind)} />
        <CountsPanel title={t("overview.by_state")} counts={rowsOf("state", value.by_state)} />
      </div>
      {reviews && <StatisticsPart />}
    </>
  );
}
