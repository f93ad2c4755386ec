// Reading JSON that one thread looks at and drops: the body of a request.

#ifndef ANALYZER_CORE_JSON_ARENA_H_
#define ANALYZER_CORE_JSON_ARENA_H_

#include "analyzer/core/json.h"

namespace analyzer::json {

// As parse(), but the memory of the whole tree comes from one arena and goes with the
// last value that shares it: what is copied or moved from the tree does, too, so none
// of it may be handed to another thread or kept for long.
Result<Value> parse_in_arena(std::string_view text, const Limits& limits = {});

}  // namespace analyzer::json

#endif  // ANALYZER_CORE_JSON_ARENA_H_
