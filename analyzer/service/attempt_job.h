// An attempt on its way into the database: read and sealed on the caller's thread,
// judged and recorded by a job of the sequencer. Only the service's own files include
// this.

#ifndef ANALYZER_SERVICE_ATTEMPT_JOB_H_
#define ANALYZER_SERVICE_ATTEMPT_JOB_H_

#include <memory>
#include <optional>
#include <string>
#include <vector>

#include "analyzer/service/deadlines.h"
#include "analyzer/service/seal.h"
#include "analyzer/service/service_impl.h"

namespace analyzer {

// One attempt's body, read and sealed under a snapshot.
struct ReadAttempt {
  SealedAttempt sealed;
  std::vector<std::string> ignored;  // fields of the body
  store::Digest digest{};
  std::shared_ptr<const Snapshot> snapshot;
};

// Fails with what is wrong with it. `now` is when it arrived.
Result<ReadAttempt> read_attempt(ServiceImpl& service, const Caller& caller,
                                 const json::Value& body, bool strict, Time now);

// What is said where the database cannot be asked: `history` is set to what is known.
Verdict judge_without_history(ServiceImpl& service, const ReadAttempt& attempt, Time decided_at,
                              History& history);

class AttemptJob final : public Sequencer::Job {
 public:
  AttemptJob(ServiceImpl& service, Caller caller, ReadAttempt read, Time arrived, Done done);

  // Somebody else may answer in time, and then this does not.
  void share(std::shared_ptr<Waiting> waiting) { waiting_ = std::move(waiting); }
  // It was answered from the local journal: this is what is recorded.
  void take_in(GivenAnswer given) { given_ = std::move(given); }

  Status run(Writing& writing) override;
  bool repeatable() const override { return true; }
  std::optional<store::ObservationKey> sought() const override { return key(); }
  void finish(const Status& status) override;

 private:
  store::ObservationKey key() const {
    return {store::ObservationKind::kAttempt, caller_.id, read_.sealed.attempt.attempt_id};
  }
  Status replay(const store::Digest& digest, const std::string& answer);
  Status too_late() const;
  Status settle_person(Writing& writing);
  Status settle_given(Writing& writing, const store::StoredAnswer& stored);
  Status judge_and_record(Writing& writing, const store::ObservationKey& key);
  Status open_case(Writing& writing, const Verdict& verdict, std::string& case_id);
  Status keep_subject(Writing& writing, const std::string& case_id);
  Status record(Writing& writing, const store::ObservationKey& key, const Verdict& verdict,
                const History& history, const std::string& case_id);
  Status question_later(Writing& writing) const;
  Time decided_at() const {
    return service_.options().repeatable ? read_.sealed.attempt.occurred_at : arrived_;
  }

  ServiceImpl& service_;
  const Caller caller_;
  ReadAttempt read_;
  const Time arrived_;
  const Done done_;
  std::shared_ptr<Waiting> waiting_;
  std::optional<GivenAnswer> given_;
  Document answer_;
  std::optional<Decision> decision_;
  bool degraded_ = false;
};

}  // namespace analyzer

#endif  // ANALYZER_SERVICE_ATTEMPT_JOB_H_
