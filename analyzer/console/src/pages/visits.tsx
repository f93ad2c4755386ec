// The list from which visits at home are made, by village; printed or saved.
import { App, Button, Input, Segmented, type TableColumnsType } from "antd";
import { useState } from "react";
import * as study from "../api/study_calls";
import type { VisitNeed } from "../api/types";
import { placeName } from "../lib/regions";
import { showDay, showTime } from "../lib/time";
import { usePages } from "../lib/use_pages";
import { useSending } from "../lib/use_sending";
import { ExportButton } from "../parts/export_button";
import { FormModal } from "../parts/form_modal";
import { PagedTable } from "../parts/paged_table";
import { RegionFilter } from "../parts/region_filter";
import { useTexts } from "../text";

function DoneForm({ need, close, done }: { need: VisitNeed; close: () => void; done: () => void }) {
  const { t } = useTexts();
  const { message } = App.useApp();
  const [note, setNote] = useState("");
  const [went, setWent] = useState(""); // the two who went there
  const { busy, send } = useSending();
  const visited = t("visits.results.visited").split("|");
  const telephoned = t("visits.results.other").split("|");
  const twos = went.split(/[、,,;;和\s]+/).filter((name) => name.length > 0).length >= 2;
  // Whoever was telephoned was not visited: of that nobody has to be named.
  const needed = !telephoned.some((text) => note.startsWith(text));
  const missing = [note.trim() === "" ? t("visits.result") : "", needed && !twos ? t("visits.two") : ""].filter(Boolean);
  const submit = async () => {
    await send(async () => {
      await study.finishVisit(need.id, twos ? `${note.trim()}(${t("visits.went", { names: went.trim() })})` : note.trim());
      void message.success(t("visits.done.saved"));
      done();
    });
  };
  return (
    <FormModal title={t("visits.finish")} ok={t("common.save")} missing={missing} busy={busy} close={close} send={() => void submit()}>
      <p className="mono muted">{need.receipt}</p>
      <label htmlFor="visit-note">{t("visits.result")}</label>
      <Input.TextArea id="visit-note" autoFocus rows={3} maxLength={500} value={note} onChange={(e) => setNote(e.target.value)} />
      <div className="usual">
        {[...visited, ...telephoned].map((text) => <Button key={text} size="small" onClick={() => setNote(text)}>{text}</Button>)}
      </div>
      <label htmlFor="visit-went">{t("visits.two")}</label>
      <Input id="visit-went" value={went} maxLength={60} autoComplete="off" placeholder={t("visits.two.help")} onChange={(e) => setWent(e.target.value)} />
      <p className="muted">{t("visits.away")}</p>
    </FormModal>
  );
}

export function VisitsPage() {
  const { t, word, language } = useTexts();
  const [region, setRegion] = useState("");
  const [done, setDone] = useState(false);
  const [acting, setActing] = useState<VisitNeed | null>(null);
  const filters = { region: region || undefined, done };
  const pages = usePages((cursor) => study.listVisits(filters, cursor), [region, done]);
  const who = (row: VisitNeed) => [
    row.age !== null ? t("visits.age", { n: row.age }) : "", ...row.special.map((one) => word("special", one)),
  ].filter(Boolean).join(t("common.comma"));
  const columns: TableColumnsType<VisitNeed> = [
    { title: t("visits.village"), width: 220, render: (_, row) => <>{placeName(row.region, row.region_name, language)}<div className="small mono">{row.region}</div></> },
    { title: t("visits.who"), render: (_, row) => <>{who(row)}<div className="small mono">{row.receipt}</div></> },
    { title: t("visits.failures"), width: 170, render: (_, row) => <>{t("visits.failures.n", { n: row.failures, days: row.days })}<div className="small">{showTime(row.last_at)}</div></> },
    { title: t("visits.why"), width: 190, render: (_, row) => <>{word("channel", row.channel)}<div className="small">{word("failure", row.failure)}</div></> },
    { title: t("visits.due"), width: 120, render: (_, row) => row.due_on ?? <span className="muted">{t("common.not_given")}</span> },
    done
      ? { title: t("visits.result"), render: (_, row) => <span className="wrap">{row.note}<span className="small"> {row.done_by_name} {showDay(row.done_at)}</span></span> }
      : {
        // On paper: room to write what came of it.
        title: <><span className="no-print">{t("common.actions")}</span><span className="print-only">{t("visits.paper")}</span></>, width: 140,
        render: (_, row) => <Button className="no-print" onClick={() => setActing(row)}>{t("visits.finish")}</Button>,
      },
  ];
  return (
    <>
      <div className="page-head">
        <h1>{t("visits.title")}</h1>
        <Segmented
          className="no-print" value={done ? "done" : "open"} onChange={(value) => setDone(value === "done")}
          options={[{ value: "open", label: t("visits.open") }, { value: "done", label: t("visits.done") }]}
        />
        <RegionFilter value={region} change={setRegion} />
        <span className="grow" />
        <span className="no-print" style={{ display: "flex", gap: 8 }}>
          <Button onClick={() => window.print()}>{t("visits.print")}</Button>
          <ExportButton name={t("visits.export")} file={t("visits.title")} done={t("visits.exported")} load={(format) => study.exportVisits(filters, format)} />
          <Button onClick={pages.reload} loading={pages.loading}>{t("common.refresh")}</Button>
        </span>
      </div>
      <p className="muted">{t("visits.text")}</p>
      <PagedTable pages={pages} columns={columns} empty={t("visits.empty")} hint={t("visits.empty.hint")} />
      {acting && <DoneForm need={acting} close={() => setActing(null)} done={() => { setActing(null); pages.reload(); }} />}
    </>
  );
}
