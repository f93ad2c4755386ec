// What is called bad or good, by whom and since when: looked up, entered with a reason and an end,
// and taken back.
import { Button, Input, Select, Space, Tag, type TableColumnsType } from "antd";
import { useState } from "react";
import * as calls from "../api/calls";
import type { Indicator, IndicatorKind, IndicatorStatement } from "../api/types";
import { reasonOf } from "../lib/feed_detail";
import { showTime } from "../lib/time";
import { usePages } from "../lib/use_pages";
import { useSession } from "../session/session";
import { useTexts } from "../text";
import { EntryEffectWindow } from "./entry_effect";
import { EntryForm, kKinds, type EntryDraft } from "./entry_form";
import { IndicatorName } from "./indicator_name";
import { PagedTable } from "./paged_table";

// Of these only a key is kept: the page shows ends, and takes back by the key.
const kKeyed: IndicatorKind[] = ["phone", "payee", "contact", "device"];
const kShownStatements = 6;

type Row = Indicator & { id: string };

function Said({ one }: { one: IndicatorStatement }) {
  const { t, word } = useTexts();
  return (
    <div className="small wrap">
      {showTime(one.at)} {one.source === "disposition" ? t("entries.by_case") : (one.source_name ?? one.source)}{" "}
      {one.revokes ? t("entries.taken_back", { what: word("entries.opinion", one.opinion) }) : word("entries.opinion", one.opinion)}
      {one.valid_until && ` · ${t("entries.until", { at: showTime(one.valid_until) })}`}
      {one.reason && ` · ${reasonOf(one.reason, t)}`}
    </div>
  );
}

export function OwnEntries({ changed }: { changed: () => void }) {
  const { t, word } = useTexts();
  const { has } = useSession();
  const [asked, setAsked] = useState("");
  const [kind, setKind] = useState<IndicatorKind | undefined>(undefined);
  const [draft, setDraft] = useState<EntryDraft | null>(null);
  const [shown, setShown] = useState<Row | null>(null);
  const pages = usePages<Row>(async (cursor) => {
    const answer = await calls.listIndicators({ q: asked.trim() || undefined, kind, cursor });
    return { ...answer, body: { ...answer.body, data: answer.body.data.map((one) => ({ ...one, id: `${one.kind} ${one.value}` })) } };
  }, [asked, kind]);
  const anyAsked = asked.trim() !== "" || kind !== undefined;
  const reviews = has("reviewer", "second_reviewer", "supervisor");
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
    setDraft({ kind: row.kind as IndicatorKind, value: row.value, label: row.label, opinion: row.allowed ? "allow" : "bad", revokes: true, fixed: true });
  const columns: TableColumnsType<Row> = [
    { title: t("entries.value"), key: "value", render: (_, row) => <><IndicatorName label={row.label} /><div className="small">{word("entries.kind", row.kind)}</div></> },
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
    ...(reviews ? [{
      title: t("common.actions"), key: "actions", width: 160,
      render: (_: unknown, row: Row) => (row.listed || row.allowed) && (
        <Space wrap>
          <Button size="small" onClick={() => setShown(row)}>{t(row.allowed ? "entries.hides" : "entries.effect")}</Button>
          {decides && <Button size="small" onClick={() => takeBack(row)}>{t("entries.back")}</Button>}
        </Space>
      ),
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
            options={[...kKinds, ...kKeyed.filter((one) => !kKinds.includes(one))].map((one) => ({ value: one, label: word("entries.kind", one) }))} />
          {decides && <Button type="primary" onClick={() => setDraft({ kind: "host", value: "", opinion: "bad", revokes: false, fixed: false })}>{t("entries.add")}</Button>}
        </div>
      </div>
      <PagedTable pages={pages} columns={columns} empty={t(anyAsked ? "entries.none" : "entries.empty")} hint={t(anyAsked ? "entries.none.hint" : "entries.empty.hint")} />
      {draft && <EntryForm draft={draft} close={close} />}
      {shown && <EntryEffectWindow entry={shown} close={() => setShown(null)} />}
    </section>
  );
}
