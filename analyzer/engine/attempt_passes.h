// The passes of assess() that make an attempt's evidence, for assess() itself
// and for training, so that a model learns from what it will be shown.
//
// Pure; any number of threads may call these at once.

#ifndef ANALYZER_ENGINE_ATTEMPT_PASSES_H_
#define ANALYZER_ENGINE_ATTEMPT_PASSES_H_

#include <optional>
#include <string>
#include <vector>

#include "analyzer/core/attempt.h"
#include "analyzer/core/history.h"
#include "analyzer/core/signal.h"
#include "analyzer/core/verdict.h"
#include "analyzer/engine/signal_tables.h"
#include "analyzer/engine/snapshot.h"

namespace analyzer {

// What the signals' functions see. Refers to its arguments, which must outlive it.
AttemptContext attempt_context(const Attempt& attempt, const History& history,
                               const Snapshot& snapshot);

// The attempt with `operator.registered` as our own register has it, which wins
// over what the caller says; nothing where both agree or ours says nothing.
std::optional<Attempt> as_registered(const Attempt& attempt, const History& history,
                                     const Snapshot& snapshot);

// Every signal that speaks, context having explained some of them away, and the
// combinations of what is left; as if nothing had been measured of the codes `without`.
Signals attempt_evidence(const AttemptContext& context,
                         const std::vector<std::string>& without = {});

// The passes after the evidence: score, typologies, decision and hold of
// `verdict.signals`. `verdict.degraded` may name parts that were lost before.
void judge_evidence(Verdict& verdict, const AttemptContext& context, Time decided_at);

}  // namespace analyzer

#endif  // ANALYZER_ENGINE_ATTEMPT_PASSES_H_
