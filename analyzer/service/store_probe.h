// Whether the store can be read and written, asked of it at most about once a second
// however many want to know: proving that it can be written costs a commit.
//
// Any number of threads may call at once; those that come while the store is asked wait
// for that answer.

#ifndef ANALYZER_SERVICE_STORE_PROBE_H_
#define ANALYZER_SERVICE_STORE_PROBE_H_

#include <chrono>
#include <condition_variable>
#include <functional>
#include <mutex>

namespace analyzer {

class StoreProbe {
 public:
  using Clock = std::chrono::steady_clock;
  struct Answer {
    bool readable = false;
    bool writable = false;
  };

  // An answer is good for so long; with the time that asking takes at most (kWait) it
  // is never older than two seconds.
  static constexpr std::chrono::milliseconds kGood{800};
  static constexpr std::chrono::milliseconds kWait{1100};

  // `ask` takes kWait at most. `clock` is for tests.
  explicit StoreProbe(std::function<Answer()> ask,
                      std::function<Clock::time_point()> clock = Clock::now)
      : ask_(std::move(ask)), clock_(std::move(clock)) {}

  Answer answer();

 private:
  const std::function<Answer()> ask_;
  const std::function<Clock::time_point()> clock_;
  std::mutex mutex_;
  std::condition_variable asked_;
  bool asking_ = false;        // guarded by mutex_, as all that follows
  std::uint64_t answers_ = 0;  // how many there were
  Clock::time_point good_until_{};
  Answer last_;
};

}  // namespace analyzer

#endif  // ANALYZER_SERVICE_STORE_PROBE_H_
