// The official register: which hosts, apps and numbers are genuine, how that is
// known, and what no bureau has confirmed yet.
import { AutoComplete, Button, Input, Select, Tabs, type TableColumnsType } from "antd";
import { useState } from "react";
import * as calls from "../api/calls";
import type { RegisterEntry, RegisterKind } from "../api/types";
import { findRegions, placeName, regionCode } from "../lib/regions";
import { useCounties } from "../lib/use_counties";
import { usePages } from "../lib/use_pages";
import { PagedTable } from "../parts/paged_table";
import { useTexts } from "../text";
import { Brands } from "./register_brands";
import { MarkCell, useMarks, Waiting, type Marks } from "./register_marks";

const kKinds: RegisterKind[] = [
  "national", "ministry", "province", "portal", "service", "consulate", "app", "mini_program", "public_account", "hotline",
  "partner", "government",
];
interface Filters {
  q: string;
  kind?: RegisterKind;
  region: string;
  confirmed?: boolean;
}

// One page of entries, each with a key of its own, and how many there are.
function useRegister(filters: Filters) {
  const [counts, setCounts] = useState<{ found: number; confirmed: number } | null>(null); // null: not known
  const pages = usePages<RegisterEntry>(async (cursor) => {
    const answer = await calls.listRegister({ ...filters, region: regionCode(filters.region) ?? undefined }, cursor).catch((error: unknown) => {
      if (cursor === undefined) setCounts(null);
      throw error;
    });
    const { data, next_cursor, found, confirmed } = answer.body;
    setCounts({ found, confirmed });
    return { ...answer, body: { data, next_cursor } };
  }, [JSON.stringify(filters)]);
  return { pages, counts };
}

function Places({ entry }: { entry: RegisterEntry }) {
  const { t } = useTexts();
  return (
    <>
      {entry.hosts.map((host) => <div key={host} className="mono">{host}</div>)}
      {entry.below && <div className="small">{t("register.below")}</div>}
      {entry.names.length > 0 && <div>{entry.names.join(t("common.comma"))}</div>}
    </>
  );
}

const placesOf = ({ hosts, names }: RegisterEntry) => [...hosts, ...names].join(", ");

export function RegisterPage() {
  const { t } = useTexts();
  const marks = useMarks();
  const [shown, setShown] = useState("entries");
  const [changes, setChanges] = useState(0); // made at the head of the page
  return (
    <>
      <div className="page-head"><h1>{t("register.title")}</h1></div>
      <Waiting marks={marks} changed={() => setChanges(changes + 1)} />
      <Tabs
        activeKey={shown} onChange={setShown} destroyOnHidden
        items={[
          { key: "entries", label: t("mark.entries"), children: <Entries key={changes} marks={marks} /> },
          { key: "brands", label: t("mark.brands"), children: <Brands key={changes} marks={marks} /> },
        ]}
      />
    </>
  );
}

function Entries({ marks }: { marks: Marks }) {
  const { t, word, language } = useTexts();
  const [filters, setFilters] = useState<Filters>({ q: "", region: "" });
  useCounties(filters.region);
  const { pages, counts } = useRegister(filters);
  const set = (change: Partial<Filters>) => setFilters((before) => ({ ...before, ...change }));
  const columns: TableColumnsType<RegisterEntry> = [
    { title: t("register.name"), key: "name", width: 260, render: (_, e) => <><strong>{e.name}</strong>{e.owner !== e.name && <div className="small">{e.owner}</div>}</> },
    { title: t("register.kind"), key: "kind", width: 130, render: (_, e) => word("register.kind", e.kind) },
    { title: t("register.region"), key: "region", width: 110, render: (_, e) => placeName(e.region, e.region_name, language) || t("register.nationwide") },
    { title: t("register.places"), key: "places", render: (_, e) => <Places entry={e} /> },
    { title: t("register.state"), key: "state", width: 300, render: (_, e) => <MarkCell item={e} places={placesOf(e)} marks={marks} changed={pages.reload} /> },
    { title: t("register.source"), key: "source", width: 220, render: (_, e) => <span className="small wrap">{e.source}</span> },
  ];
  return (
    <>
      <div className="page-head">
        <span className="muted" role="status">{counts && t("register.counts", counts)}</span>
        <span className="grow" />
        <Button onClick={pages.reload} loading={pages.loading}>{t("common.refresh")}</Button>
      </div>
      <p className="muted">{t("register.note")}</p>
      <section className="panel" aria-label={t("common.search")} style={{ display: "flex", gap: 16, flexWrap: "wrap" }}>
        <Input
          style={{ width: 320 }} allowClear maxLength={60} aria-label={t("register.search")} placeholder={t("register.search")}
          value={filters.q} onChange={(e) => set({ q: e.target.value })}
        />
        <Select<RegisterKind>
          style={{ width: 190 }} allowClear aria-label={t("register.kind")} placeholder={t("register.kind")} value={filters.kind}
          onChange={(kind) => set({ kind })} options={kKinds.map((value) => ({ value, label: word("register.kind", value) }))}
        />
        <AutoComplete
          style={{ width: 190 }} allowClear aria-label={t("register.region")} placeholder={t("register.region")} value={filters.region}
          onChange={(region) => set({ region: region ?? "" })}
          options={findRegions(filters.region).map((r) => ({ value: language === "en" ? r.en : r.zh }))}
        />
        <Select<string>
          style={{ width: 190 }} allowClear aria-label={t("register.state")} placeholder={t("register.state")}
          value={filters.confirmed === undefined ? undefined : String(filters.confirmed)}
          onChange={(value) => set({ confirmed: value === undefined ? undefined : value === "true" })}
          options={[{ value: "true", label: t("register.confirmed") }, { value: "false", label: t("register.unconfirmed") }]}
        />
      </section>
      <PagedTable pages={pages} columns={columns} empty={t("register.empty")} hint={t("register.empty.hint")} />
    </>
  );
}
