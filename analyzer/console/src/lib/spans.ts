// Spans of the API are half-open byte ranges of UTF-8; a browser counts UTF-16
// code units. cutBySpans() turns a text into runs, marked or not, that give the
// text again when joined.

// What a mark says of its words: against the message or for it, an address of
// strangers, one that nothing is known against, one of the official register.
export type Tone = "link" | "official" | "address" | "against" | "for";

export interface Mark {
  begin: number; // bytes
  end: number;
  tone: Tone;
  group: number | null; // number of the reason; none of a link
}

export interface Run {
  text: string;
  tone: Tone | null;
  groups: number[]; // the reasons whose marks end here
}

// Where tones overlap, the earlier one is shown.
const kTones: readonly Tone[] = ["link", "official", "address", "against", "for"];
const kWidest = 24; // units by which a mark grows to the edge of a word

function utf8Length(codePoint: number): number {
  if (codePoint < 0x80) return 1;
  if (codePoint < 0x800) return 2;
  return codePoint < 0x10000 ? 3 : 4;
}

const sizeAt = (text: string, index: number): number => ((text.codePointAt(index) as number) > 0xffff ? 2 : 1);

// Of each byte: where its character begins.
function unitsOf(text: string): number[] {
  const units: number[] = [];
  for (let index = 0; index < text.length; index += sizeAt(text, index)) {
    for (let n = utf8Length(text.codePointAt(index) as number); n > 0; --n) units.push(index);
  }
  return units;
}

// 1 where a word or a mark of punctuation begins or ends. A browser without a
// knowledge of words cuts nothing.
function edgesOf(text: string): Uint8Array {
  const edges = new Uint8Array(text.length + 1);
  if (typeof Intl.Segmenter !== "function") return edges.fill(1);
  edges[text.length] = 1;
  for (const { index } of new Intl.Segmenter("zh", { granularity: "word" }).segment(text)) edges[index] = 1;
  return edges;
}

const kBetween = /^[\s,，.。、;；:：!！?？]$/;

// To the edges of the words it cuts, without the punctuation around them.
function widened(text: string, mark: Mark, edges: Uint8Array): Mark {
  let { begin, end } = mark;
  for (let n = 0; n < kWidest && edges[begin] === 0; ++n) begin -= 1;
  for (let n = 0; n < kWidest && edges[end] === 0; ++n) end += 1;
  if (edges[begin] === 0) begin = mark.begin;
  if (edges[end] === 0) end = mark.end;
  while (begin < end && kBetween.test(text.charAt(begin))) begin += 1;
  while (end > begin && kBetween.test(text.charAt(end - 1))) end -= 1;
  return begin < end ? { ...mark, begin, end } : mark;
}

// A single character left over between two marks goes with its neighbour.
function joined(runs: readonly { begin: number; end: number; tone: Tone | null }[], text: string) {
  const out: { begin: number; end: number; tone: Tone | null }[] = [];
  runs.forEach((run, index) => {
    const before = out.at(-1);
    const after = runs[index + 1];
    let { tone } = run;
    if (tone === "against" || tone === "for") {
      const single = run.end - run.begin === sizeAt(text, run.begin);
      if (single) tone = before?.tone ?? after?.tone ?? tone;
    }
    if (before && before.tone === tone) before.end = run.end;
    else out.push({ ...run, tone });
  });
  return out;
}

// Marks that cut a word take all of it. Those that overlap or touch and say the
// same are one run with the numbers of all. A mark beyond the text or of no
// length marks nothing.
export function cutBySpans(text: string, marks: readonly Mark[]): Run[] {
  if (text === "") return [];
  const units = unitsOf(text);
  const edges = marks.length > 0 ? edgesOf(text) : new Uint8Array(0);
  const placed = marks
    .filter(({ begin, end }) => end > begin && begin < units.length)
    .map((mark) => {
      const last = units[Math.min(mark.end, units.length) - 1] as number;
      const whole = { ...mark, begin: units[mark.begin] as number, end: last + sizeAt(text, last) };
      return mark.group === null ? whole : widened(text, whole, edges);
    });
  const strongest = new Uint8Array(text.length).fill(kTones.length);
  for (const { begin, end, tone } of placed) {
    const rank = kTones.indexOf(tone);
    for (let at = begin; at < end; ++at) if (rank < (strongest[at] as number)) strongest[at] = rank;
  }
  const cut: { begin: number; end: number; tone: Tone | null }[] = [];
  for (let at = 0; at < text.length; ++at) {
    const tone = kTones[strongest[at] as number] ?? null;
    const before = cut.at(-1);
    if (before && before.tone === tone) before.end = at + 1;
    else cut.push({ begin: at, end: at + 1, tone });
  }
  return joined(cut, text).map(({ begin, end, tone }) => {
    const groups = placed.flatMap((mark) => (mark.group !== null && mark.end > begin && mark.end <= end ? [mark.group] : []));
    return { text: text.slice(begin, end), tone, groups: [...new Set(groups)].sort((a, b) => a - b) };
  });
}
