// What is true of certification where a caller lives, in one sentence to read out
// against a threat of suspension.
//
// A pure function; any number of threads may call it at once.

#ifndef ANALYZER_ENGINE_CALENDAR_TRUTH_H_
#define ANALYZER_ENGINE_CALENDAR_TRUTH_H_

#include <string_view>

#include "analyzer/core/signal.h"
#include "analyzer/core/time.h"
#include "analyzer/engine/calendar.h"

namespace analyzer {

// The cycle of employees and of residents, who are most callers, and what a late
// certification does where both their rules say so. The two are named where they
// differ from each other or other schemes differ from them; who lives elsewhere is
// left out where that makes a difference. What no bureau of the place confirmed is
// said as 「一般」 with 「以当地社保为准」, without the place where nothing is known of
// it. `region` is a code of any length; empty or unknown is the country.
Sentence truth_of(std::string_view region, Date on, const Calendar& calendar);

// What a late certification does where both rules say so, as a clause to go on with
// (",过了期补认证就能恢复"); empty where nothing is said.
Sentence if_late(const CalendarRule& one, const CalendarRule& other);

}  // namespace analyzer

#endif  // ANALYZER_ENGINE_CALENDAR_TRUTH_H_
