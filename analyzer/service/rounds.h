// A thread that does something again and again, with a pause between, until it is
// stopped; whoever has something for it wakes it sooner.
//
// Any thread may call wake() and stopping(); start() and stop() belong to the owner.

#ifndef ANALYZER_SERVICE_ROUNDS_H_
#define ANALYZER_SERVICE_ROUNDS_H_

#include <atomic>
#include <chrono>
#include <condition_variable>
#include <functional>
#include <mutex>
#include <thread>

namespace analyzer {

class Rounds {
 public:
  // `round` is done after each `pause`, and must end soon once stopping() is true.
  Rounds(std::chrono::milliseconds pause, std::function<void()> round);
  ~Rounds();  // stops
  Rounds(const Rounds&) = delete;
  Rounds& operator=(const Rounds&) = delete;

  void start();
  // Waits for the round that is being done; none follows.
  void stop();
  // Begins the next round now.
  void wake();
  bool stopping() const { return stopping_; }

 private:
  void work();

  const std::chrono::milliseconds pause_;
  const std::function<void()> round_;
  std::mutex mutex_;
  std::condition_variable changed_;
  std::atomic<bool> stopping_ = false;  // set under mutex_
  bool woken_ = false;                  // guarded by mutex_
  std::thread thread_;
};

}  // namespace analyzer

#endif  // ANALYZER_SERVICE_ROUNDS_H_
