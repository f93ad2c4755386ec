// The kept state of a list that comes in: reading it and showing what would change.
// For feeds.cpp and feeds_decide.cpp alone.

#ifndef ANALYZER_SERVICE_FEED_STATE_H_
#define ANALYZER_SERVICE_FEED_STATE_H_

#include <functional>
#include <optional>
#include <string>
#include <string_view>

#include "analyzer/core/json.h"
#include "analyzer/core/time.h"
#include "analyzer/service/feed_diff.h"
#include "analyzer/service/service.h"

namespace analyzer {

// Members of a state; "", 0 or nothing where absent.
std::string text_in(const json::Object& object, std::string_view key);
int number_in(const json::Object& object, std::string_view key);
std::optional<Time> time_in(const json::Object& object, std::string_view key);

// Hands out all that the list of this name said, in the order in which it came; the first
// failure of `take` ends it and is its answer. Takes about a second a million statements of
// this list.
Status each_said(Service& service, const std::string& feed,
                 const std::function<Status(const feeds::Statement&)>& take);

// openapi.yaml: SourceDiff.
json::Object diff_view(const FeedDiff& diff);

}  // namespace analyzer

#endif  // ANALYZER_SERVICE_FEED_STATE_H_
