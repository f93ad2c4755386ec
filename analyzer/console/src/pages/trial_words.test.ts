import { describe, expect, it } from "vitest";
import policy from "../../../../data/policy.toml?raw";
import type { PolicyFloor } from "../api/types";
import { en } from "../text/en";
import { zh } from "../text/zh";
import { changeOf, headingOf, inOrder, kValues, wishOf } from "./trial_words";

const present = { review: 0.12, review_without_model: 0.12, least_reason: 0.3, spot_check: 0.02, report_medium: 0.25, report_high: 0.79, report_critical: 0.9 };
const floor = (id: string, on: boolean): PolicyFloor => ({ id, on, decision: "review", when: [] });
const floors = [floor("farm", true), floor("fee", true), floor("abroad", false)];

describe("what a trial asks for", () => {
  it("is nothing while all is as it is in force", () => {
    expect(changeOf(wishOf(present, floors), present, floors)).toBeNull();
  });
  it("is what differs, and no more", () => {
    const wish = { values: { ...wishOf(present, floors).values, report_high: 0.8, review: null }, floors: ["fee", "abroad"] };
    expect(changeOf(wish, present, floors)).toEqual({ report_high: 0.8, floors_on: ["abroad"], floors_off: ["farm"] });
  });
  it("has thresholds of reports in their order", () => {
    const wish = wishOf(present, floors);
    expect(inOrder(wish)).toBe(true);
    expect(inOrder({ ...wish, values: { ...wish.values, report_high: 0.9 } })).toBe(false);
    expect(inOrder({ ...wish, values: { ...wish.values, report_medium: 0.8 } })).toBe(false);
  });
});

describe("a trial's heading", () => {
  const texts = { t: (key: keyof typeof zh) => zh[key], word: () => "" } as unknown as Parameters<typeof headingOf>[1];
  it("says from what to what where the present is known, and the new value alone where not", () => {
    expect(headingOf({ review: 0.35 }, texts, present)).toMatch(/ 0\.12 → 0\.35$/);
    expect(headingOf({ review: 0.35 }, texts)).not.toContain("→");
  });
});

describe("every value and every floor of the shipped policy", () => {
  it("has a name in both languages", () => {
    const ids = [...policy.matchAll(/^\[\[attempt\.floor\]\]\s+id = "(\w+)"/gm)].map((m) => m[1] as string);
    expect(ids.length).toBeGreaterThan(20);
    for (const key of [...ids.map((id) => `trials.floor.${id}`), ...kValues.map(({ name }) => `trials.${name}`)]) {
      expect(key in zh && key in en, key).toBe(true);
    }
  });
});
