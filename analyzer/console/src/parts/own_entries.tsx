// What is called bad or good, by whom and since when: looked up, entered with a reason and an end,
// and taken back.
import { App, Button, Input, Modal, Radio, Select, Tag, type TableColumnsType } from "antd";
import { useState } from "react";
import * as calls from "../api/calls";
import type { Indicator, IndicatorKind, IndicatorStatement } from "../api/types";
import { defangText } from "../lib/defang";
import { showTime } from "../lib/time";
import { usePages } from "../lib/use_pages";
import { useSending } from "../lib/use_sending";
import { useSession } from "../session/session";
import { useTexts } from "../text";
import { PagedTable } from "./paged_table";

const kKinds: IndicatorKind[] = ["url", "path", "host", "domain", "ip", "qr", "text", "phone", "payee", "contact"];
// Of these only a key is kept: whoever takes one back must name it again.
const kKeyed: IndicatorKind[] = ["phone", "payee", "contact", "device"];
const kShownStatements = 6;
const kShortestReason = 2;
const kDays = [0, 30, 90, 365]; // 0: without an end
const kDayMs = 86_400_000;

type Row = Indicator & { id: string };
interface Draft { kind: IndicatorKind; value: string; opinion: "bad" | "allow"; revokes: boolean; fixed: boolean }

function Said({ one }: { one: IndicatorStatement }) {
  const { t, word } = useTexts();
  return (
    <div className="small wrap">
      {showTime(one.at)} {one.source_name ?? one.source}{" "}
      {one.revokes ? t("entries.taken_back", { what: word("entries.opinion", one.opinion) }) : word("entries.opinion", one.opinion)}
      {one.valid_until && ` · ${t("entries.until", { at: showTime(one.valid_until) })}`}
      {one.reason && ` · ${one.reason}`}
    </div>
  );
}

function EntryForm({ draft, close }: { draft: Draft; close: (changed: boolean) => void }) {
  const { t, word } = useTexts();
  const { message } = App.useApp();
  const { busy, send } = useSending();
  const [entry, setEntry] = useState(draft);
  const [days, setDays] = useState(0);
  const [reason, setReason] = useState("");
  const title = entry.revokes ? t("entries.take_back", { label: defangText(entry.value) }) : t("entries.add");
  const store = () => send(async () => {
    await calls.addIndicator({
      kind: entry.kind, value: entry.value.trim(), opinion: entry.opinion, revokes: entry.revokes, reason: reason.trim(),
      valid_until: days > 0 && !entry.revokes ? new Date(Date.now() + days * kDayMs).toISOString() : null,
    });
    void message.success(t(entry.revokes ? "entries.done.back" : "entries.done"));
    close(true);
  });
  const short = reason.trim().length < kShortestReason || entry.value.trim() === "";
  return (
    <Modal open title={title} footer={null} onCancel={() => close(false)}>
      {!entry.fixed && (
        <>
          <label htmlFor="entry-kind">{t("entries.kind")}</label>
          <Select id="entry-kind" style={{ width: "100%" }} value={entry.kind} onChange={(kind) => setEntry({ ...entry, kind })}
            options={kKinds.map((kind) => ({ value: kind, label: word("entries.kind", kind) }))} />
          <label htmlFor="entry-value">{t("entries.value")}</label>
          <Input.TextArea id="entry-value" rows={2} maxLength={2048} value={entry.value} onChange={(e) => setEntry({ ...entry, value: e.target.value })} />
          <Radio.Group aria-label={t("entries.says")} style={{ margin: "12px 0" }} value={entry.opinion} onChange={(e) => setEntry({ ...entry, opinion: e.target.value as Draft["opinion"] })}>
            <Radio value="bad">{word("entries.opinion", "bad")}</Radio>
            <Radio value="allow">{word("entries.opinion", "allow")}</Radio>
          </Radio.Group>
          <p className="muted">{t(entry.opinion === "bad" ? "entries.bad.hint" : "entries.allow.hint")}</p>
        </>
      )}
      {!entry.revokes && (
        <>
          <label htmlFor="entry-days">{t("entries.days")}</label>
          <Select id="entry-days" style={{ width: "100%" }} value={days} onChange={setDays}
            options={kDays.map((n) => ({ value: n, label: n === 0 ? t("entries.no_end") : t("entries.n_days", { n }) }))} />
        </>
      )}
      {entry.revokes && <p>{t("entries.back.hint")}</p>}
      <label htmlFor="entry-reason">{t("entries.reason")}</label>
      <Input.TextArea id="entry-reason" rows={3} maxLength={600} value={reason} onChange={(e) => setReason(e.target.value)} />
      <div style={{ display: "flex", gap: 12, marginTop: 12 }}>
        <Button type="primary" disabled={short} loading={busy} onClick={() => void store()}>{t(entry.revokes ? "entries.back" : "entries.store")}</Button>
        <Button onClick={() => close(false)}>{t("common.cancel")}</Button>
      </div>
    </Modal>
  );
}

