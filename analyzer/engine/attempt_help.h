// What a calling service may show to somebody whose attempt did not succeed.
//
// Pure; any number of threads may call it at once. Some microseconds.

#ifndef ANALYZER_ENGINE_ATTEMPT_HELP_H_
#define ANALYZER_ENGINE_ATTEMPT_HELP_H_

#include <vector>

#include "analyzer/core/signal.h"
#include "analyzer/engine/signal_tables.h"

namespace analyzer {

// At most two sentences of advice, in the order of the table of help signals (who
// cannot come to a screen is offered a visit before anything about light), then one
// that says until when certification is due and what a late one means there. Empty
// for an attempt that went through, and nothing in it speaks of suspicion.
std::vector<Sentence> help_for(const Signals& signals, const AttemptContext& context);

}  // namespace analyzer

#endif  // ANALYZER_ENGINE_ATTEMPT_HELP_H_
