// Keeps an attempt's deadline_ms while the shared database is slow or away: shortly
// before it passes the attempt is judged without history, `degraded`, and answered
// once that answer stands in the local journal (journal.h). When the database is back
// it is taken in, in order, with the answer that was given, and judged again.
//
// An attempt has one answer: whoever claims its Waiting first gives it, the sequencer's
// job or the watch here. Where the job was in the middle of its commit when the watch
// gave the answer, and the database has it after all, the answer given replaces the
// one that nobody heard.
//
// Any thread may call.

#ifndef ANALYZER_SERVICE_DEADLINES_H_
#define ANALYZER_SERVICE_DEADLINES_H_

#include <atomic>
#include <chrono>
#include <condition_variable>
#include <map>
#include <memory>
#include <mutex>
#include <optional>
#include <string>
#include <thread>
#include <unordered_map>
#include <utility>
#include <vector>

#include "analyzer/service/journal.h"
#include "analyzer/service/service.h"
#include "analyzer/store/observations.h"

namespace analyzer {

class ServiceImpl;

// An attempt that is not answered yet.
struct Waiting {
  // True for the first to call: it gives the answer.
  bool claim() { return !claimed.exchange(true); }

  std::atomic<bool> claimed = false;
  Caller caller;
  std::string body;
  bool strict = false;
  Time arrived{};
  std::chrono::milliseconds deadline{0};
  Done done;
};

// What was answered from the journal.
struct GivenAnswer {
  Time arrived{};
  Decision decision = Decision::kPass;
  double score = 0.0;
  std::string answer;
};

// An entry of the journal.
struct JournalEntry {
  Caller caller;
  bool strict = false;
  std::string body;
  GivenAnswer given;
};
std::string write_entry(const JournalEntry& entry);
Result<JournalEntry> read_entry(std::string_view bytes);

class Deadlines {
 public:
  // Opens the first journal of `path`, `path`.1, … that no other server of this machine
  // has, and takes over what is left in the others. Fails as Journal::open() does.
  static Result<std::unique_ptr<Deadlines>> open(ServiceImpl& service, const std::string& path,
                                                 std::uint64_t most_bytes);
  ~Deadlines();  // stops
  Deadlines(const Deadlines&) = delete;
  Deadlines& operator=(const Deadlines&) = delete;

  void start();
  // Nobody is answered from here afterwards; what waits in the journal stays there.
  void stop();

  // Answers it in time unless somebody else does.
  void watch(std::shared_ptr<Waiting> waiting);
  // The database refused it: answers it now. False if stopping; then the caller does.
  bool answer_now(const std::shared_ptr<Waiting>& waiting);
  // The answer in the journal to an attempt that is not in the database yet.
  struct Known {
    store::Digest digest{};
    std::string answer;
  };
  std::optional<Known> known(const store::ObservationKey& key) const;
  std::size_t waiting() const { return journal_->waiting(); }

 private:
  using Clock = std::chrono::steady_clock;
  using Due = std::multimap<Clock::time_point, std::shared_ptr<Waiting>>;
  // An answer that is to be given once it is in the journal.
  struct Answer;

  Deadlines(ServiceImpl& service, std::unique_ptr<Journal> journal);
  Status learn_waiting();
  void keep_deadlines();
  void answer_all(const std::vector<std::shared_ptr<Waiting>>& due);
  // Those of `due` that nobody else answered.
  void answer_claimed(const std::vector<std::shared_ptr<Waiting>>& due);
  Result<Answer> judge(const std::shared_ptr<Waiting>& waiting);
  void give(const Answer& answer, const Status& written);
  void take_in();
  // Of the oldest entries; true if some were taken in.
  bool take_in_some();
  Status post(const JournalEntry& entry, std::vector<std::string>& names, const Done& done);
  static std::string name_of(const store::ObservationKey& key);

  ServiceImpl& service_;
  const std::unique_ptr<Journal> journal_;
  mutable std::mutex mutex_;
  std::condition_variable wake_;
  Due due_;                                       // guarded by mutex_
  std::unordered_map<std::string, Known> known_;  // guarded by mutex_
  std::atomic<std::size_t> known_count_ = 0;
  std::atomic<bool> stopping_ = false;  // set under mutex_
  std::thread watch_thread_;
  std::thread take_in_thread_;
};

}  // namespace analyzer

#endif  // ANALYZER_SERVICE_DEADLINES_H_
