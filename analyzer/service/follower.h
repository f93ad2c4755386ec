// The thread that keeps a server of a shared database up to date while it writes
// nothing itself: woken by the database when another server wrote, and each second in
// any case.

#ifndef ANALYZER_SERVICE_FOLLOWER_H_
#define ANALYZER_SERVICE_FOLLOWER_H_

#include <atomic>
#include <chrono>
#include <functional>
#include <memory>
#include <thread>

#include "analyzer/core/result.h"
#include "analyzer/store/changes.h"

namespace analyzer {

class Follower {
 public:
  // `follow` takes over what there is; it fails if the database is away. It is called
  // at most five times a second.
  Follower(std::unique_ptr<store::Changes> changes, std::function<Status()> follow);
  ~Follower();  // stops
  Follower(const Follower&) = delete;
  Follower& operator=(const Follower&) = delete;

  void start();
  void stop();
  // Whether the database answered lately.
  bool up_to_date() const;

 private:
  using Clock = std::chrono::steady_clock;
  void work();

  const std::unique_ptr<store::Changes> changes_;
  const std::function<Status()> follow_;
  std::atomic<bool> stopping_ = false;
  std::atomic<Clock::rep> followed_;  // when it last did, Clock ticks; 0: it failed since
  std::thread thread_;
};

}  // namespace analyzer

#endif  // ANALYZER_SERVICE_FOLLOWER_H_
