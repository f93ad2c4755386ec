import { describe, expect, it } from "vitest";
import { cutBySpans, type Mark, type Run, type Tone } from "./spans";

const encoder = new TextEncoder();
// The mark of `words` in `text`, in bytes as the API counts.
function markOf(text: string, words: string, group: number | null = 0, tone: Tone = "against"): Mark {
  const begin = encoder.encode(text.slice(0, text.indexOf(words))).length;
  return { begin, end: begin + encoder.encode(words).length, group, tone };
}
const joined = (runs: Run[]) => runs.map((r) => r.text).join("");
const plain = (text: string): Run => ({ text, tone: null, groups: [] });

describe("cutBySpans", () => {
  const message = "您的养老金将停发,请点击http://rz.example.top/a填写银行卡号和验证码,或到社保大厅办理";
  const cases: { name: string; text: string; marks: Mark[]; expected: Run[] }[] = [
    { name: "leaves an unmarked text whole", text: "社保", marks: [], expected: [plain("社保")] },
    {
      name: "counts three bytes for a Chinese character",
      text: "养老金停发", marks: [{ begin: 9, end: 15, group: 0, tone: "against" }],
      expected: [plain("养老金"), { text: "停发", tone: "against", groups: [0] }],
    },
    {
      name: "counts four bytes and two code units for an emoji, and keeps them together",
      text: "a😀b", marks: [{ begin: 2, end: 3, group: 0, tone: "for" }],
      expected: [plain("a"), { text: "😀", tone: "for", groups: [0] }, plain("b")],
    },
    {
      name: "takes the whole of a word that a mark cuts",
      text: "check the certificate now", marks: [markOf("check the certificate now", "certif")],
      expected: [plain("check the "), { text: "certificate", tone: "against", groups: [0] }, plain(" now")],
    },
    {
      name: "leaves out the punctuation at its ends",
      text: "停发,请", marks: [markOf("停发,请", "停发,")],
      expected: [{ text: "停发", tone: "against", groups: [0] }, plain(",请")],
    },
    {
      name: "makes one of two that overlap and say the same, with both numbers",
      text: message, marks: [markOf(message, "填写银行卡号", 1), markOf(message, "银行卡号和验证码", 0)],
      expected: [
        plain("您的养老金将停发,请点击http://rz.example.top/a"),
        { text: "填写银行卡号和验证码", tone: "against", groups: [0, 1] }, plain(",或到社保大厅办理"),
      ],
    },
    {
      name: "shows a link as a link, whatever reason speaks of it",
      text: "打开 http://a.top/x", marks: [markOf("打开 http://a.top/x", "打开 http://a.top/x", 2), markOf("打开 http://a.top/x", "http://a.top/x", null, "link")],
      expected: [{ text: "打开 ", tone: "against", groups: [] }, { text: "http://a.top/x", tone: "link", groups: [2] }],
    },
    {
      name: "keeps apart what speaks against and what speaks for",
      text: "立即转账 社保大厅", marks: [markOf("立即转账 社保大厅", "立即转账", 0), markOf("立即转账 社保大厅", "社保大厅", 3, "for")],
      expected: [{ text: "立即转账", tone: "against", groups: [0] }, plain(" "), { text: "社保大厅", tone: "for", groups: [3] }],
    },
    {
      name: "ignores spans beyond the end and empty ones",
      text: "ab", marks: [{ begin: 5, end: 9, group: 0, tone: "against" }, { begin: 1, end: 1, group: 1, tone: "against" }],
      expected: [plain("ab")],
    },
    { name: "gives nothing for an empty text", text: "", marks: [{ begin: 0, end: 1, group: 0, tone: "against" }], expected: [] },
  ];
  it.each(cases)("$name", ({ text, marks, expected }) => {
    expect(cutBySpans(text, marks)).toEqual(expected);
  });

  it("leaves no single character of one tone between marks of another", () => {
    const text = "在村委会办理";
    const runs = cutBySpans(text, [markOf(text, "在村委会", 2, "for"), markOf(text, "村委会办理", 0)]);
    expect(runs).toEqual([{ text, tone: "against", groups: [0, 2] }]);
  });

  it("gives the text again for every range of bytes, and never less than was marked", () => {
    const text = "【社保局】A点cc 😀 é１２";
    const length = encoder.encode(text).length;
    for (let begin = 0; begin < length; ++begin) {
      for (let end = begin + 1; end <= length; ++end) {
        const runs = cutBySpans(text, [{ begin, end, group: null, tone: "link" }]);
        expect(joined(runs)).toBe(text);
        const marked = encoder.encode(joined(runs.filter((r) => r.tone === "link"))).length;
        expect(marked).toBeGreaterThanOrEqual(end - begin);
        expect(marked).toBeLessThanOrEqual(end - begin + 6);
      }
    }
  });

  it("keeps lone surrogates and does not lose text", () => {
    const text = "a\ud800b\udc00";
    expect(joined(cutBySpans(text, [{ begin: 1, end: 5, group: 0, tone: "against" }]))).toBe(text);
  });
});
