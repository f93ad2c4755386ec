// 试算: what another policy would have done with the last month (trial_run.h), and putting
// one in force. The policy in force is that of data/policy.toml with the values of the
// trial that was switched on last.

#include <algorithm>
#include <optional>

#include "analyzer/service/case_rights.h"
#include "analyzer/service/case_view.h"
#include "analyzer/service/case_words.h"
#include "analyzer/service/form.h"
#include "analyzer/service/reason.h"
#include "analyzer/service/register_work.h"
#include "analyzer/service/rule_work.h"
#include "analyzer/service/service_impl.h"
#include "analyzer/service/site_rights.h"
#include "analyzer/service/trial_run.h"
#include "analyzer/service/tried_policy.h"

namespace analyzer {
namespace {

constexpr std::chrono::days kSpan{30};
constexpr std::size_t kMostListed = 50;
constexpr json::Limits kStored{.max_depth = 32, .max_bytes = 8U << 20U};

Result<json::Object> make_trial(ServiceImpl& service, const Changes& changes) {
  const auto tried = load_with(service.options().root, changes);
  if (!tried) return tl::unexpected(tried.error());
  const auto present = service.snapshot();
  auto session = service.reading();
  if (!session) return tl::unexpected(session.error());
  return run_trial(**session, *present, **tried, service.now() - kSpan);
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

// The floors that the list names, to be switched on or off.
Status wish_floors(const Form& form, const char* list, bool on,
                   const std::vector<FloorOfFile>& floors, Changes& out) {
  const auto ids = form.texts(list);
  if (!ids) return tl::unexpected(ids.error());
  for (const std::string& id : ids->value_or(std::vector<std::string>{})) {
    const bool known = std::any_of(floors.begin(), floors.end(),
                                   [&](const FloorOfFile& floor) { return floor.id == id; });
    if (!known || out.floors.contains(id)) {
      return tl::unexpected(field_error(std::string("/") + list, "unknown", "no such floor"));
    }
    out.floors[id] = on;
  }
  return {};
}

Result<Changes> wished(const Form& form, const std::vector<FloorOfFile>& floors) {
  Changes out;
  for (const TriedValue& value : kTriedValues) {
    const auto wish = form.number(value.name);
    if (!wish) return tl::unexpected(wish.error());
    if (!*wish) continue;
    if (**wish < value.least || **wish > value.most) {
      return tl::unexpected(field_error(std::string("/") + value.name, "range", "is out of range"));
    }
    out.values[value.name] = **wish;
  }
  Status floor = wish_floors(form, "floors_off", false, floors, out);
  if (floor) floor = wish_floors(form, "floors_on", true, floors, out);
  if (!floor) return tl::unexpected(floor.error());
  if (out.empty()) return tl::unexpected(field_error("/review", "required", "what is tried?"));
  return out;
}

// medium < high < critical, as the file demands; what is not wished for is as it is.
Status check_order(const Changes& changes, const Policy& present) {
  double below = 0.0;
  for (const TriedValue& value : kTriedValues) {
    if (std::string_view(value.section) != "report") continue;
    const auto wish = changes.values.find(value.name);
    const double number = wish == changes.values.end() ? value.of(present) : wish->second;
    if (number <= below) {
      return tl::unexpected(field_error(std::string("/") + value.name, "range",
                                        "medium < high < critical must hold"));
    }
    below = number;
  }
  return {};
}

// What the trial in force changes already, so that a further one does not undo it.
Result<Changes> in_force(store::Session& session) {
  const auto trial = session.trials().in_force();
  if (!trial) return tl::unexpected(trial.error());
  return *trial ? read_changes((*trial)->change) : Result<Changes>(Changes{});
}

}  // namespace

Result<std::shared_ptr<const Snapshot>> ServiceImpl::load_snapshot(std::string& problem) {
  Changes changes;
  Confirmations confirmed;
  {
    Result<Reading> session = reading();
    if (!session) return tl::unexpected(session.error());
    const auto said = said_by_people(**session);
    if (!said) return tl::unexpected(said.error());
    {
      const std::lock_guard lock(snapshot_mutex_);
      policy_in_force_ = *said;
    }
    auto checked = confirmations_of(**session);
    if (!checked) return tl::unexpected(checked.error());
    confirmed = *std::move(checked);
    const auto trial = (*session)->trials().in_force();
    if (!trial) return tl::unexpected(trial.error());
    if (*trial) {
      Result<Changes> read = read_changes((*trial)->change);
      if (!read) return tl::unexpected(read.error());
      changes = *std::move(read);
    }
  }
  if (changes.empty() && confirmed.empty()) return Snapshot::load(options_.root);
  auto with = load_with(options_.root, changes, confirmed);
  if (with || changes.empty()) return with;
  // Where the values no longer fit the file, the file is what holds, and it is said.
  auto plain = load_with(options_.root, {}, confirmed);
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
  for (const TriedValue& value : kTriedValues) {
    present.values[value.name] = value.of(snapshot->policy());
  }
  const auto floors = floors_of(service_.options().root);
  if (!floors) return tl::unexpected(floors.error());
  json::Array bounds;
  for (const FloorOfFile& floor : *floors) {
    json::Array when;
    for (const std::string& condition : floor.when) when.push_back(to_json(condition));
    bounds.push_back(json::Object{{"id", floor.id},
                                  {"decision", to_json(name_of(floor.decision))},
                                  {"when", std::move(when)},
                                  {"on", has_floor(snapshot->policy(), floor.id)}});
  }
  return document(json::write(json::Object{{"present", changes_view(present)},
                                           {"floors", std::move(bounds)},
                                           {"data", std::move(data)}}));
}

Result<Document> RuleWork::add_trial(const Actor& actor, std::string_view body) {
  if (!may_confirm(actor)) return tl::unexpected(forbidden());
  const Result<Form> form = Form::read(
      body, {"review", "review_without_model", "least_reason", "spot_check", "report_medium",
             "report_high", "report_critical", "floors_on", "floors_off", "reason"});
  if (!form) return tl::unexpected(form.error());
  const auto reason = form->text("reason");
  if (!reason) return tl::unexpected(reason.error());
  if (Status s = check_reason(*reason, "/reason"); !s) return tl::unexpected(s.error());
  const auto floors = floors_of(service_.options().root);
  if (!floors) return tl::unexpected(floors.error());
  const Result<Changes> changes = wished(*form, *floors);
  if (!changes) return tl::unexpected(changes.error());
  const auto snapshot = service_.snapshot();
  if (Status s = check_order(*changes, snapshot->policy()); !s) return tl::unexpected(s.error());
  store::Trial trial;
  trial.at = service_.now();
  trial.id = service_.ids().make("tri_", trial.at);
  trial.by = actor.id;
  trial.reason = *reason;
  json::Object answer;
  const Status status = service_.write([&](store::Session& session) -> Status {
    if (Status s = require_site(session, actor); !s) return s;
    Result<Changes> whole = in_force(session);
    if (!whole) return tl::unexpected(whole.error());
    whole->put_over(*changes);
    trial.change = json::write(changes_view(*whole));
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
    if (Status s = require_site(session, actor); !s) return s;
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
