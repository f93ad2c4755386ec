// The review queue: filters, most urgent first, and "take next".
import { App, Button, Checkbox, Input, Select, type InputRef, type TableColumnsType } from "antd";
import { useEffect, useMemo, useRef, useState } from "react";
import { Link, useNavigate, useSearchParams } from "react-router-dom";
import * as calls from "../api/calls";
import { explain } from "../api/message";
import { useCasework } from "../lib/casework";
import type { Case, CaseKind, CaseWait, Level, NextCase } from "../api/types";
import { useDraft } from "../lib/draft";
import { useKeys } from "../lib/keys";
import { titleOf } from "../lib/defang";
import { placeOf } from "../lib/regions";
import { tellApart } from "../lib/tell_apart";
import { isPast, showClock, showMoment, showTime } from "../lib/time";
import { usePages } from "../lib/use_pages";
import { CaseTags, Due, OrderNote } from "../parts/due";
import { LevelTag, percent } from "../parts/level";
import { ExportButton } from "../parts/export_button";
import { PagedTable } from "../parts/paged_table";
import { RegionFilter } from "../parts/region_filter";
import { UndoBar } from "../parts/undo_bar";
import { useTexts } from "../text";
import { useSession } from "../session/session";
import { BulkModal } from "./case_bulk";
import { useFindingName } from "./case_confirm";
import { mostOf } from "./case_rules";

interface Filters {
  state: string;
  kind: CaseKind | "";
  level?: string; // levels, separated by commas
  region: string;
  mine: boolean;
  held: boolean;
  snoozed: boolean; // show those put off too
  archived: boolean; // show those filed too
  extension: boolean; // only those that ask for more time
  waits?: CaseWait | ""; // only those that wait so
  q: string;
}

const kUndecided = "open,claimed,second_review";
const kEmpty: Filters = { state: kUndecided, kind: "", level: "", region: "", mine: false, held: false, snoozed: false, archived: false, extension: false, waits: "", q: "" };
const useFilters = () => useDraft<Filters>("cases.filters", kEmpty);
const regionOf = ({ region }: Filters) => (/^\d{2,12}$/.test(region) ? region : undefined);

function queryOf(filters: Filters): calls.CaseFilters {
  return {
    state: filters.state || undefined,
    kind: filters.kind || undefined,
    level: filters.level || undefined,
    region: regionOf(filters),
    assignee: filters.mine ? "me" : undefined,
    held: filters.held ? true : undefined,
    snoozed: filters.snoozed || filters.mine || filters.waits ? undefined : false,
    archived: filters.archived ? undefined : false,
    asks_extension: filters.extension || undefined,
    waits: filters.waits || undefined,
    q: filters.q.trim() || undefined,
  };
}

// The queue that somebody works through: what the list shows, by kind, level and region.
function queueOf(filters: Filters): NextCase {
  return {
    ...(filters.kind && { kind: filters.kind }),
    ...(filters.level && { levels: filters.level.split(",") as Level[] }),
    ...(regionOf(filters) && { region: regionOf(filters) }),
  };
}

// Takes the next of the queue; `take` says whether one was there.
function useTake(filters: Filters): { take: () => Promise<boolean>; taking: boolean } {
  const texts = useTexts();
  const navigate = useNavigate();
  const { message } = App.useApp();
  const [taking, setTaking] = useState(false);
  const take = async () => {
    const queue = queueOf(filters);
    setTaking(true);
    try {
      const { body } = await calls.claimNextCase(queue);
      if (body?.id) navigate(`/cases/${body.id}`);
      else void message.info(texts.t(Object.keys(queue).length > 0 ? "cases.nothing.queue" : "cases.nothing"));
      return body?.id !== undefined;
    } catch (error) {
      void message.error(explain(error, texts));
      return false;
    } finally {
      setTaking(false);
    }
  };
  return { take, taking };
}
// The same from a case: of the queue that the list showed last.
export const useTakeNext = () => useTake(useFilters().value);

