// What counts of all that was said about one value. The rules, in this order:
//
// 1. Of one voice only its latest statement on an opinion counts. All persons of
//    ours are one voice; each list is one. At equal times a revocation beats what
//    it takes back; further ties are broken by the statement's own fields, so
//    that the order of arrival never matters.
// 2. A statement counts from valid_from until valid_until.
// 3. Allow beats all: while any voice allows the value it is not listed. Whether
//    a list may allow at all is decided where lists are taken in.
// 4. Manual beats automatic: while a person's "bad" counts, it is listed whatever
//    lists say; and once a person has taken "bad" back, no list can list it again
//    however often it is imported, until a person says "bad" anew.
// 5. Else it is listed while any list calls it bad.
// 6. A list that does not name the value again grows less sure: from half of the time that
//    it gave, by half for each quarter more, so that what it may do (sureness.h) fades
//    before it ends. Naming it again makes it whole; a person's word does not fade.
//
// The result is a function of the set of statements and of the moment alone
// (tests/unit/feeds/precedence_test.cpp proves it over every order).
//
// Values; one thread at a time may change a Ledger, any number may read one.

#ifndef FEEDS_PRECEDENCE_H_
#define FEEDS_PRECEDENCE_H_

#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "feeds/indicator.h"

namespace analyzer::feeds {

// The name under which persons of ours stand among the sources.
inline constexpr std::string_view kManualSource = "manual";

// How a value stands at a moment.
struct Standing {
  bool listed = false;               // called bad, and nothing speaks against it
  bool allowed = false;              // a voice allows it
  bool manual = false;               // a person's word decided
  std::vector<std::string> sources;  // that call it bad now, sorted; empty unless listed
  double confidence = 0.0;           // the highest of them
  bool operator==(const Standing&) const = default;
};

// The statements that can still matter of one value.
class Ledger {
 public:
  // Takes in one statement about the value. Returns whether anything changed: a
  // statement that came before or is overtaken changes nothing.
  bool add(const Statement& statement);

  Standing standing(Time now) const;
  // The next moment after `now` at which a statement begins to count or ends.
  std::optional<Time> next_change(Time now) const;

  // One statement a voice and opinion, in a fixed order.
  const std::vector<Statement>& latest() const { return latest_; }

 private:
  std::vector<Statement> latest_;  // sorted by voice and opinion
};

}  // namespace analyzer::feeds

#endif  // FEEDS_PRECEDENCE_H_
