// The ring round an attempt: who else was certified over the same devices,
// accounts, payees and networks, and over what was used together with them
// (store/ring.h). Helpers have rings too: a volunteer's two phones, a village's
// Wi-Fi. So nothing here weighs much, and a ring must be of several phones or
// accounts, or of several counties, and be at work now.

#include <algorithm>

#include "analyzer/engine/attempt_signals.h"

namespace analyzer {
namespace {

using namespace attempt;  // NOLINT(google-build-using-namespace): the topic's own helpers

constexpr std::uint32_t kFewestPersons = 8;
constexpr std::uint32_t kFewestLately = 5;  // within 30 days: a sold phone's former persons are not
constexpr std::uint32_t kFewestTools = 3;   // accounts, or phones
constexpr std::uint32_t kFewestRelated = 3;  // of whom relation was told
constexpr double kUnrelatedShare = 0.5;

std::optional<Measured> confirmed(const AttemptContext& context) {
  if (!context.history.available) return std::nullopt;
  return measured(context.history.ring_confirmed);
}

// A ring of some size, at work, on screens that are no office's or registered
// helper's.
bool at_work(const AttemptContext& context) {
  const History& history = context.history;
  return history.available && context.mobile && !registered(context.attempt) &&
         history.ring_persons >= kFewestPersons && history.ring.persons_30d >= kFewestLately;
}

std::optional<Measured> unrelated(const AttemptContext& context) {
  const RingHistory& ring = context.history.ring;
  const std::uint32_t tools = std::max(ring.operators, ring.devices);
  if (!at_work(context) || tools < kFewestTools || ring.related_known < kFewestRelated) {
    return std::nullopt;
  }
  if (ring.unrelated < kUnrelatedShare * ring.related_known) return std::nullopt;
  return Measured{
      context.history.ring_persons, {{"tools", std::to_string(ring.operators + ring.devices)}}, {}};
}

std::optional<Measured> spread(const AttemptContext& context) {
  if (!at_work(context)) return std::nullopt;
  return Measured{context.history.ring.counties,
                  {{"persons", std::to_string(context.history.ring_persons)}},
                  {}};
}

constexpr AttemptSignal kRing[] = {
    {"ring.confirmed", confirmed},
    {"ring.unrelated", unrelated},
    {"ring.spread", spread},
};

}  // namespace

std::span<const AttemptSignal> ring_signals() { return kRing; }

}  // namespace analyzer
