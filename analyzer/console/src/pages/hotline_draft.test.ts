import { describe, expect, it } from "vitest";
import { checkOf, faultsOf, kEmptyDraft, newReportId, reportOf, withPicture, type HotlineDraft } from "./hotline_draft";

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
    expect(taken.medium).toBe("qr");
    expect(faultsOf(taken)).toEqual([]);
    const sent = reportOf(taken, "8021");
    expect(sent).toMatchObject({ kind: "link", urls: ["http://a.invalid/"] });
    expect(sent.text).toBeUndefined();
    expect(checkOf(withPicture(draft({}), { text: "", codes: [], title: "" }))).toBeNull();
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

  it("gives a number that can be read out", () => {
    expect(newReportId("12333", new Date("2026-01-02T01:30:11Z"), 0.47)).toBe("12333-20260102-093011-47");
  });
});
