import { Alert, Button, Table, type TableColumnsType, type TableProps } from "antd";
import { explain } from "../api/message";
import type { Pages } from "../lib/use_pages";
import { useTexts } from "../text";
import { Failed } from "./states";

interface Props<T> {
  pages: Pages<T>;
  columns: TableColumnsType<T>;
  empty: string;
  hint?: string;
  table?: Pick<TableProps<T>, "rowClassName" | "onRow" | "rowSelection">;
}

export function PagedTable<T extends { id: string }>({ pages, columns, empty, hint, table }: Props<T>) {
  const texts = useTexts();
  const { t } = texts;
  const { rows, more, loading, error, reload } = pages;
  if (error !== null && rows.length === 0) return <Failed error={error} retry={reload} />;
  return (
    <section className="panel" style={{ padding: 0, overflowX: "auto" }}>
      {error !== null && <Alert type="warning" showIcon banner message={explain(error, texts)} action={<Button size="small" onClick={reload}>{t("common.retry")}</Button>} />}
      <Table<T>
        rowKey="id" columns={columns} dataSource={rows} pagination={false} loading={loading && rows.length === 0}
        {...table}
        locale={{
          emptyText: loading ? " " : (
            <div className="empty-words"><strong>{empty}</strong>{hint && <p className="muted">{hint}</p>}</div>
          ),
        }}
      />
      <div style={{ padding: 12, display: "flex", gap: 16, alignItems: "center" }}>
        <span className="muted" role="status">{loading && rows.length === 0 ? t("common.loading") : t(more ? "common.items_more" : "common.items", { n: rows.length })}</span>
        {more && <Button onClick={more} loading={loading}>{t("common.more")}</Button>}
      </div>
    </section>
  );
}
