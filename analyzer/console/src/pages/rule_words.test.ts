import { describe, expect, it } from "vitest";
import attempt from "../../../../data/signals/attempt.toml?raw";
import { fill } from "../text";
import { zh, type TextKey } from "../text/zh";
import { sentenceOfRule } from "./rule_words";

const t = (key: TextKey, values?: Record<string, string | number>) => fill(zh[key], values);

describe("a rule's sentence without a case", () => {
  it.each([
    ["同一手机7天内为{value}名老人认证", "同一手机7天内为若干名老人认证"],
    ["该人员{date}有死亡登记({source}),本次认证在登记之后{value}天", "该人员某日有死亡登记(某来源),本次认证在登记之后若干天"],
    ["“{name}”的登记有效期为{from}至{until}", "“某某”的登记有效期为某日至某日"],
    ["没有空格", "没有空格"],
  ])("%s reads %s", (sentence, shown) => expect(sentenceOfRule(sentence, { t })).toBe(shown));

  it("leaves no brace in any sentence of the signals", () => {
    const sentences = [...attempt.matchAll(/^zh = "(.*)"$/gm)].map((m) => sentenceOfRule(m[1] as string, { t }));
    expect(sentences.length).toBeGreaterThan(50);
    expect(sentences.filter((one) => /[{}]/.test(one))).toEqual([]);
  });
});
