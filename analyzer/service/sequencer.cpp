#include "analyzer/service/sequencer.h"

#include <algorithm>
#include <chrono>
#include <future>

#include "analyzer/service/guarded.h"
#include "analyzer/service/service.h"
#include "analyzer/store/window_file.h"

namespace analyzer {
namespace {

constexpr std::size_t kGroupSize = 256;
constexpr std::size_t kLongRun = 16;
constexpr std::string_view kJobSavepoint = "job";

class WaitedJob : public Sequencer::Job {
 public:
  explicit WaitedJob(std::function<Status(Writing&)> work) : work_(std::move(work)) {}
  Status run(Writing& writing) override { return work_(writing); }
  void finish(const Status& status) override { promise_.set_value(status); }
  std::future<Status> result() { return promise_.get_future(); }

 private:
  const std::function<Status(Writing&)> work_;
  std::promise<Status> promise_;
};

// How many of those that wait make the next group. The writes of a group are sent
// together only where each of its jobs may run twice, so a long run of such jobs is
// not mixed with others.
std::size_t next_group(const std::deque<std::unique_ptr<Sequencer::Job>>& queue) {
  const std::size_t size = std::min(queue.size(), kGroupSize);
  std::size_t run = 0;  // of repeatable jobs, up to here
  for (std::size_t i = 0; i < size; ++i) {
    if (queue[i]->repeatable()) {
      ++run;
      if (run == kLongRun && run <= i) return i + 1 - run;
    } else {
      if (run >= kLongRun) return i;
      run = 0;
    }
  }
  return size;
}

std::size_t bucket_of(double seconds) {
  const auto* it = std::lower_bound(std::begin(kStageBounds), std::end(kStageBounds), seconds);
  return static_cast<std::size_t>(it - std::begin(kStageBounds));
}

}  // namespace

void Writing::apply(store::Seq seq, const store::WindowChange& change) {
  undo_.push_back(windows_.apply(change));
  last_seq_ = std::max(last_seq_, seq);
}

void Writing::undo_to(std::size_t count) {
  while (undo_.size() > count) {
    if (auto* counted = std::get_if<store::Windows::Undo>(&undo_.back())) {
      windows_.undo(std::move(*counted));
    } else {
      std::get<std::function<void()>>(undo_.back())();
    }
    undo_.pop_back();
  }
}

Sequencer::Sequencer(std::unique_ptr<store::Session> session, store::Windows windows,
                     store::Seq last_seq, std::size_t limit, OnOthers on_others)
    : session_(std::move(session)),
      limit_(limit),
      windows_(std::move(windows)),
      last_seq_(last_seq),
      on_others_(std::move(on_others)) {
  stats_.commit_counts.assign(std::size(kStageBounds) + 1, 0);
  thread_ = std::thread([this] { loop(); });
}

Sequencer::~Sequencer() { stop(); }

bool Sequencer::post(std::unique_ptr<Job> job) {
  {
    const std::lock_guard lock(mutex_);
    if (stopping_ || queue_.size() >= limit_) return false;
    queue_.push_back(std::move(job));
    if (queue_.size() > 1) return true;  // the thread is awake or about to be
  }
  wake_.notify_one();
  return true;
}

Status Sequencer::run(const std::function<Status(Writing&)>& work) {
  auto job = std::make_unique<WaitedJob>(std::cref(work));
  std::future<Status> result = job->result();
  if (!post(std::move(job))) return fail(ErrorCode::kUnavailable, "too much waits to be written");
  return result.get();
}

Status Sequencer::run_within(std::chrono::milliseconds most, std::function<Status(Writing&)> work) {
  auto job = std::make_unique<WaitedJob>(std::move(work));
  std::future<Status> result = job->result();
  if (!post(std::move(job))) return fail(ErrorCode::kUnavailable, "too much waits to be written");
  if (result.wait_for(most) == std::future_status::ready) return result.get();
  return fail(ErrorCode::kUnavailable, "the database is slow or away");
}

Status Sequencer::catch_up() {
  // A group's beginning does it.
  return run([](Writing&) { return Status{}; });
}

void Sequencer::stop() {
  {
    const std::lock_guard lock(mutex_);
    stopping_ = true;
  }
  wake_.notify_one();
  if (thread_.joinable()) thread_.join();
}

void Sequencer::read(const std::function<void(const store::Windows&)>& look) const {
  const std::shared_lock lock(windows_mutex_);
  look(windows_);
}

void Sequencer::change(const std::function<void(store::Windows&)>& change) {
  const std::unique_lock lock(windows_mutex_);
  change(windows_);
}

Status Sequencer::save_windows(const std::string& path, std::uint64_t erasures) const {
  Result<store::WholeFile> file = store::WholeFile::create(path);
  if (!file) return tl::unexpected(file.error());
  store::Windows::Saving saving;
  read([&](const store::Windows& windows) { saving = windows.begin_save(last_seq_, erasures); });
  while (true) {
    std::string piece;
    read([&](const store::Windows& windows) { piece = windows.next_piece(saving); });
    if (piece.empty()) return file->finish();
    if (Status status = file->add(piece); !status) return status;  // the disk makes nobody wait
  }
}

Sequencer::Stats Sequencer::stats() const {
  const std::lock_guard lock(mutex_);
  Stats out = stats_;
  out.depth = queue_.size();
  return out;
}

void Sequencer::loop() {
  // Made once: a group that was taken from the queue is always answered.
  std::vector<std::unique_ptr<Job>> group;
  group.reserve(kGroupSize);
  std::vector<Status> results;
  results.reserve(kGroupSize);
  while (true) {
    {
      std::unique_lock lock(mutex_);
      wake_.wait(lock, [this] { return stopping_ || !queue_.empty(); });
      if (queue_.empty()) return;
      for (std::size_t left = next_group(queue_); left > 0; --left) {
        group.push_back(std::move(queue_.front()));
        queue_.pop_front();
      }
    }
    results.assign(group.size(), Status{});
    run_group(group, results);
    group.clear();
  }
}

Status Sequencer::run_job(Job& job, Writing& writing) {
  if (Status status = session_->savepoint(kJobSavepoint); !status) return status;
  const std::size_t before = writing.undo_.size();
  Status status = guarded([&] { return job.run(writing); });
  if (status) return session_->release(kJobSavepoint);
  writing.undo_to(before);
  if (Status undone = session_->rollback_to(kJobSavepoint); !undone) return undone;
  return status;
}

Status Sequencer::count_others() {
  const store::Seq there = session_->recorded();
  if (there != 0 && there == seen_) return {};
  if (on_others_) {
    if (Status status = on_others_(*session_, last_seq_ + 1); !status) return status;
  }
  const auto count = [this](store::Seq seq, const store::WindowChange& change) -> Status {
    (void)windows_.apply(change);  // committed: there is nothing to undo
    last_seq_ = seq;
    return {};
  };
  if (Status status = session_->window_log().scan(last_seq_ + 1, count); !status) return status;
  seen_ = there;
  return {};
}

void Sequencer::note_commit(std::size_t jobs, double seconds) {
  const std::lock_guard lock(mutex_);
  ++stats_.groups;
  stats_.jobs += jobs;
  stats_.commit_seconds += seconds;
  ++stats_.commit_counts[bucket_of(seconds)];
}

// Whether what is sent is known is asked once for all.
Status Sequencer::look_ahead(const std::vector<std::unique_ptr<Job>>& group) {
  std::vector<store::ObservationKey> keys;
  keys.reserve(group.size());
  for (const auto& job : group) {
    if (auto key = job->sought()) keys.push_back(*std::move(key));
  }
  return session_->observations().look_ahead(keys);
}

Status Sequencer::write_group(std::vector<std::unique_ptr<Job>>& group, store::Pace pace,
                              std::vector<Status>& results) {
  if (Status status = guarded([&] { return session_->begin(pace); }); !status) {
    (void)session_->rollback();
    return status;
  }
  Writing writing(*session_, windows_);
  const Status committed = guarded([&]() -> Status {
    if (Status status = count_others(); !status) return status;
    if (Status status = look_ahead(group); !status) return status;
    for (std::size_t i = 0; i < group.size(); ++i) results[i] = run_job(*group[i], writing);
    const store::Seq recorded = session_->recorded();
    const auto start = std::chrono::steady_clock::now();
    const Status done = session_->commit();
    note_commit(group.size(),
                std::chrono::duration<double>(std::chrono::steady_clock::now() - start).count());
    seen_ = recorded;
    return done;
  });
  if (committed) {
    last_seq_ = std::max(last_seq_, writing.last_seq_);
    return {};
  }
  // Whether the database has it all the same is seen when the next group begins.
  seen_ = 0;
  writing.undo_to(0);
  (void)session_->rollback();
  return committed;
}

void Sequencer::run_group(std::vector<std::unique_ptr<Job>>& group, std::vector<Status>& results) {
  std::unique_lock windows_lock(windows_mutex_);
  const bool together =
      std::all_of(group.begin(), group.end(), [](const auto& job) { return job->repeatable(); });
  const auto write = [&](store::Pace pace) {
    return guarded([&] { return write_group(group, pace, results); });
  };
  Status committed = write(together ? store::Pace::kGroup : store::Pace::kStep);
  if (!committed && together && committed.error().code != ErrorCode::kUnavailable) {
    // One of the writes was refused: step by step it is seen which.
    committed = write(store::Pace::kStep);
  }
  windows_lock.unlock();
  for (std::size_t i = 0; i < group.size(); ++i) {
    (void)guarded([&]() -> Status {
      group[i]->finish(results[i] && !committed ? committed : results[i]);
      return {};
    });
  }
}

}  // namespace analyzer
