// Attempts: what needs no history is done on the caller's thread, the rest in a
// job of the sequencer.

#include <algorithm>
#include <cstring>

#include "analyzer/service/casework.h"
#include "analyzer/service/listed_links.h"
#include "analyzer/service/service_impl.h"
#include "analyzer/service/stored_verdict.h"
#include "analyzer/wire/problem.h"
#include "analyzer/wire/write.h"

namespace analyzer {
namespace {

constexpr std::size_t kMaxBatch = 500;
// Attempts that come within it overtake one another on their way: of what many use
// at once (networks, offices) no answer is judged again because of that.
constexpr std::chrono::minutes kInOrder{1};
constexpr std::size_t kMostLater = 256;  // answers that one late attempt puts in question

store::Digest to_digest(const std::string& bytes) {
  store::Digest out{};
  std::memcpy(out.data(), bytes.data(), std::min(out.size(), bytes.size()));
  return out;
}

CaseDraft draft_of(const SealedAttempt& sealed, const Verdict& verdict) {
  CaseDraft draft;
  draft.kind = CaseKind::kAttempt;
  draft.region = sealed.attempt.region;
  draft.title = title_of(verdict, "认证异常,待核查");
  draft.score = verdict.score;
  draft.priority = priority_of(verdict.score, false, false);
  if (verdict.hold) draft.decide_by = verdict.hold->decide_by;
  draft.links = sealed.links;
  // A hold is one person's; what is only reviewed may be seen together with what
  // came from the same phone or helper.
  for (const Link& link : sealed.links) {
    const bool own = link.kind == LinkKind::kPerson;
    if (own || (binds_attempts(link.kind) && !verdict.hold)) draft.joins.push_back(link);
  }
  return draft;
}

class AttemptJob final : public Sequencer::Job {
 public:
  AttemptJob(ServiceImpl& service, Caller caller, SealedAttempt sealed,
             std::vector<std::string> ignored, store::Digest digest,
             std::shared_ptr<const Snapshot> snapshot, Done done)
      : service_(service),
        caller_(std::move(caller)),
        sealed_(std::move(sealed)),
        ignored_(std::move(ignored)),
        digest_(digest),
        snapshot_(std::move(snapshot)),
        done_(std::move(done)),
        arrived_(service.now()) {}

  Status run(Writing& writing) override {
    const store::ObservationKey key{store::ObservationKind::kAttempt, caller_.id,
                                    sealed_.attempt.attempt_id};
    auto stored = writing.session().observations().find(key);
    if (!stored) return tl::unexpected(stored.error());
    if (*stored) return replay(**stored);
    if (Status status = too_late(); !status) return status;
    if (Status status = settle_person(writing); !status) return status;
    return judge_and_record(writing, key);
  }

  void finish(const Status& status) override {
    if (!status) {
      if (status.error().code == ErrorCode::kUnavailable) ++service_.tally().not_recorded;
      done_(tl::unexpected(status.error()));
      return;
    }
    if (answer_.replayed) ++service_.tally().replayed;
    if (decision_) ++service_.tally().decisions[static_cast<std::size_t>(*decision_)];
    if (degraded_) ++service_.tally().degraded;
    done_(std::move(answer_));
  }

 private:
  Status replay(const store::StoredAnswer& stored) {
    if (stored.body_digest != digest_) {
      return fail(ErrorCode::kConflict, "this attempt_id was sent before with another body");
    }
    answer_ = {std::make_shared<const std::string>(stored.answer), false, true, {}};
    return {};
  }

  // A caller that no longer waits is told to come again rather than recorded
  // late and unheard.
  Status too_late() const {
    const Count& deadline = sealed_.attempt.deadline_ms;
    if (!deadline || service_.options().repeatable) return {};
    if (service_.now() - arrived_ <= Milliseconds{*deadline}) return {};
    return fail(ErrorCode::kUnavailable, "the caller's deadline passed before it was recorded");
  }

  Status settle_person(Writing& writing) {
    if (sealed_.person_ref && sealed_.person_id) {
      if (Status s = service_.join_person(writing, *sealed_.person_id, *sealed_.person_ref); !s) {
        return s;
      }
    }
    sealed_.event.person = service_.canonical(sealed_.event.person);
    sealed_.links.front() = {LinkKind::kPerson, sealed_.event.person};
    return {};
  }

