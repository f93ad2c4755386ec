// Reports taken at the desk: who is to be called back, what is still to be added,
// where a report went.
import { Button, Input, Segmented, type TableColumnsType } from "antd";
import { useState } from "react";
import * as desk from "../api/desk_calls";
import type { DeskReport } from "../api/types";
import { placeOf } from "../lib/regions";
import { showTime } from "../lib/time";
import { usePages } from "../lib/use_pages";
import { showYuan } from "../lib/yuan";
import { DeskEntries } from "../parts/desk_entries";
import { useLoad } from "../lib/load";
import { LevelTag } from "../parts/level";
import { PagedTable } from "../parts/paged_table";
import { useTexts } from "../text";
import { readBack } from "./hotline_draft";
import { HotlineEntry, type EntryKind } from "./hotline_entry";
import { ObjectionForm, Objections } from "./objections";

type Row = DeskReport & { id: string };

// Six digits with or without the blank, as they were read out.
const searched = (typed: string) => typed.trim().replace(/^(\d{3}) (\d{3})$/, "$1$2");

export function DeskPage() {
  const { t, word, language } = useTexts();
  const [only, setOnly] = useState<"due" | "all" | "objections">("due");
  const [typed, setTyped] = useState("");
  const [acting, setActing] = useState<{ kind: EntryKind; id: string } | null>(null);
  const [objecting, setObjecting] = useState(false);
  const q = searched(typed);
  const pages = usePages<Row>(
    (cursor) => desk.listDeskReports(q ? { q } : only === "due" ? { callback: "due" } : {}, cursor)
      .then((answer) => ({ ...answer, body: { ...answer.body, data: answer.body.data.map((row) => ({ ...row, id: row.report_id })) } })),
    [only, q],
  );
  const telling = useLoad(() => desk.listObjections("due"), [only]);
  const toTell = telling.value?.data.length ?? 0;
  const columns: TableColumnsType<Row> = [
    {
      title: t("desk.number"), width: 190, render: (_, row) => {
        const { digits } = readBack(row.report_id);
        return <><strong className="desk-digits">{digits}</strong><div className="small">{showTime(row.received_at)}</div></>;
      },
    },
    { title: t("cases.col.level"), width: 170, render: (_, row) => <LevelTag level={row.level} /> },
    {
      title: t("desk.about"), width: 170, render: (_, row) => (
        <>
          {word("medium", row.medium)} <span className="muted">{placeOf(row, language)}</span>
          {row.paid_yuan !== null && row.paid_yuan > 0 && <div className="due-over">{t("desk.paid", { n: showYuan(row.paid_yuan) })}</div>}
          {row.missing.length > 0 && <div className="small">{t("hotline.later.n", { n: row.missing.length })}</div>}
        </>
      ),
    },
    { title: t("desk.done"), render: (_, row) => <DeskEntries entries={row.entries} /> },
    {
      title: t("common.actions"), width: 250, render: (_, row) => (
        <div style={{ display: "flex", gap: 6, flexWrap: "wrap" }}>
          {row.callback === "due" && <Button type="primary" onClick={() => setActing({ kind: "callback", id: row.id })}>{t("desk.callback")}</Button>}
          <Button onClick={() => setActing({ kind: "referral", id: row.id })}>{t("desk.referral")}</Button>
          <Button onClick={() => setActing({ kind: "supplement", id: row.id })}>{t("desk.supplement")}</Button>
        </div>
      ),
    },
  ];
  return (
    <>
      <div className="page-head">
        <h1>{t("desk.title")}</h1>
        <Segmented
          value={only} onChange={setOnly} disabled={q !== ""}
          options={[{ value: "due", label: t("desk.due") }, { value: "all", label: t("common.all") }, { value: "objections", label: <>{t("objection.list")}{toTell > 0 && <strong className="tone-high" data-testid="to-tell"> {t("objection.to_tell", { n: toTell })}</strong>}</> }]}
        />
        <Input
          value={typed} allowClear style={{ width: 280 }} aria-label={t("desk.search")} placeholder={t("desk.search")}
          onChange={(e) => setTyped(e.target.value)}
        />
        <span className="grow" />
        <Button onClick={() => setObjecting(true)}>{t("objection.add")}</Button>
        <Button onClick={pages.reload} loading={pages.loading}>{t("common.refresh")}</Button>
      </div>
      {only === "objections" && q === "" ? <Objections /> : <PagedTable pages={pages} columns={columns} empty={t(q ? "desk.not_found" : only === "due" ? "desk.nothing_due" : "desk.empty")} hint={!q && only === "due" ? t("desk.nothing_due.hint") : undefined} />}
      {objecting && <ObjectionForm way="hotline" close={() => setObjecting(false)} done={() => { setObjecting(false); setOnly("objections"); }} />}
      {acting && <HotlineEntry kind={acting.kind} reportId={acting.id} close={() => setActing(null)} done={() => { setActing(null); pages.reload(); }} />}
    </>
  );
}
