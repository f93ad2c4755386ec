// What a list that comes in is said to be, by data/feeds.toml or by the console, and whether
// it may be so: one check for both.

#ifndef ANALYZER_SERVICE_FEED_FIELDS_H_
#define ANALYZER_SERVICE_FEED_FIELDS_H_

#include <cstdint>
#include <map>
#include <optional>
#include <string>
#include <vector>

#include "analyzer/service/feed_config.h"

namespace analyzer {

// As it was written; the words of data/feeds.toml.
struct FeedFields {
  std::string name;
  std::string title;
  std::string address;
  std::string format = "lines";
  std::int64_t every_minutes = 360;
  double trust = 0.0;
  std::string licence;
  std::string may = "inform";
  std::string missing = "revoke";
  std::optional<std::int64_t> expiry_days;
  bool intranet = false;
  bool enabled = true;
  std::int64_t most_megabytes = 64;
  std::map<std::string, std::string> columns;  // of CSV: what is read, from which column
  bool operator==(const FeedFields&) const = default;
};

struct FeedMistake {
  std::string field;  // a member's name
  std::string code;   // stable word
  std::string message;
};

// The list, and every mistake; with one it is not to be used. `bounds` of a list of the
// console, null of one of the file.
FeedConfig make_feed(const FeedFields& fields, const ConsoleBounds* bounds,
                     std::vector<FeedMistake>& mistakes);

// The same after it was checked; the key with which it is fetched is not among them.
FeedFields fields_of(const FeedConfig& feed);

}  // namespace analyzer

#endif  // ANALYZER_SERVICE_FEED_FIELDS_H_
