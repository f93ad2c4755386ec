// What of a ring is drawn and what stands in its table: pure, for both alike.
import type { Ring, RingNode } from "../api/types";
import type { TextKey, Texts } from "../text";

export type RingKind = RingNode["kind"];
export type RingMark = "own" | "confirmed" | "cleared" | "hub";

export const ringKinds: RingKind[] = ["person", "device", "operator", "wifi", "payee"];
// One shape a kind, drawn by the chart and by the legend: paths in a square of 20.
export const ringShapes: Record<RingKind, string> = {
  person: "M10 1a9 9 0 1 0 0.01 0z",
  device: "M4 1h12v18h-12z",
  operator: "M10 0l10 10l-10 10l-10 -10z",
  wifi: "M10 1l10 18h-20z",
  payee: "M10 0l10 7.5l-4 12.5h-12l-4 -12.5z",
};

// 1 is A, 27 AA.
export function letters(n: number): string {
  let out = "";
  for (let left = n; left > 0; left = Math.floor((left - 1) / 26)) {
    out = String.fromCharCode(65 + ((left - 1) % 26)) + out;
  }
  return out;
}

export function ringName(node: Pick<RingNode, "kind" | "number">, { t }: Pick<Texts, "t">): string {
  const n = node.kind === "person" ? String(node.number) : letters(node.number);
  return t(`ring.name.${node.kind}` as TextKey, { n });
}

export function marksOf(node: RingNode): RingMark[] {
  return (["own", "confirmed", "cleared", "hub"] as const).filter((mark) => node[mark]);
}

export interface RingRow {
  id: string;
  name: string;
  kind: RingKind;
  marks: RingMark[];
  persons: string; // certified on a link; empty for a person
  attempts: number;
  days: string;
  with: string[]; // what it hangs together with, by name
}

export const dayRange = (first: string | null, last: string | null): string =>
  !first || !last ? "" : first === last ? first : `${first} – ${last}`;

// One row a node, in the order of the answer.
export function ringRows(ring: Ring, texts: Pick<Texts, "t">): RingRow[] {
  const names = new Map(ring.nodes.map((node) => [node.id, ringName(node, texts)]));
  const near = new Map<string, string[]>();
  const join = (from: string, to: string) => near.set(from, [...(near.get(from) ?? []), names.get(to) ?? to]);
  for (const { person, link } of ring.edges) {
    join(person, link);
    join(link, person);
  }
  return ring.nodes.map((node) => ({
    id: node.id,
    name: names.get(node.id) ?? node.id,
    kind: node.kind,
    marks: marksOf(node),
    persons: node.persons === null ? "" : node.hub ? texts.t("ring.more_than", { n: node.persons }) : String(node.persons),
    attempts: node.attempts,
    days: dayRange(node.first_on, node.last_on),
    with: near.get(node.id) ?? [],
  }));
}

// In a small ring everything is named in the picture; in a large one the links
// and those who matter.
const kAllNamed = 24;

export interface DrawnNode {
  id: string;
  name: string;
  kind: RingKind;
  marks: RingMark[];
  size: number; // pixels
  named: boolean;
}

export function ringNodes(ring: Ring, texts: Pick<Texts, "t">): DrawnNode[] {
  return ring.nodes.map((node) => {
    const marks = marksOf(node);
    const link = node.kind !== "person";
    const words = marks.filter((mark) => mark !== "own").map((mark) => texts.t(`ring.mark.${mark}` as TextKey));
    const name = ringName(node, texts) + (words.length > 0 ? ` (${words.join(", ")})` : "");
    const size = link ? Math.min(44, 20 + 3 * Math.sqrt(node.persons ?? 0)) : 14;
    return {
      id: node.id, name, kind: node.kind, marks, size,
      named: link || marks.length > 0 || ring.nodes.length <= kAllNamed,
    };
  });
}
