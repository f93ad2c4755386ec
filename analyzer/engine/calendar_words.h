// What the calendar says, in words for people.
//
// Pure functions; any number of threads may call them at once.

#ifndef ANALYZER_ENGINE_CALENDAR_WORDS_H_
#define ANALYZER_ENGINE_CALENDAR_WORDS_H_

#include <vector>

#include "analyzer/core/signal.h"
#include "analyzer/engine/calendar.h"

namespace analyzer {

// How often ("距上次认证12个月内认证一次").
Sentence cycle_of(const CalendarRule& rule);

// The whole answer, a line each: place, rule with its source, due date, grace,
// suspension, restoration. What no bureau of the place confirmed is marked
// 「未经当地确认」.
std::vector<Sentence> explain_lines(const CalendarQuestion& question, const CalendarAnswer& answer);

}  // namespace analyzer

#endif  // ANALYZER_ENGINE_CALENDAR_WORDS_H_
