// What a person may do with a case, as the server will judge it too
// (core/case.h). Pure.
import type { Case, CaseDetail, CaseKind, Casework, Cause, Disposition, FindingWord, Role } from "../api/types";

const kInnocent: readonly Cause[] = [
  "rule_too_wide", "bad_data", "family_helper", "registered_point", "wrong_match", "late_registration", "repeated", "other",
];
const kFound: readonly Cause[] = ["evidence_found", "late_registration", "other"];

// One key for each finding, cause and destination, in their order; none of them is
// used for anything else on the page of a case.
export const kFindingKeys = "1234567890-=[";
export const kCauseLetters = "qwertyuo";
export const kDestinationLetters = "asdfgjkl";

export function findingsOf(words: Casework, kind: CaseKind): FindingWord[] {
  return words.findings.filter((finding) => finding.kinds.includes(kind));
}

// What may be decided for many cases at once.
export function bulkFindingsOf(words: Casework, kind: CaseKind): FindingWord[] {
  return findingsOf(words, kind).filter(({ adverse, disposition }) => !adverse && disposition !== "unreachable");
}

export function causesOf(disposition: Disposition): readonly Cause[] {
  if (disposition === "cleared") return kInnocent;
  if (disposition === "amended") return ["bad_data", "wrong_match", "family_helper", "late_registration", "other"];
  if (disposition === "not_scam") return ["rule_too_wide", "bad_data", "other"];
  if (disposition === "unreachable" || disposition === "undetermined") return ["none", "bad_data", "other"];
  return kFound;
}

export type Fault = "choose" | "note" | "contact" | "reached" | "steps" | "reply" | null;

// What still keeps a finding from being sent.
export function faultOf(finding: FindingWord | null, note: string, item: Case, contacts: CaseDetail["contacts"]): Fault {
  if (!finding) return "choose";
  if (item.kind === "objection") return note.trim() === "" ? "reply" : null;
  if (finding.disposition === "unreachable") {
    if (contacts.reached) return "reached";
    return contacts.next_step === null ? null : "steps";
  }
  if (!finding.adverse) return null;
  if (item.kind !== "report" && contacts.entries === 0) return "contact";
  return note.trim().length < 4 ? "note" : null;
}

// How many cases of `most` by role one call in bulk may change.
export function mostOf(words: Casework, roles: readonly Role[]): number {
  if (roles.includes("supervisor")) return words.bulk.supervisor;
  return roles.includes("second_reviewer") ? words.bulk.second_reviewer : words.bulk.reviewer;
}

export interface Rights {
  mine: boolean; // holds the lease
  claim: boolean;
  release: boolean;
  decide: boolean;
  confirm: boolean;
  reopen: boolean;
  undo: boolean;
  assign: boolean;
  recuse: boolean;
  extend: boolean; // may ask for more time
  answer: boolean; // may grant or refuse it
  archive: boolean;
}

export function rightsOf(
  item: Case, account: string, roles: readonly Role[], now: number, recused: readonly string[] = [],
): Rights {
  const alive = item.lease_until !== null && Date.parse(item.lease_until) > now;
  const mine = item.assignee === account && alive;
  const taken = alive && item.assignee !== account;
  const second = roles.includes("second_reviewer") || roles.includes("supervisor");
  const waits = item.state === "second_review";
  const mayNot = recused.includes(account);
  const kept = item.owner_until === null || Date.parse(item.owner_until) > now;
  const others = item.owner !== null && item.owner !== account && kept;
  const undecided = item.state !== "decided";
  return {
    mine,
    claim: (item.state === "open" || item.state === "claimed") && !mine && !taken && !mayNot && !others,
    release: mine,
    decide: item.state === "claimed" && mine && !mayNot,
    confirm: waits && second && item.proposed_by !== account && !taken && !mayNot && !others,
    reopen: item.state === "decided" && second,
    undo: item.state === "decided"
      ? item.decided_by === account && item.settles_at !== null && Date.parse(item.settles_at) > now
      : waits && item.proposed_by === account,
    assign: undecided && !taken && (mine || item.owner === account || roles.includes("supervisor")),
    recuse: undecided && !mayNot && !taken,
    extend: item.state === "claimed" && mine && !mayNot && !item.held && !item.extended && item.extension_by === null,
    answer: item.extension_by !== null && undecided && second && item.extension_by !== account && !mayNot,
    archive: item.state === "decided" && second && item.settles_at === null && item.archived_at === null,
  };
}
