// A register of helpers as a table (CSV with a head) as bodies of POST
// /v1/helpers, the same columns as `analyzer import helpers`; heads and words may
// also stand in the console's language. Pure.
import type { HelperLinkKind, NewHelper } from "../api/types";
import type { TextKey, Texts } from "../text";

export const kLinkKinds: readonly HelperLinkKind[] = ["device", "operator", "phone", "site", "staff", "wifi", "work_order"];
const kTexts = ["kind", "name", "valid_from", "valid_until", "opens", "closes", "note", "link_namespace"] as const;
const kCounts = ["persons_day", "persons_week", "beds"] as const;
export const kColumns: readonly string[] = [...kTexts.slice(0, 2), "area", ...kTexts.slice(2, 4), "weekdays", ...kTexts.slice(4, 6), ...kCounts, ...kLinkKinds, "note"];

const kKinds = ["point", "device", "staff", "nursing_home", "volunteer", "village_doctor", "visit_team", "work_order"] as const;
const kWeekdays = ["mon", "tue", "wed", "thu", "fri", "sat", "sun"] as const;

const kHeads: Record<string, TextKey> = {
  kind: "helpers.kind", name: "helpers.name", area: "helpers.area", valid_from: "helpers.from", valid_until: "helpers.until",
  weekdays: "helpers.weekdays", opens: "helpers.opens", closes: "helpers.closes", persons_day: "helpers.persons_day",
  persons_week: "helpers.persons_week", beds: "helpers.beds", note: "helpers.note", link_namespace: "helpers.link.namespace",
};
type Words = Pick<Texts, "t" | "word">;
const plain = (text: string) => text.replace(/[((].*$/, "").replace(/\s/g, "").toLowerCase();

// What a column is called in the console's language.
export function headOf(column: string, { t, word }: Words): string {
  const key = kHeads[column];
  return (key ? t(key) : word("helpers.link", column)).replace(/\s*[((].*$/, "");
}

function columnOf(head: string, words: Words): string {
  const known = [...Object.keys(kHeads), ...kLinkKinds];
  // "device" is a column, and a word of English for another one's values: ids come first.
  return known.find((one) => one === head.trim()) ?? known.find((one) => plain(headOf(one, words)) === plain(head)) ?? head;
}

// 服务点 -> point; what is no word of the list stays as it is.
function wordOf(list: readonly string[], prefix: string, cell: string, { word }: Words): string {
  return list.find((one) => one === cell) ?? list.find((one) => plain(word(prefix, one)) === plain(cell)) ?? cell;
}

// A file of a spreadsheet in Chinese is often GB 18030, not UTF-8.
export function textOfFile(bytes: ArrayBuffer): string {
  try {
    return new TextDecoder("utf-8", { fatal: true }).decode(bytes);
  } catch {
    return new TextDecoder("gb18030").decode(bytes);
  }
}

export interface CsvRow {
  line: number; // of the file, from 1
  body: NewHelper;
}

// The column that a refused field came from, as the file may call it.
export function columnOfPointer(pointer: string, body: NewHelper, words: Words): string {
  const [field = "", at = ""] = pointer.split("/").slice(1);
  if (field === "") return "";
  if (field !== "links") return kHeads[field] ? headOf(field, words) : field;
  const kind = body.links[Number(at)]?.kind;
  return at !== "" && kind ? headOf(kind, words) : words.t("helpers.links");
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

function bodyOf(columns: readonly string[], cells: readonly string[], words: Words): NewHelper {
  const body: Record<string, unknown> = {};
  const links: NewHelper["links"] = [];
  columns.forEach((column, i) => {
    const cell = cells[i] ?? "";
    if (cell === "") return;
    const kind = kLinkKinds.find((one) => one === column);
    if (kind) links.push(...partsOf(cell).map((value) => ({ kind, value })));
    else if (column === "kind") body[column] = wordOf(kKinds, "helpers.kind", cell, words);
    else if (column === "weekdays") body[column] = partsOf(cell).map((day) => wordOf(kWeekdays, "weekday", day, words));
    else if (column === "area") body[column] = partsOf(cell);
    else if ((kCounts as readonly string[]).includes(column) && /^\d{1,8}$/.test(cell)) body[column] = Number(cell);
    else body[column] = cell; // what is no column of ours the server names
  });
  return { ...body, links } as NewHelper;
}

export function helpersOfCsv(text: string, words: Words): CsvRow[] {
  const [head, ...rows] = readCsv(text);
  if (!head) return [];
  const columns = head.cells.map((one) => columnOf(one, words));
  return rows.map(({ line, cells }) => ({ line, body: bodyOf(columns, cells, words) }));
}
