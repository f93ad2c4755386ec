// What a person may do with a case, as the server will judge it too
// (core/case.h). Pure.
import type { Case, CaseKind, Cause, Disposition, Role } from "../api/types";

const kOfAttempts: readonly Disposition[] = [
  "cleared", "confirmed_death", "confirmed_prison", "confirmed_duplicate", "confirmed_other", "fee_violation",
  "insider_lead", "unreachable", "transferred",
];
const kOfReports: readonly Disposition[] = ["scam", "not_scam", "undetermined", "fee_violation", "transferred"];
const kAdverse: readonly Disposition[] = [
  "confirmed_death", "confirmed_prison", "confirmed_duplicate", "confirmed_other", "fee_violation", "insider_lead",
  "transferred",
];
const kInnocent: readonly Cause[] = [
  "rule_too_wide", "bad_data", "family_helper", "registered_point", "wrong_match", "late_registration", "other",
];
const kFound: readonly Cause[] = ["evidence_found", "late_registration", "other"];

export const kCauseLetters = "qwertyu";

export function dispositionsOf(kind: CaseKind): readonly Disposition[] {
  return kind === "report" ? kOfReports : kOfAttempts;
}

// Speaks against a person: needs its evidence and a second person.
export function isAdverse(disposition: Disposition): boolean {
  return kAdverse.includes(disposition);
}

export function causesOf(disposition: Disposition): readonly Cause[] {
  if (disposition === "cleared") return kInnocent;
  if (disposition === "not_scam") return ["rule_too_wide", "bad_data", "other"];
  if (disposition === "unreachable" || disposition === "undetermined") return ["none", "bad_data", "other"];
  return kFound;
}

// Chosen at once where one cause is the plain one.
export function usualCause(disposition: Disposition): Cause | null {
  if (isAdverse(disposition) || disposition === "scam") return "evidence_found";
  if (disposition === "unreachable" || disposition === "undetermined") return "none";
  return null;
}

export function outcomeOf(disposition: Disposition): "accept" | "do_not_accept" | "redo" {
  if (isAdverse(disposition)) return "do_not_accept";
  return disposition === "unreachable" ? "redo" : "accept";
}

export interface Rights {
  mine: boolean; // holds the lease
  claim: boolean;
  release: boolean;
  decide: boolean;
  confirm: boolean;
  reopen: boolean;
}

export function rightsOf(item: Case, account: string, roles: readonly Role[], now: number): Rights {
  const alive = item.lease_until !== null && Date.parse(item.lease_until) > now;
  const mine = item.assignee === account && alive;
  const taken = alive && item.assignee !== account;
  const second = roles.includes("second_reviewer") || roles.includes("supervisor");
  const waits = item.state === "second_review";
  return {
    mine,
    claim: (item.state === "open" || item.state === "claimed") && !mine && !taken,
    release: mine,
    decide: item.state === "claimed" && mine,
    confirm: waits && second && item.proposed_by !== account && !taken,
    reopen: item.state === "decided" && second,
  };
}
