// 试算: what another policy would have done with the last month's attempts, and putting
// one in force. The policy in force is that of data/policy.toml with the values of the
// trial that was switched on last.

#include <algorithm>
#include <map>

#include "analyzer/engine/assess.h"
#include "analyzer/service/case_rights.h"
#include "analyzer/service/case_view.h"
#include "analyzer/service/case_words.h"
#include "analyzer/service/form.h"
#include "analyzer/service/rule_work.h"
#include "analyzer/service/service_impl.h"
#include "analyzer/service/tried_policy.h"
#include "analyzer/wire/history.h"

namespace analyzer {
namespace {

constexpr std::chrono::days kSpan{30};
constexpr std::size_t kPage = 500;
constexpr std::size_t kMostListed = 50;
constexpr json::Limits kStored{.max_depth = 32, .max_bytes = 8U << 20U};

// How many would be looked at, before and after.
struct Pair {
  std::uint64_t before = 0;
  std::uint64_t after = 0;
  void add(bool was, bool is) {
    before += was ? 1 : 0;
    after += is ? 1 : 0;
  }
};

json::Object view(const Pair& pair) { return {{"before", pair.before}, {"after", pair.after}}; }

template <class Key>
json::Array view(const std::map<Key, Pair>& pairs, const char* key) {
  json::Array out;
  for (const auto& [name, pair] : pairs) {
    json::Object row = view(pair);
    row[key] = name;
    out.push_back(std::move(row));
  }
  return out;
}

std::string age_band(const Count& age) {
  if (!age) return "unknown";
  if (*age < 60) return "0-59";
  if (*age < 70) return "60-69";
  if (*age < 80) return "70-79";
  return *age < 90 ? "80-89" : "90-";
}

// What the trial counts.
struct Figures {
  std::uint64_t attempts = 0;
  std::uint64_t unreadable = 0;
  Pair queue;
  Pair holds;
  std::map<std::string, Pair> ages;
  std::map<std::string, Pair> schemes;
  std::map<std::string, Pair> counties;
  Pair confirmed;  // found to be true by people
  Pair cleared;    // found to be harmless by people

  json::Object view(const Calendar& calendar) const {
    json::Array regions = analyzer::view(counties, "region");
    for (json::Value& row : regions) {
      json::Object& object = row.get_object();
      object["region_name"] = calendar.region_name(std::string(object["region"].get_string()));
    }
    return {
        {"attempts", attempts},
        {"unreadable", unreadable},
        {"queue", analyzer::view(queue)},
        {"holds", analyzer::view(holds)},
        {"ages", analyzer::view(ages, "age")},
        {"schemes", analyzer::view(schemes, "scheme")},
        {"counties", std::move(regions)},
        {"confirmed", analyzer::view(confirmed)},
        {"cleared", analyzer::view(cleared)},
        {"missed", confirmed.before > confirmed.after ? confirmed.before - confirmed.after : 0}};
  }
};

Result<History> history_of(const json::Value& stored) {
  if (!stored.is_object()) return fail(ErrorCode::kCorrupt, "a verdict is damaged");
  const json::Value* part = stored.get_object().if_contains("history");
  return part == nullptr ? Result<History>(History{}) : wire::parse_history(*part);
}

// The strongest signal that speaks for a suspicion in a stored verdict.
double strongest(const json::Value& stored) {
  if (!stored.is_object()) return 0.0;
  const json::Value* verdict = stored.get_object().if_contains("verdict");
  const json::Value* reasons = verdict != nullptr && verdict->is_object()
                                   ? verdict->get_object().if_contains("reasons")
                                   : nullptr;
  double out = 0.0;
  if (reasons == nullptr || !reasons->is_array()) return out;
  for (const json::Value& reason : reasons->get_array()) {
    if (!reason.is_object()) continue;
    const json::Value* weight = reason.get_object().if_contains("weight");
    if (weight != nullptr && weight->is_number()) out = std::max(out, weight->to_number<double>());
  }
  return out;
}

class Run {
 public:
  Run(store::Session& session, const Snapshot& present, const Snapshot& tried)
      : session_(session), present_(present), tried_(tried) {}

  // One attempt as it was answered.
  Status add(const store::ObservationSummary& row) {
    ++figures_.attempts;
    const AttemptPolicy& policy = tried_.policy().attempt;
    const double threshold = row.degraded ? policy.review_without_model : policy.review;
    const bool was = row.decision && *row.decision != Decision::kPass;
    // What passed, and is less probable than the new threshold, passes again.
    if (!was && row.score < threshold) return {};
    const auto stored = session_.observations().get(row.seq);
    if (!stored) return tl::unexpected(stored.error());
    const store::NewObservation& o = stored->observation;
    const auto verdict = json::parse(o.verdict, kStored);
    const auto facts = json::parse(o.facts, kStored);
    if (!verdict || !facts) return skip();
    const auto attempt = wire::parse_attempt(*facts, {.synthetic_ids = true, .sealed = true});
    if (!attempt) return skip();
    Decision before = Decision::kPass;
    Decision after = Decision::kPass;
    if (was) {
      const Result<History> history = history_of(*verdict);
      if (!history) return skip();
      before = *assess(attempt->value, *history, present_).decision;
      after = *assess(attempt->value, *history, tried_).decision;
    } else if (strongest(*verdict) >= policy.least_reason) {
      after = Decision::kReview;  // its history is not kept: no floor held, or it had not passed
    }
    count(attempt->value, before, after);
    return label(row.seq, before != Decision::kPass, after != Decision::kPass);
  }
  const Figures& figures() const { return figures_; }

