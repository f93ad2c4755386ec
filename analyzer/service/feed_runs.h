// Runs of lists that were asked for: queued, going on or done, for the console to poll.
//
// Any number of threads may call at once.

#ifndef ANALYZER_SERVICE_FEED_RUNS_H_
#define ANALYZER_SERVICE_FEED_RUNS_H_

#include <atomic>
#include <cstdint>
#include <deque>
#include <memory>
#include <mutex>
#include <optional>
#include <string>
#include <string_view>

#include "analyzer/core/json.h"
#include "analyzer/core/result.h"
#include "analyzer/service/actor.h"

namespace analyzer {

// How far one run is; written by the thread that runs it.
struct RunProgress {
  std::atomic<std::uint64_t> bytes{0};    // read
  std::atomic<std::uint64_t> entries{0};  // understood
  std::atomic<std::uint64_t> written{0};  // statements
  std::atomic<std::uint64_t> of{0};       // that are to be written; 0: not known yet
};

// What a person decided about the list that is held.
struct FeedDecision {
  Actor actor;
  bool accept = false;
  std::string digest;  // of the list that was looked at
  std::string reason;
};

// All that a list said is taken back.
struct FeedWithdrawal {
  Actor actor;
  std::string reason;
};

class FeedRuns {
 public:
  struct Run {
    std::string id;  // "run_1"; new with every start of the program
    std::string feed;
    bool dry = false;
    std::optional<FeedDecision> decision;      // instead of fetching the list
    std::optional<FeedWithdrawal> withdrawal;  // the same
    RunProgress progress;
  };

  // Queues a run, or finds the same one that still waits. Fails with kUnavailable above
  // a bound of those that wait.
  Result<std::shared_ptr<Run>> ask(std::string feed, bool dry,
                                   std::optional<FeedDecision> decision = {},
                                   std::optional<FeedWithdrawal> withdrawal = {});
  // The next one, which goes on from here.
  std::shared_ptr<Run> next();
  // What came of it (openapi.yaml: SourceStatus), or why nothing did.
  void finish(const Run& run, const Result<json::Object>& status);

  // Whether a run of the list waits or goes on.
  bool goes_on(std::string_view feed) const;

  // openapi.yaml: SourceRun; the latest hundred are kept.
  std::optional<json::Object> view(std::string_view feed, std::string_view id) const;

 private:
  enum class State : std::uint8_t { kQueued, kRunning, kDone, kFailed };
  struct Entry {
    std::shared_ptr<Run> run;
    State state = State::kQueued;
    json::Object status;
    std::string detail;
  };

  mutable std::mutex mutex_;
  std::deque<Entry> entries_;
  std::uint64_t last_ = 0;
};

}  // namespace analyzer

#endif  // ANALYZER_SERVICE_FEED_RUNS_H_
