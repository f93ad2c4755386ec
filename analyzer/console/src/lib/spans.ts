// Spans of the API are half-open byte ranges of UTF-8; a browser counts UTF-16
// code units. cutBySpans() turns a text into runs, marked or not, that give the
// text again when joined.

export interface Mark {
  begin: number; // bytes
  end: number;
  group: number; // index of what marked it, smaller wins where marks overlap
}

export interface Run {
  text: string;
  group: number | null;
}

function utf8Length(codePoint: number): number {
  if (codePoint < 0x80) return 1;
  if (codePoint < 0x800) return 2;
  return codePoint < 0x10000 ? 3 : 4;
}

// A character belongs to a mark if one of its bytes does. Marks beyond the text
// or of no length mark nothing.
export function cutBySpans(text: string, marks: readonly Mark[]): Run[] {
  const sorted = marks
    .filter((m) => m.end > m.begin)
    .slice()
    .sort((a, b) => a.begin - b.begin);
  const runs: Run[] = [];
  let active: Mark[] = [];
  let next = 0;
  let byte = 0;
  let current: { start: number; group: number | null } | null = null;
  let index = 0;
  while (index < text.length) {
    const codePoint = text.codePointAt(index) as number;
    const size = utf8Length(codePoint);
    while (next < sorted.length && (sorted[next] as Mark).begin < byte + size) {
      active.push(sorted[next] as Mark);
      next += 1;
    }
    active = active.filter((m) => m.end > byte);
    const group = active.length === 0 ? null : Math.min(...active.map((m) => m.group));
    if (!current || current.group !== group) {
      if (current) runs.push({ text: text.slice(current.start, index), group: current.group });
      current = { start: index, group };
    }
    byte += size;
    index += codePoint > 0xffff ? 2 : 1;
  }
  if (current) runs.push({ text: text.slice(current.start), group: current.group });
  return runs;
}
