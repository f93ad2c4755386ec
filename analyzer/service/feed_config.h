// The lists that come in, as data/feeds.toml names them.

#ifndef ANALYZER_SERVICE_FEED_CONFIG_H_
#define ANALYZER_SERVICE_FEED_CONFIG_H_

#include <array>
#include <chrono>
#include <optional>
#include <string>
#include <vector>

#include "analyzer/core/result.h"
#include "feeds/format.h"
#include "feeds/reader.h"
#include "feeds/sureness.h"

namespace analyzer {

struct FeedConfig {
  std::string name;     // [a-z0-9-]; never reused: statements carry it
  std::string title;    // for people
  std::string address;  // https://…, a file or a folder; http:// only with `intranet`
  feeds::Format format = feeds::Format::kLines;
  std::chrono::minutes every{360};
  double trust = 0.8;  // in (0,1]; scales the list's own confidence
  std::string licence;
  feeds::Effect may = feeds::Effect::kInform;
  bool missing_revokes = true;  // what is no longer on the list is taken back
  bool intranet = false;        // its address may be a private one
  bool enabled = true;
  std::size_t most_bytes = std::size_t{64} << 20;  // after decompression
  feeds::Columns columns;                          // of CSV
  bool refused = false;  // what data/feeds.toml allows of the console's it is not: never read
  bool taxii = false;    // the address is a collection's objects (TAXII 2.1), read page by page
  std::string bearer;    // sent as "Authorization: Bearer …"; empty: none
  std::optional<std::chrono::hours> expiry;  // shorter than its kind's
  std::int64_t version = 0;                  // of the console's own; 0: data/feeds.toml has it
};

// What lists that are set up in the console may read.
struct ConsoleBounds {
  std::string folder;     // their files lie in it; empty: they are no files
  bool intranet = false;  // whether their addresses may be private ones, and http://
};

struct FeedsConfig {
  std::vector<FeedConfig> feeds;
  // How long an entry counts after a list named it last; by IndicatorKind, of links.
  std::array<std::chrono::hours, 5> expiry = {
      std::chrono::hours{24 * 30}, std::chrono::hours{24 * 60}, std::chrono::hours{24 * 90},
      std::chrono::hours{24 * 180}, std::chrono::hours{24 * 14}};
  double shrinks = 0.3;    // a list that loses more than this part of it is held
  double grows = 10.0;     // one that becomes more than so many times as long too
  std::size_t small = 20;  // lists below this many entries shrink and grow freely
  ConsoleBounds console;
};

// Reads data/feeds.toml; without the file there are no lists. Fails with kInvalid, naming
// every mistake with file and line.
Result<FeedsConfig> load_feeds(const std::string& path);

// The time that an entry of `kind` counts after it was named.
std::chrono::hours expiry_of(const FeedsConfig& all, const FeedConfig& feed,
                             feeds::IndicatorKind kind);

}  // namespace analyzer

#endif  // ANALYZER_SERVICE_FEED_CONFIG_H_
