// What a disposition means for the person and for the caller.

#include <algorithm>

#include "analyzer/core/case.h"

namespace analyzer {

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
    case Disposition::kUpheld:
    case Disposition::kAmended:
      return false;
  }
  return false;
}

ReviewOutcome review_outcome(Disposition disposition) {
  if (is_adverse(disposition)) return ReviewOutcome::kDoNotAccept;
  if (disposition == Disposition::kUnreachable) return ReviewOutcome::kRedo;
  return ReviewOutcome::kAccept;
}

ReviewOutcome outcome_of(const Case& c) {
  return c.outcome.value_or(review_outcome(*c.disposition));
}

bool is_recused(const Case& c, std::string_view account) {
  return std::find(c.recused.begin(), c.recused.end(), account) != c.recused.end();
}

bool is_anothers(const Case& c, std::string_view account, Time at) {
  if (c.owner.empty() || c.owner == account) return false;
  return !c.owner_until || *c.owner_until > at;
}

}  // namespace analyzer
