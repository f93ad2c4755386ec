import { describe, expect, it } from "vitest";
import type { Case, CaseDetail, Casework, FindingWord, Role } from "../api/types";
import casework from "../../../../data/casework.toml?raw";
import { zh } from "../text/zh";
import { bulkFindingsOf, causesOf, faultOf, findingsOf, kCauseLetters, kDestinationLetters, kFindingKeys, mostOf, rightsOf } from "./case_rules";

const now = Date.parse("2026-01-02T00:00:00Z");
const later = "2026-01-02T00:10:00Z";
const past = "2026-01-01T23:00:00Z";
const made = (more: Partial<Case>): Case => ({
  id: "cas_1", kind: "attempt", state: "open", region: "990100", region_name: "", title: "", score: 0.5, level: null, priority: 1,
  held: false, escalated: false, owner_until: null, extension_by: null, extension_by_name: null, more_time_until: null, extended: false, archived_at: null, referred_until: null, letter_since: null, saved_yuan: null, saved_by_name: null, saved_at: null, decide_by: null, opened_at: past, updated_at: past, assignee: null, lease_until: null,
  disposition: null, cause: null, observations: 1, version: 1, finding: null, destinations: [], outcome: null,
  amount_yuan: null, owner: null, owner_name: null, returned: false, snoozed_until: null, settles_at: null, bulk_id: null,
  due_at: later, order_reason: "expected_harm", ...more,
});

describe("what a person may do", () => {
  const table: { name: string; item: Partial<Case>; recused?: boolean; roles?: Role[]; can: string[] }[] = [
    { name: "an open case may be taken", item: {}, can: ["claim", "recuse"] },
    { name: "one's own may be decided, given back and handed over", item: { state: "claimed", assignee: "me", lease_until: later }, can: ["mine", "release", "decide", "assign", "extend", "recuse"] },
    { name: "another's may only be read", item: { state: "claimed", assignee: "b", lease_until: later }, can: [] },
    { name: "a lapsed lease may be taken over", item: { state: "claimed", assignee: "b", lease_until: past }, can: ["claim", "recuse"] },
    { name: "one's own lapsed lease must be taken again", item: { state: "claimed", assignee: "me", lease_until: past }, can: ["claim", "recuse"] },
    { name: "what was handed to another is not taken", item: { owner: "b" }, can: ["recuse"] },
    { name: "what was handed to me is taken or handed on", item: { owner: "me" }, can: ["claim", "assign", "recuse"] },
    { name: "who is recused takes nothing", item: {}, recused: true, can: [] },
    { name: "who is recused confirms nothing", item: { state: "second_review", proposed_by: "b" }, recused: true, roles: ["second_reviewer"], can: [] },
    { name: "a finding waits for a second reviewer", item: { state: "second_review", proposed_by: "b" }, roles: ["second_reviewer"], can: ["confirm", "recuse"] },
    { name: "a plain reviewer cannot confirm", item: { state: "second_review", proposed_by: "b" }, can: ["recuse"] },
    { name: "nobody confirms an own finding, but may withdraw it", item: { state: "second_review", proposed_by: "me" }, roles: ["second_reviewer"], can: ["undo", "recuse"] },
    { name: "a decided case is reopened or filed by a supervisor", item: { state: "decided" }, roles: ["supervisor"], can: ["reopen", "archive"] },
    { name: "an own decision is taken back in time", item: { state: "decided", decided_by: "me", settles_at: later }, can: ["undo"] },
    { name: "not after its time", item: { state: "decided", decided_by: "me", settles_at: past }, can: [] },
    { name: "nor another's", item: { state: "decided", decided_by: "b", settles_at: later }, can: [] },
    { name: "a supervisor hands out what nobody holds", item: {}, roles: ["supervisor"], can: ["claim", "assign", "recuse"] },
  ];
  it.each(table)("$name", ({ item, recused, roles, can }) => {
    const rights = rightsOf(made(item), "me", roles ?? ["reviewer"], now, recused ? ["me"] : []);
    expect(Object.entries(rights).filter(([, yes]) => yes).map(([name]) => name).sort()).toEqual([...can].sort());
  });
});

