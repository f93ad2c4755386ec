import { describe, expect, it } from "vitest";
import type { UrlVerdict } from "../api/types";
import { foundIn, phonesIn } from "./bulletin";

const url = (host: string, domain: string | null, level: UrlVerdict["level"] = "high"): UrlVerdict => ({
  raw: host, url: `http://${host}/a`, host, registrable_domain: domain, level, score: 0.9,
  official: null, imitates: null, listed: [], reasons: [],
});

describe("a pasted bulletin", () => {
  it("names telephone numbers, and no part of longer rows of digits", () => {
    expect(phonesIn("请勿接听13900005678、0531-88880000,卡号6228480000000000018,编号20260102139000056789")).toEqual(
      ["13900005678", "053188880000"]);
    expect(phonesIn("http://a.invalid/13900005678 无号码")).toEqual([]);
  });
  it("gives each link once, its domain ticked, an official one never", () => {
    const found = foundIn("", [url("m.a.invalid", "a.invalid"), url("m.a.invalid", "a.invalid"), url("si.12333.gov.cn", "12333.gov.cn", "official")]);
    expect(found.map((e) => [e.kind, e.value, e.ticked])).toEqual([["domain", "a.invalid", true], ["domain", "12333.gov.cn", false]]);
    expect(found[0]?.values).toEqual({ domain: "a.invalid", host: "m.a.invalid", url: "http://m.a.invalid/a" });
    expect(found[1]?.official).toBe(true);
  });
  it("lists an address by its link, and a number only if a person ticks it", () => {
    const found = foundIn("来电13900005678", [url("203.0.113.7", null)]);
    expect(found.map((e) => [e.kind, e.value, e.ticked])).toEqual([["url", "http://203.0.113.7/a", true], ["phone", "13900005678", false]]);
  });
});
