// Erases what was kept long enough, by the rule of ServiceOptions, while the service
// runs: once a day from the rule's hour on (in China), a few rows at a time among what
// others write, one server of those that share a database. A run that was cut short goes
// on at the next round; one that does not end within kWindow waits for the next day.
//
// It tells the log when it begins, every half minute, and when it ends; what was erased,
// by what rule, stands in the audit log.
//
// tend() blocks until the run is over; failing(), state() and erased_rows() may be called
// by anybody.

#ifndef ANALYZER_SERVICE_RETENTION_JOB_H_
#define ANALYZER_SERVICE_RETENTION_JOB_H_

#include <atomic>
#include <mutex>
#include <optional>
#include <string>

#include "analyzer/core/result.h"
#include "analyzer/service/rounds.h"
#include "analyzer/store/erasing.h"
#include "analyzer/store/store.h"

namespace analyzer {

class ServiceImpl;

class RetentionJob {
 public:
  static constexpr std::chrono::hours kWindow{6};  // from the rule's hour on

  explicit RetentionJob(ServiceImpl& service);

  void start();
  void stop();
  // Does what is due now.
  void tend();

  bool failing() const { return failing_; }
  std::uint64_t erased_rows() const { return erased_rows_; }
  // In words, for /readyz.
  std::string state() const;

  // What a run did and how long others had to wait for it at most.
  struct Run {
    store::PurgeReport report;
    std::chrono::microseconds longest{};  // of its pieces
  };

 private:
  using Clock = std::chrono::steady_clock;

  void round();
  // Since when it is due: the latest time that the clock showed the hour.
  Result<std::optional<Time>> due(Time now);
  Result<Run> run(const store::PurgePolicy& policy);
  Status in_steps(const store::PurgePolicy& policy, Run& run);
  Status parts(Time before, Run& run);
  // Whether to go on; waits a little, so that others write.
  Status rest();
  void count(Run& run, std::string_view table, std::uint64_t rows);
  void progress(const Run& run, std::size_t left);
  Status finish(Time due, const Result<Run>& run);
  void say(std::string state);

  ServiceImpl& service_;
  Rounds rounds_;
  std::atomic<bool> failing_ = false;
  std::atomic<std::uint64_t> erased_rows_ = 0;
  std::optional<Time> failed_at_;
  Clock::time_point told_{};
  mutable std::mutex mutex_;
  std::string state_ = "nothing was due since the start";  // guarded by mutex_
};

}  // namespace analyzer

#endif  // ANALYZER_SERVICE_RETENTION_JOB_H_