// A probability that speaks against the case is none of its reasons: a rule brought
// it here, and says so. The number is on the case's page.
function Judged({ item }: { item: Case }) {
  const { t } = useTexts();
  const p = percent(item.score);
  if (item.score < (item.kind === "report" ? 0.5 : 0.1)) return <div className="muted" title={t("hotline.score", { p })}>{t("cases.by_rule")}</div>;
  return <div className="muted">{t("hotline.score", { p })}</div>;
}

function useColumns(now: number, rows: readonly Case[]): TableColumnsType<Case> {
  const { t, word, language } = useTexts();
  const account = useSession().session?.account_id;
  const apart = useMemo(() => tellApart(rows, [
    (item) => placeOf(item, language),
    (item) => t("cases.of", { t: showMoment(item.opened_at, now) }),
    (item) => t("cases.end", { id: item.id.slice(-4) }),
    // eslint-disable-next-line react-hooks/exhaustive-deps -- `now` only chooses the year to be said
  ]), [rows, language]);
  const nameOfFinding = useFindingName(useCasework());
  return [
    {
      title: t("cases.col.title"), key: "title",
      render: (_, item) => (
        <>
          <Link className="title-link" to={`/cases/${item.id}`}>{titleOf(item)}{apart.has(item.id) && <span className="apart">{t("cases.apart", { words: apart.get(item.id) ?? "" })}</span>}</Link>{" "}
          <CaseTags item={item} />
          <div className="muted">
            {word("kind", item.kind)} · <span className="mono">{item.id}</span>
            {item.observations > 1 && ` · ${t("cases.observations", { n: item.observations })}`}
          </div>
        </>
      ),
    },
    {
      title: t("cases.col.level"), key: "level", width: 150,
      render: (_, item) => (
        <>
          {item.level && <LevelTag level={item.level} />}
          <Judged item={item} />
        </>
      ),
    },
    {
      title: t("cases.order"), key: "due", width: 216,
      render: (_, item) => <><OrderNote item={item} now={now} /><div><Due item={item} now={now} /></div></>,
    },
    {
      title: t("cases.col.state"), key: "state", width: 140,
      render: (_, item) => (
        <>
          {item.settles_at ? t(isPast(item.settles_at) ? "case.settling.now" : "cases.unsettled", { t: showClock(item.settles_at) }) : word("state", item.state)}
          {(item.state === "decided" || item.state === "second_review") && <div className="muted">{nameOfFinding(item)}</div>}
          {item.state !== "decided" && !item.assignee && item.owner && <div className="muted">{item.owner === account ? t("case.owner.me") : t("case.owner", { name: item.owner_name ?? item.owner })}</div>}
          {item.referred_until && (Date.parse(item.referred_until) <= now ? <div className="tone-critical">⚠ {word("waits", "unit_overdue")}</div> : <div className="due-soon">{word("waits", "unit")}</div>)}
          {item.letter_since && <div className="due-soon">{word("waits", "letter")}</div>}
          {item.state !== "decided" && item.assignee && <div className="muted">{item.assignee_name ?? item.assignee}</div>}
        </>
      ),
    },
    {
      title: t("cases.col.region"), key: "region", width: 150,
      render: (_, item) => placeOf(item, language) || <span className="muted">{t("common.not_given")}</span>,
    },
    { title: t("cases.col.opened"), key: "opened", width: 120, render: (_, item) => <span className="unbroken" title={showTime(item.opened_at)}>{showMoment(item.opened_at, now)}</span> },
  ];
}

