// Retention and erasure. First the numbers of what is to go are read, then it
// goes in groups, each a transaction of its own, so that the service commits
// meanwhile; before each removal the reason is looked at once more.

#include <algorithm>
#include <array>
#include <map>
#include <utility>

#include "analyzer/store/event_codec.h"
#include "analyzer/store/postgres_parts.h"
#include "analyzer/store/sql_retention_parts.h"
#include "analyzer/store/sql_roles.h"

namespace analyzer::store {
namespace {

constexpr std::size_t kGroup = 500;

class Purge {
 public:
  Purge(Db& db, bool dry_run) : db_(db), dry_run_(dry_run) {
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
      counts_[table] = 0;
    }
  }

  Status run(const PurgePolicy& policy);
  PurgeReport report() const {
    PurgeReport out;
    for (const auto& [table, rows] : counts_) out.rows.push_back({table, rows});
    return out;
  }

 private:
  template <class T>
  using Ids = std::vector<T>;

  Status add_seqs(Query& query, Ids<Seq>& out);
  Status add_texts(Query& query, Ids<std::string>& out);
  Status keep_seq_floor();
  Status count_erasure();
  Status old_observations(Time before);
  Status old_cases(Time before);
  Status old_secrets(Time before);
  Status old_captures(Time before);
  Status old_campaigns(Time before);
  Status old_tips(Time before);
  // By `which`, of whose parameter `before` is the value.
  Status old_rows(std::string_view which, Time before, std::span<const PurgedPart> parts);
  Status person(LinkKey person);
  Status everything_of(LinkKey person);
  Status cases_of_alone(const Ids<Seq>& observations, LinkKey person, Ids<std::string>& out);
  Status changes_of(LinkKey person, Ids<Seq>& out);
  Status drop_capture(Seq seq);

  // Calls `each` for every id, a group a transaction; without one in a dry run.
  template <class T, class Each>
  Status in_groups(const Ids<T>& ids, const Each& each);
  // Removes, or counts, the parts of every id that `may_go`.
  template <class T>
  Status remove(const Ids<T>& ids, std::string_view may_go, std::span<const PurgedPart> parts);
  template <class T>
  Status remove_one(const T& id, std::string_view may_go, std::span<const PurgedPart> parts);

