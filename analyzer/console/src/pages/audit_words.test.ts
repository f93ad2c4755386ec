import { describe, expect, it } from "vitest";
import { fill, type Texts } from "../text";
import { en } from "../text/en";
import { zh } from "../text/zh";
import { showAction, showDetail, showObject } from "./audit_words";

const sources = import.meta.glob("../../../service/*.cpp", { query: "?raw", import: "default", eager: true }) as Record<string, string>;
const textsOf = (dictionary: Record<string, string>, language: "zh-CN" | "en") => ({
  language,
  t: (key: string, values?: Record<string, string | number>) => fill(dictionary[key] ?? key, values),
  word: (prefix: string, value: string | null | undefined) => (value ? (dictionary[`${prefix}.${value}`] ?? value) : ""),
}) as unknown as Texts;
const inZh = textsOf(zh, "zh-CN");
const inEn = textsOf(en, "en");

describe("an entry of the audit log", () => {
  it.each([
    ["session.sign_in", "登录"],
    ["case.view_subject", "查看个人信息"],
    ["case.proposed", "提出结论"],
    ["case.lapsed", "暂缓到期,先予采信并升级"],
    ["feed.import", "feed.import"],
  ])("calls %s %s", (action, shown) => expect(showAction(action, inZh)).toBe(shown));

  it("has a name for every action that the service writes", () => {
    const written = Object.values(sources).flatMap((text) =>
      [...text.matchAll(/(?:audit_entry\([^;]*?|log_event\([^;]*?|append_audit\([^;]*?|audit\(\)\.append\([^;]*?|action = [^;]*?)"([a-z_]+\.[a-z_]+)"/gs)].map((m) => m[1] as string));
    const actions = [...new Set(written)];
    expect(actions.length).toBeGreaterThan(35);
    expect(actions.filter((action) => showAction(action, inZh) === action)).toEqual([]);
  });

  it.each([
    ["session.sign_in", '{"remote":"127.0.0.1","by":"password"}', "登录地址:127.0.0.1;方式:密码", "From: 127.0.0.1; By: password"],
    ["user.change", '{"roles_before":[],"roles":["hotline","reviewer"],"region":""}', "原角色:无;角色:热线坐席、核查员;管辖地区:全部", "Roles before: None; Roles: Hotline agent, Reviewer; Region: all"],
    ["user.change", '{"state":"disabled","region":"4113"}', "状态:停用;管辖地区:河南南阳市", "State: disabled; Region: Henan 4113"],
    ["key.create", '{"caller":"test","lists":{"kinds":["domain"],"regions":[],"min_confidence":0.9,"delay_minutes":0},"scopes":["feeds:read"]}',
      "接入方:test;可读名单:种类:域名及其下级;地区:全部;最低可信度:0.9;延后(分钟):0;权限:读取名单", null],
    ["policy.tried", '{"review":0.05,"floors_off":["death_before"]} 队列积压', "建议核查的概率门槛 0.05;停用:有死亡登记;理由:队列积压", null],
    ["case.claimed", "next", "由系统按顺序分派", "given out in the queue's order"],
    ["case.decided", "alive: 本人到窗口", "排除:本人健在:本人到窗口", null],
    ["case.decided", "blk_01 alive", "排除:本人健在;整批 blk_01", null],
    ["case.undone", "blk_01", "整批 blk_01", "bulk blk_01"],
    ["case.confirmed", "属实", "属实", "属实"],
    ["case.contacted", "spare_phone, reached", "备用联系人:联系上", "Spare contact: Reached"],
    ["case.contacted", "visit, reached, with 王村医", "上门:联系上;同行:王村医", "Visit at home: Reached; with 王村医"],
    ["case.proposed", "death_claim fil_1 fil_2: 殡仪馆回函一致", "涉嫌死亡冒领:殡仪馆回函一致;依据材料 2 件(fil_1、fil_2)", null],
    ["case.saved", "3200 yuan: 多发待遇已退回", "3200 元:多发待遇已退回", "3200 yuan: 多发待遇已退回"],
    ["conflict.stated", "cfl_1 relatives 990105001: 岳父母", "亲属在当地领取待遇;演示地区 990105001;岳父母;cfl_1", null],
    ["listing.confirmed", "cas_1: 已核对", "案件 cas_1:已核对", "case cas_1: 已核对"],
    ["listing.listed", "cas_1", "案件 cas_1", "case cas_1"],
    ["feed.withdrawn", "12 entries: 对方停办", "撤下 12 条,理由:对方停办", "12 entries taken off, reason: 对方停办"],
    ["feed.changed", '{"may":"floor","may_before":"inform","enabled":true,"enabled_before":false,"expiry_days":null,"expiry_days_before":30,"bearer":"changed"}',
      "作用:仅提示 → 至少为高度可疑;启用:否 → 是;有效期(天):30 → 无;访问密钥:已修改", null],
    ["register.proposed", '{"kind":"correction","name":"某省人社厅","bureau":"某县社保中心","evidence":"官网已换"}', "核对结果:更正;名称:某省人社厅;单位:某县社保中心;依据:官网已换", null],
    ["case.assigned", "to usr_1: 熟悉情况", "移交给 usr_1:熟悉情况", null],
    ["case.export", "12 cases, not all there were", "导出 12 件(超出上限,未导全)", null],
    ["feed.taken", "3 added, 2 renewed, 1 removed", "新增 3 条,再次出现 2 条,撤下 1 条", null],
    ["feed.held", "grows: from 3 to 900", "比上一次多了很多:从3条变为900条", null],
    ["report.referral", "96110 A-77", "转给 96110 反诈专线,受理编号 A-77", null],
    ["dispute.opened", "domain:shop.example.net", "域名及其下级:shop.example.net", null],
    ["case.view_subject", "电话核实", "电话核实", "电话核实"],
    ["case.noted", "{broken", "{broken", "{broken"],
    ["user.create", "{}", "", ""],
    ["user.create", undefined, "", ""],
  ])("of %s says %j in Chinese as %s", (action, detail, chinese, english) => {
    expect(showDetail({ action, detail }, inZh)).toBe(chinese);
    if (english !== null) expect(showDetail({ action, detail }, inEn)).toBe(english);
  });

  it.each([
    ["cas_01", "cas_01"], ["ledger", "台账"], ["domain:shop.example.net", "域名及其下级:shop.example.net"], ["fresh:x", "fresh:x"],
  ])("was done to %s, shown as %s", (object, shown) => expect(showObject(object, inZh)).toBe(shown));
});
