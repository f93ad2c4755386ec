// From a scam to the list: what its reports show, how each value stands there by the store's
// word, and what of it another person must look at first.
import { Button } from "antd";
import { useState } from "react";
import * as calls from "../api/calls";
import type { CaseDetail, IndicatorKind, Listing } from "../api/types";
import { useLoad } from "../lib/load";
import { isPast, showTime } from "../lib/time";
import { EntryForm, type EntryDraft } from "../parts/entry_form";
import { ListingRows } from "../parts/listings";
import { Failed } from "../parts/states";
import { useSession } from "../session/session";
import { useTexts } from "../text";

const kNeverListed = ["official", "shared", "payee", "personal"];
const kKeyed = ["phone", "payee", "contact"];

// What a person may still list by hand: what is not on the list and may be there.
export function listsByHand(row: Listing): boolean {
  if (row.listed || kKeyed.includes(row.kind) || ["will_list", "will_wait", "waiting"].includes(row.state)) return false;
  return row.state !== "left_out" || !kNeverListed.includes(row.why ?? "");
}

function Panel({ detail }: { detail: CaseDetail }) {
  const { t } = useTexts();
  const { has } = useSession();
  const [draft, setDraft] = useState<EntryDraft | null>(null);
  const item = detail.case;
  const all = useLoad(() => calls.getCaseListings(item.id), [item.id, item.version]);
  const may = has("second_reviewer", "supervisor");
  const start = (row: Listing) =>
    setDraft({ kind: row.kind as IndicatorKind, value: row.value, opinion: "bad", revokes: false, fixed: false, reason: t("case.listing.reason", { id: item.id }) });
  const rows = all.value?.data ?? [];
  if (all.error === null && rows.length === 0) return null;
  return (
    <section className="panel" aria-label={t("case.listing")}>
      <h2>{t("case.listing")}</h2>
      <p className="muted">
        {all.value?.settles_at ? t(isPast(all.value.settles_at) ? "case.listing.settles.now" : "case.listing.settles", { at: showTime(all.value.settles_at) }) : t("case.listing.hint")}
      </p>
      {all.error !== null && <Failed error={all.error} retry={() => void all.reload()} />}
      {rows.length > 0 && (
        <ListingRows
          narrow rows={rows} mayDecide={() => all.value?.may_decide ?? false} reload={() => void all.reload()}
          more={(row) => may && listsByHand(row) && <Button size="small" onClick={() => start(row)}>{t("case.listing.act")}</Button>}
        />
      )}
      {draft && <EntryForm draft={draft} close={(done) => { setDraft(null); if (done) void all.reload(); }} />}
    </section>
  );
}

export function CaseListing({ detail }: { detail: CaseDetail }) {
  const scam = detail.case.state === "decided" && detail.case.disposition === "scam";
  // What a case that was opened again took back is shown too.
  return scam || detail.events.some(({ disposition }) => disposition === "scam") ? <Panel detail={detail} /> : null;
}