  Db& db_;
  bool dry_run_;
  std::map<std::string, std::uint64_t, std::less<>> counts_;
};

Status Purge::add_seqs(Query& query, Ids<Seq>& out) {
  Result<bool> row = query.step();
  for (; row && *row; row = query.step()) out.push_back(static_cast<Seq>(query.number(0)));
  if (!row) return tl::unexpected(row.error());
  return {};
}

Status Purge::add_texts(Query& query, Ids<std::string>& out) {
  Result<bool> row = query.step();
  for (; row && *row; row = query.step()) out.emplace_back(query.text(0));
  if (!row) return tl::unexpected(row.error());
  return {};
}

template <class T, class Each>
Status Purge::in_groups(const Ids<T>& ids, const Each& each) {
  for (std::size_t begin = 0; begin < ids.size(); begin += kGroup) {
    const std::size_t end = std::min(begin + kGroup, ids.size());
    if (!dry_run_) {
      if (Status status = db_.begin(true); !status) return status;
    }
    for (std::size_t i = begin; i < end; ++i) {
      if (Status status = each(ids[i]); !status) {
        static_cast<void>(db_.rollback());
        return status;
      }
    }
    if (dry_run_) continue;
    if (Status status = db_.commit(); !status) return status;
  }
  return {};
}

template <class T>
Status Purge::remove_one(const T& id, std::string_view may_go, std::span<const PurgedPart> parts) {
  Query asked(db_, may_go);
  const Result<bool> goes = asked.bind(id).step();
  if (!goes) return tl::unexpected(goes.error());
  if (!*goes) return {};
  for (const PurgedPart& part : parts) {
    std::string sql = dry_run_ ? "SELECT count(*) FROM " : "DELETE FROM ";
    sql += std::string(part.table) + " WHERE " + std::string(part.where);
    Query query(db_, sql);
    const Result<bool> done = query.bind(id).step();
    if (!done) return tl::unexpected(done.error());
    counts_.find(part.table)->second +=
        dry_run_ ? static_cast<std::uint64_t>(query.number(0)) : db_.changes();
  }
  return {};
}

template <class T>
Status Purge::remove(const Ids<T>& ids, std::string_view may_go,
                     std::span<const PurgedPart> parts) {
  return in_groups(ids, [&](const T& id) { return remove_one(id, may_go, parts); });
}

Status Purge::old_observations(Time before) {
  // A dry run counts by rows; of a part as many go.
  if (!dry_run_ && db_.has_parts()) {
    const auto count = [this](std::string_view table, std::uint64_t rows) {
      counts_.find(table)->second += rows;
    };
    if (Status s = ObservationParts(db_).remove_old(before, count); !s) return s;
  }
  Ids<Seq> seqs;
  {
    Query query(db_,
                "SELECT seq FROM observations o WHERE arrived_at < ? AND NOT EXISTS"
                " (SELECT 1 FROM cases c WHERE c.id = o.case_id)");
    if (Status status = add_seqs(query.bind(before), seqs); !status) return status;
  }
  return remove(seqs, kObservationMayGo, kOfObservation);
}

Status Purge::old_cases(Time before) {
  Ids<std::string> cases;
  Ids<Seq> seqs;
  {
    Query query(db_, "SELECT id FROM cases WHERE state = 3 AND decided_at < ?");
    if (Status status = add_texts(query.bind(before), cases); !status) return status;
    Query of_cases(db_,
                   "SELECT seq FROM observations WHERE case_id IN"
                   " (SELECT id FROM cases WHERE state = 3 AND decided_at < ?)");
    if (Status status = add_seqs(of_cases.bind(before), seqs); !status) return status;
  }
  if (Status status = remove(seqs, kObservationMayGo, kOfObservation); !status) return status;
  return remove(cases, kCaseMayGo, kOfCase);
}

Status Purge::old_secrets(Time before) {
  Ids<std::string> owners;
  {
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
    if (Status status = add_texts(query.bind(before), owners); !status) return status;
  }
  return remove(owners, kSecretMayGo, kSecrets);
}

// Takes the capture's hash out of one stored event.
Status Purge::drop_capture(Seq seq) {
  Query query(db_, "SELECT event FROM observations WHERE seq = ? AND event IS NOT NULL");
  const Result<bool> row = query.bind(seq).step();
  if (!row) return tl::unexpected(row.error());
  if (!*row) return {};
  Result<WindowChange> change = decode(query.text(0), seq);
  if (!change) return tl::unexpected(change.error());
  auto* attempt = std::get_if<AttemptEvent>(&*change);
  if (attempt == nullptr || !attempt->capture) return {};
  ++counts_.find("captures")->second;
  if (dry_run_) return {};
  attempt->capture.reset();
  const std::string event = encode(*change);
  Query update(db_, "UPDATE observations SET event = ? WHERE seq = ?");
  return update.bind(Blob{event}).bind(seq).run();
}

Status Purge::old_captures(Time before) {
  Ids<Seq> seqs;
  {
    Query query(db_, "SELECT seq FROM observations o WHERE kind = 0 AND occurred_at < ? AND" +
                         std::string(kFree));
    if (Status status = add_seqs(query.bind(before), seqs); !status) return status;
  }
  return in_groups(seqs, [this](Seq seq) { return drop_capture(seq); });
}

// A campaign and what hangs on it. A relation of two that go is counted with the
// lesser id, under which it stands.
Status Purge::old_campaigns(Time before) {
  const std::string goes = " g.last_seen < " + std::to_string(to_millis(before)) +
                           " AND NOT EXISTS (SELECT 1 FROM campaign_cases l"
                           " JOIN cases c ON c.id = l.case_id"
                           " WHERE l.campaign_id = g.id AND c.state <> 3)";
  const std::string other_stays =
      "other_id = ? AND NOT EXISTS (SELECT 1 FROM campaigns g WHERE"
      " g.id = campaign_relations.campaign_id AND" +
      goes + ")";
  Ids<std::string> campaigns;
  {
    Query query(db_, "SELECT g.id FROM campaigns g WHERE" + goes + " ORDER BY g.id");
    if (Status status = add_texts(query, campaigns); !status) return status;
  }
  const PurgedPart parts[] = {
      {"campaign_bands", "sketch_id IN (SELECT id FROM campaign_sketches WHERE campaign_id = ?)"},
      {"campaign_sketches", "campaign_id = ?"},
      {"campaign_counts", "campaign_id = ?"},
      {"campaign_links", "campaign_id = ?"},
      {"campaign_cases", "campaign_id = ?"},
      {"campaign_relations", "campaign_id = ?"},
      {"campaign_relations", other_stays},
      {"campaigns", "id = ?"}};
  return remove(campaigns, "SELECT 1 FROM campaigns g WHERE g.id = ? AND" + goes, parts);
}

Status Purge::old_tips(Time before) {
  Ids<std::string> tips;
  {
    Query query(db_,
                "SELECT id FROM tips t WHERE (state IN (3, 4) OR (state IN (1, 2) AND named = 0))"
                " AND NOT EXISTS (SELECT 1 FROM tip_events e WHERE e.tip = t.id AND e.at >= ?)");
    if (Status status = add_texts(query.bind(before), tips); !status) return status;
  }
  return remove(tips, "SELECT 1 FROM tips WHERE id = ? AND state <> 0", kOfTip);
}

Status Purge::old_rows(std::string_view which, Time before, std::span<const PurgedPart> parts) {
  Ids<std::string> ids;
  {
    Query query(db_, which);
    if (Status status = add_texts(query.bind(before), ids); !status) return status;
  }
  return remove(ids, kAlways, parts);
}

// Decided cases of these observations that hold no other person's.
Status Purge::cases_of_alone(const Ids<Seq>& observations, LinkKey person, Ids<std::string>& out) {
  Query query(db_,
              "SELECT o.case_id FROM observations o WHERE o.seq = ? AND o.case_id IS NOT NULL"
              " AND NOT EXISTS (SELECT 1 FROM observations p WHERE p.case_id = o.case_id"
              "                 AND p.person IS DISTINCT FROM ?)");
  for (const Seq seq : observations) {
    if (Status status = add_texts(query.bind(seq).bind(person), out); !status) return status;
    query.reset();
  }
  std::sort(out.begin(), out.end());
  out.erase(std::unique(out.begin(), out.end()), out.end());
  return {};
}

Status Purge::changes_of(LinkKey person, Ids<Seq>& out) {
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
  return {};
}

Status Purge::person(LinkKey person) {
  Ids<Seq> seqs;
  Ids<Seq> registry;
  Ids<Seq> changes;
  Ids<std::string> cases;
  {
    Query query(db_, "SELECT seq FROM observations o WHERE person = ? AND" + std::string(kFree));
    if (Status status = add_seqs(query.bind(person), seqs); !status) return status;
    Query events(db_, "SELECT seq FROM registry_events WHERE person = ?");
    if (Status status = add_seqs(events.bind(person), registry); !status) return status;
  }
  if (Status status = cases_of_alone(seqs, person, cases); !status) return status;
  if (Status status = changes_of(person, changes); !status) return status;
  if (Status status = remove(seqs, kObservationMayGo, kOfObservation); !status) return status;
  if (Status status = remove(cases, kCaseMayGo, kOfCase); !status) return status;
  if (Status status = remove(registry, kAlways, kOfRegistryEvent); !status) return status;
  if (Status status = remove(changes, kAlways, kWindowChange); !status) return status;
  if (Status status = remove(Ids<LinkKey>{person}, kAlways, kVisitsOf); !status) return status;
  return remove(Ids<LinkKey>{person}, kAlways, kAlias);
}

// Under the key that they are counted by and under those that it replaced.
Status Purge::everything_of(LinkKey person) {
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

// Numbers are never given out twice, even if the newest rows go.
Status Purge::keep_seq_floor() {
  if (dry_run_) return {};
  const Result<Seq> last = SeqSource().refresh(db_);
  if (!last) return tl::unexpected(last.error());
  return SeqSource::keep_floor(db_, *last);
}

// Before and after: windows made meanwhile may count what goes.
Status Purge::count_erasure() {
  if (dry_run_) return {};
  Query query(db_,
              "INSERT INTO numbers (name, value) VALUES ('erasures', 1) ON CONFLICT (name)"
              " DO UPDATE SET value = numbers.value + 1");
  return query.run();
}

Status Purge::run(const PurgePolicy& policy) {
  Status status = keep_seq_floor();
  if (status) status = count_erasure();
  if (status && policy.secrets_of_cases_decided_before) {
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
  return status ? count_erasure() : status;
}

}  // namespace

Result<PurgeReport> SqlRetention::purge(const PurgePolicy& policy, bool dry_run) {
  if (db_.in_transaction()) return fail(ErrorCode::kConflict, "a transaction is open");
  Purge purge(db_, dry_run);
  if (Status status = purge.run(policy); !status) return tl::unexpected(status.error());
  if (!dry_run) {
    // What was removed must leave the write-ahead log as well.
    if (Status status = db_.checkpoint(true); !status) return tl::unexpected(status.error());
  }
  return purge.report();
}

Result<std::uint64_t> SqlRetention::erasures() {
  const auto number = db_.number("SELECT value FROM numbers WHERE name = 'erasures'");
  if (!number) return tl::unexpected(number.error());
  return static_cast<std::uint64_t>(*number);
}

}  // namespace analyzer::store
