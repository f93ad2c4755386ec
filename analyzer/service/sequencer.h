// The sequencer: the one thread that writes. Jobs run in the order in which they
// were posted, in groups; a group is one transaction, and each job is answered
// only after its group is on disk, or was undone.
//
// Several servers may share one database. What the others recorded is counted
// before a group's first job, under the right to write, so that each job sees all
// before it whoever recorded it; catch_up() does the same without a job.
//
// post() may be called from any thread. Jobs run on the sequencer's thread.

#ifndef ANALYZER_SERVICE_SEQUENCER_H_
#define ANALYZER_SERVICE_SEQUENCER_H_

#include <chrono>
#include <condition_variable>
#include <cstdint>
#include <deque>
#include <functional>
#include <memory>
#include <mutex>
#include <optional>
#include <shared_mutex>
#include <thread>
#include <variant>
#include <vector>

#include "analyzer/core/result.h"
#include "analyzer/store/store.h"
#include "analyzer/store/windows.h"

namespace analyzer {

// What a job may write to. Everything is undone if the job or its group fails.
class Writing {
 public:
  Writing(store::Session& session, store::Windows& windows)
      : session_(session), windows_(windows) {}
  store::Session& session() { return session_; }
  const store::Windows& windows() const { return windows_; }

  // Counts `change`, which the session has recorded under `seq`.
  void apply(store::Seq seq, const store::WindowChange& change);
  // Calls `back` if what is written after this call is undone.
  void on_undo(std::function<void()> back) { undo_.emplace_back(std::move(back)); }

 private:
  friend class Sequencer;
  void undo_to(std::size_t count);

  store::Session& session_;
  store::Windows& windows_;
  std::vector<std::variant<store::Windows::Undo, std::function<void()>>> undo_;
  store::Seq last_seq_ = 0;
};

class Sequencer {
 public:
  struct Job {
    virtual ~Job() = default;
    // Does the work. A failure undoes this job alone, as an exception does; the group
    // goes on.
    virtual Status run(Writing& writing) = 0;
    // Called once, after the group's commit, with run()'s failure, the commit's
    // failure, or success. Must be short and must not throw.
    virtual void finish(const Status& status) = 0;
    // Whether run() may be called again after it was undone. Only groups of such
    // jobs may have their writes sent together.
    virtual bool repeatable() const { return false; }
    // The observation that run() looks for first, if it does.
    virtual std::optional<store::ObservationKey> sought() const { return std::nullopt; }
  };

  // Told, under the right to write, what another server may have changed: aliases
  // from number `from` on.
  using OnOthers = std::function<Status(store::Session& session, store::Seq from)>;

  struct Stats {
    std::uint64_t groups = 0;
    std::uint64_t jobs = 0;
    std::uint64_t depth = 0;                   // waiting now
    double commit_seconds = 0.0;               // sum
    std::vector<std::uint64_t> commit_counts;  // by kStageBounds of service.h
  };

  // `session` must be read-write; `windows` are changed by this thread alone.
  // At most `limit` jobs wait.
  // `last_seq` is the last change that `windows` hold.
  Sequencer(std::unique_ptr<store::Session> session, store::Windows windows, store::Seq last_seq,
            std::size_t limit, OnOthers on_others = {});
  ~Sequencer();  // finishes what waits
  Sequencer(const Sequencer&) = delete;
  Sequencer& operator=(const Sequencer&) = delete;

  // Queues `job`. False if the queue is full or the sequencer is stopping; the
  // job is then gone without finish().
  [[nodiscard]] bool post(std::unique_ptr<Job> job);

  // Runs `work` as a job and waits for its group.
  Status run(const std::function<Status(Writing&)>& work);

  // The same, waiting no longer than `most`; then it fails with kUnavailable, and
  // `work` runs later.
  Status run_within(std::chrono::milliseconds most, std::function<Status(Writing&)> work);

  // Calls `look` with the windows as the last finished job left them. From any
  // thread; the sequencer waits meanwhile, so `look` must be short.
  void read(const std::function<void(const store::Windows&)>& look) const;

  // Calls `change` with the windows between two groups, from any thread; the sequencer
  // waits meanwhile, so it must be short. For what nobody takes back.
  void change(const std::function<void(store::Windows&)>& change);

  // Counts what other servers recorded. Fails if the database does not answer.
  Status catch_up();

  // Finishes what waits and ends the thread. Later posts are refused.
  void stop();

  // Saves the windows with the last arrival that is on disk and what is given as
  // `erasures` (store/windows.h). It is done in pieces: the sequencer waits for a
  // millisecond or two at a time, never for the disk.
  Status save_windows(const std::string& path, std::uint64_t erasures) const;

  Stats stats() const;

 private:
  void loop();
  void run_group(std::vector<std::unique_ptr<Job>>& group, std::vector<Status>& results);
  // Runs the jobs as one transaction and commits it.
  Status write_group(std::vector<std::unique_ptr<Job>>& group, store::Pace pace,
                     std::vector<Status>& results);
  Status run_job(Job& job, Writing& writing);
  // Inside a transaction, before its first job.
  Status count_others();
  Status look_ahead(const std::vector<std::unique_ptr<Job>>& group);
  void note_commit(std::size_t jobs, double seconds);

  std::unique_ptr<store::Session> session_;
  const std::size_t limit_;
  // Held by the thread from a group's first change to its commit's end, so that
  // readers and save_windows() never see what may be undone.
  mutable std::shared_mutex windows_mutex_;
  store::Windows windows_;
  store::Seq last_seq_;
  // The greatest number of the database when the windows held all of it; 0: none.
  store::Seq seen_ = 0;
  const OnOthers on_others_;

  mutable std::mutex mutex_;
  std::condition_variable wake_;
  std::deque<std::unique_ptr<Job>> queue_;
  bool stopping_ = false;
  Stats stats_;
  std::thread thread_;  // last: starts when all else is there
};

}  // namespace analyzer

#endif  // ANALYZER_SERVICE_SEQUENCER_H_
