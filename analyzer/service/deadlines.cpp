#include "analyzer/service/deadlines.h"

#include <algorithm>
#include <filesystem>
#include <future>
#include <set>
#include <utility>

#include "analyzer/service/attempt_job.h"
#include "analyzer/service/guarded.h"
#include "analyzer/wire/write.h"

namespace analyzer {
namespace {

constexpr int kMostJournals = 8;      // servers of one machine
constexpr std::size_t kAtOnce = 256;  // answers that share one write to the disk
constexpr std::size_t kTakenAtOnce = 128;
constexpr std::chrono::milliseconds kLook{500};
constexpr const char* kContext = "journal";

// Time to judge, to write and to send the answer.
std::chrono::milliseconds margin(std::chrono::milliseconds deadline) {
  return std::clamp(deadline / 3, std::chrono::milliseconds{5}, std::chrono::milliseconds{100});
}

// Unless it was answered.
void refuse(Waiting& waiting, const Error& error) {
  const Done done = std::exchange(waiting.done, nullptr);
  if (done) done(tl::unexpected(error));
}

tl::unexpected<Error> broken() { return fail(ErrorCode::kCorrupt, "an entry is broken"); }

}  // namespace

struct Deadlines::Answer {
  std::shared_ptr<Waiting> waiting;
  std::string name;
  Known known;
  Decision decision = Decision::kPass;
  std::string entry;  // empty: it was answered before
};

std::string write_entry(const JournalEntry& entry) {
  return json::write(
      json::Object{{"caller", entry.caller.id},
                   {"name_space", entry.caller.name_space},
                   {"request", entry.caller.request_id},
                   {"account", entry.caller.account},
                   {"strict", entry.strict},
                   {"body", entry.body},
                   {"arrived", to_millis(entry.given.arrived)},
                   {"decision", std::string(analyzer::name_of(entry.given.decision))},
                   {"score", entry.given.score},
                   {"answer", entry.given.answer}});
}

Result<JournalEntry> read_entry(std::string_view bytes) {
  const Result<json::Value> value = json::parse(bytes, {.max_depth = 4, .max_bytes = 64U << 20U});
  if (!value || !value->is_object()) return broken();
  const json::Object& object = value->get_object();
  const auto text = [&](const char* name) -> std::string {
    const json::Value* found = object.if_contains(name);
    return found != nullptr && found->is_string() ? std::string(found->get_string()) : "";
  };
  const json::Value* arrived = object.if_contains("arrived");
  const json::Value* score = object.if_contains("score");
  const json::Value* strict = object.if_contains("strict");
  const auto decision = parse_name<Decision>(text("decision"));
  if (arrived == nullptr || !arrived->is_int64() || score == nullptr || !score->is_number() ||
      strict == nullptr || !strict->is_bool() || !decision) {
    return broken();
  }
  JournalEntry out;
  out.caller = {text("caller"), text("name_space"), text("request"), text("account")};
  out.strict = strict->get_bool();
  out.body = text("body");
  out.given = {from_millis(arrived->get_int64()), *decision, score->to_number<double>(),
               text("answer")};
  return out;
}

Result<std::unique_ptr<Deadlines>> Deadlines::open(ServiceImpl& service, const std::string& path,
                                                   std::uint64_t most_bytes) {
  std::unique_ptr<Journal> own;
  for (int n = 0; n < kMostJournals; ++n) {
    const std::string file = n == 0 ? path : path + "." + std::to_string(n);
    std::error_code none;
    if (own != nullptr && !std::filesystem::exists(file, none)) continue;
    Result<std::unique_ptr<Journal>> journal = Journal::open(file, most_bytes);
    if (!journal && journal.error().code == ErrorCode::kConflict) continue;
    if (!journal) return tl::unexpected(journal.error());
    if (own == nullptr) {
      own = *std::move(journal);
      continue;
    }
    // Of a server that is no more.
    const std::vector<std::string> left = (*journal)->front((*journal)->waiting());
    if (!left.empty() && own->append(left)) (void)(*journal)->drop(left.size());
  }
  if (own == nullptr) {
    return fail(ErrorCode::kConflict, path + ": too many servers of one database on this machine");
  }
  std::unique_ptr<Deadlines> out(new Deadlines(service, std::move(own)));
  if (Status status = out->learn_waiting(); !status) return tl::unexpected(status.error());
  return out;
}

Deadlines::Deadlines(ServiceImpl& service, std::unique_ptr<Journal> journal)
    : service_(service), journal_(std::move(journal)) {}

Deadlines::~Deadlines() { stop(); }

std::string Deadlines::name_of(const store::ObservationKey& key) {
  return key.caller + '\n' + key.external_id;
}

// What a server before us answered and could not take in.
Status Deadlines::learn_waiting() {
  for (const std::string& sealed : journal_->front(journal_->waiting())) {
    const Result<std::string> bytes = service_.keys().decrypt(sealed, kContext);
    if (!bytes) return tl::unexpected(bytes.error());
    const Result<JournalEntry> entry = read_entry(*bytes);
    if (!entry) return tl::unexpected(entry.error());
    const Result<json::Value> body = parse_body(entry->body);
    if (!body) return tl::unexpected(body.error());
    const Result<ReadAttempt> read =
        read_attempt(service_, entry->caller, *body, entry->strict, entry->given.arrived);
    if (!read) return tl::unexpected(read.error());
    const std::string name = name_of(
        {store::ObservationKind::kAttempt, entry->caller.id, read->sealed.attempt.attempt_id});
    known_.try_emplace(name, Known{read->digest, entry->given.answer});
  }
  known_count_ = known_.size();
  return {};
}

void Deadlines::start() {
  watch_thread_ = std::thread([this] { keep_deadlines(); });
  take_in_thread_ = std::thread([this] { take_in(); });
}

void Deadlines::stop() {
  {
    const std::lock_guard lock(mutex_);
    stopping_ = true;
  }
  wake_.notify_all();
  if (watch_thread_.joinable()) watch_thread_.join();
  if (take_in_thread_.joinable()) take_in_thread_.join();
}

void Deadlines::watch(std::shared_ptr<Waiting> waiting) {
  const Clock::time_point at = Clock::now() + waiting->deadline - margin(waiting->deadline);
  bool first = false;
  {
    const std::lock_guard lock(mutex_);
    if (stopping_) return;
    const auto placed = due_.emplace(at, std::move(waiting));
    first = placed == due_.begin();
  }
  if (first) wake_.notify_all();
}

bool Deadlines::answer_now(const std::shared_ptr<Waiting>& waiting) {
  {
    const std::lock_guard lock(mutex_);
    if (stopping_) return false;
    due_.emplace(Clock::time_point{}, waiting);
  }
  wake_.notify_all();
  return true;
}

std::optional<Deadlines::Known> Deadlines::known(const store::ObservationKey& key) const {
  if (known_count_ == 0) return std::nullopt;
  const std::lock_guard lock(mutex_);
  const auto found = known_.find(name_of(key));
  if (found == known_.end()) return std::nullopt;
  return found->second;
}

void Deadlines::keep_deadlines() {
  std::vector<std::shared_ptr<Waiting>> now_due;
  std::unique_lock lock(mutex_);
  while (true) {
    const Clock::time_point now = Clock::now();
    while (!due_.empty() && due_.begin()->first <= now && now_due.size() < kAtOnce) {
      if (!due_.begin()->second->claimed) now_due.push_back(std::move(due_.begin()->second));
      due_.erase(due_.begin());
    }
    if (!now_due.empty()) {
      lock.unlock();
      answer_all(now_due);
      now_due.clear();
      lock.lock();
    } else if (stopping_) {
      return;  // what is not due yet is answered by its job
    } else if (due_.empty()) {
      wake_.wait(lock);
    } else {
      wake_.wait_until(lock, due_.begin()->first);
    }
  }
}

Result<Deadlines::Answer> Deadlines::judge(const std::shared_ptr<Waiting>& waiting) {
  const Result<json::Value> body = parse_body(waiting->body);
  if (!body) return tl::unexpected(body.error());
  const Result<ReadAttempt> read =
      read_attempt(service_, waiting->caller, *body, waiting->strict, waiting->arrived);
  if (!read) return tl::unexpected(read.error());
  const std::string& id = read->sealed.attempt.attempt_id;
  const store::ObservationKey key{store::ObservationKind::kAttempt, waiting->caller.id, id};
  Answer out{waiting, name_of(key), {read->digest, {}}, Decision::kPass, {}};
  if (known(key)) return out;  // it is in the journal
  History history;
  const Verdict verdict = judge_without_history(service_, *read, waiting->arrived, history);
  out.decision = verdict.decision.value_or(Decision::kPass);
  out.known.answer = wire::write_attempt_answer(
      {id, &verdict, {}, waiting->arrived, &read->ignored, wire::Lang::kZh});
  const GivenAnswer given{waiting->arrived, out.decision, verdict.score, out.known.answer};
  out.entry = service_.keys().encrypt(
      write_entry({waiting->caller, waiting->strict, waiting->body, given}), kContext);
  return out;
}

void Deadlines::answer_all(const std::vector<std::shared_ptr<Waiting>>& due) {
  std::vector<std::shared_ptr<Waiting>> claimed;
  claimed.reserve(due.size());
  for (const auto& waiting : due) {
    if (waiting->claim()) claimed.push_back(waiting);
  }
  const Status status = guarded([&]() -> Status {
    answer_claimed(claimed);
    return {};
  });
  if (status) return;
  for (const auto& waiting : claimed) {  // whoever has no answer yet is told to come again
    (void)guarded([&]() -> Status {
      refuse(*waiting, status.error());
      return {};
    });
  }
}

void Deadlines::answer_claimed(const std::vector<std::shared_ptr<Waiting>>& due) {
  std::vector<Answer> answers;
  std::vector<std::string> entries;
  std::set<std::string> names;
  for (const auto& waiting : due) {
    Result<Answer> answer = judge(waiting);
    if (!answer) {
      refuse(*waiting, answer.error());
      continue;
    }
    if (!names.insert(answer->name).second) answer->entry.clear();  // sent twice
    if (!answer->entry.empty()) entries.push_back(answer->entry);
    answers.push_back(*std::move(answer));
  }
  const Status written = entries.empty() ? Status{} : journal_->append(entries);
  if (written) {
    const std::lock_guard lock(mutex_);
    for (const Answer& answer : answers) {
      if (!answer.entry.empty()) known_.try_emplace(answer.name, answer.known);
    }
    known_count_ = known_.size();
  }
  for (const Answer& answer : answers) give(answer, written);
}

void Deadlines::give(const Answer& answer, const Status& written) {
  const Done done = std::exchange(answer.waiting->done, nullptr);
  answer.waiting->body = {};
  if (!written) {
    ++service_.tally().not_recorded;
    return done(tl::unexpected(written.error()));
  }
  if (!answer.entry.empty()) {
    ++service_.tally().decisions[static_cast<std::size_t>(answer.decision)];
    ++service_.tally().degraded;
    return done(
        Document{std::make_shared<const std::string>(answer.known.answer), true, false, {}});
  }
  Known before;
  {
    const std::lock_guard lock(mutex_);
    const auto found = known_.find(answer.name);
    if (found != known_.end()) before = found->second;
  }
  if (before.answer.empty()) {  // taken in this moment
    return done(fail(ErrorCode::kUnavailable, "it is being recorded"));
  }
  if (before.digest != answer.known.digest) {
    return done(fail(ErrorCode::kConflict, "this attempt_id was sent before with another body"));
  }
  ++service_.tally().replayed;
  done(Document{std::make_shared<const std::string>(before.answer), false, true, {}});
}

void Deadlines::take_in() {
  std::unique_lock lock(mutex_);
  while (!stopping_) {
    lock.unlock();
    bool some = false;
    (void)guarded([&]() -> Status {
      some = !service_.database_is_away() && take_in_some();
      return {};
    });
    lock.lock();
    if (!some && !stopping_) wake_.wait_for(lock, kLook);
  }
}

bool Deadlines::take_in_some() {
  const std::vector<std::string> entries = journal_->front(kTakenAtOnce);
  std::vector<std::future<Result<Document>>> results;
  std::vector<std::string> names;
  for (const std::string& sealed : entries) {
    const Result<std::string> bytes = service_.keys().decrypt(sealed, kContext);
    const Result<JournalEntry> entry = bytes ? read_entry(*bytes) : broken();
    if (!entry) return false;  // learn_waiting() read it, or we wrote it
    auto promise = std::make_shared<std::promise<Result<Document>>>();
    results.push_back(promise->get_future());
    const Status posted = post(*entry, names, [promise](Result<Document> result) {
      promise->set_value(std::move(result));
    });
    if (!posted) promise->set_value(tl::unexpected(posted.error()));
  }
  bool all = !entries.empty();
  for (auto& result : results) {
    const Result<Document> recorded = result.get();
    all = all && recorded.has_value();
  }
  if (!all || !journal_->drop(entries.size())) return false;
  const std::lock_guard lock(mutex_);
  for (const std::string& name : names) known_.erase(name);
  known_count_ = known_.size();
  return true;
}

Status Deadlines::post(const JournalEntry& entry, std::vector<std::string>& names,
                       const Done& done) {
  const Result<json::Value> body = parse_body(entry.body);
  if (!body) return tl::unexpected(body.error());
  Result<ReadAttempt> read =
      read_attempt(service_, entry.caller, *body, entry.strict, entry.given.arrived);
  if (!read) return tl::unexpected(read.error());
  names.push_back(name_of(
      {store::ObservationKind::kAttempt, entry.caller.id, read->sealed.attempt.attempt_id}));
  auto job = std::make_unique<AttemptJob>(service_, entry.caller, *std::move(read),
                                          entry.given.arrived, done);
  job->take_in(entry.given);
  if (service_.sequencer().post(std::move(job))) return {};
  return fail(ErrorCode::kUnavailable, "too much waits to be recorded");
}

}  // namespace analyzer
