// Erasing in steps, for a service that runs: what is due is looked for first, by a
// session that reads, and goes a few rows at a time, with what others write.
//
// Whoever counts in memory follows: each step notes the numbers that it touched, and
// erased_since() and left_of() tell what is gone.
//
// One thread at a time may use an Erasing.
//
// Example:
//   auto erasing = Erasing::plan(reading, policy, false);
//   while (*erasing && !erasing->done()) {
//     const Erasing::Mark before = erasing->mark();
//     session.begin();
//     Status status = erasing->step(session, steady_clock::now() + milliseconds(5));
//     if (status) status = session.commit();
//     if (!status) erasing->go_back(before);   // nothing was removed
//   }

#ifndef ANALYZER_STORE_ERASING_H_
#define ANALYZER_STORE_ERASING_H_

#include <chrono>
#include <cstddef>
#include <cstdint>
#include <functional>
#include <map>
#include <string>
#include <string_view>
#include <utility>
#include <variant>
#include <vector>

#include "analyzer/core/link.h"
#include "analyzer/core/result.h"
#include "analyzer/store/keeping.h"

namespace analyzer::store {

class Db;
class Session;
class Store;

class Erasing {
 public:
  using Clock = std::chrono::steady_clock;
  // Rows by table, "captures" and "observation_parts" among them (Retention).
  using Counts = std::map<std::string, std::uint64_t, std::less<>>;

  // Where it stands, to go back to if a step's transaction fails.
  struct Mark {
    std::size_t task = 0;
    std::size_t id = 0;
    Counts counts;
  };

  // Looks for what `policy` names (Retention). Reads every attempt older than
  // captures_before, if that is given: a million take some seconds.
  static Result<Erasing> plan(Session& reading, const PurgePolicy& policy);
  static Result<Erasing> plan(Db& db, const PurgePolicy& policy);

  // Removes the next of it until `until`, one at least; looks at the reason of each
  // once more. Inside a transaction of `writing`.
  Status step(Session& writing, Clock::time_point until);
  Status step(Db& db, Clock::time_point until, std::size_t most);
  // Counts what the next `most` would remove, and goes on behind them.
  Status count(Db& db, std::size_t most);

  bool done() const { return at_.task == tasks_.size(); }
  // How many things (observations, cases, ...) are still to be looked at.
  std::size_t left() const;
  const Mark& mark() const { return at_; }
  void go_back(Mark mark) { at_ = std::move(mark); }
  // Counts rows that went beside the steps.
  void add(std::string_view table, std::uint64_t rows);
  PurgeReport report() const;

 private:
  friend class ErasingPlan;
  struct Part {
    std::string table;
    std::string where;  // with one parameter, the id
  };
  struct Task {
    enum class What : std::uint8_t { kRows, kObservations, kCaptures };
    What what = What::kRows;
    std::variant<std::vector<Seq>, std::vector<std::string>, std::vector<LinkKey>> ids;
    std::string may_go;
    std::vector<Part> parts;
    std::size_t size() const;
  };
  // One id of the task where it stands; whether it was removed (or counted).
  Result<bool> one(Db& db, const Task& task, bool dry_run);
  Status advance(Db& db, Clock::time_point until, std::size_t most, bool dry_run);
  void skip_empty();

  std::vector<Task> tasks_;
  bool names_person_ = false;
  Mark at_;
};

// What `policy` names but for what goes by observations, and that: between the two parts
// go as a whole (erase_old_parts()).
std::pair<PurgePolicy, PurgePolicy> in_two(const PurgePolicy& policy);

// What a purge of old observations takes off as a whole from a store that has parts
// (parts.h), before what is left goes in steps; `removed` is told how many rows of which
// table went. `between` is called between its groups of rows, to wait or, by failing, to
// stop. Others wait for a group at most. No effect on other stores.
Status erase_old_parts(Store& store, Time before,
                       const std::function<void(std::string_view, std::uint64_t)>& removed,
                       const std::function<Status()>& between);

// What was erased leaves the write-ahead log too. Others wait for it once, some
// milliseconds.
Status settle_erasure(Store& store);

// What was erased after `number` (Retention::erasures()).
struct Erased {
  struct Range {
    Seq first = 0;
    Seq last = 0;
  };
  std::uint64_t number = 0;   // up to here
  bool facts = false;         // what registers said of somebody went too
  bool more = false;          // `ranges` are not all: notes of long ago are not kept
  std::vector<Range> ranges;  // of the log, ascending and apart
};
Result<Erased> erased_since(Session& reading, std::uint64_t number);

// What the log still has of a range, ascending.
struct LeftOfLog {
  Seq seq = 0;
  bool capture = false;
};
Result<std::vector<LeftOfLog>> left_of_log(Session& reading, Seq first, Seq last);

}  // namespace analyzer::store

#endif  // ANALYZER_STORE_ERASING_H_
