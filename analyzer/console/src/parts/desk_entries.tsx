// What the hotline's desk did about a report, oldest first.
import type { DeskEntry } from "../api/types";
import { showTime } from "../lib/time";
import { useTexts } from "../text";

export function DeskEntries({ entries }: { entries: readonly DeskEntry[] }) {
  const { t } = useTexts();
  if (entries.length === 0) return <span className="muted">{t("common.none")}</span>;
  return (
    <ul className="entries">
      {entries.map((entry, index) => (
        <li key={index}>
          {t(`desk.${entry.kind}`)}
          {entry.to && ` ${t(`desk.to.${entry.to}` as "desk.to.96110")}`}
          {entry.receipt && <> · {t("desk.receipt")} <span className="mono">{entry.receipt}</span></>}
          {entry.reached !== null && ` · ${t(entry.reached ? "desk.reached" : "desk.not_reached")}`}
          {entry.note && <span className="wrap"> · {entry.note}</span>}
          <span className="small"> {entry.by} {showTime(entry.at)}</span>
        </li>
      ))}
    </ul>
  );
}
