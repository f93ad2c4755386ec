#include "analyzer/core/case.h"

namespace analyzer {
namespace {

bool lease_lives(const Case& c, Time at) { return c.lease_until && *c.lease_until > at; }

tl::unexpected<Error> conflict(std::string message) {
  return fail(ErrorCode::kConflict, std::move(message));
}

Status require_holder(const Case& c, const CaseEvent& event) {
  if (c.state != CaseState::kClaimed || c.assignee != event.actor) {
    return conflict("the case is not claimed by this person");
  }
  return {};
}

void clear_lease(Case& c) {
  c.assignee.clear();
  c.lease_until.reset();
}

void settle(Case& c, const CaseEvent& event, Disposition disposition) {
  c.state = CaseState::kDecided;
  c.disposition = disposition;
  c.decided_by = event.actor;
  c.decided_at = event.at;
  c.held = false;
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
  if (c.state == CaseState::kOpen) c.state = CaseState::kClaimed;
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

Status release(Case& c, const CaseEvent& event) {
  if (c.assignee != event.actor) return conflict("the case is not claimed by this person");
  if (c.state == CaseState::kClaimed) c.state = CaseState::kOpen;
  clear_lease(c);
  return {};
}

// A harmless finding is final at once; an adverse one is proposed.
Status decide(Case& c, const CaseEvent& event) {
  if (Status status = require_holder(c, event); !status) return status;
  if (!event.disposition) return fail(ErrorCode::kInvalid, "a decision needs a disposition");
  c.cause = event.cause;
  if (!is_adverse(*event.disposition)) {
    settle(c, event, *event.disposition);
    return {};
  }
  if (event.note.empty()) return fail(ErrorCode::kInvalid, "an adverse finding needs a note");
  c.state = CaseState::kSecondReview;
  c.disposition = event.disposition;
  c.proposed_by = event.actor;
  clear_lease(c);
  return {};
}

Status confirm(Case& c, const CaseEvent& event) {
  if (c.state != CaseState::kSecondReview) return conflict("no finding waits for a second person");
  if (c.proposed_by == event.actor) return conflict("the second person must be another one");
  settle(c, event, *c.disposition);
  return {};
}

Status reject(Case& c, const CaseEvent& event) {
  if (c.state != CaseState::kSecondReview) return conflict("no finding waits for a second person");
  if (c.proposed_by == event.actor) return conflict("the second person must be another one");
  c.state = CaseState::kOpen;
  c.disposition.reset();
  c.cause.reset();
  c.proposed_by.clear();
  clear_lease(c);
  return {};
}

Status reopen(Case& c, const CaseEvent& event) {
  if (c.state != CaseState::kDecided) return conflict("the case is not decided");
  if (event.note.empty()) return fail(ErrorCode::kInvalid, "reopening needs a note");
  c.state = CaseState::kOpen;
  c.disposition.reset();
  c.cause.reset();
  c.proposed_by.clear();
  c.decided_by.clear();
  c.decided_at.reset();
  return {};
}

Status lapse(Case& c) {
  if (!c.held) return conflict("the case holds nothing");
  c.held = false;
  c.escalated = true;
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
    case CaseEventKind::kClaimed: return claim(c, event);
    case CaseEventKind::kRenewed: return renew(c, event);
    case CaseEventKind::kReleased: return release(c, event);
    case CaseEventKind::kNoted:
      if (event.note.empty()) return fail(ErrorCode::kInvalid, "a note needs text");
      return {};
    case CaseEventKind::kProposed:
    case CaseEventKind::kDecided: return decide(c, event);
    case CaseEventKind::kConfirmed: return confirm(c, event);
    case CaseEventKind::kRejected: return reject(c, event);
    case CaseEventKind::kUndone:
    case CaseEventKind::kReopened: return reopen(c, event);
    case CaseEventKind::kLapsed: return lapse(c);
  }
  return fail(ErrorCode::kInvalid, "unknown event");
}

}  // namespace

bool is_adverse(Disposition disposition) {
  switch (disposition) {
    case Disposition::kConfirmedDeath:
    case Disposition::kConfirmedPrison:
    case Disposition::kConfirmedDuplicate:
    case Disposition::kConfirmedOther:
    case Disposition::kFeeViolation:
    case Disposition::kInsiderLead:
    case Disposition::kTransferred:
      return true;
    case Disposition::kCleared:
    case Disposition::kUnreachable:
    case Disposition::kScam:
    case Disposition::kNotScam:
    case Disposition::kUndetermined:
      return false;
  }
  return false;
}

ReviewOutcome review_outcome(Disposition disposition) {
  if (is_adverse(disposition)) return ReviewOutcome::kDoNotAccept;
  if (disposition == Disposition::kUnreachable) return ReviewOutcome::kRedo;
  return ReviewOutcome::kAccept;
}

Result<Case> apply(const Case& current, const CaseEvent& event) {
  Case next = current;
  if (Status status = step(next, event); !status) return tl::unexpected(status.error());
  next.updated_at = event.at;
  ++next.version;
  return next;
}

}  // namespace analyzer