// The cases that were ticked, and the window that decides them together.
function Chosen({ items, clear, reload }: { items: Case[]; clear: () => void; reload: () => void }) {
  const { t } = useTexts();
  const words = useCasework();
  const { session } = useSession();
  const [open, setOpen] = useState(false);
  const mixed = new Set(items.map(({ kind }) => (kind === "report" ? "report" : "attempt"))).size > 1;
  const most = words ? mostOf(words, session?.roles ?? []) : 0;
  const ready = words !== null && !mixed && items.length > 0 && items.length <= most;
  useKeys(useMemo(() => ({ g: () => { if (ready) setOpen(true); } }), [ready]));
  if (items.length === 0) return null;
  return (
    <section className="undo-bar" data-testid="chosen">
      <span className="grow">
        {t("cases.selected", { n: items.length })}
        {mixed && <span className="tone-high"> {t("bulk.kinds")}</span>}
        {items.length > most && words && <span className="tone-high"> {t("bulk.most", { n: most })}</span>}
      </span>
      <Button type="primary" disabled={!ready} onClick={() => setOpen(true)}>{t("bulk.open")} (G)</Button>
      <Button type="text" onClick={clear}>{t("cases.select.clear")}</Button>
      {open && words && items[0] && (
        <BulkModal
          title={t("bulk.title")} target={{ ids: items.map(({ id }) => id) }} kind={items[0].kind} words={words}
          close={() => setOpen(false)} done={() => { setOpen(false); clear(); reload(); }}
        />
      )}
    </section>
  );
}

