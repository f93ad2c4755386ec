import { describe, expect, it } from "vitest";
import type { Case, Role } from "../api/types";
import { zh } from "../text/zh";
import { causesOf, dispositionsOf, isAdverse, kCauseLetters, outcomeOf, rightsOf, usualCause } from "./case_rules";

const now = Date.parse("2026-01-02T00:00:00Z");
const later = "2026-01-02T00:10:00Z";
const past = "2026-01-01T23:00:00Z";
const made = (more: Partial<Case>): Case => ({
  id: "cas_1", kind: "attempt", state: "open", region: "990100", region_name: "", title: "", score: 0.5, priority: 1,
  held: false, escalated: false, decide_by: null, opened_at: past, updated_at: past, assignee: null, lease_until: null,
  disposition: null, cause: null, observations: 1, version: 1, ...more,
});

describe("what a person may do", () => {
  const table: { name: string; item: Partial<Case>; account?: string; roles?: Role[]; can: string[] }[] = [
    { name: "an open case may be taken", item: {}, can: ["claim"] },
    { name: "one's own may be decided and given back", item: { state: "claimed", assignee: "me", lease_until: later }, can: ["mine", "release", "decide"] },
    { name: "another's may only be read", item: { state: "claimed", assignee: "b", lease_until: later }, can: [] },
    { name: "a lapsed lease may be taken over", item: { state: "claimed", assignee: "b", lease_until: past }, can: ["claim"] },
    { name: "one's own lapsed lease must be taken again", item: { state: "claimed", assignee: "me", lease_until: past }, can: ["claim"] },
    { name: "a finding waits for a second reviewer", item: { state: "second_review", proposed_by: "b" }, roles: ["second_reviewer"], can: ["confirm"] },
    { name: "a plain reviewer cannot confirm", item: { state: "second_review", proposed_by: "b" }, can: [] },
    { name: "nobody confirms an own finding", item: { state: "second_review", proposed_by: "me" }, roles: ["second_reviewer"], can: [] },
    { name: "a decided case is reopened by a supervisor", item: { state: "decided" }, roles: ["supervisor"], can: ["reopen"] },
    { name: "a decided case is closed to a reviewer", item: { state: "decided" }, can: [] },
  ];
  it.each(table)("$name", ({ item, roles, can }) => {
    const rights = rightsOf(made(item), "me", roles ?? ["reviewer"], now);
    expect(Object.entries(rights).filter(([, yes]) => yes).map(([name]) => name).sort()).toEqual([...can].sort());
  });

  it("offers causes that the contract knows, each with a letter, and a usual one among them", () => {
    for (const kind of ["attempt", "report", "retro"] as const) {
      for (const disposition of dispositionsOf(kind)) {
        const causes = causesOf(disposition);
        expect(causes.length).toBeLessThanOrEqual(kCauseLetters.length);
        for (const cause of causes) expect(`cause.${cause}` in zh).toBe(true);
        const usual = usualCause(disposition);
        if (usual) expect(causes).toContain(usual);
      }
    }
  });

  it("asks for a cause wherever a flag is called harmless", () => {
    expect(usualCause("cleared")).toBeNull();
    expect(usualCause("not_scam")).toBeNull();
  });

  it("tells the caller not to accept only where a finding is adverse", () => {
    expect(dispositionsOf("attempt").filter((d) => outcomeOf(d) === "do_not_accept").every(isAdverse)).toBe(true);
    expect(outcomeOf("cleared")).toBe("accept");
    expect(outcomeOf("unreachable")).toBe("redo");
  });
});
