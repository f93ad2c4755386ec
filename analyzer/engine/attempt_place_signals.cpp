// Where and over which network the attempt took place, and its two times.

#include <algorithm>

#include "analyzer/engine/attempt_signals.h"

namespace analyzer {
namespace {

using namespace attempt;  // NOLINT(google-build-using-namespace): the topic's own helpers

constexpr double kTwoPlacesHours = 6;
constexpr double kExitNotReturnedDays = 730;
constexpr double kJustReturnedDays = 60;
constexpr double kSkewMinutes = 5;
// Often the country of a carrier's exit, or of residents who go home at night.
constexpr std::string_view kNear[] = {"CN", "HK", "MO", "TW"};

bool on_network(const AttemptContext& context, NetworkKind kind) {
  return context.mobile && context.attempt.network.kind == kind;
}

std::optional<Measured> datacenter(const AttemptContext& context) {
  return speaks(on_network(context, NetworkKind::kDatacenter));
}

std::optional<Measured> vpn(const AttemptContext& context) {
  return speaks(on_network(context, NetworkKind::kVpn));
}

std::optional<Measured> other_province(const AttemptContext& context) {
  const Attempt& attempt = context.attempt;
  const std::string_view home = province(attempt.person.residence_region);
  const std::string_view here =
      province(attempt.site_region ? attempt.site_region : attempt.network.region);
  return speaks(context.mobile && !home.empty() && !here.empty() && home != here);
}

std::optional<Measured> network_differs(const AttemptContext& context) {
  const std::string_view site = province(context.attempt.site_region);
  const std::string_view network = province(context.attempt.network.region);
  return speaks(context.mobile && !site.empty() && !network.empty() && site != network);
}

std::optional<Measured> two_prefectures(const AttemptContext& context) {
  const auto& hours = context.history.person.hours_since_other_place;
  if (!context.history.available || !hours || *hours >= kTwoPlacesHours) return std::nullopt;
  return measured(*hours);
}

std::optional<Measured> consulate_mainland(const AttemptContext& context) {
  const Attempt& attempt = context.attempt;
  if (attempt.channel != Channel::kConsulate || attempt.network.country != "CN") {
    return std::nullopt;
  }
  const auto crossing = last_crossing(attempt);
  if (!crossing) return Measured{};
  // Somebody just back may still use the overseas channel.
  const double days = days_between(crossing->on, shanghai_date(attempt.occurred_at));
  return speaks(!crossing->exit && days > kJustReturnedDays);
}

std::optional<Measured> foreign_network(const AttemptContext& context) {
  const Attempt& attempt = context.attempt;
  const Text& country = attempt.network.country;
  if (!context.mobile || attempt.channel == Channel::kConsulate || !country) return std::nullopt;
  const bool near = std::count(std::begin(kNear), std::end(kNear), *country) > 0;
  const auto crossing = last_crossing(attempt);
  return speaks(!near && !(crossing && crossing->exit));
}

// Before an office or visitor in the country; or by a phone that said where it
// is. The network alone may be a foreign carrier's or a proxy's exit.
bool took_place_at_home(const AttemptContext& context) {
  const Attempt& attempt = context.attempt;
  if (context.offline) return true;
  const auto& kind = attempt.network.kind;
  const bool proxy = kind == NetworkKind::kVpn || kind == NetworkKind::kDatacenter;
  return context.mobile && attempt.site_region && attempt.network.country == "CN" && !proxy;
}

std::optional<Measured> exit_not_returned(const AttemptContext& context) {
  const auto crossing = last_crossing(context.attempt);
  if (!took_place_at_home(context) || !certifies(context)) return std::nullopt;
  if (!crossing || !crossing->exit) return std::nullopt;
  const double days = days_between(crossing->on, shanghai_date(context.attempt.occurred_at));
  if (days < kExitNotReturnedDays) return std::nullopt;
  return measured(days);
}

// Recorded as living abroad, no return known, and yet at home.
std::optional<Measured> lives_abroad(const AttemptContext& context) {
  const auto crossing = last_crossing(context.attempt);
  return speaks(context.attempt.person.abroad.value_or(false) && took_place_at_home(context) &&
                certifies(context) && crossing && crossing->exit);
}

std::optional<Measured> clock_skew(const AttemptContext& context) {
  const auto& recorded = context.attempt.recorded_at;
  if (!recorded) return std::nullopt;
  const std::chrono::duration<double, std::ratio<60>> early =
      context.attempt.occurred_at - *recorded;
  if (early.count() < kSkewMinutes) return std::nullopt;
  return measured(early.count());
}

constexpr AttemptSignal kPlace[] = {
    {"network.datacenter", datacenter},         {"network.vpn", vpn},
    {"place.other_province", other_province},   {"place.network_differs", network_differs},
    {"place.two_prefectures", two_prefectures}, {"place.consulate_mainland", consulate_mainland},
    {"place.foreign_network", foreign_network}, {"place.exit_not_returned", exit_not_returned},
    {"place.lives_abroad", lives_abroad},       {"time.clock_skew", clock_skew},
};

}  // namespace

std::span<const AttemptSignal> place_signals() { return kPlace; }

}  // namespace analyzer
