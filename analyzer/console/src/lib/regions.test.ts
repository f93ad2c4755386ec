import { describe, expect, it } from "vitest";
import { findRegions, kRegions, regionCode } from "./regions";

describe("regions", () => {
  it("are the 34 provinces and the corps, each code once", () => {
    expect(new Set(kRegions.map((r) => r.code)).size).toBe(35);
  });
  it.each([
    ["gs", ["620000"]],
    ["hn", ["410000", "430000", "460000"]],
    ["河", ["130000", "410000"]],
    ["62", ["620000"]],
    ["gan", ["620000"]],
    ["zzz", []],
  ])("are found by %s", (typed, codes) => expect(findRegions(typed).map((r) => r.code)).toEqual(codes));

  it.each([
    ["", ""],
    ["621000", "621000"],
    ["411302004", "411302004"],
    ["甘肃", "620000"],
    ["620000 甘肃", "620000"],
    ["Gansu", "620000"],
    ["6210", null],
    ["火星", null],
  ])("%j stands for %j", (typed, code) => expect(regionCode(typed)).toBe(code));
});
