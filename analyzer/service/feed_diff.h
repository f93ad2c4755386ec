// What a list that came in would change, and what speaks against taking it unseen.
// Pure functions.

#ifndef ANALYZER_SERVICE_FEED_DIFF_H_
#define ANALYZER_SERVICE_FEED_DIFF_H_

#include <span>
#include <string>
#include <vector>

#include "analyzer/engine/register.h"
#include "analyzer/service/feed_config.h"
#include "feeds/entry.h"

namespace analyzer {

struct FeedDiff {
  std::size_t before = 0;  // entries of the list that count now
  std::size_t after = 0;   // that would count
  std::vector<feeds::Statement> added;
  std::vector<feeds::Statement> renewed;  // seen again, so that they count for longer
  std::vector<feeds::Statement> removed;  // as statements that take them back
  std::vector<std::string> innocent;      // "kind value": official places and platforms, left out
  std::string innocent_digest;            // of these
};

// What `entries` would change of what `feed` said so far, which is part of `said`. A list of
// changes removes what it says it removes; any other what it no longer names, unless that is to
// expire.
FeedDiff diff_of(const FeedsConfig& all, const FeedConfig& feed,
                 std::span<const feeds::Entry> entries, std::span<const feeds::Statement> said,
                 const Register& official, Time now);

// Why a person must look at it first, in words; empty: nothing speaks against it.
// `accepted` is the innocent_digest that a person accepted before.
std::string held_because(const FeedsConfig& all, const FeedConfig& feed, const FeedDiff& diff,
                         const std::string& accepted);

}  // namespace analyzer

#endif  // ANALYZER_SERVICE_FEED_DIFF_H_
