// Whom certification fails again and again and who is old or disabled: the list from
// which visits at home are made (上门名单). One row a person, kept by a keyed hash;
// who it is stands in the business system under the last attempt's receipt.
//
// Part of a Session: one thread at a time.

#ifndef ANALYZER_STORE_VISITS_H_
#define ANALYZER_STORE_VISITS_H_

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "analyzer/core/link.h"
#include "analyzer/core/result.h"
#include "analyzer/core/time.h"

namespace analyzer::store {

struct VisitNeed {
  std::string id;  // "vis_" + time-ordered id
  LinkKey person;
  std::string region;           // up to the village: twelve digits
  std::optional<int> age;       // years, as last told
  std::string special;          // words of Special, separated by blanks
  std::uint32_t failures = 0;   // since the last success
  std::uint32_t days = 0;       // on so many days
  std::vector<Date> failed_on;  // which, earliest first; empty in rows of older versions
  Time first_at{};
  Time last_at{};
  std::string last_receipt;     // attempt_id of the last failure
  std::string last_channel;     // word of Channel
  std::string last_failure;     // word of FailureCode; may be empty
  std::optional<Date> due_on;   // when certification is due, if that was told
  std::optional<Time> done_at;  // visited, or certified since
  std::string done_by;          // account id; "system" where an attempt passed
  std::string note;
  bool operator==(const VisitNeed&) const = default;
};

struct VisitQuery {
  std::string region = {};  // code prefix
  std::uint32_t least_days = 2;
  bool done = false;        // those that are done, latest first, else those that are not
  std::string cursor = {};  // of the page before; empty: first page
  std::size_t limit = 50;
};

struct VisitPage {
  std::vector<VisitNeed> needs;
  std::string next_cursor;  // empty: no more
};

class Visits {
 public:
  virtual ~Visits() = default;
  // Writes the row of `need.id`, replacing what was there.
  virtual Status put(const VisitNeed& need) = 0;
  virtual Result<std::optional<VisitNeed>> find(std::string_view id) = 0;
  // The row of a person that is not done.
  virtual Result<std::optional<VisitNeed>> open_of(LinkKey person) = 0;
  // By region, those with most failures first. Fails with kInvalid if the cursor is not
  // of this list.
  virtual Result<VisitPage> list(const VisitQuery& query) = 0;
};

}  // namespace analyzer::store

#endif  // ANALYZER_STORE_VISITS_H_
