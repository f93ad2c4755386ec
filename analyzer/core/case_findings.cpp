#include <algorithm>

#include "analyzer/core/case_steps.h"

namespace analyzer::case_steps {

namespace {

void clear_decision(Case& c) {
  c.decided_by.clear();
  c.decided_at.reset();
  c.settles_at.reset();
  c.batch.clear();
}

// What is held stays so until the decision settles.
void decide_finally(Case& c, const CaseEvent& event) {
  c.state = CaseState::kDecided;
  c.decided_by = event.actor;
  c.decided_at = event.at;
  c.settles_at = event.at + kUndoTime;
  // Who waits for a hold waits no longer than its end.
  if (c.held && c.decide_by && *c.decide_by > event.at) {
    c.settles_at = std::min(*c.settles_at, *c.decide_by);
  }
  c.batch = event.batch;
  c.letter_since.reset();
  c.snoozed_until.reset();
  c.returned = false;
  clear_owner(c);
  c.extension_by.clear();
  clear_lease(c);
}

// Nobody is called untraceable before all was tried; one who was met is not.
Status check_unreachable(const Case& c) {
  if (c.contacts.reached) {
    return missing(ErrorCode::kConflict, "/finding", "was_reached", "somebody was reached");
  }
  const auto step = next_contact_step(c.contacts);
  if (!step) return {};
  return missing(ErrorCode::kConflict, "/finding", "contact_" + std::string(name_of(*step)),
                 "not every way to reach the person was tried");
}

// A report is itself somebody's call; a finding on an attempt needs one.
Status check_adverse(const Case& c, const CaseEvent& event) {
  if (!event.batch.empty()) return conflict("an adverse finding is never made in bulk");
  if (event.note.empty()) {
    return missing(ErrorCode::kInvalid, "/note", "required", "an adverse finding needs a note");
  }
  if (c.kind != CaseKind::kReport && c.contacts.entries == 0) {
    return missing(ErrorCode::kInvalid, "/contacts", "required",
                   "an adverse finding needs a record of contact");
  }
  return {};
}

// In bulk nobody holds the cases; none may be in another person's hands.
Status require_free(const Case& c, const CaseEvent& event) {
  if (c.state == CaseState::kDecided) return conflict("the case is decided");
  if (c.state == CaseState::kSecondReview) return conflict("a finding waits for a second person");
  if (lease_lives(c, event.at) && c.assignee != event.actor) {
    return conflict("another person works on the case");
  }
  if (is_anothers(c, event.actor, event.at)) return conflict("the case is another person's");
  return refuse_recused(c, event);
}

// Of a text or a link: one person's word is enough for it, so it may not be said of a
// case about persons.
bool speaks_of_reports(Disposition disposition) {
  return disposition == Disposition::kScam || disposition == Disposition::kNotScam ||
         disposition == Disposition::kUndetermined;
}

bool answers_objection(Disposition disposition) {
  return disposition == Disposition::kUpheld || disposition == Disposition::kAmended;
}

// That the disposition is one for this kind of case; who objected is told why.
Status check_kind(const Case& c, const CaseEvent& event) {
  const bool wrong_report = c.kind != CaseKind::kReport && speaks_of_reports(*event.disposition);
  const bool wrong_answer =
      (c.kind == CaseKind::kObjection) != answers_objection(*event.disposition);
  if (wrong_report || wrong_answer) {
    return missing(ErrorCode::kInvalid, "/disposition", "not_allowed",
                   "is not said of such a case");
  }
  if (c.kind == CaseKind::kObjection && event.note.empty()) {
    return missing(ErrorCode::kInvalid, "/note", "required", "who objected is told why");
  }
  return {};
}

Status require_second(const Case& c, const CaseEvent& event) {
  if (c.state != CaseState::kSecondReview) return conflict("no finding waits for a second person");
  if (c.proposed_by == event.actor) {
    return missing(ErrorCode::kConflict, "", "same_person",
                   "the second person must be another one");
  }
  return refuse_recused(c, event);
}

}  // namespace

// A harmless finding is final at once; an adverse one is proposed.
Status decide(Case& c, const CaseEvent& event) {
  const Status may = event.batch.empty() ? require_holder(c, event) : require_free(c, event);
  if (!may) return may;
  if (c.referred_until) {
    return missing(ErrorCode::kConflict, "/case", "referred", "a unit has the case");
  }
  if (!event.disposition) return fail(ErrorCode::kInvalid, "a decision needs a disposition");
  if (Status status = check_kind(c, event); !status) return status;
  if (*event.disposition == Disposition::kUnreachable) {
    if (!event.batch.empty()) return conflict("nobody is unreachable in bulk");
    if (Status status = check_unreachable(c); !status) return status;
  }
  if (!is_adverse(*event.disposition)) {
    take_finding(c, event);
    c.proposed_by.clear();
    decide_finally(c, event);
    return {};
  }
  if (Status status = check_adverse(c, event); !status) return status;
  take_finding(c, event);
  c.state = CaseState::kSecondReview;
  c.proposed_by = event.actor;
  clear_owner(c);
  c.returned = false;
  clear_lease(c);
  return {};
}

Status confirm(Case& c, const CaseEvent& event) {
  if (Status status = require_second(c, event); !status) return status;
  decide_finally(c, event);
  return {};
}

// It goes back to the one who proposed it.
Status reject(Case& c, const CaseEvent& event) {
  if (Status status = require_second(c, event); !status) return status;
  c.state = CaseState::kOpen;
  c.owner = c.proposed_by;
  c.owner_until = event.at + kOwnerKeeps;
  c.returned = true;
  c.proposed_by.clear();
  clear_finding(c);
  clear_lease(c);
  return {};
}

Status reopen(Case& c, const CaseEvent& event) {
  if (c.state != CaseState::kDecided) return conflict("the case is not decided");
  if (event.note.empty()) return fail(ErrorCode::kInvalid, "reopening needs a note");
  c.state = CaseState::kOpen;
  c.proposed_by.clear();
  clear_finding(c);
  clear_decision(c);
  c.archived_at.reset();
  return {};
}

// Back into the hands of whoever takes the decision back; from bulk to everybody.
Status undo(Case& c, const CaseEvent& event) {
  const bool proposal = c.state == CaseState::kSecondReview;
  if (!proposal && c.state != CaseState::kDecided) return conflict("nothing to take back");
  if (proposal ? c.proposed_by != event.actor
               : c.decided_by != event.actor && event.batch.empty()) {
    return conflict("only who decided takes it back");
  }
  if (!event.batch.empty() && c.batch != event.batch) {
    return conflict("decided in bulk by another call");
  }
  if (proposal && lease_lives(c, event.at)) return conflict("a second person works on it");
  if (event.batch.empty()) {
    if (Status status = refuse_recused(c, event); !status) return status;
  }
  if (!proposal && (!c.settles_at || event.at >= *c.settles_at)) {
    return missing(ErrorCode::kConflict, "", "settled", "the time to take it back is over");
  }
  const bool confirmation = !proposal && !c.proposed_by.empty();
  clear_decision(c);
  if (confirmation) {
    c.state = CaseState::kSecondReview;
    return {};
  }
  c.proposed_by.clear();
  clear_owner(c);
  clear_finding(c);
  c.state = CaseState::kOpen;
  if (!event.lease_until) return {};
  c.state = CaseState::kClaimed;
  c.assignee = event.actor;
  c.lease_until = event.lease_until;
  return {};
}

Status settle(Case& c, const CaseEvent& event) {
  if (!c.settles_at || event.at < *c.settles_at) return conflict("nothing settles yet");
  c.settles_at.reset();
  end_hold(c);
  return {};
}

// 归档: what is decided, settled and done with.
Status archive(Case& c, const CaseEvent& event) {
  if (c.state != CaseState::kDecided) return conflict("the case is not decided");
  if (c.settles_at) return missing(ErrorCode::kConflict, "", "unsettled", "may be taken back yet");
  if (c.archived_at) return conflict("the case is archived");
  c.archived_at = event.at;
  return {};
}

// What an objection that was granted makes of the case objected to.
Status amend(Case& c, const CaseEvent& event) {
  if (c.state != CaseState::kDecided || c.settles_at) return conflict("the case is not settled");
  if (!event.disposition || is_adverse(*event.disposition)) {
    return fail(ErrorCode::kInvalid, "an objection clears");
  }
  take_finding(c, event);
  c.archived_at.reset();
  return {};
}

}  // namespace analyzer::case_steps
