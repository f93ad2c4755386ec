import { describe, expect, it } from "vitest";
import type { Texts } from "../text";
import { seenParts } from "./seen";

const t = ((key: string, values: Record<string, unknown>) => `${key} ${Object.values(values).join(" ")}`) as unknown as Texts["t"];

describe("how often a campaign was seen", () => {
  it("has one time where first and last are the same minute", () => {
    const parts = seenParts({ reports: 1, first_seen: "2026-11-23T23:03:01Z", last_seen: "2026-11-23T23:03:40Z" }, { t });
    expect(parts).toEqual({ count: "hotline.seen.count 1", times: ["2026-11-24 07:03"] });
  });

  it("has the first and the last", () => {
    const parts = seenParts({ reports: 6, first_seen: "2026-11-23T15:18:00Z", last_seen: "2026-11-23T23:23:00Z" }, { t });
    expect(parts.times).toEqual(["hotline.seen.first 2026-11-23 23:18", "hotline.seen.last 2026-11-24 07:23"]);
  });
});
