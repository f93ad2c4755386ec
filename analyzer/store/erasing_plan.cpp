// What is due by a policy: ids first, each with the reason by which it may go.

#include <algorithm>
#include <utility>

#include "analyzer/store/erasing.h"
#include "analyzer/store/event_codec.h"
#include "analyzer/store/sql_retention_parts.h"
#include "analyzer/store/sql_roles.h"

namespace analyzer::store {

class ErasingPlan {
 public:
  ErasingPlan(Db& db, Erasing& out) : db_(db), out_(out) {}

  Status make(const PurgePolicy& policy);

 private:
  template <class T>
  using Ids = std::vector<T>;
  using What = Erasing::Task::What;

  Result<Ids<Seq>> seqs(Query& query);
  Result<Ids<std::string>> texts(Query& query);
  template <class T>
  Status add(Result<Ids<T>> ids, std::string_view may_go, std::span<const PurgedPart> parts);

  Status old_observations(Time before);
  Status old_cases(Time before);
  Status old_secrets(Time before);
  Result<Ids<Seq>> captures_from(Seq& from, Time before);
  Status old_captures(Time before);
  Status old_campaigns(Time before);
  Status old_tips(Time before);
  // By `which`, of whose parameter `before` is the value.
  Status old_rows(std::string_view which, Time before, std::span<const PurgedPart> parts);
  Status person(LinkKey person);
  Status everything_of(LinkKey person);
  Result<Ids<std::string>> cases_of_alone(const Ids<Seq>& observations, LinkKey person);
  Result<Ids<Seq>> changes_of(LinkKey person);

