// What would clear an attempt: which of its signals, were they gone, would let it
// pass. For the reviewer, who learns from it what to ask for or to look up.
//
// Pure; any number of threads may call this at once.

#ifndef ANALYZER_ENGINE_CLEARING_H_
#define ANALYZER_ENGINE_CLEARING_H_

#include <string>
#include <vector>

#include "analyzer/core/attempt.h"
#include "analyzer/core/history.h"
#include "analyzer/core/verdict.h"
#include "analyzer/engine/snapshot.h"

namespace analyzer {

// Without these signals the attempt would get this decision.
struct Clearing {
  std::vector<std::string> codes;  // one to three, by weight, the largest first
  Decision decision = Decision::kPass;
};

// The smallest sets of signals without which the attempt would be decided better:
// no set holds another one that does as much. Those that let it pass come first,
// then the smaller sets, then by weight; at most five. Of the signals the eight
// heaviest that speak for fraud are tried. Empty if it passes already, or if no
// three signals make the difference.
//
// A signal is taken away before contexts and combinations are seen, while what the
// model reads off the attempt itself stays: nothing is promised that a judgement
// of the same attempt would not keep.
//
// Takes at most 92 judgements, some milliseconds.
std::vector<Clearing> what_would_clear(const Attempt& attempt, const History& history,
                                       const Snapshot& snapshot);

}  // namespace analyzer

#endif  // ANALYZER_ENGINE_CLEARING_H_
