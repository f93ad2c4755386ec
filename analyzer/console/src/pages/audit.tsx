import { Button, Input, type TableColumnsType } from "antd";
import { useState } from "react";
import * as calls from "../api/calls";
import type { AuditRow } from "../api/types";
import { showTime } from "../lib/time";
import { usePages } from "../lib/use_pages";
import { PagedTable } from "../parts/paged_table";
import { useTexts } from "../text";

const kFilters = ["actor", "action", "object"] as const;

export function AuditPage() {
  const { t } = useTexts();
  const [filters, setFilters] = useState({ actor: "", action: "", object: "" });
  const pages = usePages((cursor) => calls.listAudit(filters, cursor), [JSON.stringify(filters)]);
  const columns: TableColumnsType<AuditRow> = [
    { title: t("audit.at"), key: "at", width: 170, render: (_, row) => showTime(row.at) },
    { title: t("audit.actor"), key: "actor", width: 200, render: (_, row) => <>{row.actor_name ?? row.actor}{row.actor_name && row.actor_name !== row.actor && <div className="muted mono">{row.actor}</div>}</> },
    { title: t("audit.action"), key: "action", width: 200, render: (_, row) => <span className="mono">{row.action}</span> },
    { title: t("audit.object"), key: "object", width: 260, render: (_, row) => <span className="mono">{row.object}</span> },
    { title: t("audit.result"), key: "result", width: 110, render: (_, row) => row.result },
    { title: t("audit.detail"), key: "detail", render: (_, row) => <span className="wrap">{row.detail}</span> },
  ];
  return (
    <>
      <div className="page-head">
        <h1>{t("audit.title")}</h1>
        <span className="grow" />
        <Button onClick={pages.reload} loading={pages.loading}>{t("common.refresh")}</Button>
      </div>
      <section className="panel" aria-label={t("common.search")} style={{ display: "flex", gap: 16, flexWrap: "wrap" }}>
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
