#include "analyzer/engine/hold.h"

#include <algorithm>

namespace analyzer {

Time after_working_days(Time at, int count, const WorkingDays& days) {
  Date day = shanghai_date(at);
  while (count > 0) {
    day += std::chrono::days{1};
    if (days.works(day)) --count;
  }
  return shanghai_midnight(day + std::chrono::days{1});
}

bool never_held(const Attempt& attempt) {
  const bool not_finished =
      attempt.outcome == Outcome::kFailed || attempt.outcome == Outcome::kAbandoned;
  const bool in_person =
      attempt.evidence.id_chip_read.value_or(false) &&
      (attempt.channel == Channel::kWindow || attempt.channel == Channel::kCommunity ||
       attempt.channel == Channel::kBank || attempt.channel == Channel::kPost ||
       attempt.channel == Channel::kHomeVisit);
  return not_finished || in_person;
}

Hold make_hold(Time at, std::optional<Date> due_on, const AttemptPolicy& policy,
               const WorkingDays& days) {
  Hold hold;
  hold.alternatives = policy.alternatives;
  hold.decide_by = after_working_days(at, policy.hold_working_days, days);
  if (due_on) {
    // "The day before": decided before the due day begins.
    const Time before_due = shanghai_midnight(*due_on);
    if (before_due > at) hold.decide_by = std::min(hold.decide_by, before_due);
  }
  return hold;
}

}  // namespace analyzer
