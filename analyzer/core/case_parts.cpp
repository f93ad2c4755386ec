#include <algorithm>

#include "analyzer/core/case_steps.h"

namespace analyzer::case_steps {

Status add_file(Case& c, const CaseEvent& event) {
  if (c.archived_at)
    return missing(ErrorCode::kConflict, "/case", "archived", "the case is archived");
  if (event.files.size() != 1) return fail(ErrorCode::kInvalid, "which file?");
  return refuse_recused(c, event);
}

// The hash stays with the case; the finding that stands keeps what it rests on.
Status withdraw_file(Case& c, const CaseEvent& event) {
  if (event.note.empty()) return missing(ErrorCode::kInvalid, "/reason", "required", "why?");
  if (event.files.size() != 1) return fail(ErrorCode::kInvalid, "which file?");
  if (std::find(c.files.begin(), c.files.end(), event.files.front()) != c.files.end()) {
    return missing(ErrorCode::kConflict, "/file", "evidence", "the finding rests on it");
  }
  return refuse_recused(c, event);
}

// It waits for the unit and comes back to who handed it down.
Status refer(Case& c, const CaseEvent& event) {
  if (Status status = require_holder(c, event); !status) return status;
  if (c.referred_until) {
    return missing(ErrorCode::kConflict, "/case", "referred", "it was handed down already");
  }
  if (event.note.empty()) return missing(ErrorCode::kInvalid, "/asked", "required", "what?");
  if (!event.until || *event.until <= event.at) {
    return missing(ErrorCode::kInvalid, "/working_days", "range", "must be a later day");
  }
  if (c.held && c.decide_by && *event.until >= *c.decide_by) {
    return missing(ErrorCode::kConflict, "/working_days", "beyond_hold",
                   "an attempt is held until before");
  }
  c.state = CaseState::kOpen;
  c.referred_until = event.until;
  c.snoozed_until = event.until;
  c.owner = event.actor;
  c.owner_until = *event.until + kOwnerKeeps;
  clear_lease(c);
  return {};
}

// Returned by the unit, or taken back from it.
Status end_referral(Case& c, const CaseEvent& event) {
  if (!c.referred_until) return conflict("no unit has the case");
  if (event.note.empty()) return missing(ErrorCode::kInvalid, "/reason", "required", "why?");
  c.referred_until.reset();
  c.snoozed_until.reset();
  if (!c.owner.empty() && c.owner_until) c.owner_until = event.at + kOwnerKeeps;
  return {};
}

Status enter_saved(Case& c, const CaseEvent& event) {
  if (c.state != CaseState::kDecided) {
    if (Status status = require_holder(c, event); !status) return status;
  }
  if (Status status = refuse_recused(c, event); !status) return status;
  if (!event.saved_yuan || *event.saved_yuan < 0.0) {
    return missing(ErrorCode::kInvalid, "/saved_yuan", "required", "how much?");
  }
  if (event.note.empty()) return missing(ErrorCode::kInvalid, "/note", "required", "by what?");
  c.saved_yuan = event.saved_yuan;
  c.saved_by = event.actor;
  c.saved_at = event.at;
  return {};
}

}  // namespace analyzer::case_steps
