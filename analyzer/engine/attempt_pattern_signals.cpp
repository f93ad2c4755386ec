// How the persons of a device or account hang together: related or not, due or
// not, at what pace, in how many places. With volume these make a case.

#include <algorithm>

#include "analyzer/engine/attempt_signals.h"

namespace analyzer {
namespace {

using namespace attempt;  // NOLINT(google-build-using-namespace): the topic's own helpers

constexpr std::uint32_t kFewestRelated = 5;  // of whom relation was told
constexpr double kUnrelatedShare = 0.8;
constexpr std::uint32_t kFewestDue = 10;  // of whom the due date was known
constexpr double kNotDueShare = 0.7;
constexpr std::int64_t kNewAccountDays = 7;
constexpr std::uint32_t kFewestInRow = 9;  // others than this one
constexpr double kShortestGap = 20;        // seconds
constexpr double kLongestGap = 240;
constexpr double kEvenSpread = 0.6;
constexpr int kNightFrom = 23;
constexpr int kNightTo = 5;
constexpr double kProbingShare = 0.6;

bool known(const AttemptContext& context) { return context.history.available; }

std::optional<Measured> unrelated(const AttemptContext& context) {
  const Volume& volume = context.history.operator_;
  if (!known(context) || volume.related_known_30d < kFewestRelated) return std::nullopt;
  if (volume.unrelated_30d < kUnrelatedShare * volume.related_known_30d) return std::nullopt;
  return measured(volume.unrelated_30d);
}

// A close relative by his own word: nobody checks it.
std::optional<Measured> too_many_kin(const AttemptContext& context) {
  const Operator& op = context.attempt.operator_;
  if (!known(context) || !op.relation || *op.relation == Relation::kOther ||
      *op.relation == Relation::kGuardian || op.registered.value_or(false)) {
    return std::nullopt;
  }
  return Measured{with_this(context, context.history.operator_.persons_365d), {}, {}};
}

std::optional<Measured> bind_cycles(const AttemptContext& context) {
  if (!known(context)) return std::nullopt;
  return measured(context.history.operator_.bind_cycles_30d);
}

std::optional<Measured> new_account(const AttemptContext& context) {
  const Count& days = context.attempt.operator_.account_age_days;
  if (!known(context) || !days || *days > kNewAccountDays) return std::nullopt;
  return Measured{with_this(context, context.history.operator_.persons_7d),
                  {{"days", std::to_string(*days)}},
                  {}};
}

std::optional<Measured> operators_30d(const AttemptContext& context) {
  if (!known(context) || !context.mobile) return std::nullopt;
  return measured(context.history.device.operators_30d);
}

std::optional<Measured> devices_7d(const AttemptContext& context) {
  if (!known(context) || !context.mobile) return std::nullopt;
  return measured(context.history.operator_.devices_7d);
}

std::optional<Measured> metronome(const AttemptContext& context) {
  const Volume& volume = context.history.device;
  if (!known(context) || !volume.median_gap_s || !volume.gap_spread) return std::nullopt;
  if (volume.persons_1d < kFewestInRow || *volume.gap_spread > kEvenSpread) return std::nullopt;
  if (*volume.median_gap_s < kShortestGap || *volume.median_gap_s > kLongestGap) {
    return std::nullopt;
  }
  return Measured{*volume.median_gap_s, {{"persons", std::to_string(volume.persons_1d)}}, {}};
}

std::optional<Measured> night(const AttemptContext& context) {
  const bool at_night = context.hour >= kNightFrom || context.hour < kNightTo;
  if (!known(context) || !context.mobile || !at_night) return std::nullopt;
  if (context.attempt.channel == Channel::kConsulate) return std::nullopt;
  const std::uint32_t before =
      std::max(context.history.device.night_7d, context.history.operator_.night_7d);
  return measured(with_this(context, before));
}

std::string_view phone_word(PhoneKind kind) {
  switch (kind) {
    case PhoneKind::kVirtual:
      return "虚拟运营商";
    case PhoneKind::kIot:
      return "物联网";
    case PhoneKind::kForeign:
      return "境外";
    default:
      return {};
  }
}

std::optional<Measured> phone_kind(const AttemptContext& context) {
  const auto& kind = context.attempt.operator_.phone_kind;
  if (!known(context) || !kind || phone_word(*kind).empty()) return std::nullopt;
  if (context.attempt.channel == Channel::kConsulate) return std::nullopt;
  return Measured{with_this(context, context.history.operator_.persons_30d),
                  {{"kind", std::string(phone_word(*kind))}},
                  {}};
}

std::optional<Measured> not_due(const AttemptContext& context) {
  const Volume& volume = context.history.device;
  if (!known(context) || volume.due_known_30d < kFewestDue) return std::nullopt;
  if (volume.not_due_30d < kNotDueShare * volume.due_known_30d) return std::nullopt;
  return measured(volume.not_due_30d);
}

// Look-ups that fail as guesses do: of ids that are nobody's.
std::optional<Measured> probing(const AttemptContext& context) {
  const auto& code = context.attempt.failure_code;
  if (!known(context) || !context.mobile || !code) return std::nullopt;
  if (*code != FailureCode::kNotFound && *code != FailureCode::kWrongIdentity) return std::nullopt;
  const Volume& worst = context.history.ip.failures_1d > context.history.device.failures_1d
                            ? context.history.ip
                            : context.history.device;
  const double tries = worst.failures_1d + worst.persons_1d;
  if (worst.failures_1d < kProbingShare * tries) return std::nullopt;
  return measured(worst.failures_1d);
}

std::optional<Measured> villages_1d(const AttemptContext& context) {
  if (!known(context)) return std::nullopt;
  if (context.offline && context.attempt.channel != Channel::kCommunity) return std::nullopt;
  if (registered(context.attempt)) return std::nullopt;
  return measured(context.history.device.villages_1d);
}

std::optional<Measured> regions_30d(const AttemptContext& context) {
  if (!known(context) || !context.mobile || registered(context.attempt)) return std::nullopt;
  return measured(context.history.operator_.regions_30d);
}

constexpr AttemptSignal kPattern[] = {
    {"operator.unrelated", unrelated},
    {"operator.too_many_kin", too_many_kin},
    {"operator.bind_cycles", bind_cycles},
    {"operator.new_account", new_account},
    {"device.operators_30d", operators_30d},
    {"operator.devices_7d", devices_7d},
    {"device.metronome", metronome},
    {"device.night", night},
    {"operator.phone_kind", phone_kind},
    {"device.not_due", not_due},
    {"network.probing", probing},
    {"device.villages_1d", villages_1d},
    {"operator.regions_30d", regions_30d},
};

}  // namespace

std::span<const AttemptSignal> pattern_signals() { return kPattern; }

}  // namespace analyzer
