import { describe, expect, it } from "vitest";
import {
  checkOf, faultsOf, kEmptyDraft, mediumIn, mediumOf, minutesSince, newReportId, openItems, readBack, reportOf, withPicture, type HotlineDraft,
} from "./hotline_draft";

const draft = (more: Partial<HotlineDraft>): HotlineDraft => ({ ...kEmptyDraft, paid: "no", ...more });

describe("a hotline draft", () => {
  it("checks nothing while there is no text", () => expect(checkOf(draft({ text: "  \n" }))).toBeNull());

  it("sends a link alone as a link and a message as text", () => {
    expect(checkOf(draft({ text: " https://a.example.top/x " }))).toMatchObject({ urls: ["https://a.example.top/x"] });
    expect(checkOf(draft({ text: "点 https://a.example.top/x" }))).toMatchObject({ text: "点 https://a.example.top/x" });
  });

  it("keeps a message byte for byte, so that spans hold", () => {
    expect(checkOf(draft({ text: "  【社保局】\n" }))?.text).toBe("  【社保局】\n");
  });

  it("says dictated when it was", () => {
    expect(checkOf(draft({ text: "三个w点", dictated: true }))?.wording).toBe("dictated");
  });

  it("takes in what was read in a picture, behind what is there", () => {
    const read = { text: "点这里认证", codes: ["http://a.invalid/", "wxp://f2f"], title: "1069 0000 0000" };
    const taken = withPicture(draft({ text: "来电人说:" }), read);
    expect(taken).toMatchObject({ text: "来电人说:\n点这里认证", codes: ["http://a.invalid/"], sender: "106900000000", pictured: true });
    expect(checkOf(taken)).toMatchObject({ wording: "screenshot", urls: ["http://a.invalid/"], text: taken.text });
    expect(withPicture(draft({ sender: "95588" }), read).sender).toBe("95588");
    expect(withPicture(draft({}), { ...read, title: "社区便民群(213)" }).sender).toBe("");
  });

  it("can be a QR code alone", () => {
    const taken = withPicture(draft({}), { text: "", codes: ["http://a.invalid/"], title: "" });
    expect(mediumOf(taken)).toBe("qr");
    expect(faultsOf(taken)).toEqual([]);
    const sent = reportOf(taken, "8021");
    expect(sent).toMatchObject({ kind: "link", urls: ["http://a.invalid/"] });
    expect(sent.text).toBeUndefined();
    expect(checkOf(withPicture(draft({}), { text: "", codes: [], title: "" }))).toBeNull();
  });

  it.each([
    ["【社保局】您的认证未完成", "sms"], ["您的认证未完成 退订回T【某局】", "sms"], ["  【某局】x", "sms"],
    ["他说【某局】要停发", null], ["有人打电话要验证码", null], ["https://a.example.top/x", null], ["", null],
  ])("reads in %j that it came by %s", (text, medium) => expect(mediumIn({ text, codes: [] })).toBe(medium));

  it("sends where it came from as a person chose it, as the text shows it, or not at all", () => {
    expect(reportOf(draft({ text: "有人打电话要验证码" }), "8021").medium).toBeUndefined();
    expect(reportOf(draft({ text: "【社保局】x" }), "8021").medium).toBe("sms");
    expect(reportOf(draft({ text: "【社保局】x", medium: "group" }), "8021").medium).toBe("group");
    expect(reportOf(draft({ text: "【社保局】x", medium: "" }), "8021").medium).toBeUndefined();
    expect(withPicture(draft({}), { text: "x", codes: [], title: "社区便民群(213)" }).medium).toBe("group");
  });

  it("leaves out the harm that was not asked about", () => {
    expect(reportOf(draft({ text: "x", paid: "unknown" }), "8021").harm).toBeUndefined();
    expect(reportOf(draft({ text: "x", paid: "unknown", harms: ["clicked"] }), "8021").harm).toEqual({ clicked: true });
  });

  it("says no to each harm that was asked about and denied", () => {
    const harm = reportOf(draft({ text: "x", noHarm: true }), "8021").harm;
    expect(harm).toMatchObject({ clicked: false, entered_code: false, paid_yuan: 0 });
  });

  it.each([
    ["nothing typed", { text: "" }, ["text"]],
    ["no answer about money", { text: "x", paid: null }, ["paid"]],
    ["money gone but no amount", { text: "x", paid: "yes" as const, yuan: "" }, ["yuan"]],
    ["a region that is none", { text: "x", region: "火星" }, ["region"]],
    ["a text of more bytes than the contract takes", { text: "社".repeat(6667) }, ["long"]],
    ["a text of just as many", { text: "社".repeat(6666) }, []],
    ["all there", { text: "x", region: "甘肃", paid: "yes" as const, yuan: "3000" }, []],
  ])("finds what is missing: %s", (_, more, faults) => expect(faultsOf(draft(more))).toEqual(faults));

  it("gives a number of which a day and six digits are read out", () => {
    const id = newReportId("12333", new Date("2026-01-02T01:30:11Z"), 0.470815);
    expect(id).toBe("12333-20260102-470815");
    expect(readBack(id)).toEqual({ day: "01-02", digits: "470 815" });
    expect(readBack("gs-report/7")).toEqual({ day: "", digits: "gs-report/7" });
  });

  it("knows a payment's age, and none where nobody asked", () => {
    const now = Date.parse("2026-01-02T02:00:00Z");
    expect(minutesSince("2026-01-02T01:47:31Z", now)).toBe(12);
    expect(minutesSince("2026-01-02T02:00:09Z", now)).toBe(0);
    expect(minutesSince("", now)).toBeNull();
  });

  it("sends when and from where money went only if it went", () => {
    const paid = { text: "x", yuan: "3万", paidAt: "2026-01-02T01:47:00Z", payBank: "中国工商银行" };
    expect(reportOf(draft({ ...paid, paid: "yes" }), "8021").harm).toEqual({
      paid_yuan: 30000, paid_at: "2026-01-02T01:47:00Z", pay_method: "中国工商银行",
    });
    expect(reportOf(draft({ ...paid, paid: "no" }), "8021").harm).toEqual({ paid_yuan: 0 });
    // That it went is told before the sum is.
    expect(reportOf(draft({ text: "x", paid: "yes" }), "8021").harm).toEqual({ pay_method: "未说明" });
    expect(reportOf(draft({ text: "x", paid: "yes", yuan: "300" }), "8021").harm).toEqual({ paid_yuan: 300 });
  });

  it("sends of the rest of the form what was asked, and nothing for what was not", () => {
    const sent = reportOf(draft({ text: "x", medium: "mini_program", program: "养老年审", relation: "child", contact: " 19900000000 " }), "8021");
    expect(sent).toMatchObject({
      suspect: { mini_program: "养老年审" }, caller: { relation: "child", contact_ref: "19900000000" },
    });
    const bare = reportOf(draft({ text: "x" }), "8021");
    expect([bare.suspect, bare.caller, bare.asked_for]).toEqual([undefined, undefined, undefined]);
  });

  it("names what is still to be asked, by what was answered", () => {
    const after = openItems(draft({ text: "x", noHarm: true, region: "甘肃", callback: false, medium: "call" }));
    expect(after).toEqual(["asked", "sender", "certified", "relation", "ageBand", "contact"]);
    expect(openItems(draft({ text: "x", paid: "yes", medium: "app" }))).toEqual(expect.arrayContaining(["program", "payee"]));
  });
});
