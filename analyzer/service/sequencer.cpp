#include "analyzer/service/sequencer.h"

#include <algorithm>
#include <chrono>
#include <future>

#include "analyzer/service/service.h"
#include "analyzer/store/window_file.h"

namespace analyzer {
namespace {

constexpr std::size_t kGroupSize = 256;
constexpr std::string_view kJobSavepoint = "job";

class WaitedJob : public Sequencer::Job {
 public:
  explicit WaitedJob(const std::function<Status(Writing&)>& work) : work_(work) {}
  Status run(Writing& writing) override { return work_(writing); }
  void finish(const Status& status) override { promise_.set_value(status); }
  std::future<Status> result() { return promise_.get_future(); }

 private:
  const std::function<Status(Writing&)>& work_;
  std::promise<Status> promise_;
};

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
    windows_.undo(std::move(undo_.back()));
    undo_.pop_back();
  }
}

Sequencer::Sequencer(std::unique_ptr<store::Session> session, store::Windows windows,
                     store::Seq last_seq, std::size_t limit)
    : session_(std::move(session)),
      limit_(limit),
      windows_(std::move(windows)),
      last_seq_(last_seq) {
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
  auto job = std::make_unique<WaitedJob>(work);
  std::future<Status> result = job->result();
  if (!post(std::move(job))) return fail(ErrorCode::kUnavailable, "too much waits to be written");
  return result.get();
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

Status Sequencer::save_windows(const std::string& path) const {
  Result<store::WholeFile> file = store::WholeFile::create(path);
  if (!file) return tl::unexpected(file.error());
  store::Windows::Saving saving;
  read([&](const store::Windows& windows) { saving = windows.begin_save(last_seq_); });
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
  std::vector<std::unique_ptr<Job>> group;
  while (true) {
    {
      std::unique_lock lock(mutex_);
      wake_.wait(lock, [this] { return stopping_ || !queue_.empty(); });
      if (queue_.empty()) return;
      while (!queue_.empty() && group.size() < kGroupSize) {
        group.push_back(std::move(queue_.front()));
        queue_.pop_front();
      }
    }
    run_group(group);
    group.clear();
  }
}

Status Sequencer::run_job(Job& job, Writing& writing) {
  if (Status status = session_->savepoint(kJobSavepoint); !status) return status;
  const std::size_t before = writing.undo_.size();
  Status status = job.run(writing);
  if (status) return session_->release(kJobSavepoint);
  writing.undo_to(before);
  if (Status undone = session_->rollback_to(kJobSavepoint); !undone) return undone;
  return status;
}

void Sequencer::run_group(std::vector<std::unique_ptr<Job>>& group) {
  std::unique_lock windows_lock(windows_mutex_);
  Writing writing(*session_, windows_);
  std::vector<Status> results(group.size());
  Status committed = session_->begin();
  if (committed) {
    for (std::size_t i = 0; i < group.size(); ++i) results[i] = run_job(*group[i], writing);
    const auto start = std::chrono::steady_clock::now();
    committed = session_->commit();
    const double seconds =
        std::chrono::duration<double>(std::chrono::steady_clock::now() - start).count();
    const std::lock_guard lock(mutex_);
    ++stats_.groups;
    stats_.jobs += group.size();
    stats_.commit_seconds += seconds;
    ++stats_.commit_counts[bucket_of(seconds)];
  }
  if (committed) {
    last_seq_ = std::max(last_seq_, writing.last_seq_);
  } else {
    writing.undo_to(0);
    (void)session_->rollback();
  }
  windows_lock.unlock();
  for (std::size_t i = 0; i < group.size(); ++i) {
    group[i]->finish(results[i] && !committed ? committed : results[i]);
  }
}

}  // namespace analyzer
