import { describe, expect, it } from "vitest";
import { cutBySpans, type Mark, type Run } from "./spans";

// What the byte range [begin, end) of `text` holds, by way of real UTF-8.
function bytes(text: string, begin: number, end: number): string {
  return new TextDecoder().decode(new TextEncoder().encode(text).slice(begin, end));
}

const joined = (runs: Run[]) => runs.map((r) => r.text).join("");

describe("cutBySpans", () => {
  const cases: { name: string; text: string; marks: Mark[]; expected: Run[] }[] = [
    { name: "leaves an unmarked text whole", text: "社保", marks: [], expected: [{ text: "社保", group: null }] },
    {
      name: "counts three bytes for a Chinese character",
      text: "您的养老金将停发",
      marks: [{ begin: 15, end: 24, group: 0 }],
      expected: [{ text: "您的养老金", group: null }, { text: "将停发", group: 0 }],
    },
    {
      name: "counts four bytes and two code units for an emoji",
      text: "a😀bc",
      marks: [{ begin: 1, end: 6, group: 0 }],
      expected: [{ text: "a", group: null }, { text: "😀b", group: 0 }, { text: "c", group: null }],
    },
    {
      name: "lets the weightier group win where marks overlap",
      text: "abcdef",
      marks: [{ begin: 0, end: 4, group: 1 }, { begin: 2, end: 6, group: 0 }],
      expected: [{ text: "ab", group: 1 }, { text: "cdef", group: 0 }],
    },
    {
      name: "keeps two code units of one character together when a span cuts it",
      text: "😀",
      marks: [{ begin: 2, end: 3, group: 0 }],
      expected: [{ text: "😀", group: 0 }],
    },
    {
      name: "ignores spans beyond the end and empty ones",
      text: "ab",
      marks: [{ begin: 5, end: 9, group: 0 }, { begin: 1, end: 1, group: 1 }],
      expected: [{ text: "ab", group: null }],
    },
    { name: "gives nothing for an empty text", text: "", marks: [{ begin: 0, end: 1, group: 0 }], expected: [] },
  ];
  it.each(cases)("$name", ({ text, marks, expected }) => {
    expect(cutBySpans(text, marks)).toEqual(expected);
  });

  it("agrees with UTF-8 for every range that falls on characters", () => {
    const text = "【社保局】A点cc 😀 é１２";
    const offsets = [0];
    for (const c of text) offsets.push((offsets.at(-1) as number) + new TextEncoder().encode(c).length);
    for (const begin of offsets) {
      for (const end of offsets.filter((e) => e > begin)) {
        const runs = cutBySpans(text, [{ begin, end, group: 0 }]);
        expect(joined(runs)).toBe(text);
        expect(joined(runs.filter((r) => r.group === 0))).toBe(bytes(text, begin, end));
      }
    }
  });

  it("keeps lone surrogates and does not lose text", () => {
    const text = "a\ud800b\udc00";
    expect(joined(cutBySpans(text, [{ begin: 1, end: 5, group: 0 }]))).toBe(text);
  });
});
