// The parts in which observations lie in PostgreSQL: partitions by ranges of numbers, as
// numbers rise with arrival and everything else goes by them. Each holds a thousand million
// numbers, far more than a month needs; with a month's first attempt the numbers go on with
// the next part's first one, so that a part is a month. A default part takes what no other
// would; it is empty unless parts were not tended for years.
//
// What refers to an observation refers to observation_keys, one row for each: an observation
// whose key is gone is gone.

#ifndef ANALYZER_STORE_POSTGRES_PARTS_H_
#define ANALYZER_STORE_POSTGRES_PARTS_H_

#include <functional>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "analyzer/store/sql.h"

namespace analyzer::store {

class ObservationParts {
 public:
  struct Part {
    Seq first = 0;
    Seq past = 0;  // the first number that is not its
    std::string table;
    std::optional<Time> begun;
  };

  // Only where db.has_parts(). Outside a transaction.
  explicit ObservationParts(Db& db) : db_(db) {}

  // In the order of their numbers.
  Result<std::vector<Part>> list();

  // Whether tend() has something to do.
  Result<bool> due(Time now);
  // See parts.h.
  Status tend(Time now);

  // Makes the parts of numbers that are to come from another store: seq / kSpan of each.
  Status cover(const std::vector<Seq>& blocks);

  // Takes off and drops each part all of which arrived before `before`, but for what
  // belongs to a case that is still there: that stays, in a part of the same range. A part
  // of which much stays is left as it is, for rows to be removed one by one. `removed` is
  // told how many rows of which table went. `between` may wait between two steps, or stop
  // it all by failing; it may be empty.
  //
  // Others write between steps of a few hundred rows. What was removed before a failure
  // stays removed; the next call goes on.
  using OnRemoved = std::function<void(std::string_view table, std::uint64_t rows)>;
  using Between = std::function<Status()>;
  Status remove_old(Time before, const OnRemoved& removed, const Between& between);

  static constexpr Seq kSpan = 1'000'000'000;

 private:
  struct State {
    Seq next = 0;  // number that would be given now
    std::vector<Part> parts;
    bool rest = false;  // the default part holds something
  };
  Result<State> look();
  static const Part* part_of(const std::vector<Part>& parts, Seq seq);
  static std::vector<Seq> missing(const State& state);
  // Runs `work` with the right to write, which nobody who reads can hold up for long.
  Status locked(const std::function<Status()>& work);
  Status make(Seq first, bool with_rest);
  Status empty_rest();
  Status begin_month(Time now);
  Status make_ahead();
  Status note_begun(const Part& part, Time now);
  Result<bool> holds(const std::string& from_where);
  Status remove_part(const Part& part, Time before, const OnRemoved& removed,
                     const Between& between);
  Status remove_rows(const Part& part, const OnRemoved& removed, const Between& between);
  Status remove_range(const Part& part, Seq from, Seq to, const OnRemoved& removed);
  Status take_off(const Part& part);

  Db& db_;
};

}  // namespace analyzer::store

#endif  // ANALYZER_STORE_POSTGRES_PARTS_H_
