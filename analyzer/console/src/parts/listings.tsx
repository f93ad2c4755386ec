// What settled scams put on the list: how each value stands there, and what waits for another
// person than who decided the case.
import { Button, Input, Modal, Table, Tag, type TableColumnsType } from "antd";
import { useState, type ReactNode } from "react";
import * as calls from "../api/calls";
import type { Listing } from "../api/types";
import { titleOf } from "../lib/defang";
import { useLoad } from "../lib/load";
import { showTime } from "../lib/time";
import { useSending } from "../lib/use_sending";
import { useTexts } from "../text";
import { IndicatorName, shortLabel } from "./indicator_name";
import { Failed } from "./states";

const kShortest = 2; // letters of a reason
const kColors: Record<Listing["state"], string> = {
  will_list: "processing", will_wait: "processing", left_out: "default", listed: "error", waiting: "warning", refused: "default", withdrawn: "default",
};

export const keyOf = (row: Listing): string => `${row.case_id} ${row.kind} ${row.value}`;

// The state that the case gave it; whether it is on the list now is told by the store.
export function ListingState({ row }: { row: Listing }) {
  const { t, word } = useTexts();
  const gone = row.state === "listed" && !row.listed;
  const others = row.state !== "listed" && row.listed;
  return (
    <>
      <Tag color={gone ? "default" : kColors[row.state]}>{gone ? t("listings.gone") : word("listings.state", row.state)}</Tag>
      {others && <Tag color="error">{t("listings.others")}</Tag>}
      {row.why && <div className="small">{word("listings.why", row.why)}</div>}
      {row.note && <div className="small wrap">{row.note}</div>}
    </>
  );
}

function People({ row }: { row: Listing }) {
  const { t } = useTexts();
  return (
    <>
      {row.by && row.at && <div className="small">{t("listings.by", { name: row.by, at: showTime(row.at) })}</div>}
      {row.decided_by && row.decided_at && <div className="small">{t("listings.decided_by", { name: row.decided_by, at: showTime(row.decided_at) })}</div>}
    </>
  );
}

// Another person lists it or leaves it, with a reason.
function Decide({ row, close }: { row: Listing; close: (done: boolean) => void }) {
  const { t, word } = useTexts();
  const { busy, send } = useSending();
  const [note, setNote] = useState("");
  const decide = (list: boolean) => send(async () => {
    await calls.decideListing(row.case_id, row.version ?? 0, { kind: row.kind, value: row.value, list, note: note.trim() });
    close(true);
  });
  const short = note.trim().length < kShortest;
  return (
    <Modal open title={t("listings.decide", { label: shortLabel(row.label) })} footer={null} onCancel={() => close(false)}>
      <p>{word("entries.kind", row.kind)}{row.why ? ` · ${word("listings.why", row.why)}` : ""}</p>
      <p className="muted">{t("listings.decide.hint")}</p>
      <label htmlFor="listing-note">{t("entries.reason")}</label>
      <Input.TextArea id="listing-note" placeholder={t("common.least", { n: kShortest })} rows={3} maxLength={600} value={note} onChange={(e) => setNote(e.target.value)} />
      <div style={{ display: "flex", gap: 8, marginTop: 12, justifyContent: "flex-end" }}>
        <Button onClick={() => close(false)}>{t("common.cancel")}</Button>
        <Button disabled={short} loading={busy} onClick={() => void decide(false)}>{t("listings.leave")}</Button>
        <Button type="primary" disabled={short} loading={busy} onClick={() => void decide(true)}>{t("listings.list")}</Button>
      </div>
    </Modal>
  );
}

interface Rows {
  rows: readonly Listing[];
  mayDecide: (row: Listing) => boolean;
  narrow?: boolean; // beside a case: one below the other, without the case
  more?: (row: Listing) => ReactNode; // further actions
  reload: () => void;
}

export function ListingRows({ rows, mayDecide, narrow = false, more, reload }: Rows) {
  const { t, word } = useTexts();
  const [decided, setDecided] = useState<Listing | null>(null);
  const value = (row: Listing) => <><IndicatorName label={row.label} /><div className="small">{word("entries.kind", row.kind)}</div></>;
  const actions = (row: Listing) => (
    <>
      {row.state === "waiting" && (mayDecide(row)
        ? <Button size="small" onClick={() => setDecided(row)}>{t("listings.act")}</Button>
        : <span className="small muted">{t("listings.another")}</span>)}
      {more?.(row)}
    </>
  );
  const columns: TableColumnsType<Listing> = [
    { title: t("entries.value"), key: "value", render: (_, row) => value(row) },
    { title: t("feeds.state"), key: "state", width: 220, render: (_, row) => <ListingState row={row} /> },
    { title: t("listings.case"), key: "case", width: 240, render: (_, row) => <a href={`#/cases/${row.case_id}`} className="wrap">{titleOf({ id: row.case_id, title: row.case_title ?? "" })}</a> },
    { title: t("listings.people"), key: "people", width: 220, render: (_, row) => <People row={row} /> },
    { title: t("common.actions"), key: "actions", width: 150, render: (_, row) => actions(row) },
  ];
  return (
    <>
      {narrow
        ? (
          <ul className="plain" style={{ listStyle: "none", margin: 0, padding: 0 }}>
            {rows.map((row) => (
              <li key={keyOf(row)} style={{ borderTop: "1px solid #e0e6ee", padding: "8px 0" }}>
                {value(row)}
                <ListingState row={row} />
                <People row={row} />
                {actions(row)}
              </li>
            ))}
          </ul>
        )
        : <Table rowKey={keyOf} size="small" pagination={false} columns={columns} dataSource={[...rows]} />}
      {decided && <Decide row={decided} close={(done) => { setDecided(null); if (done) reload(); }} />}
    </>
  );
}

// The one place where all that waits is worked through.
export function WaitingListings({ changed }: { changed: () => void }) {
  const { t } = useTexts();
  const all = useLoad(calls.listWaitingListings, []);
  const reload = () => {
    void all.reload();
    changed();
  };
  return (
    <section className="panel" aria-label={t("listings.waiting")}>
      <h2>{t("listings.waiting")}</h2>
      <p className="muted">{t("listings.waiting.hint")}</p>
      {all.error !== null && <Failed error={all.error} retry={reload} />}
      {all.value?.data.length === 0 && <p>{t("listings.none")}</p>}
      {all.value && all.value.data.length > 0 && (
        <ListingRows rows={all.value.data} mayDecide={(row) => row.may_decide ?? false} reload={reload} />
      )}
      {all.value?.more && <p className="small">{t("listings.more")}</p>}
    </section>
  );
}
