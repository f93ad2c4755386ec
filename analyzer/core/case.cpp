#include "analyzer/core/case.h"

#include "analyzer/core/case_steps.h"

namespace analyzer {
namespace case_steps {

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

void clear_owner(Case& c) {
  c.owner.clear();
  c.owner_until.reset();
}

void clear_finding(Case& c) {
  c.disposition.reset();
  c.cause.reset();
  c.finding.clear();
  c.destinations.clear();
  c.outcome.reset();
  c.amount_yuan.reset();
  c.files.clear();
}

void take_finding(Case& c, const CaseEvent& event) {
  c.disposition = event.disposition;
  c.cause = event.cause;
  c.finding = event.finding;
  c.destinations = event.destinations;
  c.outcome = event.outcome;
  c.amount_yuan = event.amount_yuan;
  c.files = event.files;
}

void end_hold(Case& c) {
  c.held = false;
  c.decide_by.reset();
}

}  // namespace case_steps

namespace {

using namespace case_steps;

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
    case CaseEventKind::kExtensionAsked:
      return ask_extension(c, event);
    case CaseEventKind::kExtended:
    case CaseEventKind::kExtensionRefused:
      return answer_extension(c, event);
    case CaseEventKind::kArchived:
      return archive(c, event);
    case CaseEventKind::kAmended:
      return amend(c, event);
    case CaseEventKind::kFileAdded:
      return add_file(c, event);
    case CaseEventKind::kFileWithdrawn:
      return withdraw_file(c, event);
    case CaseEventKind::kReferred:
      return refer(c, event);
    case CaseEventKind::kReferralReturned:
    case CaseEventKind::kReferralRecalled:
      return end_referral(c, event);
    case CaseEventKind::kSaved:
      return enter_saved(c, event);
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
