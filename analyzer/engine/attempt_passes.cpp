#include "analyzer/engine/attempt_passes.h"

#include "analyzer/engine/scoring.h"

namespace analyzer {

AttemptContext attempt_context(const Attempt& attempt, const History& history,
                               const Snapshot& snapshot) {
  const ChannelProfile& channel = snapshot.channels().of(attempt.channel);
  return {attempt,
          history,
          snapshot,
          snapshot.calendar().due(attempt),
          channel.mobile,
          channel.offline,
          shanghai_hour(attempt.occurred_at)};
}

Signals attempt_evidence(const AttemptContext& context) {
  Signals signals;
  for (const AttemptSignal& row : attempt_signals()) {
    std::optional<Measured> measured = row.measure(context);
    if (!measured) continue;
    if (auto signal = context.snapshot.catalog().make(row.code, *std::move(measured))) {
      signals.push_back(*std::move(signal));
    }
  }
  settle(signals, context.snapshot);
  return signals;
}

}  // namespace analyzer
