import { describe, expect, it } from "vitest";
import { fill } from "../text";
import { zh, type TextKey } from "../text/zh";
import { CallError } from "./client";
import { explain } from "./message";
import type { Problem } from "./types";

const t = (key: TextKey, values?: Record<string, string | number>) => fill(zh[key], values);
const word = (prefix: string, value: string | null | undefined) => (value ? ((zh as Record<string, string>)[`${prefix}.${value}`] ?? value) : "");
const problem = (name: string, status: number, more: Partial<Problem> = {}): Problem => ({
  type: `/problems/${name}`, title: "标题", status, request_id: "r1", ...more,
});

describe("what a failed call is called", () => {
  it.each([
    ["no answer", new CallError(0, null, null), zh["error.offline"]],
    ["a bare gateway error", new CallError(502, null, null), zh["error.unavailable"]],
    ["not recorded, apart from other 503", new CallError(503, problem("not_recorded", 503), 2), zh["error.not_recorded"]],
    ["the same person", new CallError(403, problem("same_person", 403), null), zh["error.same_person"]],
    ["a stale version", new CallError(412, problem("precondition_failed", 412), null), zh["error.precondition_failed"]],
    ["too many requests, with the wait", new CallError(429, problem("too_many_requests", 429), 7), t("error.too_many_requests", { n: 7 })],
    [
      "wrong fields, each once",
      new CallError(422, problem("invalid", 422, {
        errors: [
          { pointer: "/region", code: "pattern", message: "地区代码不正确" },
          { pointer: "/region", code: "pattern", message: "地区代码不正确" },
        ],
      }), null),
      t("error.invalid", { fields: "地区:地区代码不正确" }),
    ],
    [
      "wrong fields by their names, one without a name as it is",
      new CallError(422, problem("invalid", 422, {
        errors: [{ pointer: "/note", code: "required", message: "必填" }, { pointer: "?from", code: "range", message: "超出允许范围" }, { pointer: "/xyz", code: "type", message: "类型不正确" }],
      }), null),
      t("error.invalid", { fields: "说明:必填;开始日期:超出允许范围;类型不正确" }),
    ],
    ["an error of the server, without its words and with its reference", new CallError(500, problem("internal", 500, { title: "Internal error" }), null), t("error.other.id", { id: "r1" })],
    ["an error of the server that has no reference", new CallError(500, null, null), zh["error.other"]],
    ["an error of the page", new TypeError("x is undefined"), zh["error.other"]],
  ])("%s", (_, error, said) => expect(explain(error, { t, word })).toBe(said));
});
