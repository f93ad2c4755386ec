// Days asked for, as the figures for leaders and the counts of rules take them.

#ifndef ANALYZER_SERVICE_DAY_SPAN_H_
#define ANALYZER_SERVICE_DAY_SPAN_H_

#include "analyzer/core/result.h"
#include "analyzer/core/time.h"
#include "analyzer/service/filters.h"

namespace analyzer {

// Both included.
struct DaySpan {
  Date from{};
  Date to{};
};

// The last thirty days up to `today` where the filter does not say. Fails with kInvalid,
// naming the parameter, for what is no day, an end before its beginning, or more than 366.
Result<DaySpan> day_span(const StatisticsFilter& filter, Date today);

}  // namespace analyzer

#endif  // ANALYZER_SERVICE_DAY_SPAN_H_
