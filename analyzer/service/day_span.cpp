#include "analyzer/service/day_span.h"

namespace analyzer {
namespace {

constexpr int kMostDays = 366;
constexpr int kUsualDays = 30;

Result<Date> day_of(const std::string& text, const char* pointer, Date otherwise) {
  if (text.empty()) return otherwise;
  const Result<Date> day = parse_date(text);
  if (day) return *day;
  return tl::unexpected(
      Error{ErrorCode::kInvalid, "not a day", {{pointer, "format", "not a day"}}});
}

}  // namespace

Result<DaySpan> day_span(const StatisticsFilter& filter, Date today) {
  const auto to = day_of(filter.to, "?to", today);
  if (!to) return tl::unexpected(to.error());
  const auto from = day_of(filter.from, "?from", *to - std::chrono::days{kUsualDays - 1});
  if (!from) return tl::unexpected(from.error());
  if (*from > *to || *to - *from >= std::chrono::days{kMostDays}) {
    return tl::unexpected(
        Error{ErrorCode::kInvalid, "the days", {{"?from", "range", "1 to 366 days"}}});
  }
  return DaySpan{*from, *to};
}

}  // namespace analyzer
