// Points in time and calendar days. A Time is an instant in milliseconds UTC; a
// Date is a day as written on paper in China (Asia/Shanghai, UTC+8 all year:
// no daylight saving since 1991). Nothing here asks a clock.

#ifndef ANALYZER_CORE_TIME_H_
#define ANALYZER_CORE_TIME_H_

#include <chrono>
#include <string>
#include <string_view>

#include "analyzer/core/result.h"

namespace analyzer {

using Milliseconds = std::chrono::milliseconds;
using Time = std::chrono::sys_time<Milliseconds>;
using Date = std::chrono::sys_days;

inline constexpr std::chrono::hours kShanghaiOffset{8};

// Parses an RFC 3339 date-time with an offset, e.g.
// "2026-01-02T09:30:11+08:00"; fractions beyond milliseconds are dropped.
// Years 1900 to 2200. Fails with kInvalid; the message does not hold `text`.
Result<Time> parse_time(std::string_view text);

// Writes UTC with milliseconds: "2026-01-02T01:30:11.204Z".
std::string format_time(Time time);

// Parses "2026-02-28". Fails with kInvalid.
Result<Date> parse_date(std::string_view text);

// Writes "2026-02-28".
std::string format_date(Date date);

// Milliseconds since 1970-01-01T00:00Z, the form in which stores keep a Time.
constexpr std::int64_t to_millis(Time time) { return time.time_since_epoch().count(); }
constexpr Time from_millis(std::int64_t millis) { return Time{Milliseconds{millis}}; }

// The day and the hour [0,23] that a clock on a wall in China shows at `time`.
Date shanghai_date(Time time);
int shanghai_hour(Time time);

// The instant at which `date` begins in China.
Time shanghai_midnight(Date date);

}  // namespace analyzer

#endif  // ANALYZER_CORE_TIME_H_
