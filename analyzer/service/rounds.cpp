#include "analyzer/service/rounds.h"

#include <utility>

#include "analyzer/service/guarded.h"

namespace analyzer {

Rounds::Rounds(std::chrono::milliseconds pause, std::function<void()> round)
    : pause_(pause), round_(std::move(round)) {}

Rounds::~Rounds() { stop(); }

void Rounds::start() {
  thread_ = std::thread([this] { work(); });
}

void Rounds::stop() {
  {
    const std::lock_guard lock(mutex_);
    stopping_ = true;
  }
  changed_.notify_all();
  if (thread_.joinable()) thread_.join();
}

void Rounds::wake() {
  {
    const std::lock_guard lock(mutex_);
    woken_ = true;
  }
  changed_.notify_all();
}

void Rounds::work() {
  while (true) {
    {
      std::unique_lock lock(mutex_);
      changed_.wait_for(lock, pause_, [this] { return stopping_ || woken_; });
      if (stopping_) return;
      woken_ = false;
    }
    (void)guarded([this]() -> Status {
      round_();
      return {};
    });
  }
}

}  // namespace analyzer
