#include "analyzer/engine/helper_standing.h"

#include <algorithm>
#include <cmath>
#include <tuple>
#include <vector>

namespace analyzer {
namespace {

constexpr int kWeek = 7;

// Where the persons of a registered link are counted. A number and a work order have
// no windows of their own: whoever quotes one is counted by phone and account.
std::vector<const Volume*> volumes_of(const History& history, LinkKind kind) {
  switch (kind) {
    case LinkKind::kDevice:
      return {&history.device};
    case LinkKind::kOperator:
      return {&history.operator_};
    case LinkKind::kPhone:
    case LinkKind::kWorkOrder:
      return {&history.device, &history.operator_};
    case LinkKind::kSite:
      return {&history.site};
    case LinkKind::kStaff:
      return {&history.staff};
    case LinkKind::kWifi:
      return {&history.wifi};
    default:
      return {};
  }
}

// Persons of the busiest of the entry's links, this attempt's included.
std::uint32_t persons_of(const Attempt& attempt, const History& history, const Registration& entry,
                         std::uint32_t Volume::*counter) {
  std::uint32_t most = 0;
  for (const LinkKind kind : entry.matched) {
    for (const Volume* volume : volumes_of(history, kind)) most = std::max(most, volume->*counter);
  }
  const bool certifies = attempt.outcome == Outcome::kPassed || attempt.outcome == Outcome::kManual;
  return most + (certifies ? 1 : 0);
}

std::optional<OverVolume> over(std::uint32_t persons, std::optional<std::uint32_t> expected,
                               double tolerance, int days) {
  if (!expected || persons <= std::floor(*expected * tolerance)) return std::nullopt;
  return OverVolume{persons, *expected, days};
}

void count_persons(const Attempt& attempt, const History& history, std::optional<double> days_left,
                   const HelperPolicy& policy, HelperStanding& out) {
  if (!history.available) return;
  const HelperTerms& terms = out.entry->terms;
  const bool window_end = days_left && *days_left >= 0 && *days_left <= policy.window_end_days;
  const double tolerance = window_end ? policy.window_end_tolerance : policy.tolerance;
  const auto persons = [&](std::uint32_t Volume::*counter) {
    return persons_of(attempt, history, *out.entry, counter);
  };
  out.over_volume = over(persons(&Volume::persons_1d), terms.persons_day, tolerance, 1);
  if (!out.over_volume) {
    out.over_volume = over(persons(&Volume::persons_7d), terms.persons_week, tolerance, kWeek);
  }
  constexpr int kYear = 365;
  out.over_beds = over(persons(&Volume::persons_365d), terms.beds, policy.beds_tolerance, kYear);
}

bool within_hours(const HelperTerms& terms, Time at, int tolerance_minutes) {
  const Date day = shanghai_date(at);
  const auto& days = terms.weekdays;
  if (!days.empty() && std::find(days.begin(), days.end(), weekday_of(day)) == days.end()) {
    return false;
  }
  const auto since = std::chrono::floor<std::chrono::minutes>(at - shanghai_midnight(day)).count();
  return since >= static_cast<std::int64_t>(terms.opens) - tolerance_minutes &&
         since < static_cast<std::int64_t>(terms.closes) + tolerance_minutes;
}

HelperStanding standing_of(const Registration& entry, const Attempt& attempt,
                           const History& history, std::optional<double> days_left,
                           const HelperPolicy& policy) {
  HelperStanding out;
  out.entry = &entry;
  out.strong = std::any_of(entry.matched.begin(), entry.matched.end(),
                           [](LinkKind kind) { return kind != LinkKind::kWifi; });
  const HelperTerms& terms = entry.terms;
  const Date day = shanghai_date(attempt.occurred_at);
  out.revoked = entry.revoked_on && day >= *entry.revoked_on;
  out.out_of_time = day < terms.valid_from || (terms.valid_until && day > *terms.valid_until);
  out.outside_area = !may_lie_in(terms.area, attempt.site_region.value_or(attempt.region));
  out.outside_hours = !within_hours(terms, attempt.occurred_at, policy.hours_tolerance_minutes);
  count_persons(attempt, history, days_left, policy, out);
  return out;
}

auto worth(const HelperStanding& standing) {
  const int departures =
      static_cast<int>(standing.revoked) + static_cast<int>(standing.out_of_time) +
      static_cast<int>(standing.outside_area) + static_cast<int>(standing.outside_hours) +
      static_cast<int>(standing.over_volume.has_value()) +
      static_cast<int>(standing.over_beds.has_value());
  return std::tuple(standing.covers() && standing.strong, standing.strong, -departures);
}

}  // namespace

HelperStanding helper_standing(const Attempt& attempt, const History& history,
                               std::optional<double> days_left, const HelperPolicy& policy) {
  HelperStanding best;
  for (const Registration& entry : history.helpers) {
    const HelperStanding one = standing_of(entry, attempt, history, days_left, policy);
    if (best.entry == nullptr || worth(one) > worth(best)) best = one;
  }
  return best;
}

std::optional<bool> registered_by_us(const HelperStanding& standing) {
  if (standing.entry == nullptr || !standing.strong) return std::nullopt;
  return standing.covers();
}

}  // namespace analyzer
