#include "analyzer/engine/attempt_passes.h"

#include <algorithm>

#include "analyzer/engine/scoring.h"

namespace analyzer {

AttemptContext attempt_context(const Attempt& attempt, const History& history,
                               const Snapshot& snapshot) {
  const ChannelProfile& channel = snapshot.channels().of(attempt.channel);
  AttemptContext context{attempt,
                         history,
                         snapshot,
                         snapshot.calendar().due(attempt),
                         channel.mobile,
                         channel.offline,
                         shanghai_hour(attempt.occurred_at)};
  if (!history.helpers.empty()) {
    context.helper =
        helper_standing(attempt, history, context.due.days_left, snapshot.policy().helpers);
  }
  return context;
}

std::optional<Attempt> as_registered(const Attempt& attempt, const History& history,
                                     const Snapshot& snapshot) {
  if (history.helpers.empty()) return std::nullopt;
  const auto ours = registered_by_us(helper_standing(
      attempt, history, snapshot.calendar().due(attempt).days_left, snapshot.policy().helpers));
  if (!ours || attempt.operator_.registered == ours) return std::nullopt;
  Attempt out = attempt;
  out.operator_.registered = ours;
  return out;
}

Signals attempt_evidence(const AttemptContext& context, const std::vector<std::string>& without) {
  const auto left_out = [&](std::string_view code) {
    return std::find(without.begin(), without.end(), code) != without.end();
  };
  Signals signals;
  for (const AttemptSignal& row : attempt_signals()) {
    if (left_out(row.code)) continue;
    std::optional<Measured> measured = row.measure(context);
    if (!measured) continue;
    if (auto signal = context.snapshot.catalog().make(row.code, *std::move(measured))) {
      signals.push_back(*std::move(signal));
    }
  }
  settle(signals, context.snapshot);
  std::erase_if(signals, [&](const Signal& signal) { return left_out(signal.code); });
  return signals;
}

}  // namespace analyzer
