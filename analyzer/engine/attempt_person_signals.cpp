// What the person's own history says: traces of life, devices, channels.

#include "analyzer/engine/attempt_signals.h"

namespace analyzer {
namespace {

using namespace attempt;  // NOLINT(google-build-using-namespace): the topic's own helpers

constexpr std::int64_t kCentenarian = 100;
constexpr std::int64_t kHighAge = 80;
constexpr double kYearDays = 365;

bool person_known(const AttemptContext& context) { return context.history.available; }

std::optional<Measured> centenarian_self(const AttemptContext& context) {
  const Attempt& attempt = context.attempt;
  if (!attempt.person.age || *attempt.person.age < kCentenarian || !context.mobile) {
    return std::nullopt;
  }
  if (attempt.outcome != Outcome::kPassed || !has_role(attempt, OperatorRole::kSelf)) {
    return std::nullopt;
  }
  return measured(static_cast<double>(*attempt.person.age));
}

// Speaks only where a strong trace was seen once: never seen is not known.
std::optional<Measured> no_trace(const AttemptContext& context) {
  const auto& days = context.history.person.days_since_strong_trace;
  if (!person_known(context) || !days || *days < kYearDays) return std::nullopt;
  if (!context.mobile || abroad(context.attempt)) return std::nullopt;
  return measured(*days);
}

std::optional<Measured> single_device(const AttemptContext& context) {
  const PersonHistory& person = context.history.person;
  return speaks(person_known(context) && context.mobile && person.same_device_before &&
                person.devices_365d <= 1);
}

std::optional<Measured> aged_80(const AttemptContext& context) {
  const Count& age = context.attempt.person.age;
  if (!age || *age < kHighAge) return std::nullopt;
  return measured(static_cast<double>(*age));
}

std::optional<Measured> new_device(const AttemptContext& context) {
  return speaks(person_known(context) && context.mobile && context.attempt.device.ref.has_value() &&
                !context.history.person.same_device_before);
}

std::optional<Measured> channels_1d(const AttemptContext& context) {
  if (!person_known(context) || !context.mobile) return std::nullopt;
  return measured(context.history.person.channels_1d);
}

constexpr AttemptSignal kPerson[] = {
    {"person.centenarian_self", centenarian_self},
    {"person.no_trace", no_trace},
    {"person.single_device", single_device},
    {"person.aged_80", aged_80},
    {"change.new_device", new_device},
    {"person.channels_1d", channels_1d},
};

}  // namespace

std::span<const AttemptSignal> person_signals() { return kPerson; }

}  // namespace analyzer
