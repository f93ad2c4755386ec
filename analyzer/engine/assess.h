// assess() turns what came in and what was counted before into a verdict. Pure:
// no clock, file, socket, lock or random number; the same arguments give the
// same verdict bit for bit, so that any stored verdict can be replayed.
//
// Example:
//   Facts facts = text::read(report.text, report.urls, dictated);
//   Prepared prepared = prepare(report, facts, snapshot);      // on any thread
//   Verdict verdict = assess(report, facts, prepared, history, snapshot);
//
// Any number of threads may call these at once.

#ifndef ANALYZER_ENGINE_ASSESS_H_
#define ANALYZER_ENGINE_ASSESS_H_

#include <optional>
#include <vector>

#include "analyzer/core/attempt.h"
#include "analyzer/core/facts.h"
#include "analyzer/core/history.h"
#include "analyzer/core/report.h"
#include "analyzer/core/verdict.h"
#include "analyzer/engine/snapshot.h"

namespace analyzer {

// The part of a report's judgement that needs no history: what the patterns
// found and what each link is. Done before the sequencer's queue, on all cores.
struct Prepared {
  Signals patterns;
  std::vector<UrlVerdict> urls;       // one for each of facts.urls, in order
  std::vector<std::string> degraded;  // parts that could not speak
};

Prepared prepare(const Report& report, const Facts& facts, const Snapshot& snapshot);

// The verdict on a report or check: level, score, reasons, tactics, advice.
Verdict assess(const Report& report, const Facts& facts, const Prepared& prepared,
               const History& history, const Snapshot& snapshot);

// The verdict on an attempt: decision, score, reasons, typologies, hold. The time
// to decide a hold counts from `decided_at`, by default from when the attempt
// took place: of one that was uploaded late it would be over before it began.
// Takes tens of microseconds (tests/bench/assess_bench.cpp).
Verdict assess(const Attempt& attempt, const History& history, const Snapshot& snapshot,
               std::optional<Time> decided_at = std::nullopt);

}  // namespace analyzer

#endif  // ANALYZER_ENGINE_ASSESS_H_
