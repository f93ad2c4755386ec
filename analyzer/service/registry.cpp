// What becomes known later: outcomes of manual reviews, and registry events,
// which look back over what was accepted after their date.

#include <algorithm>
#include <cmath>

#include "analyzer/service/body_digest.h"
#include "analyzer/service/casework.h"
#include "analyzer/service/look_back.h"
#include "analyzer/service/service_impl.h"
#include "analyzer/wire/parse.h"
#include "analyzer/wire/write.h"

namespace analyzer {

bool stops_payment(RegistryKind kind) {
  switch (kind) {
    case RegistryKind::kDeathMedical:
    case RegistryKind::kDeathCremation:
    case RegistryKind::kDeathHousehold:
    case RegistryKind::kPrison:
    case RegistryKind::kMissing:
      return true;
    case RegistryKind::kDuplicateBenefit:
    case RegistryKind::kExit:
    case RegistryKind::kEntry:
    case RegistryKind::kProbation:
      return false;
  }
  return false;
}

namespace {

constexpr std::size_t kLookBack = 500;  // attempts of one person that are looked at

// A job made of two functions; the answer is what `work` left in it.
class LambdaJob final : public Sequencer::Job {
 public:
  using Work = std::function<Status(Writing&, Document&)>;
  LambdaJob(Work work, Done done) : work_(std::move(work)), done_(std::move(done)) {}
  Status run(Writing& writing) override { return work_(writing, answer_); }
  void finish(const Status& status) override {
    if (status) {
      done_(std::move(answer_));
    } else {
      done_(tl::unexpected(status.error()));
    }
  }