export function OwnEntries({ changed }: { changed: () => void }) {
  const { t, word } = useTexts();
  const { has } = useSession();
  const [asked, setAsked] = useState("");
  const [kind, setKind] = useState<IndicatorKind | undefined>(undefined);
  const [draft, setDraft] = useState<Draft | null>(null);
  const pages = usePages<Row>(async (cursor) => {
    const answer = await calls.listIndicators({ q: asked.trim() || undefined, kind, cursor });
    return { ...answer, body: { ...answer.body, data: answer.body.data.map((one) => ({ ...one, id: `${one.kind} ${one.value}` })) } };
  }, [asked, kind]);
  const decides = has("second_reviewer", "supervisor");
  const close = (stored: boolean) => {
    setDraft(null);
    if (!stored) return;
    pages.reload();
    changed();
  };
  const state = (row: Row) => {
    if (row.allowed) return <Tag color="success">{t("entries.allowed")}</Tag>;
    return row.listed ? <Tag color="error">{t("entries.listed")}</Tag> : <Tag>{t("entries.not_listed")}</Tag>;
  };
  const takeBack = (row: Row) =>
    setDraft({ kind: row.kind as IndicatorKind, value: row.value, opinion: row.allowed ? "allow" : "bad", revokes: true, fixed: true });
  const columns: TableColumnsType<Row> = [
    { title: t("entries.value"), key: "value", render: (_, row) => <><span className="mono wrap">{defangText(row.label)}</span><div className="small">{word("entries.kind", row.kind)}</div></> },
    { title: t("feeds.state"), key: "state", width: 110, render: (_, row) => state(row) },
    {
      title: t("entries.said"), key: "said",
      render: (_, row) => {
        const said = [...row.statements].reverse();
        return (
          <>
            {said.slice(0, kShownStatements).map((one, i) => <Said key={i} one={one} />)}
            {said.length > kShownStatements && <div className="small muted">{t("entries.older", { n: said.length - kShownStatements })}</div>}
          </>
        );
      },
    },
    ...(decides ? [{
      title: t("common.actions"), key: "actions", width: 110,
      render: (_: unknown, row: Row) => (row.listed || row.allowed) && !kKeyed.includes(row.kind as IndicatorKind)
        && <Button size="small" onClick={() => takeBack(row)}>{t("entries.back")}</Button>,
    }] : []),
  ];
  return (
    <section aria-label={t("entries.title")}>
      <div className="panel">
        <h2>{t("entries.title")}</h2>
        <p className="muted">{t("entries.note")}</p>
        <div style={{ display: "flex", gap: 12, flexWrap: "wrap" }}>
          <Input.Search allowClear style={{ width: 360 }} aria-label={t("entries.search")} placeholder={t("entries.search")} maxLength={200} onSearch={setAsked} />
          <Select allowClear style={{ width: 200 }} aria-label={t("entries.kind")} placeholder={t("entries.kind.any")} value={kind} onChange={setKind}
            options={kKinds.filter((one) => !kKeyed.includes(one)).map((one) => ({ value: one, label: word("entries.kind", one) }))} />
          {decides && <Button type="primary" onClick={() => setDraft({ kind: "host", value: "", opinion: "bad", revokes: false, fixed: false })}>{t("entries.add")}</Button>}
        </div>
      </div>
      <PagedTable pages={pages} columns={columns} empty={t("entries.none")} hint={t("entries.none.hint")} />
      {draft && <EntryForm draft={draft} close={close} />}
    </section>
  );
}
