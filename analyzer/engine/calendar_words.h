// What the calendar says, in words for people.
//
// Pure functions; any number of threads may call them at once.

#ifndef ANALYZER_ENGINE_CALENDAR_WORDS_H_
#define ANALYZER_ENGINE_CALENDAR_WORDS_H_

#include <optional>
#include <vector>

#include "analyzer/core/signal.h"
#include "analyzer/engine/calendar.h"

namespace analyzer {

// How often ("每12个月认证一次", "上半年、下半年各认证一次").
Sentence cycle_of(const CalendarRule& rule);

// The whole answer, a line each: place, rule with its source, due date, grace,
// suspension, restoration. What no bureau of the place confirmed is marked
// 「未经当地确认」.
std::vector<Sentence> explain_lines(const CalendarQuestion& question, const CalendarAnswer& answer);

// One short sentence against a threat of suspension: the cycle where it is sure and
// one for all, and what a late certification does where the rule says so.
Sentence truth_of(const std::optional<CalendarAnswer>& common, const Calendar& calendar);

}  // namespace analyzer

#endif  // ANALYZER_ENGINE_CALENDAR_WORDS_H_
