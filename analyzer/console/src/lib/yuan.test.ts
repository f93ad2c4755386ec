import { describe, expect, it } from "vitest";
import { parseYuan, showYuan } from "./yuan";

describe("an amount as callers say it", () => {
  it.each([
    ["3000", 3000], ["3,000元", 3000], ["３万", 30000], ["3万", 30000], ["2.5万", 25000], ["三千", 3000], ["三千五", 3500],
    ["三万五", 35000], ["3万5", 35000], ["3万5千", 35000], ["两百块", 200], ["十二", 12], ["一千零五十", 1050], ["19.9", 19.9],
    ["一万二千三百", 12300], ["5千", 5000], ["二十万", 200000],
  ])("%s is %d yuan", (said, yuan) => expect(parseYuan(said)).toBe(yuan));
  it.each(["", "-5", "很多", "3万多", "0", "12345678901", "三五", "1e9", "万"])("%j is asked again", (said) => expect(parseYuan(said)).toBeNull());
});

describe("an amount as it is shown", () => {
  it.each([[12000, "12,000"], [23650.5, "23,650.50"], [0, "0"], [0.05, "0.05"], [1188.999, "1,189.00"]])("%d", (yuan, shown) => expect(showYuan(yuan)).toBe(shown));
});
