import { beforeAll, describe, expect, it } from "vitest";
import { findRegions, kPlaces, kRegions, loadCounties, placeOf, regionCode, regionPrefix } from "./regions";

describe("regions", () => {
  beforeAll(loadCounties);
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
    ["河南南阳", ["411300", "410000"]],
    ["河南省周口市太康县清集镇", ["411627", "410000"]],
    ["河南太康", ["411627", "410000"]],
    ["周口市太康县", ["411627"]],
    ["太康县清集镇二村", ["411627"]],
    ["北京市朝阳区", ["110105", "110000"]],
    ["内蒙古自治区呼和浩特市新城区", ["150102", "150000"]],
    ["河南省南阳市火星村", ["411300", "410000"]],
    ["411302", ["411302"]],
  ])("are found by %s, provinces first", (typed, codes) =>
    expect(findRegions(typed).map((r) => r.code).slice(0, codes.length || 1)).toEqual(codes));

  it("below the provinces are prefectures, then counties, each once and with its first letters", () => {
    expect(kPlaces.length).toBeGreaterThan(3000);
    expect(new Set(kPlaces.map((r) => r.code)).size).toBe(kPlaces.length);
    expect(kPlaces.filter((r) => !/^[a-z]{2,}$/.test(r.initials))).toEqual([]);
  });
  it.each([
    ["wcq", "411302", "河南南阳市宛城区"], ["ltx", "130225", "河北唐山市乐亭县"], ["yqs", "330382", "浙江温州市乐清市"],
    ["pyq", "440113", "广东广州市番禺区"], ["xys", "410182", "河南郑州市荥阳市"], ["yjx", "511822", "四川雅安市荥经县"],
    ["鼓楼区", "320106", "江苏南京市鼓楼区"], ["411302", "411302", "河南南阳市宛城区"],
  ])("of counties %s finds %s, %s", (typed, code, name) => {
    expect(findRegions(typed).find((r) => r.code === code)?.zh).toBe(name);
  });
  it("of a name that several counties share none is taken without a choice", () => {
    expect(regionCode("鼓楼区")).toBe(null);
    expect(regionCode("宛城区")).toBe("411302");
  });

  it.each([
    ["411321", "河南省南阳市南召县", "zh-CN", "河南省南阳市南召县"],
    ["411399", "河南省南阳市", "zh-CN", "河南省南阳市 411399"],
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
    ["河南省周口市太康县清集镇", "411627"],
    ["河南大学", null],
    ["南阳路派出所", null],
  ])("%j stands for %j", (typed, code) => expect(regionCode(typed)).toBe(code));

  it.each([
    ["", ""], ["41", "41"], ["4113", "4113"], ["411300 河南南阳市", "4113"], ["南阳市", "4113"], ["宛城区", "411302"], ["甘肃", "62"], ["411302004", "411302004"],
    ["4", null], ["鼓楼区", null], ["火星", null],
  ])("all within %j begin with %j", (typed, prefix) => expect(regionPrefix(typed)).toBe(prefix));
});
