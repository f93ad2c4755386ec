#include "analyzer/service/turns.h"

#include <vector>

namespace analyzer {
namespace {

constexpr std::chrono::seconds kAskAgain{3};

}  // namespace

bool Turns::has(std::string_view job) {
  const std::string name(job);
  const Clock::time_point now = Clock::now();
  {
    const std::lock_guard lock(mutex_);
    Turn& turn = turns_[name];
    if (now < turn.ours_until) return true;
    if (turn.asked != Clock::time_point{} && now - turn.asked < kAskAgain) return false;
    turn.asked = now;
  }
  (void)ask(name);
  const std::lock_guard lock(mutex_);
  const auto turn = turns_.find(name);
  return turn != turns_.end() && Clock::now() < turn->second.ours_until;
}

Status Turns::ask(const std::string& job) {
  const Clock::time_point before = Clock::now();
  bool ours = false;
  const auto wanted = [&] {
    const std::lock_guard lock(mutex_);
    return turns_.contains(job);
  };
  const Status status = write_([&](store::Session& session) -> Status {
    if (!wanted()) return {};  // dropped meanwhile
    const Result<bool> taken = session.leases().take(job, server_, kLength);
    if (!taken) return tl::unexpected(taken.error());
    ours = *taken;
    return {};
  });
  const std::lock_guard lock(mutex_);
  const auto turn = turns_.find(job);
  if (status && turn != turns_.end()) {
    turn->second.ours_until = ours ? before + kLength : Clock::time_point{};
  }
  return status;
}

void Turns::drop(std::string_view job) {
  {
    const std::lock_guard lock(mutex_);
    const auto it = turns_.find(job);
    if (it == turns_.end() || it->second.ours_until == Clock::time_point{}) return;
    turns_.erase(it);
  }
  (void)write_([&](store::Session& session) { return session.leases().give_back(job, server_); });
}

void Turns::drop_all() {
  std::vector<std::string> ours;
  {
    const std::lock_guard lock(mutex_);
    for (const auto& [job, turn] : turns_) {
      if (turn.ours_until != Clock::time_point{}) ours.push_back(job);
    }
    turns_.clear();
  }
  if (ours.empty()) return;
  (void)write_([&](store::Session& session) -> Status {
    for (const std::string& job : ours) {
      if (Status status = session.leases().give_back(job, server_); !status) return status;
    }
    return {};
  });
}

Status Turns::prolong() {
  std::vector<std::string> ours;
  {
    const std::lock_guard lock(mutex_);
    for (const auto& [job, turn] : turns_) {
      if (Clock::now() < turn.ours_until) ours.push_back(job);
    }
  }
  for (const std::string& job : ours) {
    if (Status status = ask(job); !status) return status;
  }
  return {};
}

}  // namespace analyzer
