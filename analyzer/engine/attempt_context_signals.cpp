// Context that explains or lowers: without it the village doctor, the daughter
// who helps eight, and the nursing home's morning would all stand as suspects.

#include <algorithm>

#include "analyzer/engine/attempt_signals.h"
#include "analyzer/engine/calendar.h"
#include "analyzer/engine/snapshot.h"

namespace analyzer {
namespace {

using namespace attempt;  // NOLINT(google-build-using-namespace): the topic's own helpers
using std::chrono::day;
using std::chrono::month;
using std::chrono::year;

constexpr int kHelperOpens = 6;
constexpr int kHelperCloses = 22;
constexpr double kStrongTraceDays = 60;
constexpr double kWindowEndDays = 14;
constexpr std::chrono::days kBeforeFestival{7};
constexpr std::chrono::days kAfterFestival{15};
constexpr std::string_view kWinterProvinces[] = {"45", "46", "53"};

// First day of the lunar year. Source: GB/T 33661-2017.
constexpr Date kSpringFestivals[] = {
    year{2023} / 1 / 22, year{2024} / 2 / 10, year{2025} / 1 / 29, year{2026} / 2 / 17,
    year{2027} / 2 / 6,  year{2028} / 1 / 26, year{2029} / 2 / 13, year{2030} / 2 / 3,
    year{2031} / 1 / 23, year{2032} / 2 / 11, year{2033} / 1 / 31, year{2034} / 2 / 19,
    year{2035} / 2 / 8,
};

bool family(const Attempt& attempt) {
  return has_role(attempt, OperatorRole::kRelative) || attempt.operator_.relation.has_value();
}

std::optional<Measured> registered_helper(const AttemptContext& context) {
  // Our own register knows the hours that were agreed.
  if (const auto ours = registered_by_us(context.helper)) return speaks(*ours);
  return speaks(registered(context.attempt) && context.hour >= kHelperOpens &&
                context.hour < kHelperCloses);
}

// An office's own staff or machine, not a cadre's private phone.
std::optional<Measured> office(const AttemptContext& context) {
  const Evidence& evidence = context.attempt.evidence;
  if (!context.offline || context.attempt.channel == Channel::kCommunity) return std::nullopt;
  return speaks(evidence.terminal_ref || evidence.staff_ref || evidence.site_ref);
}

std::optional<Measured> work_order(const AttemptContext& context) {
  return speaks(context.attempt.evidence.work_order.has_value() &&
                context.attempt.channel == Channel::kHomeVisit);
}

std::optional<Measured> nursing_home(const AttemptContext& context) {
  // Of a home in our register we know what is normal.
  const Registration* entry = context.helper.entry;
  if (entry != nullptr && entry->terms.kind == HelperKind::kNursingHome &&
      registered_by_us(context.helper) == false) {
    return std::nullopt;
  }
  return speaks(has_role(context.attempt, OperatorRole::kNursingHome) ||
                has_special(context.attempt, Special::kNursingHome));
}

std::optional<Measured> strong_trace(const AttemptContext& context) {
  const auto& days = context.history.person.days_since_strong_trace;
  if (!context.history.available || !days || *days > kStrongTraceDays) return std::nullopt;
  return measured(*days);
}

std::optional<Measured> in_person_chip(const AttemptContext& context) {
  return speaks(context.offline && context.attempt.evidence.id_chip_read.value_or(false));
}

std::optional<Measured> spring_festival(const AttemptContext& context) {
  if (!family(context.attempt)) return std::nullopt;
  const Date today = shanghai_date(context.attempt.occurred_at);
  const auto holds = [&](Date first) {
    return today >= first - kBeforeFestival && today <= first + kAfterFestival;
  };
  return speaks(std::any_of(std::begin(kSpringFestivals), std::end(kSpringFestivals), holds));
}

std::optional<Measured> overseas(const AttemptContext& context) {
  if (context.attempt.network.country == "CN") return std::nullopt;
  const auto crossing = last_crossing(context.attempt);
  return speaks(abroad(context.attempt) || (crossing && crossing->exit));
}

std::optional<Measured> winter_stay(const AttemptContext& context) {
  const Attempt& attempt = context.attempt;
  const std::string_view here =
      province(attempt.site_region ? attempt.site_region : attempt.network.region);
  const auto in_month = std::chrono::year_month_day(shanghai_date(attempt.occurred_at)).month();
  const bool winter = in_month >= month{11} || in_month <= month{3};
  return speaks(winter &&
                std::count(std::begin(kWinterProvinces), std::end(kWinterProvinces), here) > 0);
}

std::optional<Measured> living_elsewhere(const AttemptContext& context) {
  return speaks(has_special(context.attempt, Special::kLivingElsewhere));
}

std::optional<Measured> cleared_before(const AttemptContext& context) {
  const History& history = context.history;
  return speaks(history.available && (history.person.cleared > 0 || history.device.cleared > 0 ||
                                      history.operator_.cleared > 0));
}

std::optional<Measured> new_retiree(const AttemptContext& context) {
  const Attempt& attempt = context.attempt;
  const Number& template_age = attempt.biometric.template_age_years;
  return speaks(attempt.person.benefit_status == BenefitStatus::kNotStarted &&
                (!template_age || *template_age <= 1.0));
}

std::optional<Measured> window_end(const AttemptContext& context) {
  const auto& left = context.due.days_left;
  return speaks(left && *left >= 0 && *left <= kWindowEndDays);
}

std::optional<Measured> disability(const AttemptContext& context) {
  return speaks(has_disability(context.attempt));
}

std::optional<Measured> same_device_before(const AttemptContext& context) {
  return speaks(context.history.available && context.mobile &&
                context.history.person.same_device_before);
}

std::optional<Measured> probation(const AttemptContext& context) {
  const auto& hits = context.attempt.registry;
  const bool sent = std::any_of(hits.begin(), hits.end(), [](const RegistryHit& hit) {
    return hit.kind == RegistryKind::kProbation;
  });
  return speaks(sent || (context.history.available && context.history.person.on_probation));
}

std::optional<Measured> same_household(const AttemptContext& context) {
  return speaks(context.attempt.operator_.same_household.value_or(false));
}

std::optional<Measured> unknown_region(const AttemptContext& context) {
  const std::string& region = context.attempt.region;
  return speaks(!context.snapshot.calendar().known_region(region));
}

constexpr AttemptSignal kContext[] = {
    {"context.registered_helper", registered_helper},
    {"context.office", office},
    {"context.work_order", work_order},
    {"context.nursing_home", nursing_home},
    {"context.strong_trace", strong_trace},
    {"context.in_person_chip", in_person_chip},
    {"context.spring_festival", spring_festival},
    {"context.overseas", overseas},
    {"context.winter_stay", winter_stay},
    {"context.living_elsewhere", living_elsewhere},
    {"context.cleared_before", cleared_before},
    {"context.new_retiree", new_retiree},
    {"context.window_end", window_end},
    {"context.disability", disability},
    {"context.same_device_before", same_device_before},
    {"context.probation", probation},
    {"context.same_household", same_household},
    {"context.unknown_region", unknown_region},
};

}  // namespace

std::span<const AttemptSignal> context_signals() { return kContext; }

}  // namespace analyzer