  Db& db_;
  Erasing& out_;
};

Result<std::vector<Seq>> ErasingPlan::seqs(Query& query) {
  return all_rows(query, [](const Query& row) { return static_cast<Seq>(row.number(0)); });
}

Result<std::vector<std::string>> ErasingPlan::texts(Query& query) {
  return all_rows(query, [](const Query& row) { return std::string(row.text(0)); });
}

template <class T>
Status ErasingPlan::add(Result<Ids<T>> ids, std::string_view may_go,
                        std::span<const PurgedPart> parts) {
  if (!ids) return tl::unexpected(ids.error());
  Erasing::Task task;
  task.may_go = may_go;
  for (const PurgedPart& part : parts) {
    task.parts.push_back({std::string(part.table), std::string(part.where)});
    out_.add(part.table, 0);
    if (part.table == "observations") task.what = What::kObservations;
  }
  task.ids = *std::move(ids);
  out_.tasks_.push_back(std::move(task));
  return {};
}

Status ErasingPlan::old_observations(Time before) {
  Query query(db_,
              "SELECT seq FROM observations o WHERE arrived_at < ? AND NOT EXISTS"
              " (SELECT 1 FROM cases c WHERE c.id = o.case_id) ORDER BY seq");
  return add(seqs(query.bind(before)), kObservationMayGo, kOfObservation);
}

Status ErasingPlan::old_cases(Time before) {
  Query of_cases(db_,
                 "SELECT seq FROM observations WHERE case_id IN"
                 " (SELECT id FROM cases WHERE state = 3 AND decided_at < ?) ORDER BY seq");
  if (Status s = add(seqs(of_cases.bind(before)), kObservationMayGo, kOfObservation); !s) return s;
  Query query(db_, "SELECT id FROM cases WHERE state = 3 AND decided_at < ?");
  return add(texts(query.bind(before)), kCaseMayGo, kOfCase);
}

Status ErasingPlan::old_secrets(Time before) {
  Query query(
      db_,
      "SELECT DISTINCT s.owner FROM secrets s JOIN cases c ON c.id = s.owner"
      " WHERE c.state = 3 AND c.decided_at < ?1"
      " UNION SELECT DISTINCT s.owner FROM secrets s"
      " JOIN observations o ON CAST(o.seq AS TEXT) = s.owner"
      " JOIN cases c ON c.id = o.case_id WHERE c.state = 3 AND c.decided_at < ?1 AND" +
          std::string(kFree) +
          " UNION SELECT DISTINCT s.owner FROM secrets s JOIN case_files f ON f.id = s.owner"
          " JOIN cases c ON c.id = f.case_id WHERE c.state = 3 AND c.decided_at < ?1"
          " UNION SELECT DISTINCT s.owner FROM secrets s"
          " JOIN case_referrals r ON r.id = s.owner"
          " JOIN cases c ON c.id = r.case_id WHERE c.state = 3 AND c.decided_at < ?1");
  return add(texts(query.bind(before)), kSecretMayGo, kSecrets);
}

// Those of the next numbers that have one; `from` is set behind them, 0 at the end.
Result<std::vector<Seq>> ErasingPlan::captures_from(Seq& from, Time before) {
  constexpr std::size_t kPage = 10'000;  // events are not small
  Query query(db_,
              "SELECT seq, event FROM observations o WHERE seq >= ? AND kind = 0 AND"
              " occurred_at < ? AND event IS NOT NULL AND" +
                  std::string(kFree) + " ORDER BY seq LIMIT ?");
  query.bind(from).bind(before).bind(kPage);
  Ids<Seq> out;
  std::size_t rows = 0;
  Result<bool> row = query.step();
  for (; row && *row; row = query.step(), ++rows) {
    const auto seq = static_cast<Seq>(query.number(0));
    from = seq + 1;
    const Result<WindowChange> change = decode(query.text(1), seq);
    if (!change) return tl::unexpected(change.error());
    const auto* attempt = std::get_if<AttemptEvent>(&*change);
    if (attempt != nullptr && attempt->capture) out.push_back(seq);
  }
  if (!row) return tl::unexpected(row.error());
  if (rows < kPage) from = 0;
  return out;
}

// Only of those that have one: what goes in steps is to be little.
Status ErasingPlan::old_captures(Time before) {
  Ids<Seq> all;
  Seq from = 1;
  while (from != 0) {
    const auto some = captures_from(from, before);
    if (!some) return tl::unexpected(some.error());
    all.insert(all.end(), some->begin(), some->end());
  }
  Erasing::Task task;
  task.what = What::kCaptures;
  task.ids = std::move(all);
  task.may_go = kObservationMayGo;
  out_.tasks_.push_back(std::move(task));
  return {};
}

// A campaign and what hangs on it. A relation of two that go is counted with the
// lesser id, under which it stands.
Status ErasingPlan::old_campaigns(Time before) {
  const std::string goes = " g.last_seen < " + std::to_string(to_millis(before)) +
                           " AND NOT EXISTS (SELECT 1 FROM campaign_cases l"
                           " JOIN cases c ON c.id = l.case_id"
                           " WHERE l.campaign_id = g.id AND c.state <> 3)";
  const std::string other_stays =
      "other_id = ? AND NOT EXISTS (SELECT 1 FROM campaigns g WHERE"
      " g.id = campaign_relations.campaign_id AND" +
      goes + ")";
  Query query(db_, "SELECT g.id FROM campaigns g WHERE" + goes + " ORDER BY g.id");
  const PurgedPart parts[] = {
      {"campaign_bands", "sketch_id IN (SELECT id FROM campaign_sketches WHERE campaign_id = ?)"},
      {"campaign_sketches", "campaign_id = ?"},
      {"campaign_counts", "campaign_id = ?"},
      {"campaign_links", "campaign_id = ?"},
      {"campaign_cases", "campaign_id = ?"},
      {"campaign_relations", "campaign_id = ?"},
      {"campaign_relations", other_stays},
      {"campaigns", "id = ?"}};
  return add(texts(query), "SELECT 1 FROM campaigns g WHERE g.id = ? AND" + goes, parts);
}

Status ErasingPlan::old_tips(Time before) {
  Query query(db_,
              "SELECT id FROM tips t WHERE (state IN (3, 4) OR (state IN (1, 2) AND named = 0))"
              " AND NOT EXISTS (SELECT 1 FROM tip_events e WHERE e.tip = t.id AND e.at >= ?)");
  return add(texts(query.bind(before)), "SELECT 1 FROM tips WHERE id = ? AND state <> 0", kOfTip);
}

Status ErasingPlan::old_rows(std::string_view which, Time before,
                             std::span<const PurgedPart> parts) {
  Query query(db_, which);
  return add(texts(query.bind(before)), kAlways, parts);
}

// Decided cases of these observations that hold no other person's.
Result<std::vector<std::string>> ErasingPlan::cases_of_alone(const Ids<Seq>& observations,
                                                             LinkKey person) {
  Ids<std::string> out;
  Query query(db_,
              "SELECT o.case_id FROM observations o WHERE o.seq = ? AND o.case_id IS NOT NULL"
              " AND NOT EXISTS (SELECT 1 FROM observations p WHERE p.case_id = o.case_id"
              "                 AND p.person IS DISTINCT FROM ?)");
  for (const Seq seq : observations) {
    const auto some = texts(query.bind(seq).bind(person));
    if (!some) return some;
    out.insert(out.end(), some->begin(), some->end());
    query.reset();
  }
  std::sort(out.begin(), out.end());
  out.erase(std::unique(out.begin(), out.end()), out.end());
  return out;
}

Result<std::vector<Seq>> ErasingPlan::changes_of(LinkKey person) {
  Ids<Seq> out;
  Query query(db_, "SELECT seq, event FROM window_changes ORDER BY seq");
  Result<bool> row = query.step();
  for (; row && *row; row = query.step()) {
    const auto seq = static_cast<Seq>(query.number(0));
    const Result<WindowChange> change = decode(query.text(1), seq);
    if (!change) return tl::unexpected(change.error());
    const auto* fact = std::get_if<RegistryFact>(&*change);
    if (const auto* withdrawn = std::get_if<Withdrawn>(&*change)) {
      fact = std::get_if<RegistryFact>(&withdrawn->what);
    }
    if (fact != nullptr && fact->person == person) out.push_back(seq);
  }
  if (!row) return tl::unexpected(row.error());
  return out;
}

Status ErasingPlan::person(LinkKey person) {
  Query query(db_, "SELECT seq FROM observations o WHERE person = ? AND" + std::string(kFree));
  const auto own = seqs(query.bind(person));
  if (!own) return tl::unexpected(own.error());
  Query events(db_, "SELECT seq FROM registry_events WHERE person = ?");
  auto registry = seqs(events.bind(person));
  auto cases = cases_of_alone(*own, person);
  if (Status s = add(own, kObservationMayGo, kOfObservation); !s) return s;
  if (Status s = add(std::move(cases), kCaseMayGo, kOfCase); !s) return s;
  if (Status s = add(std::move(registry), kAlways, kOfRegistryEvent); !s) return s;
  if (Status s = add(changes_of(person), kAlways, kWindowChange); !s) return s;
  const Result<Ids<LinkKey>> alone = Ids<LinkKey>{person};
  if (Status s = add(alone, kAlways, kVisitsOf); !s) return s;
  return add(alone, kAlways, kAlias);
}

// Under the key that they are counted by and under those that it replaced.
Status ErasingPlan::everything_of(LinkKey person) {
  Ids<LinkKey> keys{person};
  for (const char* sql : {"SELECT target FROM aliases WHERE alias = ?1",
                          "SELECT alias FROM aliases WHERE alias <> ?1 AND (target = ?1 OR target ="
                          " (SELECT target FROM aliases WHERE alias = ?1))"}) {
    Query query(db_, sql);
    const auto others = all_rows(query.bind(person), [](const Query& q) { return q.key(0); });
    if (!others) return tl::unexpected(others.error());
    keys.insert(keys.end(), others->begin(), others->end());
  }
  for (const LinkKey key : keys) {
    if (Status status = this->person(key); !status) return status;
  }
  return {};
}

Status ErasingPlan::make(const PurgePolicy& policy) {
  Status status;
  if (policy.secrets_of_cases_decided_before) {
    status = old_secrets(*policy.secrets_of_cases_decided_before);
  }
  if (status && policy.cases_decided_before) status = old_cases(*policy.cases_decided_before);
  if (status && policy.observations_before) status = old_observations(*policy.observations_before);
  if (status && policy.campaigns_seen_before) {
    status = old_campaigns(*policy.campaigns_seen_before);
  }
  if (status && policy.tips_done_before) status = old_tips(*policy.tips_done_before);
  if (status && policy.visits_before) {
    status = old_rows("SELECT id FROM visits WHERE coalesce(done_at, last_at) < ?",
                      *policy.visits_before, kVisit);
  }
  if (status && policy.disputes_done_before) {
    status = old_rows(
        "SELECT id FROM disputes WHERE state IN (2, 3) AND coalesce(closed_at, decided_at) < ?",
        *policy.disputes_done_before, kOfDispute);
  }
  if (status && policy.person) status = everything_of(*policy.person);
  if (status && policy.captures_before) status = old_captures(*policy.captures_before);
  return status;
}

std::pair<PurgePolicy, PurgePolicy> in_two(const PurgePolicy& policy) {
  PurgePolicy first = policy;
  first.observations_before.reset();
  first.captures_before.reset();
  return {std::move(first), PurgePolicy{.observations_before = policy.observations_before,
                                        .captures_before = policy.captures_before}};
}

Result<Erasing> Erasing::plan(Db& db, const PurgePolicy& policy) {
  Erasing out;
  for (const char* table : {"aliases",
                            "campaign_bands",
                            "campaign_cases",
                            "campaign_counts",
                            "campaign_links",
                            "campaign_relations",
                            "campaign_sketches",
                            "campaigns",
                            "captures",
                            "case_events",
                            "case_files",
                            "case_links",
                            "case_referrals",
                            "case_skips",
                            "cases",
                            "explanations",
                            "follow_ups",
                            "labels",
                            "observation_parts",
                            "observation_places",
                            "observations",
                            "outcomes",
                            "registry_events",
                            "registry_status",
                            "secrets",
                            "tip_events",
                            "tips",
                            "window_changes",
                            "visits",
                            "disputes"}) {
    out.add(table, 0);
  }
  out.names_person_ = policy.person.has_value();
  if (Status s = ErasingPlan(db, out).make(policy); !s) return tl::unexpected(s.error());
  out.skip_empty();
  return out;
}

}  // namespace analyzer::store
