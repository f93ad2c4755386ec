// What another policy would have done with what came in over the last month (试算).
//
// Pure but for what is read through the session given.

#ifndef ANALYZER_SERVICE_TRIAL_RUN_H_
#define ANALYZER_SERVICE_TRIAL_RUN_H_

#include "analyzer/core/json.h"
#include "analyzer/core/result.h"
#include "analyzer/core/time.h"
#include "analyzer/engine/snapshot.h"
#include "analyzer/store/store.h"

namespace analyzer {

// Judges the attempts that arrived since then, and the reports where their thresholds
// differ, by both policies (openapi.yaml: TrialResult). Some milliseconds a report, less
// an attempt: for the background.
//
// Of an attempt that passed no history is kept. By a threshold it is judged by its stored
// probability; by a floor that `tried` has and `present` has not by its own fields alone,
// and `without_history` counts these.
Result<json::Object> run_trial(store::Session& session, const Snapshot& present,
                               const Snapshot& tried, Time since);

}  // namespace analyzer

#endif  // ANALYZER_SERVICE_TRIAL_RUN_H_
