// A register of helpers as a table (CSV with a head) as bodies of POST
// /v1/helpers, the same columns as `analyzer import helpers`. Pure.
import type { HelperLinkKind, NewHelper } from "../api/types";

export const kLinkKinds: readonly HelperLinkKind[] = ["device", "operator", "phone", "site", "staff", "wifi", "work_order"];
const kTexts = ["kind", "name", "valid_from", "valid_until", "opens", "closes", "note", "link_namespace"] as const;
const kCounts = ["persons_day", "persons_week", "beds"] as const;
const kLists = ["area", "weekdays"] as const;
export const kColumns: readonly string[] = [...kTexts.slice(0, 2), "area", ...kTexts.slice(2, 4), "weekdays", ...kTexts.slice(4, 6), ...kCounts, ...kLinkKinds, "note"];

export interface CsvRow {
  line: number; // of the file, from 1
  body: NewHelper;
}

// Records of cells with the line each begins in; quotes hide commas and line ends,
// two quotes are one (RFC 4180).
export function readCsv(text: string): { line: number; cells: string[] }[] {
  const rows: { line: number; cells: string[] }[] = [];
  let cells = [""];
  let quoted = false;
  let line = 1;
  let first = 1;
  const end = () => {
    if (cells.some((cell) => cell.trim() !== "")) rows.push({ line: first, cells: cells.map((cell) => cell.trim()) });
    cells = [""];
    first = line + 1;
  };
  const body = text.replace(/^\uFEFF/, "").replace(/\r\n?/g, "\n");
  for (let i = 0; i < body.length; i += 1) {
    const c = body[i] as string;
    const last = cells.length - 1;
    if (c === '"' && quoted && body[i + 1] === '"') {
      cells[last] += '"';
      i += 1;
    } else if (c === '"') quoted = !quoted;
    else if (c === "," && !quoted) cells.push("");
    else if (c === "\n" && !quoted) {
      end();
      line += 1;
    } else {
      if (c === "\n") line += 1;
      cells[last] += c;
    }
  }
  end();
  return rows;
}

// "a; b" is two.
export function partsOf(cell: string): string[] {
  return cell.split(/[;;]/).map((part) => part.trim()).filter(Boolean);
}

function bodyOf(columns: readonly string[], cells: readonly string[]): NewHelper {
  const body: Record<string, unknown> = {};
  const links: NewHelper["links"] = [];
  columns.forEach((column, i) => {
    const cell = cells[i] ?? "";
    if (cell === "") return;
    const kind = kLinkKinds.find((one) => one === column);
    if (kind) links.push(...partsOf(cell).map((value) => ({ kind, value })));
    else if ((kLists as readonly string[]).includes(column)) body[column] = partsOf(cell);
    else if ((kCounts as readonly string[]).includes(column) && /^\d{1,8}$/.test(cell)) body[column] = Number(cell);
    else body[column] = cell; // what is no column of ours the server names
  });
  return { ...body, links } as NewHelper;
}

export function helpersOfCsv(text: string): CsvRow[] {
  const [head, ...rows] = readCsv(text);
  if (!head) return [];
  return rows.map(({ line, cells }) => ({ line, body: bodyOf(head.cells, cells) }));
}
