#include "analyzer/service/feed_runs.h"

#include <algorithm>

namespace analyzer {
namespace {

constexpr std::size_t kMostWaiting = 64;
constexpr std::size_t kMostKept = 100;

json::Object view_of(const RunProgress& progress) {
  return {{"bytes", progress.bytes.load()},
          {"entries", progress.entries.load()},
          {"written", progress.written.load()},
          {"of", progress.of.load()}};
}

}  // namespace

Result<std::shared_ptr<FeedRuns::Run>> FeedRuns::ask(std::string feed, bool dry,
                                                     std::optional<FeedDecision> decision,
                                                     std::optional<FeedWithdrawal> withdrawal) {
  const std::lock_guard lock(mutex_);
  std::size_t waiting = 0;
  for (const Entry& entry : entries_) {
    if (entry.state != State::kQueued) continue;
    const bool same = entry.run->feed == feed && entry.run->dry == dry;
    const bool plain = !decision && !withdrawal && !entry.run->decision && !entry.run->withdrawal;
    if (same && plain) return entry.run;
    ++waiting;
  }
  if (waiting >= kMostWaiting) return fail(ErrorCode::kUnavailable, "too many runs wait");
  auto run = std::make_shared<Run>();
  run->id = "run_" + std::to_string(++last_);
  run->feed = std::move(feed);
  run->dry = dry;
  run->decision = std::move(decision);
  run->withdrawal = std::move(withdrawal);
  while (entries_.size() >= kMostKept && entries_.front().state >= State::kDone) {
    entries_.pop_front();
  }
  entries_.push_back({run, State::kQueued, {}, {}});
  return run;
}

std::shared_ptr<FeedRuns::Run> FeedRuns::next() {
  const std::lock_guard lock(mutex_);
  for (Entry& entry : entries_) {
    if (entry.state != State::kQueued) continue;
    entry.state = State::kRunning;
    return entry.run;
  }
  return nullptr;
}

void FeedRuns::finish(const Run& run, const Result<json::Object>& status) {
  const std::lock_guard lock(mutex_);
  for (Entry& entry : entries_) {
    if (entry.run.get() != &run) continue;
    entry.state = status ? State::kDone : State::kFailed;
    if (status) entry.status = *status;
    if (!status) entry.detail = status.error().message;
  }
}

bool FeedRuns::goes_on(std::string_view feed) const {
  const std::lock_guard lock(mutex_);
  return std::any_of(entries_.begin(), entries_.end(), [&](const Entry& entry) {
    return entry.run->feed == feed && entry.state < State::kDone;
  });
}

std::optional<json::Object> FeedRuns::view(std::string_view feed, std::string_view id) const {
  constexpr const char* kStates[] = {"queued", "running", "done", "failed"};
  const std::lock_guard lock(mutex_);
  for (const Entry& entry : entries_) {
    if (entry.run->feed != feed || entry.run->id != id) continue;
    json::Object out{{"id", entry.run->id},
                     {"source", entry.run->feed},
                     {"dry", entry.run->dry},
                     {"state", kStates[static_cast<std::size_t>(entry.state)]},
                     {"progress", view_of(entry.run->progress)}};
    if (const auto& decision = entry.run->decision) out["accept"] = decision->accept;
    if (entry.state == State::kDone) out["status"] = entry.status;
    if (entry.state == State::kFailed) out["detail"] = entry.detail;
    return out;
  }
  return std::nullopt;
}

}  // namespace analyzer
