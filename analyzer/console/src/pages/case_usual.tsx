// What is usual of the person beside the attempt's own: channel, place, hour.
import type { CaseUsual } from "../api/types";
import { placeOf } from "../lib/regions";
import { showTime } from "../lib/time";
import { useTexts } from "../text";

type Count = CaseUsual["channels"][number];

// Whether the present value was seen at all among those counted.
export function isNew(present: string | null | undefined, counts: readonly Count[]): boolean {
  return Boolean(present) && counts.length > 0 && !counts.some(({ word }) => word === present);
}

export function UsualPanel({ usual }: { usual: CaseUsual | null }) {
  const { t, word, language } = useTexts();
  if (!usual) return null;
  const { present } = usual;
  const rows = [
    { key: "channel", counts: usual.channels, own: present?.channel, show: ({ word: name }: Count) => word("channel", name), now: word("channel", present?.channel) },
    {
      key: "place", counts: usual.places, own: present?.place, show: ({ word: code, name }: Count) => placeOf({ region: code, region_name: name }, language),
      now: present?.place ? placeOf({ region: present.place, region_name: present.place_name }, language) : "",
    },
    { key: "hour", counts: usual.hours, own: present?.hour, show: ({ word: name }: Count) => t(`usual.hour.${name}` as "usual.hour.night"), now: present ? `${t(`usual.hour.${present.hour}` as "usual.hour.night")} ${showTime(present.at).slice(11)}` : "" },
  ] as const;
  return (
    <section className="panel" aria-label={t("usual.title")} data-testid="usual">
      <h2>{t("usual.title")}</h2>
      {usual.attempts === 0 ? <p className="muted">{t("usual.none")}</p> : <p className="muted">{t("usual.of", { n: usual.attempts, t: showTime(usual.last_at).slice(0, 10) })}</p>}
      <div className="stat-table" role="region" aria-label={t("usual.title")} tabIndex={0}>
        <table className="plain usual-table">
          <thead><tr><th scope="col">{t("overview.item")}</th><th scope="col">{t("usual.usual")}</th><th scope="col">{t("usual.now")}</th></tr></thead>
          <tbody>
            {rows.map(({ key, counts, own, show, now }) => {
              const fresh = isNew(own, counts);
              return (
                <tr key={key}>
                  <th scope="row">{t(`usual.${key}`)}</th>
                  <td>{counts.length === 0 ? <span className="muted">{t("common.not_given")}</span> : counts.map((one) => t("usual.times", { name: show(one), n: one.count })).join(t("common.comma"))}</td>
                  <td className={fresh ? "alarm" : undefined}>{now === "" ? <span className="muted">{t("common.not_given")}</span> : fresh ? `⚠ ${now} ${t("usual.new")}` : now}</td>
                </tr>
              );
            })}
          </tbody>
        </table>
      </div>
    </section>
  );
}
