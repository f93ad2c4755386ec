#include "analyzer/core/case.h"

namespace analyzer {
namespace {

bool lease_lives(const Case& c, Time at) { return c.lease_until && *c.lease_until > at; }

tl::unexpected<Error> conflict(std::string message) {
  return fail(ErrorCode::kConflict, std::move(message));
}

tl::unexpected<Error> missing(ErrorCode code, std::string pointer, std::string what,
                              std::string message) {
  Error error{code, message, {}};
  error.fields.push_back({std::move(pointer), std::move(what), std::move(message)});
  return tl::unexpected(std::move(error));
}

Status refuse_recused(const Case& c, const CaseEvent& event) {
  if (!is_recused(c, event.actor)) return {};
  return missing(ErrorCode::kConflict, "", "recused", "this person is recused from the case");
}

Status require_holder(const Case& c, const CaseEvent& event) {
  if (c.state != CaseState::kClaimed || c.assignee != event.actor) {
    return conflict("the case is not claimed by this person");
  }
  return refuse_recused(c, event);
}

void clear_lease(Case& c) {
  c.assignee.clear();
  c.lease_until.reset();
}

void clear_finding(Case& c) {
  c.disposition.reset();
  c.cause.reset();
  c.finding.clear();
  c.destinations.clear();
  c.outcome.reset();
  c.amount_yuan.reset();
}

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
  c.snoozed_until.reset();
  c.returned = false;
  c.owner.clear();
  clear_lease(c);
}

Status claim(Case& c, const CaseEvent& event) {
  if (c.state == CaseState::kDecided) return conflict("the case is decided");
  if (lease_lives(c, event.at) && c.assignee != event.actor) {
    return conflict("another person works on the case");
  }
  if (c.state == CaseState::kSecondReview && c.proposed_by == event.actor) {
    return conflict("the finding waits for a second person");
  }
  if (Status status = refuse_recused(c, event); !status) return status;
  if (!c.owner.empty() && c.owner != event.actor) {
    return missing(ErrorCode::kConflict, "", "handed_over", "the case is another person's");
  }
  if (c.state == CaseState::kOpen) c.state = CaseState::kClaimed;
  c.snoozed_until.reset();
  c.assignee = event.actor;
  c.lease_until = event.lease_until;
  return {};
}

Status renew(Case& c, const CaseEvent& event) {
  if (c.assignee != event.actor || !lease_lives(c, event.at)) {
    return conflict("the lease has ended");
  }
  c.lease_until = event.lease_until;
  return {};
}

// Whose case it was gives it to everybody.
Status release(Case& c, const CaseEvent& event) {
  if (c.assignee != event.actor) return conflict("the case is not claimed by this person");
  if (c.state == CaseState::kClaimed) c.state = CaseState::kOpen;
  if (c.owner == event.actor) c.owner.clear();
  clear_lease(c);
  return {};
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

void take_finding(Case& c, const CaseEvent& event) {
  c.disposition = event.disposition;
  c.cause = event.cause;
  c.finding = event.finding;
  c.destinations = event.destinations;
  c.outcome = event.outcome;
  c.amount_yuan = event.amount_yuan;
}

// In bulk nobody holds the cases; none may be in another person's hands.
Status require_free(const Case& c, const CaseEvent& event) {
  if (c.state == CaseState::kDecided) return conflict("the case is decided");
  if (c.state == CaseState::kSecondReview) return conflict("a finding waits for a second person");
  if (lease_lives(c, event.at) && c.assignee != event.actor) {
    return conflict("another person works on the case");
  }
  if (!c.owner.empty() && c.owner != event.actor) return conflict("the case is another person's");
  return refuse_recused(c, event);
}

// A harmless finding is final at once; an adverse one is proposed.
// Of a text or a link: one person's word is enough for it, so it may not be said of a
// case about persons.
bool speaks_of_reports(Disposition disposition) {
  return disposition == Disposition::kScam || disposition == Disposition::kNotScam ||
         disposition == Disposition::kUndetermined;
}

Status decide(Case& c, const CaseEvent& event) {
  const Status may = event.batch.empty() ? require_holder(c, event) : require_free(c, event);
  if (!may) return may;
  if (!event.disposition) return fail(ErrorCode::kInvalid, "a decision needs a disposition");
  if (c.kind != CaseKind::kReport && speaks_of_reports(*event.disposition)) {
    return missing(ErrorCode::kInvalid, "/disposition", "not_allowed", "says nothing of a person");
  }
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
  c.owner.clear();
  c.returned = false;
  clear_lease(c);
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
  c.owner.clear();
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
  c.held = false;
  return {};
}

Status assign(Case& c, const CaseEvent& event) {
  if (c.state == CaseState::kDecided) return conflict("the case is decided");
  if (lease_lives(c, event.at) && c.assignee != event.actor) {
    return conflict("another person works on the case");
  }
  const bool second = c.state == CaseState::kSecondReview;
  if (is_recused(c, event.person) || (second && c.proposed_by == event.person)) {
    return missing(ErrorCode::kConflict, "/person", "recused", "that person may not take the case");
  }
  if (!second) c.state = CaseState::kOpen;
  c.owner = event.person;
  c.snoozed_until.reset();
  clear_lease(c);
  return {};
}

// A held attempt waits: its case cannot be put off beyond the end of the hold.
Status snooze(Case& c, const CaseEvent& event) {
  if (Status status = require_holder(c, event); !status) return status;
  if (event.note.empty()) return missing(ErrorCode::kInvalid, "/note", "required", "why?");
  if (!event.until || *event.until <= event.at) {
    return missing(ErrorCode::kInvalid, "/until", "range", "must be a later day");
  }
  if (c.held && c.decide_by && *event.until >= *c.decide_by) {
    return missing(ErrorCode::kConflict, "/until", "beyond_hold",
                   "an attempt is held until before");
  }
  c.state = CaseState::kOpen;
  c.snoozed_until = event.until;
  c.owner = event.actor;
  clear_lease(c);
  return {};
}

Status log_contact(Case& c, const CaseEvent& event) {
  if (Status status = require_holder(c, event); !status) return status;
  if (!event.contact || !event.contact_result) {
    return fail(ErrorCode::kInvalid, "a contact needs its way and its result");
  }
  if (event.note.empty())
    return missing(ErrorCode::kInvalid, "/note", "required", "who said what?");
  c.contacts = count_contact(c.contacts, *event.contact, *event.contact_result, event.at);
  return {};
}

Status recuse(Case& c, const CaseEvent& event) {
  if (c.state == CaseState::kDecided) return conflict("the case is decided");
  if (event.note.empty()) return missing(ErrorCode::kInvalid, "/note", "required", "why?");
  if (!is_recused(c, event.actor)) c.recused.push_back(event.actor);
  if (c.owner == event.actor) c.owner.clear();
  if (c.assignee != event.actor) return {};
  if (c.state == CaseState::kClaimed) c.state = CaseState::kOpen;
  clear_lease(c);
  return {};
}

Status lapse(Case& c) {
  if (!c.held) return conflict("the case holds nothing");
  c.held = false;
  c.escalated = true;
  c.snoozed_until.reset();
  return {};
}

Status step(Case& c, const CaseEvent& event) {
  switch (event.kind) {
    case CaseEventKind::kOpened:
      c.opened_at = event.at;
      return {};
    case CaseEventKind::kObservationAdded:
      ++c.observations;
      return {};
    case CaseEventKind::kClaimed:
      return claim(c, event);
    case CaseEventKind::kRenewed:
      return renew(c, event);
    case CaseEventKind::kReleased:
      return release(c, event);
    case CaseEventKind::kNoted:
    case CaseEventKind::kChecked:
    case CaseEventKind::kUnchecked:
      if (event.note.empty()) return fail(ErrorCode::kInvalid, "a note needs text");
      return {};
    case CaseEventKind::kProposed:
    case CaseEventKind::kDecided:
      return decide(c, event);
    case CaseEventKind::kConfirmed:
      return confirm(c, event);
    case CaseEventKind::kRejected:
      return reject(c, event);
    case CaseEventKind::kUndone:
      return undo(c, event);
    case CaseEventKind::kReopened:
      return reopen(c, event);
    case CaseEventKind::kLapsed:
      return lapse(c);
    case CaseEventKind::kSettled:
      return settle(c, event);
    case CaseEventKind::kAssigned:
      return assign(c, event);
    case CaseEventKind::kSnoozed:
      return snooze(c, event);
    case CaseEventKind::kContacted:
      return log_contact(c, event);
    case CaseEventKind::kRecused:
      return recuse(c, event);
  }
  return fail(ErrorCode::kInvalid, "unknown event");
}

}  // namespace

Result<Case> apply(const Case& current, const CaseEvent& event) {
  Case next = current;
  if (Status status = step(next, event); !status) return tl::unexpected(status.error());
  next.updated_at = event.at;
  ++next.version;
  return next;
}

}  // namespace analyzer
