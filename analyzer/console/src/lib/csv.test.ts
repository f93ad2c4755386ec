import { describe, expect, it } from "vitest";
import { csvOf } from "./csv";

describe("a table as a file", () => {
  it("begins with a byte order mark, so that Excel reads Chinese", () => {
    expect([...new TextEncoder().encode(csvOf([["日期"]]))].slice(0, 3)).toEqual([0xef, 0xbb, 0xbf]);
  });
  it.each([
    ["a comma", ["a,b", 1], '"a,b",1'],
    ["a quote", ['说"停发"'], '"说""停发"""'],
    ["a line break", ["a\nb"], '"a\nb"'],
    ["nothing", [null, 0], ",0"],
    ["what a spreadsheet would run", ["=1+1", "@x", "-2"], "'=1+1,'@x,'-2"],
    ["a number below zero", [-2], "-2"],
  ])("keeps %s", (_, row, line) => expect(csvOf([row])).toBe(`\ufeff${line}\r\n`));
});
