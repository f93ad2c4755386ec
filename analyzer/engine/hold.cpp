#include "analyzer/engine/hold.h"

#include <algorithm>

namespace analyzer {

Time after_working_days(Time at, int count) {
  Date day = shanghai_date(at);
  while (count > 0) {
    day += std::chrono::days{1};
    const std::chrono::weekday weekday{day};
    if (weekday != std::chrono::Saturday && weekday != std::chrono::Sunday) --count;
  }
  return shanghai_midnight(day + std::chrono::days{1});
}

Hold make_hold(Time at, std::optional<Date> due_on, const AttemptPolicy& policy) {
  Hold hold;
  hold.alternatives = policy.alternatives;
  hold.decide_by = after_working_days(at, policy.hold_working_days);
  if (due_on) {
    // "The day before": decided before the due day begins.
    const Time before_due = shanghai_midnight(*due_on);
    if (before_due > at) hold.decide_by = std::min(hold.decide_by, before_due);
  }
  return hold;
}

}  // namespace analyzer
