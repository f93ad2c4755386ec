// What the hotline reads out and does, chosen from data/advice.toml.

#ifndef ANALYZER_ENGINE_ADVICE_H_
#define ANALYZER_ENGINE_ADVICE_H_

#include <vector>

#include "analyzer/core/signal.h"
#include "analyzer/core/verdict.h"
#include "analyzer/engine/policy.h"

namespace analyzer {

// At most three sentences to say and five things to do, by priority, then in
// the file's order. `truth` stands for {truth} of the file: what is true of
// certification where the caller lives (calendar_words.h); a sentence that needs it
// is left out where it is empty.
Advice advise(Level level, const std::vector<Tactic>& tactics, const Signals& signals,
              const Policy& policy, const Sentence& truth);

}  // namespace analyzer

#endif  // ANALYZER_ENGINE_ADVICE_H_
