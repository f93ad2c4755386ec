// What a list that came in would change, and what speaks against taking it unseen.
//
// Of each value stand a hash of 16 bytes and, where the list named it before, 48 bytes more:
// the values themselves and what was said of them stay where they are.

#ifndef ANALYZER_SERVICE_FEED_DIFF_H_
#define ANALYZER_SERVICE_FEED_DIFF_H_

#include <array>
#include <cstdint>
#include <optional>
#include <string>
#include <vector>

#include "analyzer/engine/register.h"
#include "analyzer/service/benign_places.h"
#include "analyzer/service/feed_config.h"
#include "feeds/entry.h"

namespace analyzer {

inline constexpr std::size_t kMostShown = 20;  // examples of each kind

struct FeedDiff {
  std::size_t before = 0;  // entries of the list that count now
  std::size_t after = 0;   // that would count
  std::size_t added = 0;
  std::size_t renewed = 0;                  // seen again, so that they count for longer
  std::size_t removed = 0;                  // taken back
  std::size_t innocent = 0;                 // official, shared and honest places, left out
  std::vector<std::string> added_examples;  // "kind value", kMostShown at most; so the others
  std::vector<std::string> removed_examples;
  std::vector<std::string> innocent_examples;
  std::string innocent_digest;  // of all of them; "" if there are none
  std::optional<Time> until;    // from which on none of them counts; none: no end or no entry
};

// SHA-256 of a kind and value, cut.
using ValueHash = std::array<std::uint64_t, 2>;
ValueHash value_hash(feeds::IndicatorKind kind, std::string_view value);

// Which values a list names and which it takes back; the same entries in any order, once or
// often, have the same digest.
class NamedValues {
 public:
  void add(const feeds::Entry& entry);
  void settle();  // after the last add(), before what follows
  std::string digest() const;
  const std::vector<ValueHash>& named() const { return named_; }
  const std::vector<ValueHash>& taken_back() const { return taken_back_; }

 private:
  std::vector<ValueHash> named_;
  std::vector<ValueHash> taken_back_;
};

// Holds a list against what it said before. The order of calls:
//   FeedPlan plan(...);
//   for each statement of the list so far: plan.known(s);
//   plan.begin();
//   for each entry in order:               plan.change(entry)   -> statements to make
//   for each statement of the list so far: plan.removal(s)      -> statements to make
//   plan.diff();
// From begin() on it may be done again, with the same result.
class FeedPlan {
 public:
  // All must outlive it. A list of changes removes what it says it removes; any other what it
  // no longer names, unless that is to expire.
  // `benign`: places of honest people that no register names; null: none are known.
  FeedPlan(const FeedsConfig& all, const FeedConfig& feed, const NamedValues& values,
           const Register& official, const BenignPlaces* benign, Time now);

  // Why what goes is taken back, for those who read it; by default that the list dropped it.
  void say(std::string why) { why_ = std::move(why); }

  void known(const feeds::Statement& said);
  void begin();
  std::optional<feeds::Statement> change(const feeds::Entry& entry);
  std::optional<feeds::Statement> removal(const feeds::Statement& said);
  FeedDiff diff();

 private:
  // What the list said of a value last.
  struct Known {
    ValueHash key{};
    Time at{};
    Time until{};
    double confidence = 0.0;
    bool revokes = false;
    bool removed = false;  // already said so in this round
    bool renewed = false;  // the same
  };
  void fold();
  bool counts(const Known& known) const;
  Known* find(const ValueHash& key);
  bool goes(const Known& known) const;

  const FeedsConfig& all_;
  const FeedConfig& feed_;
  const NamedValues& values_;
  const Register& official_;
  const BenignPlaces* const benign_;
  const Time now_;
  std::string why_ = "no longer on the list";
  std::vector<Known> known_;  // sorted once folded
  std::size_t folded_ = 0;
  std::vector<bool> seen_;  // of values_.named()
  std::vector<ValueHash> innocent_;
  Time latest_end_{};  // of what change() made
  FeedDiff diff_;
};

// All that a person must look at first, a sentence each; none: nothing speaks against it.
// `accepted` is the innocent_digest that a person accepted before.
std::vector<std::string> held_because(const FeedsConfig& all, const FeedDiff& diff,
                                      const std::string& accepted);

}  // namespace analyzer

#endif  // ANALYZER_SERVICE_FEED_DIFF_H_
