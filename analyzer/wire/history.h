// A History as JSON and back, so that a stored verdict can be replayed bit for
// bit.

#ifndef ANALYZER_WIRE_HISTORY_H_
#define ANALYZER_WIRE_HISTORY_H_

#include <string>

#include "analyzer/core/history.h"
#include "analyzer/core/json.h"
#include "analyzer/core/result.h"

namespace analyzer::wire {

// Appends `history`. A group in which nothing was counted ("device", ...) is
// left out.
void write_history(std::string& out, const History& history);

// Reads what write_history() wrote; what is absent is zero or not known.
// Fails with kInvalid, naming every mistake.
Result<History> parse_history(const json::Value& body);

}  // namespace analyzer::wire

#endif  // ANALYZER_WIRE_HISTORY_H_
