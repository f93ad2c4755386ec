// Counts by day and county for the overview, made from what was recorded; they
// name nobody and outlive what they were counted from.
//
// Part of a Session: one thread at a time.

#ifndef ANALYZER_STORE_DAILY_COUNTS_H_
#define ANALYZER_STORE_DAILY_COUNTS_H_

#include <cstdint>
#include <functional>
#include <string>
#include <string_view>
#include <vector>

#include "analyzer/core/result.h"
#include "analyzer/core/time.h"
#include "analyzer/store/observations.h"

namespace analyzer::store {

// One count: on a day in China, at a place ("" where none was told), of a measure
// ("decision", "level", "tactic", "typology") one of its words. Measures that begin with
// "signal" are of codes of signals, without a place.
struct DailyCount {
  Date day{};
  std::string county;  // up to twelve digits, as they came
  std::string measure;
  std::string word;
  std::uint64_t count = 0;
  bool operator==(const DailyCount&) const = default;
};

// What is counted of one observation.
struct Countable {
  Seq seq = 0;
  ObservationKind kind = ObservationKind::kAttempt;
  Time arrived_at{};
  std::string region;
  std::optional<Decision> decision;
  std::optional<Level> level;
  std::string verdict;  // JSON
};

// A case that was decided, as the figures for leaders need it.
struct DecidedCase {
  CaseKind kind = CaseKind::kAttempt;
  std::string region;
  Time opened_at{};
  Time decided_at{};
  Disposition disposition = Disposition::kCleared;
  Cause cause = Cause::kNone;
  CaseGroup group = {};
};

// A case that waits for a decision.
struct WaitingCase {
  CaseKind kind = CaseKind::kAttempt;
  std::string region;
  Time opened_at{};
  CaseGroup group = {};
};

// What was entered as saved with a case (挽损).
struct SavedAmount {
  std::string case_id;
  std::string region;
  double yuan = 0.0;
  std::string by;  // account id
  Time at{};
};

// Within a code prefix: what has no region stands within the empty one alone, so that
// the parts of a region add up to no more than the whole.
class DailyCounts {
 public:
  virtual ~DailyCounts() = default;
  // Adds to what stands there.
  virtual Status add(const std::vector<DailyCount>& counts) = 0;
  // Of the days from `from` to `to`, both included, within a code prefix: by county, or
  // within a prefix finer than that by whole codes.
  virtual Result<std::vector<DailyCount>> list(Date from, Date to, std::string_view region) = 0;
  // The sums of the measures of signals over those days, each with the last day on which
  // there was any; list() leaves them out.
  virtual Result<std::vector<DailyCount>> signals(Date from, Date to) = 0;
  // Up to `limit` observations behind `after`, in their order.
  virtual Result<std::vector<Countable>> uncounted(Seq after, std::size_t limit) = 0;
  // Cases decided from `from` on and before `to`, within a code prefix; not those whose
  // decision can still be taken back.
  virtual Status decided(Time from, Time to, std::string_view region,
                         const std::function<void(const DecidedCase&)>& each) = 0;
  // All that are not decided, within a code prefix.
  virtual Status waiting(std::string_view region,
                         const std::function<void(const WaitingCase&)>& each) = 0;
  // Entered from `from` on and before `to`, within a code prefix, latest first.
  virtual Result<std::vector<SavedAmount>> saved(Time from, Time to, std::string_view region) = 0;
};

}  // namespace analyzer::store

#endif  // ANALYZER_STORE_DAILY_COUNTS_H_
