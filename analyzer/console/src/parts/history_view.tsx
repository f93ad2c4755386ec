// What was counted before the observation, one block a link, zeros left out.
import type { History } from "../api/types";
import { useTexts, type TextKey } from "../text";

type Counts = Record<string, unknown>;

const kLinks = ["device", "operator", "wifi", "site", "staff", "terminal", "fee_payee", "ip", "document", "person"] as const;

function telling(counts: Counts): [string, unknown][] {
  return Object.entries(counts).filter(([, v]) => v !== null && v !== 0 && v !== false && typeof v !== "object");
}

// Whether anything was counted of a link; if so it belongs beside the facts.
export function countedBefore(history: History | null | undefined): boolean {
  return Boolean(history && history.available !== false && kLinks.some((link) => telling((history[link] ?? {}) as Counts).length > 0));
}

function Block({ title, counts }: { title: string; counts: Counts }) {
  const { t, word } = useTexts();
  const rows = telling(counts);
  if (rows.length === 0) return null;
  return (
    <>
      <h3>{title}</h3>
      <dl className="facts">
        {rows.map(([name, value]) => (
          <div key={name}>
            <dt>{word("count", name)}</dt>
            <dd>{value === true ? t("common.yes") : typeof value === "number" ? Number(value.toFixed(2)) : String(value)}</dd>
          </div>
        ))}
      </dl>
    </>
  );
}

function Helpers({ helpers }: { helpers: NonNullable<History["helpers"]> }) {
  const { t, word } = useTexts();
  return (
    <>
      <h3>{t("history.helpers")}</h3>
      {helpers.map((helper) => (
        <p key={helper.id} style={{ margin: "0 0 6px" }}>
          <strong>{helper.name}</strong>{" "}
          <span className="muted">
            {[
              word("helpers.kind", helper.kind), helper.area.join(" "), `${helper.valid_from} – ${helper.valid_until ?? t("helpers.open_end")}`,
              helper.matched.map((kind) => word("helpers.link", kind)).join(t("common.comma")), helper.revoked_on && `${t("helpers.state.revoked")} ${helper.revoked_on}`,
            ].filter(Boolean).join(" · ")}
          </span>
        </p>
      ))}
    </>
  );
}

export function HistoryView({ history }: { history: History | null | undefined }) {
  const { t } = useTexts();
  if (!history) return <p className="muted">{t("case.history.none")}</p>;
  if (history.available === false) return <p className="muted">{t("case.history.unavailable")}</p>;
  const { phone_reports_30d, payee_reports_30d, ring_persons, ring_confirmed } = history;
  const measures = Object.entries(history.ring ?? {}).map(([name, value]) => [`ring_${name}`, value]);
  const ring = { ring_persons, ring_confirmed, ...Object.fromEntries(measures), phone_reports_30d, payee_reports_30d } as Counts;
  for (const key of Object.keys(ring)) if (ring[key] === undefined) delete ring[key];
  const blocks: { key: string; title: string; counts: Counts }[] = kLinks.map((link) => ({
    key: link, title: t(`link.${link}` as TextKey), counts: (history[link] ?? {}) as Counts,
  }));
  blocks.push({ key: "ring", title: t("history.ring"), counts: ring });
  blocks.push({ key: "report", title: t("history.report"), counts: (history.report ?? {}) as Counts });
  const shown = blocks.filter((block) => telling(block.counts).length > 0);
  const helpers = history.helpers ?? [];
  if (shown.length === 0 && helpers.length === 0) return <p className="muted">{t("case.history.none")}</p>;
  return <>{helpers.length > 0 && <Helpers helpers={helpers} />}{shown.map(({ key, title, counts }) => <Block key={key} title={title} counts={counts} />)}</>;
}
