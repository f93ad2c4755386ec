// Every setting with its value and where it comes from. Nothing is changed here.
import { Alert, Button, Checkbox, Input, Select, Table, type TableColumnsType } from "antd";
import { useState } from "react";
import * as oversight from "../api/oversight_calls";
import type { Setting, SettingList } from "../api/types";
import { saveCsv } from "../lib/csv";
import { useLoad } from "../lib/load";
import { Failed, Loading } from "../parts/states";
import { useTexts, type Texts } from "../text";
import { meaningOf } from "./settings_words";

type Row = Setting & { id: string };

const kPage = 50; // rows of a page

// Whether the value is known to be another one than the program's own.
const isChanged = ({ standard, source, value, switched }: Setting) =>
  switched !== null || (standard !== null && source !== "default" && value !== standard);

function valueOf(setting: Setting, { t, word }: Texts): string {
  if (setting.hidden) return t("settings.hidden");
  const value = setting.value === "" || setting.value === '""' ? t("settings.empty_value") : setting.value;
  if (setting.switched !== null) return t("settings.switched", { value: setting.switched, file: value });
  if (setting.tables > 0) {
    const count = t("settings.tables", { n: setting.tables });
    return setting.value === "" ? count : t("common.field", { name: count, value: setting.value });
  }
  return setting.unit ? `${value} ${word("settings.unit", setting.unit)}` : value;
}

function whereOf({ source, where }: Setting, { t }: Texts): string {
  if (source === "default") return t("settings.default");
  return source === "flag" ? t("settings.flag", { flag: where ?? "" }) : (where ?? "");
}

const groupOf = ({ group }: Setting, { t }: Texts) => (group === "program" ? t("settings.program") : group);

function exportAs(rows: Setting[], texts: Texts) {
  const { t } = texts;
  saveCsv(t("settings.title"), [
    [t("settings.file"), t("settings.name"), t("settings.value"), t("settings.default"), t("settings.where"), t("settings.meaning")],
    ...rows.map((row) => [groupOf(row, texts), row.name, valueOf(row, texts), row.standard, whereOf(row, texts), meaningOf(row, texts.language)]),
  ]);
}

function Parts({ list }: { list: SettingList }) {
  const { t, word } = useTexts();
  return (
    <section className="panel">
      <h2>{t("settings.parts")}</h2>
      <p className="muted wrap">{t("settings.parts.text", { version: list.version, snapshot: list.snapshot })}</p>
      <table className="plain">
        <thead><tr><th scope="col">{t("settings.part")}</th><th scope="col">{t("settings.digest")}</th></tr></thead>
        <tbody>
          {list.parts.map(({ part, digest }) => <tr key={part}><th scope="row">{word("snapshot", part)}</th><td className="mono small">{digest}</td></tr>)}
          {list.files.map(({ name, digest }) => <tr key={name}><th scope="row">{t("settings.file")} {name}</th><td className="mono small">{digest}</td></tr>)}
        </tbody>
      </table>
    </section>
  );
}

export function SettingsPage() {
  const texts = useTexts();
  const { t, language } = texts;
  const { value, error, loading, reload } = useLoad(() => oversight.listSettings(), []);
  const [search, setSearch] = useState("");
  const [changed, setChanged] = useState(false);
  const [group, setGroup] = useState<string | undefined>(undefined);
  if (!value) return error !== null ? <Failed error={error} retry={() => void reload()} /> : <Loading />;
  const wanted = search.trim().toLowerCase();
  const rows: Row[] = value.data
    .filter((row) => (!changed || isChanged(row)) && (group === undefined || row.group === group))
    .filter((row) => [row.group, row.name, row.value, meaningOf(row, language)].some((text) => text.toLowerCase().includes(wanted)))
    .map((row) => ({ ...row, id: `${row.group} ${row.name}` }));
  const columns: TableColumnsType<Row> = [
    { title: t("settings.name"), key: "name", width: 250, render: (_, row) => <><strong className="mono">{row.name}</strong><div className="small">{groupOf(row, texts)}</div></> },
    {
      title: t("settings.value"), key: "value", width: 300,
      render: (_, row) => (
        <>
          <span className={isChanged(row) ? "wrap due-soon" : "wrap"}>{valueOf(row, texts)}</span>
          {isChanged(row) && row.standard !== null && <div className="small wrap">{t("settings.default.is", { value: row.standard === '""' ? t("settings.empty_value") : row.standard })}</div>}
        </>
      ),
    },
    { title: t("settings.meaning"), key: "meaning", render: (_, row) => <span className="wrap">{meaningOf(row, language)}</span> },
    { title: t("settings.where"), key: "where", width: 260, render: (_, row) => <span className="small wrap">{whereOf(row, texts)}</span> },
  ];
  return (
    <>
      <div className="page-head">
        <h1>{t("settings.title")}</h1>
        <span className="grow" />
        <Button onClick={() => exportAs(rows, texts)}>{t("overview.csv")}</Button>
        <Button onClick={() => void reload()} loading={loading}>{t("common.refresh")}</Button>
      </div>
      <p className="muted">{t("settings.note")}</p>
      {value.files.filter(({ problem }) => problem !== null).map(({ name, problem }) => (
        <Alert key={name} type="error" showIcon style={{ marginBottom: 12 }} message={t("settings.failed", { file: name, problem: problem ?? "" })} />
      ))}
      <section className="panel" aria-label={t("common.search")} style={{ display: "flex", gap: 16, alignItems: "center", flexWrap: "wrap" }}>
        <Input style={{ width: 360 }} allowClear maxLength={60} aria-label={t("settings.search")} placeholder={t("settings.search")} value={search} onChange={(e) => setSearch(e.target.value)} />
        <Select
          style={{ width: 260 }} allowClear showSearch optionFilterProp="label" aria-label={t("settings.file")} placeholder={t("settings.file.any")} value={group} onChange={setGroup}
          options={[...new Map(value.data.map((row) => [row.group, groupOf(row, texts)]))].map(([one, label]) => ({ value: one, label }))}
        />
        <Checkbox checked={changed} onChange={(e) => setChanged(e.target.checked)}>{t("settings.changed")}</Checkbox>
        <span className="muted" role="status">{t("common.items", { n: rows.length })}</span>
      </section>
      <section className="panel" style={{ padding: 0, overflowX: "auto" }}>
        <Table<Row> rowKey="id" columns={columns} dataSource={rows} pagination={{ pageSize: kPage, showSizeChanger: false, hideOnSinglePage: true, style: { margin: 12 } }} locale={{ emptyText: t("settings.empty") }} />
      </section>
      <Parts list={value} />
    </>
  );
}
