// The day in counts; each picture of a count is a table as well.
import { Button } from "antd";
import * as calls from "../api/calls";
import { useLoad } from "../lib/load";
import { showDuration, showTime } from "../lib/time";
import { Failed, Loading } from "../parts/states";
import { useTexts } from "../text";

function Figure({ title, value, note, alarm }: { title: string; value: string | number; note?: string; alarm?: boolean }) {
  return (
    <section className="panel" style={{ marginBottom: 0 }}>
      <div className="muted">{title}</div>
      <div className={`figure ${alarm ? "tone-critical" : ""}`}>{alarm ? `⚠ ${value}` : value}</div>
      {note && <div className="muted">{note}</div>}
    </section>
  );
}

function Counts({ title, rows }: { title: string; rows: { name: string; count: number }[] }) {
  const { t } = useTexts();
  const largest = Math.max(1, ...rows.map((row) => row.count));
  return (
    <section className="panel">
      <h2>{title}</h2>
      <table className="counts">
        <thead><tr><th scope="col">{t("overview.item")}</th><th aria-hidden="true" /><th scope="col">{t("overview.count")}</th></tr></thead>
        <tbody>
          {rows.map(({ name, count }) => (
            <tr key={name}>
              <td>{name}</td>
              <td className="meter" aria-hidden="true">{count > 0 && <span style={{ width: `${(count / largest) * 100}%` }} />}</td>
              <td>{count}</td>
            </tr>
          ))}
        </tbody>
      </table>
    </section>
  );
}

export function OverviewPage() {
  const texts = useTexts();
  const { t, word } = texts;
  const { value, error, loading, reload } = useLoad(() => calls.getOverview(), []);
  if (!value) return error !== null ? <Failed error={error} retry={() => void reload()} /> : <Loading />;
  const rowsOf = (prefix: string, counts: Record<string, number | undefined>) =>
    Object.entries(counts).map(([name, count]) => ({ name: word(prefix, name), count: count ?? 0 }));
  const open = Object.values(value.open_by_kind).reduce((sum, n) => sum + n, 0);
  const oldest = value.oldest_opened_at;
  return (
    <>
      <div className="page-head">
        <h1>{t("overview.title")}</h1>
        <span className="muted">{t("overview.at", { t: showTime(value.generated_at) })}</span>
        <span className="grow" />
        <Button onClick={() => void reload()} loading={loading}>{t("common.refresh")}</Button>
      </div>
      <div className="columns cards" style={{ marginBottom: 16 }}>
        <Figure
          title={t("overview.open")} value={open}
          note={oldest ? `${t("overview.oldest")} ${t("time.ago", { t: showDuration(Date.now() - Date.parse(oldest), texts) })}` : undefined}
        />
        <Figure title={t("overview.held")} value={value.held} />
        <Figure title={t("overview.overdue")} value={value.overdue} alarm={value.overdue > 0} />
        <Figure title={t("overview.due_24h")} value={value.due_24h} />
        <Figure title={t("overview.decided_today")} value={value.decided_today}
          note={value.decided_by_me_today === undefined ? undefined : `${t("overview.mine_today")} ${value.decided_by_me_today}`} />
      </div>
      <div className="columns half">
        <Counts title={t("overview.by_kind")} rows={rowsOf("kind", value.open_by_kind)} />
        <Counts title={t("overview.by_state")} rows={rowsOf("state", value.by_state)} />
        {value.attempts_today && <Counts title={t("overview.attempts_today")} rows={rowsOf("decision", value.attempts_today)} />}
        {value.reports_today && <Counts title={t("overview.reports_today")} rows={rowsOf("level", value.reports_today)} />}
        {value.dispositions_30d && value.dispositions_30d.length > 0 && (
          <Counts
            title={t("overview.dispositions")}
            rows={value.dispositions_30d.map(({ disposition, count }) => ({ name: word("disposition", disposition), count }))}
          />
        )}
      </div>
    </>
  );
}
