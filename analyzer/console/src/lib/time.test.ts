import { describe, expect, it } from "vitest";
import { fill } from "../text";
import { zh, type TextKey } from "../text/zh";
import { dueState, showDuration, showEnd, showLastDay, showMoment, showShortLastDay, showTime, showTimeWhole, stampOf } from "./time";

const t = (key: TextKey, values?: Record<string, string | number>) => fill(zh[key], values);

describe("times", () => {
  it("shows seconds where they are asked for", () => {
    expect(showTimeWhole("2026-01-02T01:30:11.204Z")).toBe("2026-01-02 09:30:11");
    expect(showTimeWhole("never")).toBe("");
  });

  it.each([
    ["2026-01-02T01:30:11.204Z", "2026-01-02 09:30"],
    ["2026-01-01T16:00:00Z", "2026-01-02 00:00"],
    ["2026-01-02T09:30:00+08:00", "2026-01-02 09:30"],
    ["", ""],
    ["not a time", ""],
  ])("shows %s in China's time", (at, shown) => expect(showTime(at)).toBe(shown));

  it.each([
    ["2026-01-02T16:00:00Z", "01-02 24:00"], // the first moment of the third
    ["2026-01-02T10:00:00Z", "01-02 18:00"],
    ["2025-12-31T16:00:00Z", "2025-12-31 24:00"],
    [null, ""],
  ])("ends a term at %s, shown as %s: no doubt of which day", (at, shown) =>
    expect(showEnd(at, Date.parse("2026-06-01T00:00:00Z"))).toBe(shown));

  it.each([
    ["2026-01-02T16:00:00Z", "2026-01-02", "01-02"], // ends with the second, though the third has begun
    ["2026-01-02T15:59:00Z", "2026-01-02", "01-02"],
    [null, "", ""],
  ])("a term to %s has %s as its last day", (at, whole, short) => {
    expect(showLastDay(at)).toBe(whole);
    expect(showShortLastDay(at)).toBe(short);
  });

  it.each([
    ["2026-01-02T01:30:00Z", "01-02 09:30"],
    ["2025-12-31T15:59:00Z", "2025-12-31 23:59"],
    ["", ""],
  ])("tells the moment of %s without the present year", (at, shown) => expect(showMoment(at, Date.parse("2026-06-01T00:00:00Z"))).toBe(shown));

  it("stamps midnight as 00, not 24", () => {
    expect(stampOf(new Date("2026-01-01T16:00:05Z"))).toEqual({ day: "20260102", second: "000005" });
  });

  it.each([
    [30_000, "不到 1 分钟"],
    [5 * 60_000, "5 分钟"],
    [3 * 3_600_000 + 60_000, "3 小时"],
    [51 * 3_600_000, "2 天 3 小时"],
    [-26 * 3_600_000, "1 天 2 小时"],
    [48 * 3_600_000, "2 天"],
  ])("shows %d ms as %s", (ms, shown) => expect(showDuration(ms, { t })).toBe(shown));

  it.each([
    ["2026-01-01T00:00:00Z", "over"],
    ["2026-01-02T12:00:00Z", "soon"],
    ["2026-01-09T00:00:00Z", "later"],
  ])("calls %s %s", (at, state) => expect(dueState(at, Date.parse("2026-01-02T00:00:00Z"))).toBe(state));
});
