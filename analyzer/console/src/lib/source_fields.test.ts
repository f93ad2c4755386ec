import { describe, expect, it } from "vitest";
import type { Source } from "../api/types";
import { feedsZh } from "../text/feeds_zh";
import { fieldErrors, fieldsOf, kFormats, sentOf } from "./source_fields";

const source = {
  name: "a", origin: "console", version: 3, title: "甲", address: "https://a.invalid/", format: "csv", every_minutes: 60, trust: 0.9,
  licence: "协议", may: "raise", missing: "expire", expiry_days: null, intranet: false, most_megabytes: 64, columns: { value: "url" },
  has_bearer: true, enabled: true, tried: true,
} as unknown as Source;

describe("a list's form", () => {
  it("sends back what it was given, and no key that was not entered", () => {
    const sent = sentOf(fieldsOf(source), false);
    expect(sent).toMatchObject({ title: "甲", format: "csv", columns: ["value=url"], expiry_days: 0, enabled: true, missing: "expire" });
    expect("bearer" in sent).toBe(false);
    expect("name" in sent).toBe(false);
  });
  it("sends no state of a new list, no columns but of CSV, and a key where one was entered", () => {
    const sent = sentOf({ ...fieldsOf(null), title: " t ", columns: ["value=url"], bearer: "k" }, true);
    expect("enabled" in sent).toBe(false);
    expect(sent).toMatchObject({ title: "t", columns: [], bearer: "k" });
  });
  it("puts each refusal at its field once", () => {
    expect(fieldErrors([{ pointer: "/trust", code: "range" }, { pointer: "/trust", code: "x" }, { pointer: "", code: "stale" }]))
      .toEqual([{ field: "trust", code: "range" }]);
  });
  it("has a word for every format", () => {
    for (const format of kFormats) expect(feedsZh).toHaveProperty([`sources.format.${format}`]);
  });
});
