// Whose names are borrowed in others' addresses, and the owners' own domains.
import { Input, Table, Tag, type TableColumnsType } from "antd";
import { useState } from "react";
import * as oversight from "../api/oversight_calls";
import type { Brand } from "../api/types";
import { useLoad } from "../lib/load";
import { Failed, Loading } from "../parts/states";
import { useTexts } from "../text";
import { MarkCell, type Marks } from "./register_marks";

const kPage = 30; // rows of a page

export function Brands({ marks }: { marks: Marks }) {
  const { t } = useTexts();
  const { value, error, reload } = useLoad(() => oversight.listBrands(), []);
  const [search, setSearch] = useState("");
  if (!value) return error !== null ? <Failed error={error} retry={() => void reload()} /> : <Loading />;
  const wanted = search.trim().toLowerCase();
  const rows = value.data.filter((brand) => [brand.name, ...brand.tokens, ...brand.domains].some((text) => text.toLowerCase().includes(wanted)));
  const columns: TableColumnsType<Brand> = [
    { title: t("register.name"), key: "name", width: 220, render: (_, brand) => <strong>{brand.name}</strong> },
    { title: t("mark.domains"), key: "domains", width: 300, render: (_, brand) => brand.domains.map((domain) => <div key={domain} className="mono">{domain}</div>) },
    { title: t("mark.tokens"), key: "tokens", render: (_, brand) => <span>{brand.tokens.map((token) => <Tag key={token}>{token}</Tag>)}</span> },
    { title: t("register.state"), key: "state", width: 300, render: (_, brand) => <MarkCell item={brand} places={brand.domains.join(", ")} marks={marks} changed={() => void reload()} /> },
  ];
  return (
    <>
      <p className="muted">{t("mark.brands.note")}</p>
      <section className="panel" aria-label={t("common.search")} style={{ display: "flex", gap: 16, alignItems: "center" }}>
        <Input style={{ width: 320 }} allowClear maxLength={60} aria-label={t("register.search")} placeholder={t("register.search")} value={search} onChange={(e) => setSearch(e.target.value)} />
        <span className="muted" role="status">{t("mark.brands.counts", { n: rows.length, confirmed: value.confirmed })}</span>
      </section>
      <section className="panel" style={{ padding: 0, overflowX: "auto" }}>
        <Table<Brand> rowKey="id" columns={columns} dataSource={rows} pagination={{ pageSize: kPage, showSizeChanger: false, hideOnSinglePage: true, style: { margin: 12 } }} locale={{ emptyText: t("register.empty") }} />
      </section>
    </>
  );
}
