// What a settled scam puts on our own list: of which kinds its reports' values go there by
// themselves, and of which another person looks first.

#ifndef ANALYZER_SERVICE_LISTING_POLICY_H_
#define ANALYZER_SERVICE_LISTING_POLICY_H_

#include <array>
#include <chrono>
#include <optional>
#include <string>

#include "analyzer/core/result.h"
#include "analyzer/core/toml.h"
#include "analyzer/core/words.h"
#include "feeds/indicator.h"

namespace analyzer {

// Of one kind.
struct ListingRule {
  bool second_person = false;           // what does not go by itself waits for another person
  std::optional<Level> by_itself_from;  // from this level of its link on
  std::chrono::hours counts{};          // after the case settled
};

struct ListingPolicy {
  std::array<ListingRule, kNames<feeds::IndicatorKind>.size()> rules;

  const ListingRule& of(feeds::IndicatorKind kind) const {
    return rules[static_cast<std::size_t>(kind)];
  }
};

// Reads [dispositions] of data/feeds.toml, noting what is wrong in the file's errors. Of an
// empty table nothing is listed by a case.
ListingPolicy read_listing_policy(const toml::Table& table);

// The same of the file; without it nothing is listed by a case. Fails with kInvalid, naming
// every mistake in that table with file and line.
Result<ListingPolicy> load_listing_policy(const std::string& path);

}  // namespace analyzer

#endif  // ANALYZER_SERVICE_LISTING_POLICY_H_