 private:
  const Work work_;
  const Done done_;
  Document answer_;
};

std::string_view kind_in_words(RegistryKind kind) {
  if (kind == RegistryKind::kPrison) return "服刑登记";
  if (kind == RegistryKind::kMissing) return "失踪登记";
  return "死亡登记";
}

// What a look-back found of one person.
struct Found {
  std::vector<store::Seq> attempts;
  Time latest{};
  std::string region;    // as the latest of them says
  CaseGroup group = {};  // the same
  double monthly_yuan = 0.0;
  std::optional<Time> told_at = {};  // the latest that tells monthly_yuan
};

std::optional<double> monthly_yuan(const store::NewObservation& observation) {
  const Result<json::Value> facts = json::parse(observation.facts);
  if (!facts || !facts->is_object()) return std::nullopt;
  const json::Value* person = facts->get_object().if_contains("person");
  if (person == nullptr || !person->is_object()) return std::nullopt;
  const json::Value* yuan = person->get_object().if_contains("monthly_benefit_yuan");
  if (yuan == nullptr || !yuan->is_number()) return std::nullopt;
  return yuan->to_number<double>();
}

Result<Found> accepted_after(store::Session& session, const store::RegistryEvent& event) {
  Found found;
  Result<std::vector<store::ObservationSummary>> all =
      session.observations().of_person(event.person, kLookBack);
  if (!all) return tl::unexpected(all.error());
  for (const store::ObservationSummary& one : *all) {
    const bool accepted = one.outcome == Outcome::kPassed || one.outcome == Outcome::kManual;
    const Date day = shanghai_date(one.occurred_at);
    if (!accepted || day <= event.from || (event.to && day > *event.to)) continue;
    found.attempts.push_back(one.seq);
    const Result<store::StoredObservation> stored = session.observations().get(one.seq);
    if (!stored) return tl::unexpected(stored.error());
    if (found.attempts.size() == 1 || one.occurred_at > found.latest) {
      found.latest = one.occurred_at;
      found.region = one.region;
      found.group = group_of(stored->observation);
    }
    const std::optional<double> yuan = monthly_yuan(stored->observation);
    if (yuan && (!found.told_at || one.occurred_at > *found.told_at)) {
      found.told_at = one.occurred_at;
      found.monthly_yuan = *yuan;
    }
  }
  return found;
}

// Months begun between the registry date and the last accepted attempt.
double months_between(Date from, Time to) {
  constexpr double kDaysPerMonth = 30.44;
  const double days = static_cast<double>((shanghai_date(to) - from).count());
  return std::max(1.0, std::ceil(days / kDaysPerMonth));
}

// Benefit times months, where the benefit is known.
std::optional<double> estimated_yuan(const store::RegistryEvent& event, const Found& found) {
  if (found.monthly_yuan <= 0.0) return std::nullopt;
  return found.monthly_yuan * months_between(event.from, found.latest);
}

CaseDraft retro_draft(const store::RegistryEvent& event, const Found& found) {
  CaseDraft draft;
  draft.kind = CaseKind::kRetro;
  draft.region = found.region;
  draft.title = format_date(event.from) + "有" + std::string(kind_in_words(event.kind)) +
                ",之后仍采信认证" + std::to_string(found.attempts.size()) + "次";
  if (const auto yuan = estimated_yuan(event, found)) {
    draft.title += ",估算涉及" + std::to_string(std::llround(*yuan)) + "元";
  }
  draft.title += event.match == RegistryMatch::kName ? "(仅姓名匹配,先核对是否同一人)"
                                                     : "(请先核实登记是否有误)";
  draft.score = event.match == RegistryMatch::kName ? 0.3 : 0.7;
  draft.priority = priority_of(draft.score, false, false);
  draft.links = {{LinkKind::kPerson, event.person}};
  draft.joins = draft.links;
  draft.group = found.group;
  return draft;
}

// What a look-back led to.
struct Consequence {
  std::string case_id;  // empty: none
  std::size_t attempts = 0;
  std::optional<double> yuan;
};

// Counts a person whose case was opened: the morning's file in one sentence.
Status count_person(store::Session& session, const Found& found, std::optional<double> yuan,
                    Time now) {
  const Date day = shanghai_date(now);
  std::vector<store::DailyCount> counts = {
      {day, found.region, kLookBackMeasure, kLookBackPersons, 1},
      {day, found.region, kLookBackMeasure, kLookBackAttempts, found.attempts.size()}};
  if (yuan) {
    const auto whole = static_cast<std::uint64_t>(std::llround(*yuan));
    counts.push_back({day, found.region, kLookBackMeasure, kLookBackYuan, whole});
  }
  return session.daily_counts().add(counts);
}

// Opens one case for what was accepted after the event's date.
Status look_back(ServiceImpl& service, Writing& writing, const store::RegistryEvent& event,
                 Consequence& out) {
  if (!stops_payment(event.kind) || event.status != RegistryStatus::kConfirmed) return {};
  const Result<Found> found = accepted_after(writing.session(), event);
  if (!found) return tl::unexpected(found.error());
  out.attempts = found->attempts.size();
  if (found->attempts.empty()) return {};
  out.yuan = estimated_yuan(event, *found);
  const CaseDraft draft = retro_draft(event, *found);
  const auto known = writing.session().cases().find_open_by_links(draft.joins);
  if (!known) return tl::unexpected(known.error());
  const Time now = service.now();
  Result<std::string> id = open_or_join(writing.session(), draft, now, service.ids());
  if (!id) return tl::unexpected(id.error());
  out.case_id = *std::move(id);
  // A second record of the same person joins its case and counts nobody twice.
  const bool opened = std::find(known->begin(), known->end(), out.case_id) == known->end();
  if (opened) {
    if (Status s = count_person(writing.session(), *found, out.yuan, now); !s) return s;
  }
  for (const store::Seq seq : found->attempts) {
    Result<store::Review> review = writing.session().observations().review_of(seq);
    if (!review) return tl::unexpected(review.error());
    if (review->state == store::ReviewState::kOpen && review->case_id != out.case_id) {
      // Stays where a person sees it, and is seen with this case too.
      if (Status s = writing.session().cases().mention(out.case_id, seq); !s) return s;
      continue;
    }
    if (Status s = writing.session().observations().set_case(seq, out.case_id); !s) return s;
  }
  return {};
}

RegistryFact fact_of(const store::RegistryEvent& event, store::Seq seq) {
  return {seq,
          event.person,
          event.kind,
          event.from,
          event.to,
          event.origin,
          event.match == RegistryMatch::kName};
}

Status count_fact(Writing& writing, const store::RegistryEvent& event, store::Seq seq) {
  if (event.status != RegistryStatus::kConfirmed) return {};
  const store::WindowChange change = fact_of(event, seq);
  const Result<store::Seq> logged = writing.session().window_log().append(0, change);
  if (!logged) return tl::unexpected(logged.error());
  writing.apply(*logged, change);
  return {};
}

std::string answer_of(const store::RegistryEvent& event, const Consequence& consequence) {
  std::string out = "{\"event_id\":";
  json::append_string(out, event.event_id);
  out += ",\"case_ids\":[";
  if (!consequence.case_id.empty()) json::append_string(out, consequence.case_id);
  out += "],\"accepted_after\":" + std::to_string(consequence.attempts) + ",\"estimated_yuan\":";
  if (consequence.yuan) {
    json::append_number(out, *consequence.yuan);
  } else {
    out += "null";
  }
  return out += '}';
}

// A message about an event that is known: the same again, or a new status.
Status change_status(ServiceImpl& service, Writing& writing,
                     const store::StoredRegistryEvent& known, const store::RegistryEvent& event,
                     Document& answer) {
  if (known.event.person != event.person || known.event.kind != event.kind ||
      known.event.from != event.from) {
    return fail(ErrorCode::kConflict, "this event_id was sent before with another body");
  }
  answer.replayed = known.event.status == event.status;
  Consequence consequence;
  if (!answer.replayed) {
    Status s = writing.session().registry().set_status(known.seq, event.status, service.now());
    if (!s) return s;
    if (known.event.status == RegistryStatus::kConfirmed) {
      const store::WindowChange change = store::Withdrawn{fact_of(known.event, known.seq)};
      const Result<store::Seq> logged = writing.session().window_log().append(0, change);
      if (!logged) return tl::unexpected(logged.error());
      writing.apply(*logged, change);
    }
    if (s = count_fact(writing, event, known.seq); !s) return s;
    if (s = look_back(service, writing, event, consequence); !s) return s;
  }
  answer.text = std::make_shared<const std::string>(answer_of(event, consequence));
  return {};
}

Status record_event(ServiceImpl& service, Writing& writing, store::RegistryEvent event,
                    Document& answer) {
  event.person = service.canonical(event.person);
  auto known = writing.session().registry().find(event.caller, event.event_id);
  if (!known) return tl::unexpected(known.error());
  if (*known) return change_status(service, writing, **known, event, answer);
  const Result<store::Seq> seq = writing.session().registry().append(0, event);
  if (!seq) return tl::unexpected(seq.error());
  if (Status s = count_fact(writing, event, *seq); !s) return s;
  Consequence consequence;
  if (Status s = look_back(service, writing, event, consequence); !s) return s;
  answer.created = true;
  answer.text = std::make_shared<const std::string>(answer_of(event, consequence));
  return {};
}

}  // namespace

void ServiceImpl::registry_event(const Caller& caller, std::string_view body, bool strict,
                                 Done done) {
  Result<json::Value> value = parse_body(body);
  if (!value) return done(tl::unexpected(value.error()));
  const wire::ParseOptions options{strict, options_.synthetic_ids, now()};
  auto parsed = wire::parse_registry_event(*value, options);
  if (!parsed) return done(tl::unexpected(parsed.error()));
  const wire::RegistryEvent& sent = parsed->value;
  const Result<LinkKey> person = person_key(sent.person.id_number, sent.person.ref,
                                            caller.name_space, options_.synthetic_ids, keys_);
  if (!person) return done(tl::unexpected(person.error()));

  store::RegistryEvent event;
  event.event_id = sent.event_id;
  event.caller = caller.id;
  event.body_digest = to_digest(parsed->digest);
  event.person = *person;
  event.kind = sent.kind;
  event.from = sent.from;
  event.to = sent.to;
  // The same record passed on by two offices names the same source and id.
  event.origin =
      keys_.link(LinkKind::kDocument, "registry", sent.source + '\n' + sent.source_id.value_or(""));
  event.match = sent.match;
  event.status = sent.status;
  event.received_at = sent.received_at.value_or(now());
  auto job = std::make_unique<LambdaJob>(
      [this, event](Writing& writing, Document& answer) {
        return record_event(*this, writing, event, answer);
      },
      done);
  if (!sequencer_->post(std::move(job))) {
    done(fail(ErrorCode::kUnavailable, "too much waits to be recorded"));
  }
}

void ServiceImpl::attempt_outcome(const Caller& caller, std::string_view attempt_id,
                                  std::string_view body, bool strict, Done done) {
  Result<json::Value> value = parse_body(body);
  if (!value) return done(tl::unexpected(value.error()));
  auto parsed = wire::parse_outcome(*value, {strict, options_.synthetic_ids, now()});
  if (!parsed) return done(tl::unexpected(parsed.error()));
  const wire::OutcomeUpdate update = parsed->value;
  const store::ObservationKey key{store::ObservationKind::kAttempt, caller.id,
                                  std::string(attempt_id)};
  const auto work = [key, update](Writing& writing, Document& answer) -> Status {
    auto stored = writing.session().observations().find(key);
    if (!stored) return tl::unexpected(stored.error());
    if (!*stored) return fail(ErrorCode::kNotFound, "no such attempt");
    const store::LaterOutcome later{std::string(name_of(update.outcome)), update.at,
                                    update.source.value_or("")};
    if (Status s = writing.session().observations().set_outcome((*stored)->seq, later); !s) {
      return s;
    }
    std::string out = "{\"attempt_id\":";
    json::append_string(out, key.external_id);
    out += ",\"outcome\":\"" + later.outcome + "\",\"at\":\"" + format_time(later.at) + "\"}";
    answer.text = std::make_shared<const std::string>(std::move(out));
    return {};
  };
  if (!sequencer_->post(std::make_unique<LambdaJob>(work, done))) {
    done(fail(ErrorCode::kUnavailable, "too much waits to be recorded"));
  }
}

}  // namespace analyzer