// The shipped file, as far as the console needs it.
function shipped(): Casework {
  const blocks = casework.split(/^\[\[/m).slice(1);
  const field = (block: string, name: string) => new RegExp(`^${name} = (.*)$`, "m").exec(block)?.[1] ?? "";
  const text = (block: string, name: string) => field(block, name).replace(/"/g, "");
  const list = (block: string, name: string) => field(block, name).match(/\w+/g) ?? [];
  const adverse = ["confirmed_death", "confirmed_prison", "confirmed_duplicate", "confirmed_other", "fee_violation", "insider_lead", "transferred"];
  const named = (block: string) => ({ id: text(block, "id"), name: { zh: text(block, "zh"), en: text(block, "en") } });
  const findings = blocks.filter((b) => b.startsWith("finding")).map((b) => ({
    ...named(b), kinds: list(b, "kinds"), disposition: text(b, "disposition"), cause: text(b, "cause"),
    outcome: "accept", adverse: adverse.includes(text(b, "disposition")), destinations: list(b, "to"),
  })) as FindingWord[];
  return {
    findings, destinations: blocks.filter((b) => b.startsWith("destination")).map(named),
    bulk: { reviewer: 50, second_reviewer: 200, supervisor: 500 }, report_yuan: 10000, major_yuan: 500000,
  };
}

describe("findings", () => {
  const words = shipped();
  it("have a key each, and causes that the dictionaries know", () => {
    for (const kind of ["attempt", "report", "retro", "objection", "spot_check"] as const) {
      const findings = findingsOf(words, kind);
      // An objection is granted or refused; all else has more than three.
      expect(findings.length).toBeGreaterThan(kind === "objection" ? 1 : 3);
      expect(findings.length).toBeLessThanOrEqual(kFindingKeys.length);
      for (const { disposition, cause } of findings) {
        const causes = causesOf(disposition);
        expect(causes.length).toBeLessThanOrEqual(kCauseLetters.length);
        expect(causes).toContain(cause);
        for (const one of causes) expect(`cause.${one}` in zh).toBe(true);
      }
    }
    expect(words.destinations.length).toBeLessThanOrEqual(kDestinationLetters.length);
  });
  it("use no key twice, nor one of the page's own", () => {
    const keys = [...kFindingKeys, ...kCauseLetters, ...kDestinationLetters, ..."cbnihmpvxz?"];
    expect(new Set(keys).size).toBe(keys.length);
  });
  it("in bulk are never against a person", () => {
    for (const kind of ["attempt", "report"] as const) {
      const bulk = bulkFindingsOf(words, kind);
      expect(bulk.length).toBeGreaterThan(1);
      expect(bulk.some(({ adverse, disposition }) => adverse || disposition === "unreachable")).toBe(false);
    }
  });
  it("cap bulk work by the highest role", () => {
    expect([mostOf(words, ["reviewer"]), mostOf(words, ["reviewer", "second_reviewer"]), mostOf(words, ["supervisor"])]).toEqual([50, 200, 500]);
  });

  const none: CaseDetail["contacts"] = { entries: 0, calls: 0, call_days: 0, spare_tried: false, village_asked: false, visited: false, reached: false, next_step: "call" };
  const tried = { ...none, entries: 6, next_step: null };
  const finding = (id: string) => words.findings.find((one) => one.id === id) ?? null;
  it.each([
    ["nothing chosen", null, "", {}, none, "choose"],
    ["a clearing needs nothing more", "alive", "", {}, none, null],
    ["a finding against a person needs a contact", "death_claim", "殡仪馆回函", {}, none, "contact"],
    ["then its evidence", "death_claim", "有", {}, tried, "note"],
    ["and has both", "death_claim", "殡仪馆回函", {}, tried, null],
    ["a report is a contact itself", "reported_fee", "三人反映", { kind: "report" as const }, none, null],
    ["not verified needs every step", "not_verified", "", {}, none, "steps"],
    ["which were gone", "not_verified", "", {}, tried, null],
    ["and nobody met", "not_verified", "", {}, { ...tried, reached: true }, "reached"],
  ])("%s", (_, id, note, item, contacts, fault) => {
    expect(faultOf(id === null ? null : finding(id as string), note as string, made(item as Partial<Case>), contacts as CaseDetail["contacts"])).toBe(fault);
  });
});
