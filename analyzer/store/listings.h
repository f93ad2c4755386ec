// What settled cases put on our own list, and what of them waits for another person's
// look before it goes there.
//
// Part of a Session: one thread at a time.

#ifndef ANALYZER_STORE_LISTINGS_H_
#define ANALYZER_STORE_LISTINGS_H_

#include <array>
#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "analyzer/core/names.h"
#include "analyzer/core/result.h"
#include "analyzer/core/time.h"
#include "feeds/indicator.h"

namespace analyzer::store {

// The numbers are stored: append only.
enum class ListingState : std::uint8_t {
  kListed,    // stated on the case's word
  kWaiting,   // for another person
  kRefused,   // by another person
  kWithdrawn  // the case says otherwise by now
};

// One value that a case's reports show.
struct Listing {
  std::string case_id;
  feeds::IndicatorKind kind = feeds::IndicatorKind::kUrl;
  std::string value;  // in the form in which it is looked up
  std::string label;  // for people
  ListingState state = ListingState::kWaiting;
  std::string why;              // it waits or was listed by itself: a word of the caller's
  Time at{};                    // the case settled
  std::string by;               // account id: who decided the case
  std::string decided_by = {};  // account id: the other person
  std::optional<Time> decided_at = {};
  std::string note = {};  // of the other person
  std::int64_t version = 1;
};

class Listings {
 public:
  virtual ~Listings() = default;

  // Adds it, or replaces the one of the same case and value whose version is `expected`.
  // Fails with kConflict if there is another version, or one already.
  virtual Status put(const Listing& listing, std::optional<std::int64_t> expected) = 0;
  virtual Result<std::optional<Listing>> find(std::string_view case_id, feeds::IndicatorKind kind,
                                              std::string_view value) = 0;
  // By kind and value.
  virtual Result<std::vector<Listing>> of_case(std::string_view case_id) = 0;
  // Which cases list the value, by case.
  virtual Result<std::vector<Listing>> listed_by(feeds::IndicatorKind kind,
                                                 std::string_view value) = 0;
  // All that is listed, by kind and value.
  virtual Result<std::vector<Listing>> listed() = 0;
  // Oldest first; of one region's cases, and those of no place, alone if its digits are given.
  virtual Result<std::vector<Listing>> waiting(std::string_view region, std::size_t limit) = 0;
};

}  // namespace analyzer::store

namespace analyzer {
template <>
inline constexpr auto kNames<store::ListingState> =
    std::to_array<std::string_view>({"listed", "waiting", "refused", "withdrawn"});
}  // namespace analyzer

#endif  // ANALYZER_STORE_LISTINGS_H_
