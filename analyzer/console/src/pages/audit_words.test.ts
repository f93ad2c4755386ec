import { describe, expect, it } from "vitest";
import { zh } from "../text/zh";
import { showAction, showDetail } from "./audit_words";

const word = (prefix: string, value: string | null | undefined) =>
  (zh as Record<string, string>)[`${prefix}.${value}`] ?? String(value);

describe("an entry of the audit log", () => {
  it.each([
    ["session.sign_in", "登录"],
    ["case.view_subject", "查看个人信息"],
    ["case.proposed", "提出结论"],
    ["feed.import", "feed.import"],
  ])("calls %s %s", (action, shown) => expect(showAction(action, { word })).toBe(shown));

  it.each([
    ['{"remote":"127.0.0.1","by":"password"}', "remote: 127.0.0.1, by: password"],
    ['{"roles_before":[],"roles":["hotline"],"region":""}', 'roles_before: [], roles: ["hotline"], region: -'],
    ["电话核实", "电话核实"],
    ["{broken", "{broken"],
    [undefined, ""],
  ])("shows the detail %j as %s", (detail, shown) => expect(showDetail(detail)).toBe(shown));
});
