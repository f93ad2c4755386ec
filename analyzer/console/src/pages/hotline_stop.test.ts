import { describe, expect, it } from "vitest";
import { findBanks } from "./hotline_stop";

const names = (typed: string) => findBanks(typed).map(({ name }) => name);

describe("banks", () => {
  it.each([
    ["农行", "中国农业银行"], ["农业银行的卡", "中国农业银行"], ["工行", "中国工商银行"], ["中行卡", "中国银行"], ["中国银行", "中国银行"],
    ["建设", "中国建设银行"], ["邮政", "中国邮政储蓄银行"], ["gs", "中国工商银行"], ["95599", "中国农业银行"], ["支付宝", "支付宝"], ["postal", "中国邮政储蓄银行"],
  ])("%s is %s", (typed, name) => expect(names(typed)).toEqual([name]));
  it.each(["农信社", "农商行", "河南农村信用社", "村镇银行", "太康县农村商业银行", "民生村镇银行"])("%s is none of the table, not the nearest", (typed) => expect(names(typed)).toEqual([]));
});