export function CasesPage() {
  const { t, word } = useTexts();
  const navigate = useNavigate();
  const { value: filters, set } = useFilters();
  const [asked, forget] = useSearchParams();
  const kind = asked.get("kind");
  useEffect(() => { // a link of another page asks for one kind
    if (kind === null) return;
    set(() => ({ ...kEmpty, kind: kind as CaseKind }));
    forget({}, { replace: true });
  }, [kind, set, forget]);
  const query = queryOf(filters);
  const pages = usePages((cursor) => calls.listCases(query, cursor), [JSON.stringify(query)]);
  const { rows, loading, reload } = pages;
  const { take, taking } = useTake(filters);
  const [selected, setSelected] = useState(0);
  const [ticked, setTicked] = useState<string[]>([]);
  const chosen = rows.filter(({ id, state }) => ticked.includes(id) && state !== "decided");
  const tick = (id: string) => setTicked((before) => (before.includes(id) ? before.filter((one) => one !== id) : [...before, id]));
  const search = useRef<InputRef>(null);
  const columns = useColumns(Date.now(), rows);
  const asAtFirst = JSON.stringify(query) === JSON.stringify(queryOf(kEmpty));
  const change = (part: Partial<Filters>) => {
    setSelected(0);
    setTicked([]);
    set((before) => ({ ...before, ...part }));
  };
  const move = (step: number) => setSelected((at) => Math.max(0, Math.min(rows.length - 1, at + step)));
  useEffect(() => {
    document.querySelector(".row-selected")?.scrollIntoView({ block: "nearest" });
  }, [selected]);
  useKeys(
    useMemo(
      () => ({
        n: () => void take(),
        j: () => move(1),
        k: () => move(-1),
        ArrowDown: () => move(1),
        ArrowUp: () => move(-1),
        e: () => { const item = rows[selected]; if (item) tick(item.id); },
        "/": () => search.current?.focus(),
        Enter: () => {
          if (document.activeElement && document.activeElement !== document.body) {
            (document.activeElement as HTMLElement).click();
            return;
          }
          const item = rows[selected];
          if (item) navigate(`/cases/${item.id}`);
        },
      }),
      // eslint-disable-next-line react-hooks/exhaustive-deps -- take and move only use what is listed
      [rows, selected, JSON.stringify(queueOf(filters))],
    ),
  );
  const states = [
    { value: kUndecided, label: t("cases.undecided") },
    ...(["open", "claimed", "second_review", "decided"] as const).map((value) => ({ value, label: word("state", value) })),
    { value: "", label: t("common.all") },
  ];
  const kinds = [
    { value: "" as const, label: t("common.all") },
    ...(["attempt", "report", "retro", "objection", "spot_check"] as const).map((value) => ({ value, label: word("kind", value) })),
  ];
  const levels = [
    { value: "", label: t("common.all") }, { value: "high,critical", label: t("cases.level.flagged") },
    ...(["critical", "high", "medium", "low"] as const).map((value) => ({ value, label: word("level", value) })),
  ];
  const waits: { value: CaseWait | ""; label: string }[] = [
    { value: "", label: t("common.all") },
    ...(["unit", "unit_overdue", "letter"] as const).map((value) => ({ value, label: word("waits", value) })),
  ];
  return (
    <>
      <div className="page-head">
        <h1>{t("cases.title")}</h1>
        <span className="grow" />
        <ExportButton name={t("cases.export")} file={t("cases.export.file")} done={t("cases.export.done")} load={(format) => calls.exportLedger(query, format)} />
        <Button onClick={reload} loading={loading}>{t("common.refresh")}</Button>
        <Button type="primary" loading={taking} onClick={() => void take()}>
          {t("cases.next")} <span aria-hidden="true" style={{ opacity: 0.8 }}>(N)</span>
        </Button>
      </div>
      <section className="panel" aria-label={t("common.search")}>
        <div style={{ display: "flex", gap: 16, flexWrap: "wrap", alignItems: "center" }}>
          <label>{t("cases.state")} <Select style={{ width: 140 }} value={filters.state} options={states} onChange={(state) => change({ state })} aria-label={t("cases.state")} /></label>
          <label>{t("cases.kind")} <Select style={{ width: 140 }} value={filters.kind} options={kinds} onChange={(kind) => change({ kind })} aria-label={t("cases.kind")} /></label>
          <label>{t("cases.level")} <Select style={{ width: 160 }} value={filters.level ?? ""} options={levels} onChange={(level) => change({ level })} aria-label={t("cases.level")} /></label>
          <label>{t("cases.waits")} <Select style={{ width: 150 }} value={filters.waits ?? ""} options={waits} onChange={(wait) => change({ waits: wait })} aria-label={t("cases.waits")} /></label>
          <RegionFilter value={filters.region} change={(region) => change({ region })} />
          <Input ref={search} style={{ width: 240 }} allowClear value={filters.q} maxLength={100} placeholder={t("cases.q")} aria-label={t("cases.q")} onChange={(e) => change({ q: e.target.value })} />
          <Checkbox checked={filters.mine} onChange={(e) => change({ mine: e.target.checked })}>{t("cases.mine")}</Checkbox>
          <Checkbox checked={filters.held} onChange={(e) => change({ held: e.target.checked })}>{t("cases.held")}</Checkbox>
          <Checkbox checked={filters.snoozed} onChange={(e) => change({ snoozed: e.target.checked })}>{t("cases.snoozed")}</Checkbox>
          <Checkbox checked={filters.archived} onChange={(e) => change({ archived: e.target.checked })}>{t("cases.archived")}</Checkbox>
          <Checkbox checked={filters.extension} onChange={(e) => change({ extension: e.target.checked })}>{t("cases.extension")}</Checkbox>
        </div>
      </section>
      <p className="muted" style={{ margin: "0 0 8px" }}>{t("cases.order.why")}</p>
      <UndoBar undone={reload} />
      <Chosen items={chosen} clear={() => setTicked([])} reload={reload} />
      <PagedTable
        pages={pages} columns={columns} empty={t(asAtFirst ? "cases.none" : "cases.empty")} hint={t(asAtFirst ? "cases.none.text" : "cases.empty.text")}
        table={{
          rowSelection: {
            selectedRowKeys: ticked, onChange: (keys) => setTicked(keys.map(String)), columnWidth: 48,
            getCheckboxProps: ({ state, title, id }) => ({ disabled: state === "decided", "aria-label": `${t("cases.select")} ${title || id}` }) as object,
            getTitleCheckboxProps: () => ({ "aria-label": t("cases.select_all") }) as object,
          },
          rowClassName: (_, index) => (index === selected ? "row-selected" : ""),
          onRow: (item, index) => ({
            onClick: () => setSelected(index ?? 0),
            onDoubleClick: () => navigate(`/cases/${item.id}`),
          }),
        }}
      />
    </>
  );
}