 private:
  Status skip() {
    ++figures_.unreadable;
    return {};
  }
  void count(const Attempt& attempt, Decision before, Decision after) {
    const bool was = before != Decision::kPass;
    const bool is = after != Decision::kPass;
    figures_.queue.add(was, is);
    figures_.holds.add(before == Decision::kHold, after == Decision::kHold);
    figures_.ages[age_band(attempt.person.age)].add(was, is);
    figures_
        .schemes[attempt.person.scheme ? std::string(name_of(*attempt.person.scheme)) : "unknown"]
        .add(was, is);
    figures_.counties[attempt.region.substr(0, 6)].add(was, is);
  }
  Status label(store::Seq seq, bool was, bool is) {
    const auto labels = session_.labels().of(seq);
    if (!labels) return tl::unexpected(labels.error());
    if (labels->empty()) return {};
    const Disposition said = labels->back().disposition;
    if (is_adverse(said)) figures_.confirmed.add(was, is);
    if (said == Disposition::kCleared) figures_.cleared.add(was, is);
    return {};
  }

  store::Session& session_;
  const Snapshot& present_;
  const Snapshot& tried_;
  Figures figures_;
};

Result<json::Object> make_trial(ServiceImpl& service, const Changes& changes) {
  const auto tried = load_with(service.options().root, changes);
  if (!tried) return tl::unexpected(tried.error());
  const auto present = service.snapshot();
  auto session = service.reading();
  if (!session) return tl::unexpected(session.error());
  Run run(**session, *present, **tried);
  const Time since = service.now() - kSpan;
  store::RecentQuery query;
  query.kind = store::ObservationKind::kAttempt;
  query.limit = kPage;
  for (bool more = true; more;) {
    const auto page = (*session)->observations().recent(query);
    if (!page) return tl::unexpected(page.error());
    more = page->size() == kPage;
    for (const store::ObservationSummary& row : *page) {
      if (row.arrived_at < since) {
        more = false;
        break;
      }
      if (Status s = run.add(row); !s) return tl::unexpected(s.error());
    }
    if (!page->empty()) query.before = page->back().seq;
  }
  return run.figures().view(present->calendar());
}

json::Value stored_json(const std::string& text) {
  if (text.empty()) return nullptr;
  Result<json::Value> value = json::parse(text, kStored);
  return value ? *std::move(value) : json::Value(nullptr);
}

json::Object trial_view(const store::Trial& trial, CaseViews& views) {
  return {{"id", trial.id},
          {"at", format_time(trial.at)},
          {"by", trial.by},
          {"by_name", views.account_name(trial.by)},
          {"reason", trial.reason},
          {"change", stored_json(trial.change)},
          {"state", to_json(name_of(trial.state))},
          {"result", stored_json(trial.result)},
          {"switched_by_name", views.account_name(trial.switched_by)},
          {"switched_at", time_or_null(trial.switched_at)}};
}

Result<Changes> wished(const Form& form) {
  Changes out;
  for (const TriedValue& value : kTriedValues) {
    const auto wish = form.number(value.name);
    if (!wish) return tl::unexpected(wish.error());
    if (!*wish) continue;
    if (**wish < value.least || **wish > value.most) {
      return tl::unexpected(field_error(std::string("/") + value.name, "range", "is out of range"));
    }
    out[value.name] = **wish;
  }
  if (out.empty()) return tl::unexpected(field_error("/review", "required", "what is tried?"));
  return out;
}

}  // namespace

Result<std::shared_ptr<const Snapshot>> ServiceImpl::load_snapshot(std::string& problem) {
  Changes changes;
  {
    Result<Reading> session = reading();
    if (!session) return tl::unexpected(session.error());
    const auto trial = (*session)->trials().in_force();
    if (!trial) return tl::unexpected(trial.error());
    {
      const std::lock_guard lock(snapshot_mutex_);
      policy_in_force_ = *trial ? (*trial)->id : "";
    }
    if (!*trial) return Snapshot::load(options_.root);
    Result<Changes> read = read_changes((*trial)->change);
    if (!read) return tl::unexpected(read.error());
    changes = *std::move(read);
  }
  auto with = load_with(options_.root, changes);
  if (with) return with;
  // Where the values no longer fit the file, the file is what holds, and it is said.
  auto plain = Snapshot::load(options_.root);
  if (plain)
    problem = "the values switched on after a trial are not in force: " + with.error().message;
  return plain;
}

Result<Document> RuleWork::trials(const Actor& actor) {
  if (!may_review(actor)) return tl::unexpected(forbidden());
  auto session = service_.reading();
  if (!session) return tl::unexpected(session.error());
  const auto rows = (*session)->trials().list(kMostListed);
  if (!rows) return tl::unexpected(rows.error());
  const auto snapshot = service_.snapshot();
  CaseViews views(**session, *snapshot);
  json::Array data;
  for (const store::Trial& trial : *rows) data.push_back(trial_view(trial, views));
  Changes present;
  for (const TriedValue& value : kTriedValues)
    present[value.name] = snapshot->policy().attempt.*value.field;
  return document(
      json::write(json::Object{{"present", changes_view(present)}, {"data", std::move(data)}}));
}

Result<Document> RuleWork::add_trial(const Actor& actor, std::string_view body) {
  if (!may_confirm(actor)) return tl::unexpected(forbidden());
  const Result<Form> form =
      Form::read(body, {"review", "review_without_model", "least_reason", "spot_check", "reason"});
  if (!form) return tl::unexpected(form.error());
  const auto reason = form->text("reason");
  if (!reason) return tl::unexpected(reason.error());
  if (reason->empty()) return tl::unexpected(field_error("/reason", "required", "why?"));
  const Result<Changes> changes = wished(*form);
  if (!changes) return tl::unexpected(changes.error());
  store::Trial trial;
  trial.at = service_.now();
  trial.id = service_.ids().make("tri_", trial.at);
  trial.by = actor.id;
  trial.reason = *reason;
  trial.change = json::write(changes_view(*changes));
  json::Object answer;
  const auto snapshot = service_.snapshot();
  const Status status = service_.write([&](store::Session& session) -> Status {
    if (Status s = session.trials().put(trial); !s) return s;
    CaseViews views(session, *snapshot);
    answer = trial_view(trial, views);
    return append_audit(session, audit_entry(actor, trial.at, "policy.tried", trial.id,
                                             trial.change + " " + trial.reason));
  });
  if (!status) return tl::unexpected(status.error());
  Document out = document(json::write(std::move(answer)));
  out.created = true;
  return out;
}

Result<Document> RuleWork::switch_on(const Actor& actor, std::string_view id) {
  if (!is_supervisor(actor)) return tl::unexpected(forbidden());
  const auto snapshot = service_.snapshot();
  json::Object answer;
  const Status status = service_.write([&](store::Session& session) -> Status {
    auto found = session.trials().find(id);
    if (!found) return tl::unexpected(found.error());
    if (!*found) return fail(ErrorCode::kNotFound, "no such trial");
    store::Trial trial = **std::move(found);
    if (trial.state != store::TrialState::kDone && trial.state != store::TrialState::kReplaced) {
      return fail(ErrorCode::kConflict, "the trial is not done, or in force already");
    }
    if (trial.by == actor.id) {
      return tl::unexpected(Error{ErrorCode::kConflict,
                                  "the second person must be another one",
                                  {{"", "same_person", "another person"}}});
    }
    auto before = session.trials().in_force();
    if (!before) return tl::unexpected(before.error());
    if (*before) {
      (*before)->state = store::TrialState::kReplaced;
      if (Status s = session.trials().put(**before); !s) return s;
    }
    trial.state = store::TrialState::kInForce;
    trial.switched_by = actor.id;
    trial.switched_at = service_.now();
    if (Status s = session.trials().put(trial); !s) return s;
    CaseViews views(session, *snapshot);
    answer = trial_view(trial, views);
    return append_audit(
        session, audit_entry(actor, *trial.switched_at, "policy.switched", id, trial.change));
  });
  if (!status) return tl::unexpected(status.error());
  if (Status s = service_.reload(); !s) return tl::unexpected(s.error());
  return document(json::write(std::move(answer)));
}

void RuleWork::tend() {
  if (running_.exchange(true)) return;
  std::optional<store::Trial> waiting;
  if (auto session = service_.reading()) {
    if (const auto rows = (*session)->trials().list(kMostListed)) {
      for (const store::Trial& trial : *rows) {
        if (trial.state == store::TrialState::kRunning) waiting = trial;  // the oldest stands last
      }
    }
  }
  if (waiting) {
    const Result<Changes> changes = read_changes(waiting->change);
    const auto result = changes ? make_trial(service_, *changes)
                                : Result<json::Object>(tl::unexpected(changes.error()));
    waiting->state = result ? store::TrialState::kDone : store::TrialState::kFailed;
    waiting->result = result ? json::write(*result) : "";
    (void)service_.write([&](store::Session& session) { return session.trials().put(*waiting); });
  }
  running_ = false;
}

}  // namespace analyzer
