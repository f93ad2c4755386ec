// The passes that assess() shares between attempts and reports: context explains
// signals away, signals add up, the strongest become reasons.

#ifndef ANALYZER_ENGINE_SCORING_H_
#define ANALYZER_ENGINE_SCORING_H_

#include <cstddef>
#include <vector>

#include "analyzer/core/signal.h"
#include "analyzer/core/verdict.h"
#include "analyzer/engine/policy.h"
#include "analyzer/engine/snapshot.h"

namespace analyzer {

inline constexpr std::size_t kAttemptReasons = 8;
inline constexpr std::size_t kUrlReasons = 5;

// The third and fourth pass: contexts explain other signals away, the conditions
// that hold of what is left add theirs, and the contexts among those explain in
// their turn.
void settle(Signals& signals, const Snapshot& snapshot);

// Marks each signal that an active context among `signals` explains.
void explain_away(Signals& signals, const Snapshot& snapshot);

// Base plus the active signals' weights, each group capped by the policy.
LogOdds additive_margin(const Signals& signals, LogOdds base, const Policy& policy);

// Whether an active signal of at least the weight `least` speaks for fraud. A
// flag must be able to explain itself: without one, no probability sends anybody
// to a reviewer.
bool speaks_for_fraud(const Signals& signals, LogOdds least);

// The logistic function.
double probability_of(LogOdds margin);

// The active signals with a sentence and a weight, by magnitude of weight, then
// by code.
std::vector<Reason> reasons_of(const Signals& signals, std::size_t limit, const Snapshot& snapshot);

// The tactics of active signals that speak for fraud, each once, ascending.
std::vector<Tactic> tactics_of(const Signals& signals);

// `start`, raised by every floor and lowered by every cap whose condition holds.
template <class T>
T bounded(T start, const std::vector<Bound<T>>& floors, const std::vector<Bound<T>>& caps,
          const Spoken& spoken) {
  for (const Bound<T>& floor : floors) {
    if (floor.bound > start && floor.when.holds(spoken)) start = floor.bound;
  }
  for (const Bound<T>& cap : caps) {
    if (cap.bound < start && cap.when.holds(spoken)) start = cap.bound;
  }
  return start;
}

}  // namespace analyzer

#endif  // ANALYZER_ENGINE_SCORING_H_