  Status judge_and_record(Writing& writing, const store::ObservationKey& key) {
    Result<store::Seq> seq = writing.session().observations().next_seq();
    if (!seq) return tl::unexpected(seq.error());
    sealed_.event.arrival = *seq;
    History history;
    writing.windows().look(sealed_.event, history);
    history.helpers = service_.registered(sealed_.event);
    history.listed = listed_links(sealed_.event, snapshot_->indicators());
    const Verdict verdict = assess(sealed_.attempt, history, *snapshot_, decided_at());
    std::string case_id;
    if (Status s = open_case(writing, verdict, case_id); !s) return s;
    if (Status s = record(writing, key, verdict, history, case_id); !s) return s;
    writing.apply(*seq, sealed_.event);
    return {};
  }

  Status open_case(Writing& writing, const Verdict& verdict, std::string& case_id) {
    if (verdict.decision == Decision::kPass) return {};
    // A held silent match asks for one active certification: no case of fraud.
    if (sealed_.attempt.channel == Channel::kSilent && verdict.hold) return {};
    Result<std::string> id =
        open_or_join(writing.session(), draft_of(sealed_, verdict), decided_at(), service_.ids());
    if (!id) return tl::unexpected(id.error());
    case_id = *std::move(id);
    return keep_subject(writing, case_id);
  }

  // Kept for the reviewer, encrypted, while the case lives.
  Status keep_subject(Writing& writing, const std::string& case_id) {
    if (!sealed_.subject) return {};
    Attempt carrier;
    carrier.attempt_id = sealed_.attempt.attempt_id;
    carrier.region = sealed_.attempt.region;
    carrier.subject = *sealed_.subject;
    std::string plain;
    wire::write_attempt(plain, carrier);
    return writing.session().secrets().put({case_id, "subject:" + sealed_.attempt.attempt_id,
                                            service_.keys().version(),
                                            service_.keys().encrypt(plain, case_id), arrived_});
  }

  Status record(Writing& writing, const store::ObservationKey& key, const Verdict& verdict,
                const History& history, const std::string& case_id) {
    store::NewObservation row;
    row.seq = sealed_.event.arrival;
    row.key = key;
    row.body_digest = digest_;
    row.occurred_at = sealed_.attempt.occurred_at;
    row.arrived_at = arrived_;
    row.region = sealed_.attempt.region;
    row.outcome = sealed_.attempt.outcome;
    row.decision = verdict.decision;
    row.score = verdict.score;
    row.degraded = !verdict.degraded.empty();
    row.case_id = case_id;
    row.person = sealed_.event.person;
    row.event = sealed_.event;
    row.places = places_of(sealed_, service_.keys());
    wire::write_attempt(row.facts, sealed_.attempt);
    if (verdict.decision != Decision::kPass) row.verdict = stored_verdict(verdict, history);
    row.answer = wire::write_attempt_answer(
        {sealed_.attempt.attempt_id, &verdict, case_id, decided_at(), &ignored_, wire::Lang::kZh});
    const Result<store::Seq> seq = writing.session().observations().append(row);
    if (!seq) return tl::unexpected(seq.error());
    if (Status s = note_follow_ups(writing.session(), row); !s) return s;
    if (Status s = question_later(writing); !s) return s;
    decision_ = verdict.decision;
    degraded_ = row.degraded;
    answer_ = {std::make_shared<const std::string>(std::move(row.answer)), true, false, {}};
    return {};
  }

  // Puts those answers in question that were given without this attempt though it
  // belongs before them.
  Status question_later(Writing& writing) const {
    const bool overtaken = arrived_ - sealed_.event.at <= kInOrder;
    store::FollowUps& follow_ups = writing.session().follow_ups();
    for (const store::Seq seq :
         writing.windows().later_on_links(sealed_.event, kMostLater, overtaken)) {
      if (Status s = follow_ups.add(seq, store::FollowUp::kLate); !s) return s;
    }
    return {};
  }

  Time decided_at() const {
    return service_.options().repeatable ? sealed_.attempt.occurred_at : arrived_;
  }

