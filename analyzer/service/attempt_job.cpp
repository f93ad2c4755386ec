#include "analyzer/service/attempt_job.h"

#include <algorithm>

#include "analyzer/service/body_digest.h"
#include "analyzer/service/casework.h"
#include "analyzer/service/form.h"
#include "analyzer/service/listed_links.h"
#include "analyzer/service/stored_verdict.h"
#include "analyzer/wire/write.h"

namespace analyzer {
namespace {

// Attempts that come within it overtake one another on their way: of what many use
// at once (networks, offices) no answer is judged again because of that.
constexpr std::chrono::minutes kInOrder{1};
constexpr std::size_t kMostLater = 256;  // answers that one late attempt puts in question

CaseDraft draft_of(const SealedAttempt& sealed, const Verdict& verdict) {
  CaseDraft draft;
  draft.kind = CaseKind::kAttempt;
  draft.region = sealed.attempt.region;
  draft.title = title_of(verdict, "认证异常,待核查");
  draft.score = verdict.score;
  draft.priority = priority_of(verdict.score, false, false);
  if (verdict.hold) draft.decide_by = verdict.hold->decide_by;
  draft.links = sealed.links;
  draft.group = group_of(sealed.attempt);
  // A hold is one person's; what is only reviewed may be seen together with what
  // came from the same phone or helper.
  for (const Link& link : sealed.links) {
    const bool own = link.kind == LinkKind::kPerson;
    if (own || (binds_attempts(link.kind) && !verdict.hold)) draft.joins.push_back(link);
  }
  return draft;
}

}  // namespace

Result<ReadAttempt> read_attempt(ServiceImpl& service, const Caller& caller,
                                 const json::Value& body, bool strict, Time now) {
  wire::ParseOptions options{strict, service.options().synthetic_ids, now};
  if (service.options().repeatable) options.now = Time{};
  Result<wire::Parsed<Attempt>> parsed = wire::parse_attempt(body, options);
  if (!parsed) return tl::unexpected(parsed.error());
  ReadAttempt out;
  out.snapshot = service.snapshot();
  const Due due = out.snapshot->calendar().due(parsed->value);
  Result<SealedAttempt> sealed = seal(std::move(parsed->value), due, caller.name_space,
                                      service.options().synthetic_ids, service.keys());
  if (!sealed) return tl::unexpected(sealed.error());
  out.sealed = *std::move(sealed);
  out.ignored = std::move(parsed->ignored);
  out.digest = to_digest(parsed->digest);
  return out;
}

Verdict judge_without_history(ServiceImpl& service, const ReadAttempt& attempt, Time decided_at,
                              History& history) {
  history = {};
  history.available = false;
  history.helpers = service.registered(attempt.sealed.event);
  history.listed = listed_links(attempt.sealed.event, attempt.snapshot->indicators());
  return assess(attempt.sealed.attempt, history, *attempt.snapshot, decided_at);
}

AttemptJob::AttemptJob(ServiceImpl& service, Caller caller, ReadAttempt read, Time arrived,
                       Done done)
    : service_(service),
      caller_(std::move(caller)),
      read_(std::move(read)),
      arrived_(arrived),
      done_(std::move(done)) {}

Status AttemptJob::run(Writing& writing) {
  if (waiting_ != nullptr && waiting_->claimed) {
    return fail(ErrorCode::kUnavailable, "the deadline has passed");  // answered meanwhile
  }
  decision_.reset();
  const store::ObservationKey key = this->key();
  if (!given_ && service_.deadlines() != nullptr) {
    if (const auto known = service_.deadlines()->known(key)) {
      return replay(known->digest, known->answer);
    }
  }
  auto stored = writing.session().observations().find(key);
  if (!stored) return tl::unexpected(stored.error());
  if (*stored && given_) return settle_given(writing, **stored);
  if (*stored) return replay((*stored)->body_digest, (*stored)->answer);
  if (Status status = too_late(); !status) return status;
  if (Status status = settle_person(writing); !status) return status;
  return judge_and_record(writing, key);
}

void AttemptJob::finish(const Status& status) {
  if (waiting_ != nullptr) {
    const bool away = !status && status.error().code == ErrorCode::kUnavailable;
    if (away && service_.deadlines()->answer_now(waiting_)) return;
    if (!waiting_->claim()) return;
    waiting_->body = {};  // it may be looked at for as long as the deadline lasts
    waiting_->done = nullptr;
  }
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

Status AttemptJob::replay(const store::Digest& digest, const std::string& answer) {
  if (digest != read_.digest) {
    return fail(ErrorCode::kConflict, "this attempt_id was sent before with another body");
  }
  answer_ = {std::make_shared<const std::string>(answer), false, true, {}};
  return {};
}

// The database has it, though the answer came from the journal: our own commit that
// was not known to be one, or another server's.
Status AttemptJob::settle_given(Writing& writing, const store::StoredAnswer& stored) {
  if (stored.answer == given_->answer) return {};
  store::Observations& observations = writing.session().observations();
  const Result<store::StoredObservation> row = observations.get(stored.seq);
  if (!row) return tl::unexpected(row.error());
  if (stored.body_digest == read_.digest && row->observation.arrived_at == given_->arrived) {
    return observations.set_answer(stored.seq, given_->answer);
  }
  return append_audit(writing.session(), {service_.now(),
                                          "system",
                                          "attempt.answered_twice",
                                          caller_.id,
                                          read_.sealed.attempt.attempt_id,
                                          "ok",
                                          {},
                                          {}});
}

// A caller that no longer waits is told to come again rather than recorded
// late and unheard.
Status AttemptJob::too_late() const {
  if (waiting_ != nullptr || given_) return {};  // it is answered in time
  const Count& deadline = read_.sealed.attempt.deadline_ms;
  if (!deadline || service_.options().repeatable) return {};
  if (service_.now() - arrived_ <= Milliseconds{*deadline}) return {};
  return fail(ErrorCode::kUnavailable, "the caller's deadline passed before it was recorded");
}

Status AttemptJob::settle_person(Writing& writing) {
  if (read_.sealed.person_ref && read_.sealed.person_id) {
    if (Status s = service_.join_person(writing, *read_.sealed.person_id, *read_.sealed.person_ref);
        !s) {
      return s;
    }
  }
  read_.sealed.event.person = service_.canonical(read_.sealed.event.person);
  read_.sealed.links.front() = {LinkKind::kPerson, read_.sealed.event.person};
  return {};
}

Status AttemptJob::judge_and_record(Writing& writing, const store::ObservationKey& key) {
  Result<store::Seq> seq = writing.session().observations().next_seq();
  if (!seq) return tl::unexpected(seq.error());
  read_.sealed.event.arrival = *seq;
  History history;
  Verdict verdict;
  if (given_) {
    verdict = judge_without_history(service_, read_, decided_at(), history);
    verdict.decision = given_->decision;  // rules may have changed since
    verdict.score = given_->score;
  } else {
    writing.windows().look(read_.sealed.event, history);
    history.helpers = service_.registered(read_.sealed.event);
    history.listed = listed_links(read_.sealed.event, read_.snapshot->indicators());
    verdict = assess(read_.sealed.attempt, history, *read_.snapshot, decided_at());
  }
  std::string case_id;
  if (Status s = open_case(writing, verdict, case_id); !s) return s;
  if (Status s = record(writing, key, verdict, history, case_id); !s) return s;
  writing.apply(*seq, read_.sealed.event);
  return {};
}

Status AttemptJob::open_case(Writing& writing, const Verdict& verdict, std::string& case_id) {
  if (verdict.decision == Decision::kPass) return {};
  // A held silent match asks for one active certification: no case of fraud.
  if (read_.sealed.attempt.channel == Channel::kSilent && verdict.hold) return {};
  Result<std::string> id = open_or_join(writing.session(), draft_of(read_.sealed, verdict),
                                        decided_at(), service_.ids());
  if (!id) return tl::unexpected(id.error());
  case_id = *std::move(id);
  return keep_subject(writing, case_id);
}

// Kept for the reviewer, encrypted, while the case lives.
Status AttemptJob::keep_subject(Writing& writing, const std::string& case_id) {
  if (!read_.sealed.subject) return {};
  Attempt carrier;
  carrier.attempt_id = read_.sealed.attempt.attempt_id;
  carrier.region = read_.sealed.attempt.region;
  carrier.subject = *read_.sealed.subject;
  std::string plain;
  wire::write_attempt(plain, carrier);
  return writing.session().secrets().put({case_id, "subject:" + read_.sealed.attempt.attempt_id,
                                          service_.keys().version(),
                                          service_.keys().encrypt(plain, case_id), arrived_});
}

Status AttemptJob::record(Writing& writing, const store::ObservationKey& key,
                          const Verdict& verdict, const History& history,
                          const std::string& case_id) {
  store::NewObservation row;
  row.seq = read_.sealed.event.arrival;
  row.key = key;
  row.body_digest = read_.digest;
  row.occurred_at = read_.sealed.attempt.occurred_at;
  row.arrived_at = arrived_;
  row.region = read_.sealed.attempt.region;
  row.outcome = read_.sealed.attempt.outcome;
  row.decision = verdict.decision;
  row.score = verdict.score;
  row.degraded = !verdict.degraded.empty();
  row.case_id = case_id;
  row.person = read_.sealed.event.person;
  row.event = read_.sealed.event;
  row.places = places_of(read_.sealed, service_.keys());
  wire::write_attempt(row.facts, read_.sealed.attempt);
  if (verdict.decision != Decision::kPass) row.verdict = stored_verdict(verdict, history);
  row.answer = given_
                   ? given_->answer
                   : wire::write_attempt_answer({read_.sealed.attempt.attempt_id, &verdict, case_id,
                                                 decided_at(), &read_.ignored, wire::Lang::kZh});
  const Result<store::Seq> seq = writing.session().observations().append(row);
  if (!seq) return tl::unexpected(seq.error());
  if (Status s = note_follow_ups(writing.session(), row); !s) return s;
  if (Status s = question_later(writing); !s) return s;
  if (!given_) decision_ = verdict.decision;  // counted when it was given
  degraded_ = !given_ && row.degraded;
  answer_ = {std::make_shared<const std::string>(std::move(row.answer)), true, false, {}};
  return {};
}

// Puts those answers in question that were given without this attempt though it
// belongs before them.
Status AttemptJob::question_later(Writing& writing) const {
  const bool overtaken = arrived_ - read_.sealed.event.at <= kInOrder;
  store::FollowUps& follow_ups = writing.session().follow_ups();
  for (const store::Seq seq :
       writing.windows().later_on_links(read_.sealed.event, kMostLater, overtaken)) {
    if (Status s = follow_ups.add(seq, store::FollowUp::kLate); !s) return s;
  }
  return {};
}

}  // namespace analyzer
