#include "analyzer/core/case_steps.h"

namespace analyzer::case_steps {

Status claim(Case& c, const CaseEvent& event) {
  if (c.state == CaseState::kDecided) return conflict("the case is decided");
  if (lease_lives(c, event.at) && c.assignee != event.actor) {
    return conflict("another person works on the case");
  }
  if (c.state == CaseState::kSecondReview && c.proposed_by == event.actor) {
    return conflict("the finding waits for a second person");
  }
  if (Status status = refuse_recused(c, event); !status) return status;
  if (is_anothers(c, event.actor, event.at)) {
    return missing(ErrorCode::kConflict, "", "handed_over", "the case is another person's");
  }
  if (c.owner != event.actor) clear_owner(c);
  if (c.state == CaseState::kOpen) c.state = CaseState::kClaimed;
  if (!c.referred_until) c.snoozed_until.reset();
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
  if (c.owner == event.actor) clear_owner(c);
  clear_lease(c);
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
  c.owner_until.reset();
  if (!c.referred_until) c.snoozed_until.reset();
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
  c.owner_until = *event.until + kOwnerKeeps;
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
  if (*event.contact == ContactWay::kVisit && event.companion.empty()) {
    return missing(ErrorCode::kInvalid, "/companion", "required", "a visit is made by two");
  }
  if (*event.contact == ContactWay::kLetter) {
    c.letter_since.reset();
    if (*event.contact_result == ContactResult::kSent) c.letter_since = event.at;
  }
  c.contacts = count_contact(c.contacts, *event.contact, *event.contact_result, event.at);
  return {};
}

Status recuse(Case& c, const CaseEvent& event) {
  if (c.state == CaseState::kDecided) return conflict("the case is decided");
  if (event.note.empty()) return missing(ErrorCode::kInvalid, "/note", "required", "why?");
  if (!is_recused(c, event.actor)) c.recused.push_back(event.actor);
  if (c.owner == event.actor) clear_owner(c);
  if (c.assignee != event.actor) return {};
  if (c.state == CaseState::kClaimed) c.state = CaseState::kOpen;
  clear_lease(c);
  return {};
}

// One extension in a case's life, with a second person's word; a hold ends by itself.
Status ask_extension(Case& c, const CaseEvent& event) {
  if (Status status = require_holder(c, event); !status) return status;
  if (event.note.empty()) return missing(ErrorCode::kInvalid, "/note", "required", "why?");
  if (!event.until || *event.until <= event.at) {
    return missing(ErrorCode::kInvalid, "/until", "range", "must be a later day");
  }
  if (c.held) return missing(ErrorCode::kConflict, "", "held", "a hold is not extended");
  if (c.extended) return missing(ErrorCode::kConflict, "", "extended", "extended once already");
  if (!c.extension_by.empty()) return conflict("an extension was asked for");
  c.extension_by = event.actor;
  c.more_time_until = event.until;
  return {};
}

Status answer_extension(Case& c, const CaseEvent& event) {
  if (c.extension_by.empty()) return conflict("no extension was asked for");
  if (c.extension_by == event.actor) {
    return missing(ErrorCode::kConflict, "", "same_person",
                   "the second person must be another one");
  }
  if (Status status = refuse_recused(c, event); !status) return status;
  c.extension_by.clear();
  c.extended = event.kind == CaseEventKind::kExtended;
  if (!c.extended) c.more_time_until.reset();
  return {};
}

Status lapse(Case& c) {
  if (!c.held) return conflict("the case holds nothing");
  end_hold(c);
  c.escalated = true;
  c.snoozed_until.reset();
  return {};
}

}  // namespace analyzer::case_steps
