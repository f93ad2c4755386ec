// The rules with what they did, read only, and trials of a policy before it is in force.
import { Input, Segmented, Table, Tabs, type TableColumnsType } from "antd";
import { useMemo, useState } from "react";
import * as study from "../api/study_calls";
import type { RuleRow } from "../api/types";
import { say } from "../lib/casework";
import { useLoad } from "../lib/load";
import { dayAfter } from "../lib/time";
import { percent } from "../parts/level";
import { Failed, Loading } from "../parts/states";
import { useTexts } from "../text";
import { sentenceOfRule } from "./rule_words";
import { Trials } from "./trials";

const kSpans = [7, 30, 90, 365] as const;

function Rules() {
  const texts = useTexts();
  const { t, word, language } = texts;
  const [span, setSpan] = useState<(typeof kSpans)[number]>(30);
  const [q, setQ] = useState("");
  const now = Date.now();
  const { value, error, reload } = useLoad(() => study.listRules(dayAfter(now, 1 - span), dayAfter(now, 0)), [span]);
  const rows = useMemo(() => {
    const wanted = q.trim().toLowerCase();
    return (value?.data ?? []).filter(({ code, sentence }) => wanted === "" || code.includes(wanted) || say(sentence, language).toLowerCase().includes(wanted));
  }, [value, q, language]);
  if (!value) return error !== null ? <Failed error={error} retry={() => void reload()} /> : <Loading />;
  const share = ({ confirmed, cleared }: RuleRow) => (confirmed + cleared === 0 ? "–" : percent(confirmed / (confirmed + cleared)));
  const number = (title: string, of: (row: RuleRow) => number) => ({
    title, width: 92, align: "right" as const, sorter: (a: RuleRow, b: RuleRow) => of(a) - of(b), render: (_: unknown, row: RuleRow) => of(row).toLocaleString("zh-CN"),
  });
  const columns: TableColumnsType<RuleRow> = [
    {
      title: t("rules.sentence"), render: (_, row) => (
        <>
          <span className="wrap">{sentenceOfRule(say(row.sentence, language), texts)}</span>
          <div className="small"><span className="mono">{row.code}</span> · {word("rules.kind", row.kind)}</div>
          {row.normal && <div className="small normal">{t("rules.normal", { text: say(row.normal, language) })}</div>}
        </>
      ),
    },
    { title: t("rules.weight"), width: 84, align: "right", sorter: (a, b) => a.weight - b.weight, render: (_, row) => row.weight.toFixed(1) },
    { ...number(t("rules.hits"), (row) => row.hits), defaultSortOrder: "descend" },
    number(t("rules.flagged"), (row) => row.flagged),
    number(t("rules.alone"), (row) => row.alone),
    number(t("rules.confirmed"), (row) => row.confirmed),
    number(t("rules.cleared"), (row) => row.cleared),
    { title: t("rules.share"), width: 90, align: "right", render: (_, row) => share(row) },
    { title: t("rules.last"), width: 116, sorter: (a, b) => (a.last_on ?? "").localeCompare(b.last_on ?? ""), render: (_, row) => <span style={{ whiteSpace: "nowrap" }}>{row.last_on ?? "–"}</span> },
    {
      title: <abbr title={t("rules.cost.text")}>{t("rules.cost")}</abbr>, width: 92, align: "right",
      sorter: (a, b) => (a.microseconds ?? -1) - (b.microseconds ?? -1), render: (_, row) => row.microseconds?.toFixed(2) ?? "–",
    },
  ];
  return (
    <>
      <div style={{ display: "flex", gap: 16, flexWrap: "wrap", marginBottom: 12 }}>
        <Segmented value={span} onChange={setSpan} options={kSpans.map((n) => ({ value: n, label: t("rules.days", { n }) }))} />
        <Input style={{ width: 280 }} allowClear value={q} aria-label={t("rules.q")} placeholder={t("rules.q")} onChange={(e) => setQ(e.target.value)} />
      </div>
      <section className="panel" style={{ padding: 0, overflowX: "auto" }}>
        <Table<RuleRow> rowKey="code" columns={columns} dataSource={rows} pagination={{ pageSize: 50, showSizeChanger: false }} locale={{ emptyText: t("rules.empty") }} />
      </section>
    </>
  );
}

export function RulesPage() {
  const { t } = useTexts();
  return (
    <>
      <div className="page-head"><h1>{t("rules.title")}</h1><span className="muted">{t("rules.text")}</span></div>
      <Tabs items={[{ key: "rules", label: t("rules.tab"), children: <Rules /> }, { key: "trials", label: t("trials.tab"), children: <Trials /> }]} />
    </>
  );
}
