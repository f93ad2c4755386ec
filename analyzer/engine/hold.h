// When a hold must be decided: the earlier of some working days and the day
// before the person is due (api.md, "Decisions and levels").

#ifndef ANALYZER_ENGINE_HOLD_H_
#define ANALYZER_ENGINE_HOLD_H_

#include <optional>

#include "analyzer/core/attempt.h"
#include "analyzer/core/time.h"
#include "analyzer/core/verdict.h"
#include "analyzer/engine/policy.h"
#include "analyzer/engine/working_days.h"

namespace analyzer {

// The end of the `count`-th working day after `at`'s day, Shanghai time.
Time after_working_days(Time at, int count, const WorkingDays& days);

// True for what is reviewed at most: attempts that did not end in a certification,
// and those in person with the id card's chip read (a death record then means that
// the record may be wrong).
bool never_held(const Attempt& attempt);

// The hold of an attempt at `at` whose person is due on `due_on`. A due day
// that is already past does not shorten the time to decide.
Hold make_hold(Time at, std::optional<Date> due_on, const AttemptPolicy& policy,
               const WorkingDays& days);

}  // namespace analyzer

#endif  // ANALYZER_ENGINE_HOLD_H_
