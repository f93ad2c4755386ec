import { describe, expect, it } from "vitest";
import { namedEvery, stackOf, ticksTo, totalOf } from "./day_chart_model";

describe("the scale", () => {
  it("has whole steps and reaches the largest value", () => {
    expect(ticksTo(0)).toEqual([0, 1]);
    expect(ticksTo(3)).toEqual([0, 1, 2, 3]);
    expect(ticksTo(7)).toEqual([0, 2, 4, 6, 8]);
    expect(ticksTo(16)).toEqual([0, 5, 10, 15, 20]);
    expect(ticksTo(26)).toEqual([0, 10, 20, 30]);
    expect(ticksTo(500)).toEqual([0, 100, 200, 300, 400, 500]);
    for (let most = 0; most < 3000; ++most) {
      const ticks = ticksTo(most);
      expect(ticks.length).toBeLessThanOrEqual(6);
      expect(ticks.at(-1)).toBeGreaterThanOrEqual(most);
      expect(ticks.every(Number.isInteger)).toBe(true);
    }
  });
});

describe("a day", () => {
  const series = [{ name: "a", color: "", values: [1, 0] }, { name: "b", color: "", values: [2, 4] }, { name: "c", color: "", values: [3] }];
  it("stands as a stack without gaps", () => {
    expect(stackOf(series, 0)).toEqual([{ from: 0, to: 1 }, { from: 1, to: 3 }, { from: 3, to: 6 }]);
    expect(stackOf(series, 1)).toEqual([{ from: 0, to: 0 }, { from: 0, to: 4 }, { from: 4, to: 4 }]);
    expect(totalOf(series, 1)).toBe(4);
  });
  it("is named where its name has room", () => {
    expect(namedEvery(40, 40)).toBe(1);
    expect(namedEvery(6, 40)).toBe(7);
  });
});
