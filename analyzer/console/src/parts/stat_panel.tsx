// A panel of figures that is a table as well, and a file.
import { Button } from "antd";
import { saveCsv, type Cell } from "../lib/csv";
import { useTexts } from "../text";

interface TableProps {
  title: string;
  head: string[];
  rows: Cell[][];
  words?: readonly number[]; // the columns that are words, beside the first
  folded?: boolean; // the table, behind a picture that says the same
  children?: React.ReactNode;
}

// The first column names the row, the others are numbers where `words` does not say otherwise.
export function StatPanel({ title, head, rows, words = [], folded = false, children }: TableProps) {
  const { t } = useTexts();
  const of = (column: number) => (words.includes(column) ? "words" : undefined);
  const table = (
    <div className="stat-table" role="region" aria-label={title} tabIndex={0}>
      <table className="plain numbers">
        <thead><tr>{head.map((name, column) => <th key={name} scope="col" className={of(column)}>{name}</th>)}</tr></thead>
        <tbody>
          {rows.map((row, index) => (
            <tr key={index}>{row.map((value, column) => column === 0 ? <th key={column} scope="row">{value}</th> : <td key={column} className={of(column)}>{value ?? ""}</td>)}</tr>
          ))}
        </tbody>
      </table>
    </div>
  );
  return (
    <section className="panel">
      <div className="panel-head">
        <h2>{title}</h2>
        <Button size="small" disabled={rows.length === 0} aria-label={`${t("overview.csv")}: ${title}`} onClick={() => saveCsv(title, [head, ...rows])}>{t("overview.csv")}</Button>
      </div>
      {rows.length === 0 ? <p className="muted">{t("overview.nothing")}</p> : (
        <>
          {children}
          {folded ? <details><summary>{t("overview.table")}</summary>{table}</details> : table}
        </>
      )}
    </section>
  );
}

// Counts of words, the most frequent first, with a bar each.
export function CountsPanel({ title, counts }: { title: string; counts: { name: string; count: number }[] }) {
  const { t } = useTexts();
  const largest = Math.max(1, ...counts.map((row) => row.count));
  return (
    <section className="panel">
      <div className="panel-head">
        <h2>{title}</h2>
        <Button size="small" disabled={counts.length === 0} aria-label={`${t("overview.csv")}: ${title}`}
          onClick={() => saveCsv(title, [[t("overview.item"), t("overview.count")], ...counts.map(({ name, count }) => [name, count])])}
        >{t("overview.csv")}</Button>
      </div>
      {counts.length === 0 ? <p className="muted">{t("overview.nothing")}</p> : (
        <table className="counts">
          <thead><tr><th scope="col">{t("overview.item")}</th><th aria-hidden="true" /><th scope="col">{t("overview.count")}</th></tr></thead>
          <tbody>
            {counts.map(({ name, count }) => (
              <tr key={name}>
                <td>{name}</td>
                <td className="meter" aria-hidden="true">{count > 0 && <span style={{ width: `${(count / largest) * 100}%` }} />}</td>
                <td>{count}</td>
              </tr>
            ))}
          </tbody>
        </table>
      )}
    </section>
  );
}
