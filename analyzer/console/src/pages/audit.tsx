import { Button, Input, type TableColumnsType } from "antd";
import { useState } from "react";
import * as calls from "../api/calls";
import type { AuditRow } from "../api/types";
import { defangText } from "../lib/defang";
import { showTimeWhole } from "../lib/time";
import { usePages } from "../lib/use_pages";
import { PagedTable } from "../parts/paged_table";
import { useTexts } from "../text";
import { AuditChain } from "./audit_chain";
import { showAction, showDetail, showObject } from "./audit_words";

const kFilters = ["actor", "action", "object"] as const;

export function AuditPage() {
  const texts = useTexts();
  const { t, word } = texts;
  const [filters, setFilters] = useState({ q: "", from: "", to: "", actor: "", action: "", object: "" });
  const pages = usePages((cursor) => calls.listAudit({ ...filters, q: filters.q.trim() }, cursor), [JSON.stringify(filters)]);
  const columns: TableColumnsType<AuditRow> = [
    { title: t("audit.at"), key: "at", width: 190, render: (_, row) => <span className="unbroken">{showTimeWhole(row.at)}</span> },
    { title: t("audit.actor"), key: "actor", width: 250, render: (_, row) => (row.actor === "system" ? t("common.system") : <>{row.actor_name}<div className="small mono">{row.actor}</div></>) },
    { title: t("audit.action"), key: "action", width: 180, render: (_, row) => <>{showAction(row.action, texts)}<div className="small mono">{row.action}</div></> },
    { title: t("audit.object"), key: "object", width: 250, render: (_, row) => <span className="small mono">{defangText(showObject(row.object, texts))}</span> },
    { title: t("audit.result"), key: "result", width: 90, render: (_, row) => word("audit.result", row.result) },
    { title: t("audit.detail"), key: "detail", render: (_, row) => <span className="wrap">{defangText(showDetail(row, texts))}</span> },
  ];
  return (
    <>
      <div className="page-head">
        <h1>{t("audit.title")}</h1>
        <span className="grow" />
        <Button onClick={pages.reload} loading={pages.loading}>{t("common.refresh")}</Button>
      </div>
      <AuditChain checked={pages.reload} />
      <section className="panel" aria-label={t("common.search")} style={{ display: "flex", gap: 16, flexWrap: "wrap" }}>
        <label>
          {t("audit.q")}{" "}
          <Input style={{ width: 220 }} allowClear maxLength={33} value={filters.q} onChange={(e) => { const q = e.target.value; setFilters((before) => ({ ...before, q })); }} />
        </label>
        {(["from", "to"] as const).map((name) => (
          <label key={name}>
            {t(`audit.${name}`)}{" "}
            <Input type="date" style={{ width: 160 }} value={filters[name]} onChange={(e) => { const day = e.target.value; setFilters((before) => ({ ...before, [name]: day })); }} />
          </label>
        ))}
        {kFilters.map((name) => (
          <label key={name}>
            {t(`audit.${name}`)}{" "}
            <Input
              style={{ width: 220 }} allowClear maxLength={64} value={filters[name]}
              onChange={(e) => { const text = e.target.value.trim(); setFilters((before) => ({ ...before, [name]: text })); }}
            />
          </label>
        ))}
      </section>
      <PagedTable pages={pages} columns={columns} empty={t("audit.empty")} />
    </>
  );
}