  ServiceImpl& service_;
  const Caller caller_;
  SealedAttempt sealed_;
  const std::vector<std::string> ignored_;
  const store::Digest digest_;
  const std::shared_ptr<const Snapshot> snapshot_;
  const Done done_;
  const Time arrived_;
  Document answer_;
  std::optional<Decision> decision_;
  bool degraded_ = false;
};

// Reads and seals one attempt, or fails with what is wrong with it.
Result<std::unique_ptr<Sequencer::Job>> make_job(ServiceImpl& service, const Caller& caller,
                                                 const json::Value& body, bool strict, Done done) {
  wire::ParseOptions options{strict, service.options().synthetic_ids, service.now()};
  if (service.options().repeatable) options.now = Time{};
  Result<wire::Parsed<Attempt>> parsed = wire::parse_attempt(body, options);
  if (!parsed) return tl::unexpected(parsed.error());
  std::shared_ptr<const Snapshot> snapshot = service.snapshot();
  const Due due = snapshot->calendar().due(parsed->value);
  Result<SealedAttempt> sealed = seal(std::move(parsed->value), due, caller.name_space,
                                      service.options().synthetic_ids, service.keys());
  if (!sealed) return tl::unexpected(sealed.error());
  return std::make_unique<AttemptJob>(service, caller, *std::move(sealed),
                                      std::move(parsed->ignored), to_digest(parsed->digest),
                                      std::move(snapshot), std::move(done));
}

tl::unexpected<Error> queue_full() {
  return fail(ErrorCode::kUnavailable, "too much waits to be recorded");
}

// Gathers the answers of a batch and gives them once the last is there.
class Batch {
 public:
  Batch(std::size_t size, Done done) : results_(size), left_(size), done_(std::move(done)) {}

  void set(std::size_t index, const Result<Document>& result) {
    std::string& out = results_[index];
    out = "{\"index\":" + std::to_string(index) + ",\"status\":";
    if (result) {
      out += result->created ? "201" : "200";
      out += ",\"decision\":" + *result->text;
    } else {
      out += std::to_string(wire::http_status(result.error())) + ",\"problem\":";
      wire::append_problem(out, result.error());
    }
    out += '}';
    if (--left_ == 0) answer();
  }

 private:
  void answer() {
    std::string all = "{\"results\":[";
    for (std::size_t i = 0; i < results_.size(); ++i) {
      if (i > 0) all += ',';
      all += results_[i];
    }
    done_(document(all += "]}"));
  }

  std::vector<std::string> results_;
  std::atomic<std::size_t> left_;
  const Done done_;
};

Error batch_error(std::string code, std::string message) {
  return {ErrorCode::kInvalid, message, {{"/attempts", std::move(code), message}}};
}

}  // namespace

void ServiceImpl::submit_attempt(const Caller& caller, std::string_view body, bool strict,
                                 Done done) {
  Result<json::Value> value = parse_body(body);
  if (!value) return done(tl::unexpected(value.error()));
  Result<std::unique_ptr<Sequencer::Job>> job = make_job(*this, caller, *value, strict, done);
  if (!job) return done(tl::unexpected(job.error()));
  if (!sequencer_->post(*std::move(job))) {
    ++tally_.not_recorded;
    done(queue_full());
  }
}

void ServiceImpl::submit_attempts(const Caller& caller, std::string_view body, bool strict,
                                  Done done) {
  Result<json::Value> value = parse_body(body);
  if (!value) return done(tl::unexpected(value.error()));
  const json::Value* list =
      value->is_object() ? value->get_object().if_contains("attempts") : nullptr;
  if (list == nullptr || !list->is_array()) {
    return done(tl::unexpected(batch_error("required", "a list of attempts is needed")));
  }
  const json::Array& items = list->get_array();
  if (items.empty() || items.size() > kMaxBatch) {
    return done(tl::unexpected(batch_error("too_many", "1 to 500 attempts")));
  }
  auto batch = std::make_shared<Batch>(items.size(), std::move(done));
  for (std::size_t i = 0; i < items.size(); ++i) {
    const Done one = [batch, i](Result<Document> result) { batch->set(i, result); };
    Result<std::unique_ptr<Sequencer::Job>> job = make_job(*this, caller, items[i], strict, one);
    if (!job) {
      one(tl::unexpected(job.error()));
    } else if (!sequencer_->post(*std::move(job))) {
      ++tally_.not_recorded;
      one(queue_full());
    }
  }
}

}  // namespace analyzer
