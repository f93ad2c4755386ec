// A verdict as it is kept beside its observation: whole, with the History it was
// made from and what the model was shown, so that it can be replayed and
// explained later.
//
// Pure functions; any number of threads may call these at once.

#ifndef ANALYZER_SERVICE_STORED_VERDICT_H_
#define ANALYZER_SERVICE_STORED_VERDICT_H_

#include <optional>
#include <string>
#include <vector>

#include "analyzer/core/history.h"
#include "analyzer/core/json.h"
#include "analyzer/core/result.h"
#include "analyzer/core/verdict.h"
#include "analyzer/engine/snapshot.h"

namespace analyzer {

// {"verdict":{...},"history":{...},"row":{"column":value}}; a column that is
// missing is left out, `row` where no model was asked.
std::string stored_verdict(const Verdict& verdict, const History& history);

// The history that a stored verdict was made from; an empty one where none is kept.
// Fails with kCorrupt if `stored` is no object or its history is damaged.
Result<History> stored_history(const json::Value& stored);

// What each column gave to a stored verdict's score, as JSON:
// {"model","base","columns":[{"name","value","weight"}]}, the twelve largest by
// magnitude, weights in log-odds, exact (TreeSHAP). Nothing if no model was
// asked or if the model of `snapshot` is not the one that was.
//
// Takes about a millisecond: off the request's path. Fails with kCorrupt if
// `stored` is not what stored_verdict() wrote.
Result<std::optional<std::string>> explain(const std::string& stored, const Snapshot& snapshot);

}  // namespace analyzer

#endif  // ANALYZER_SERVICE_STORED_VERDICT_H_
