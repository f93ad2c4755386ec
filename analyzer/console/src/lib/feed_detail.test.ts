import { describe, expect, it } from "vitest";
import { feedsEn } from "../text/feeds_en";
import { feedsZh } from "../text/feeds_zh";
import { detailOf, reasonOf } from "./feed_detail";

describe("what is wrong with a list", () => {
  it.each([
    ["answers 503", "feeds.why.answers", { status: "503" }],
    ["leads to a private address", "feeds.why.private", {}],
    ["leads to something else than https", "feeds.why.scheme", {}],
    ["more bytes than allowed", "feeds.why.long", {}],
    ["more than 5000000 entries", "feeds.why.long", {}],
    ["its name cannot be resolved", "feeds.why.name", {}],
    ["no connection", "feeds.why.connection", {}],
    ["no encrypted connection", "feeds.why.tls", {}],
    ["too slow", "feeds.why.slow", {}],
    ["redirected too often", "feeds.why.redirects", {}],
    ["speaks no HTTP", "feeds.why.http", {}],
    ["its certificate is not trusted", "feeds.why.certificate", {}],
    ["the connection broke off", "feeds.why.broken", {}],
    ["cannot be unpacked", "feeds.why.packed", {}],
    ["line 1: a page of HTML or XML, not a list", "feeds.why.page", {}],
    ["line 1: UTF-16", "feeds.why.bytes", {}],
    ["bytes that are no text", "feeds.why.bytes", {}],
    ["line 1: no column 'url'", "feeds.why.column", { column: "url" }],
    ["not one entry of this format", "feeds.why.format", {}],
    ["the file cannot be read", "feeds.why.file", {}],
    ["no file of this format lies in the folder", "feeds.why.folder", {}],
    ["the file changes while it is read", "feeds.why.copying", {}],
    ["ends within a line, and nothing told its length", "feeds.why.broken", {}],
    ["a page of the collection leads back to one that was taken", "feeds.why.broken", {}],
    ["a page of the collection is no JSON object", "feeds.why.format", {}],
    ["the proxy answers 403", "feeds.why.proxy", {}],
    ["the proxy's name cannot be resolved", "feeds.why.proxy", {}],
    ["another server is taking this list in", "feeds.why.another", {}],
    ["the service stops", "feeds.why.stops", {}],
    ["the list is fetched: switch it off first", "feeds.why.fetched", {}],
    ["empty, though it held entries before", "feeds.why.empty", {}],
    ["shrinks: 40 % of 100 entries would go", "feeds.why.shrinks", { share: "40", n: "100" }],
    ["grows: from 100 to 1200", "feeds.why.grows", { from: "100", to: "1200" }],
    ["line 1: the text ends before its end", "feeds.why.format", {}],
    ["innocent: lists 1 official or shared places, domain si.12333.gov.cn among them", "feeds.why.innocent", { n: "1", value: "si.12333.gov.cn" }],
  ])("%s has a sentence", (said, key, values) => {
    expect(detailOf(said)).toEqual({ key, values });
    for (const words of [feedsZh, feedsEn] as Record<string, string>[]) {
      for (const name of Object.keys(values)) expect(words[key]).toContain(`{${name}}`);
    }
  });

  it("keeps its own words where no sentence is known", () => {
    expect(detailOf("something new")).toBeNull();
  });
});

describe("why a list says something no more", () => {
  const t = (key: string, values?: { why?: string | number }) => `${key}${values?.why ?? ""}`;
  it("is said in words, and what a person wrote stays as it is", () => {
    expect(reasonOf("no longer on the list", t)).toBe("feeds.why.gone");
    expect(reasonOf("taken back: 对方停更", t)).toBe("feeds.why.taken_back对方停更");
    expect(reasonOf("对方已更正", t)).toBe("对方已更正");
  });
});
