// How many persons a device, an account, a network or a payee served. Volume
// alone is mostly village doctors and volunteers: its group is capped, and the
// patterns beside it (attempt_pattern_signals.cpp) tell them apart.

#include "analyzer/engine/attempt_signals.h"

namespace analyzer {
namespace {

using namespace attempt;  // NOLINT(google-build-using-namespace): the topic's own helpers

constexpr double kSurgePersons = 20;  // fewer in a week are no surge

using Persons = std::uint32_t Volume::*;
using Part = Volume History::*;

// Persons of one part of the history, this one included.
template <Part part, Persons persons>
std::optional<Measured> persons_of(const AttemptContext& context) {
  const std::uint32_t before = context.history.*part.*persons;
  if (!context.history.available || before == 0) return std::nullopt;
  return measured(with_this(context, before));
}

// The same, on a screen that is no office's.
template <Part part, Persons persons>
std::optional<Measured> mobile_persons_of(const AttemptContext& context) {
  const bool own_screen = context.mobile || context.attempt.channel == Channel::kCommunity;
  if (!own_screen) return std::nullopt;
  return persons_of<part, persons>(context);
}

std::optional<Measured> slots_full(const AttemptContext& context) {
  const Count& bound = context.attempt.operator_.bound_count;
  if (!bound) return std::nullopt;
  return measured(static_cast<double>(*bound));
}

std::optional<Measured> surge(const AttemptContext& context) {
  if (!context.history.available || !registered(context.attempt)) return std::nullopt;
  const Volume& helper = context.history.operator_;
  const double week = with_this(context, helper.persons_7d);
  if (!helper.usual_week || *helper.usual_week < 1.0 || week < kSurgePersons) return std::nullopt;
  return measured(week / *helper.usual_week);
}

template <Part part>
std::optional<Measured> confirmed_bad(const AttemptContext& context) {
  const std::uint32_t cases = (context.history.*part).confirmed_bad;
  if (!context.history.available || cases == 0) return std::nullopt;
  return measured(cases);
}

std::optional<Measured> fee_charged(const AttemptContext& context) {
  const Number& yuan = context.attempt.fee.yuan;
  if (!yuan) return std::nullopt;
  return measured(*yuan);
}

std::optional<Measured> fee_reported(const AttemptContext& context) {
  if (!context.history.available) return std::nullopt;
  return measured(context.history.payee_reports_30d);
}

std::optional<Measured> operator_reported(const AttemptContext& context) {
  if (!context.history.available) return std::nullopt;
  return measured(context.history.phone_reports_30d);
}

std::optional<Measured> document_reused(const AttemptContext& context) {
  if (!context.history.available) return std::nullopt;
  return measured(context.history.document.persons_365d);
}

constexpr AttemptSignal kVolume[] = {
    {"device.persons_1d", mobile_persons_of<&History::device, &Volume::persons_1d>},
    {"device.persons_7d", mobile_persons_of<&History::device, &Volume::persons_7d>},
    {"device.persons_365d", mobile_persons_of<&History::device, &Volume::persons_365d>},
    {"operator.persons_1d", mobile_persons_of<&History::operator_, &Volume::persons_1d>},
    {"operator.persons_7d", mobile_persons_of<&History::operator_, &Volume::persons_7d>},
    {"operator.persons_365d", mobile_persons_of<&History::operator_, &Volume::persons_365d>},
    {"wifi.persons_7d", mobile_persons_of<&History::wifi, &Volume::persons_7d>},
    {"fee_payee.persons_30d", persons_of<&History::fee_payee, &Volume::persons_30d>},
    {"operator.slots_full", slots_full},
    {"site.surge", surge},
    {"operator.confirmed_bad", confirmed_bad<&History::operator_>},
    {"device.confirmed_bad", confirmed_bad<&History::device>},
    {"fee.charged", fee_charged},
    {"fee.reported", fee_reported},
    {"operator.reported", operator_reported},
    {"document.reused", document_reused},
};

}  // namespace

std::span<const AttemptSignal> volume_signals() { return kVolume; }

}  // namespace analyzer
