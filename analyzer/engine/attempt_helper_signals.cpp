// What our own register of helpers says of an attempt: that all is as agreed, or in
// what it is not; and whether somebody who is not in it works as a helper does.

#include <algorithm>
#include <array>
#include <cstdio>

#include "analyzer/engine/attempt_signals.h"
#include "analyzer/engine/snapshot.h"

namespace analyzer {
namespace {

using namespace attempt;  // NOLINT(google-build-using-namespace): the topic's own helpers

constexpr OperatorRole kHelping[] = {OperatorRole::kVillage,     OperatorRole::kCommunity,
                                     OperatorRole::kVolunteer,   OperatorRole::kVillageDoctor,
                                     OperatorRole::kNursingHome, OperatorRole::kNeighbour};
constexpr double kFewestPersons = 6;  // of a week: fewer is a family
constexpr std::uint32_t kMostVillages = 2;
constexpr std::uint32_t kMostCounties = 1;
constexpr double kMostNotDue = 0.4;
constexpr int kOpens = 6;
constexpr int kCloses = 21;

// A departure speaks only of who is surely meant: half the lane is on one Wi-Fi.
const HelperStanding* departing(const AttemptContext& context) {
  const HelperStanding& helper = context.helper;
  return helper.entry != nullptr && helper.strong ? &helper : nullptr;
}

std::pair<std::string, std::string> name_of_entry(const HelperStanding& helper) {
  return {"name", helper.entry->terms.name};
}

std::optional<Measured> in_register(const AttemptContext& context) {
  const HelperStanding& helper = context.helper;
  if (!helper.strong || !helper.covers()) return std::nullopt;
  return Measured{std::nullopt, {name_of_entry(helper)}, {}};
}

std::optional<Measured> registered_wifi(const AttemptContext& context) {
  const HelperStanding& helper = context.helper;
  if (helper.strong || !helper.covers()) return std::nullopt;
  return Measured{std::nullopt, {name_of_entry(helper)}, {}};
}

std::optional<Measured> outside_area(const AttemptContext& context) {
  const HelperStanding* helper = departing(context);
  if (helper == nullptr || !helper->outside_area) return std::nullopt;
  const Attempt& attempt = context.attempt;
  const std::string& code = attempt.site_region ? *attempt.site_region : attempt.region;
  std::string place = context.snapshot.calendar().region_name(code);
  if (place.empty()) place = code;
  return Measured{std::nullopt, {name_of_entry(*helper), {"place", std::move(place)}}, {}};
}

std::string clock_text(Time at) {
  const auto minutes =
      std::chrono::floor<std::chrono::minutes>(at - shanghai_midnight(shanghai_date(at))).count();
  std::array<char, 8> text{};
  std::snprintf(text.data(), text.size(), "%02d:%02d", static_cast<int>(minutes / 60),
                static_cast<int>(minutes % 60));
  return text.data();
}

std::optional<Measured> outside_hours(const AttemptContext& context) {
  const HelperStanding* helper = departing(context);
  if (helper == nullptr || !helper->outside_hours) return std::nullopt;
  const Time at = context.attempt.occurred_at;
  return Measured{
      std::nullopt,
      {name_of_entry(*helper), {"date", format_date(shanghai_date(at))}, {"time", clock_text(at)}},
      {}};
}

std::optional<Measured> over(const HelperStanding* helper,
                             const std::optional<OverVolume> HelperStanding::*excess) {
  if (helper == nullptr || !(helper->*excess)) return std::nullopt;
  const OverVolume& found = *(helper->*excess);
  return Measured{static_cast<double>(found.persons),
                  {name_of_entry(*helper),
                   {"expected", std::to_string(found.expected)},
                   {"days", std::to_string(found.days)}},
                  {}};
}

std::optional<Measured> over_volume(const AttemptContext& context) {
  return over(departing(context), &HelperStanding::over_volume);
}

std::optional<Measured> over_beds(const AttemptContext& context) {
  return over(departing(context), &HelperStanding::over_beds);
}

std::optional<Measured> expired(const AttemptContext& context) {
  const HelperStanding* helper = departing(context);
  if (helper == nullptr || !helper->out_of_time || helper->revoked) return std::nullopt;
  const HelperTerms& terms = helper->entry->terms;
  return Measured{std::nullopt,
                  {name_of_entry(*helper),
                   {"from", format_date(terms.valid_from)},
                   {"until", terms.valid_until ? format_date(*terms.valid_until) : "-"}},
                  {}};
}

std::optional<Measured> revoked(const AttemptContext& context) {
  const HelperStanding* helper = departing(context);
  if (helper == nullptr || !helper->revoked) return std::nullopt;
  return Measured{std::nullopt,
                  {name_of_entry(*helper), {"date", format_date(*helper->entry->revoked_on)}},
                  {}};
}

bool helping_role(const AttemptContext& context) {
  const auto& role = context.attempt.operator_.role;
  if (context.attempt.channel == Channel::kCommunity) return true;
  if (context.helper.entry != nullptr && !context.helper.strong && context.helper.covers()) {
    return true;  // on a registered point's Wi-Fi
  }
  return role && std::count(std::begin(kHelping), std::end(kHelping), *role) > 0;
}

bool mostly_due(const Volume& volume) {
  return volume.not_due_30d <= kMostNotDue * volume.due_known_30d;
}

// Near home, by day, for those who are due: as a helper works. What else speaks
// for it or against it stands in data/rules/attempt_conditions.toml.
std::optional<Measured> helper_pattern(const AttemptContext& context) {
  const History& history = context.history;
  if (!history.available || registered(context.attempt) || !helping_role(context)) {
    return std::nullopt;
  }
  if (context.hour < kOpens || context.hour >= kCloses) return std::nullopt;
  double persons = 0;
  for (const Volume* volume : {&history.device, &history.operator_}) {
    if (volume->villages_1d > kMostVillages || volume->regions_30d > kMostCounties ||
        volume->night_7d > 0 || volume->bind_cycles_30d > 0 || !mostly_due(*volume)) {
      return std::nullopt;
    }
    persons = std::max(persons, with_this(context, volume->persons_7d));
  }
  if (persons < kFewestPersons) return std::nullopt;
  return measured(persons);
}

constexpr AttemptSignal kHelper[] = {
    {"context.in_register", in_register},
    {"context.registered_wifi", registered_wifi},
    {"context.helper_pattern", helper_pattern},
    {"helper.outside_area", outside_area},
    {"helper.outside_hours", outside_hours},
    {"helper.over_volume", over_volume},
    {"helper.over_beds", over_beds},
    {"helper.expired", expired},
    {"helper.revoked", revoked},
};

}  // namespace

std::span<const AttemptSignal> helper_signals() { return kHelper; }

}  // namespace analyzer
