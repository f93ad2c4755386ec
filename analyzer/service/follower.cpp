#include "analyzer/service/follower.h"

#include <utility>

#include "analyzer/service/guarded.h"

namespace analyzer {
namespace {

constexpr std::chrono::milliseconds kAtMostEvery{200};
constexpr std::chrono::milliseconds kAtLeastEvery{1000};
constexpr std::chrono::milliseconds kLookForStop{100};
constexpr std::chrono::milliseconds kLately{3000};

}  // namespace

Follower::Follower(std::unique_ptr<store::Changes> changes, std::function<Status()> follow)
    : changes_(std::move(changes)),
      follow_(std::move(follow)),
      followed_(Clock::now().time_since_epoch().count()) {}

Follower::~Follower() { stop(); }

void Follower::start() {
  thread_ = std::thread([this] { work(); });
}

void Follower::stop() {
  stopping_ = true;
  if (thread_.joinable()) thread_.join();
}

bool Follower::up_to_date() const {
  const Clock::duration since(Clock::now().time_since_epoch().count() - followed_.load());
  return since <= kLately;
}

void Follower::work() {
  bool told = false;
  Clock::time_point last{};
  while (!stopping_) {
    // What comes in a row is taken over together.
    const Clock::duration since = Clock::now() - last;
    if ((told && since >= kAtMostEvery) || since >= kAtLeastEvery) {
      told = false;
      last = Clock::now();
      const Status status = guarded(follow_);
      followed_ = status ? Clock::now().time_since_epoch().count() : 0;
      continue;
    }
    if (told) {
      std::this_thread::sleep_for(kAtMostEvery - since);
    } else {
      told = changes_->wait(kLookForStop);
    }
  }
}

}  // namespace analyzer
