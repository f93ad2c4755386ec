import { describe, expect, it } from "vitest";
import type { UrlVerdict } from "../api/types";
import { hostsOf } from "./case_listing";

const link = (host: string | null, official = false): UrlVerdict =>
  ({ host, official: official ? { name: "国家平台" } : null }) as UrlVerdict;

describe("hostsOf", () => {
  it("names every host once, in order, and no official one", () => {
    expect(hostsOf([link("b.invalid"), link("a.invalid"), link("b.invalid"), link("si.12333.gov.cn", true), link(null)]))
      .toEqual(["a.invalid", "b.invalid"]);
    expect(hostsOf([])).toEqual([]);
  });
});
