import { describe, expect, it } from "vitest";
import { places } from "../text/places";
import { initialsOf } from "./pinyin";
import { findRegions, kPlaces, kRegions, placeOf, regionCode } from "./regions";

describe("regions", () => {
  it("are the 34 provinces and the corps, each code once", () => {
    expect(new Set(kRegions.map((r) => r.code)).size).toBe(35);
  });
  it.each([
    ["gs", ["620000"]],
    ["hn", ["410000", "430000", "460000"]],
    ["甘肃", ["620000", "620100"]],
    ["62", ["620000", "620100"]],
    ["gan", ["620000"]],
    ["zzz", []],
    ["nys", ["411300"]],
    ["宛城", ["411302"]],
    ["河南南阳", ["410000", "411300"]],
    ["411302", ["411302"]],
  ])("are found by %s, provinces first", (typed, codes) =>
    expect(findRegions(typed).map((r) => r.code).slice(0, codes.length || 1)).toEqual(codes));

  it("below the provinces have a letter for every character, so that each is found", () => {
    expect(kPlaces.length).toBeGreaterThan(300);
    const names = places.map((row) => row.slice(7));
    expect(names.filter((name) => initialsOf(name).length !== [...name].length)).toEqual([]);
  });

  it.each([
    ["411321", "河南省南阳市", "zh-CN", "河南省南阳市 411321"],
    ["411300", "河南省南阳市", "zh-CN", "河南省南阳市"],
    ["411302", "", "zh-CN", "河南南阳市宛城区"],
    ["411399", "", "zh-CN", "河南南阳市 411399"],
    ["411302001", "", "zh-CN", "河南南阳市宛城区 411302001"],
    ["410000", "", "zh-CN", "河南"],
    ["990102", "", "zh-CN", "演示地区 990102"],
    ["411300", "河南省南阳市", "en", "Henan 411300"],
    ["410000", "河南省", "en", "Henan"],
    ["000000", "", "zh-CN", "000000"],
    [null, "", "zh-CN", ""],
  ])("%j, named %j, reads in %s: %s", (region, region_name, language, shown) =>
    expect(placeOf({ region, region_name }, language)).toBe(shown));

  it.each([
    ["", ""],
    ["621000", "621000"],
    ["411302004", "411302004"],
    ["甘肃", "620000"],
    ["620000 甘肃", "620000"],
    ["Gansu", "620000"],
    ["南阳市", "411300"],
    ["市", null],
    ["6210", null],
    ["火星", null],
  ])("%j stands for %j", (typed, code) => expect(regionCode(typed)).toBe(code));
});
