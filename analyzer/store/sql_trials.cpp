// Trials of a policy.

#include "analyzer/store/sql_roles.h"

namespace analyzer::store {
namespace {

constexpr std::string_view kTrial =
    "SELECT id, at, by_whom, reason, change, state, result, switched_by, switched_at FROM trials ";

Trial read_trial(const Query& query) {
  Trial out;
  out.id = query.text(0);
  out.at = query.time(1);
  out.by = query.text(2);
  out.reason = query.text(3);
  out.change = query.text(4);
  out.state = query.word<TrialState>(5);
  out.result = query.text(6);
  out.switched_by = query.text(7);
  out.switched_at = query.maybe_time(8);
  return out;
}

}  // namespace

Status SqlTrials::put(const Trial& trial) {
  Query query(db_,
              "INSERT INTO trials (id, at, by_whom, reason, change, state, result, switched_by,"
              " switched_at) VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?) ON CONFLICT (id) DO UPDATE SET"
              " state = excluded.state, result = excluded.result,"
              " switched_by = excluded.switched_by, switched_at = excluded.switched_at");
  query.bind(trial.id).bind(trial.at).bind(trial.by).bind(trial.reason).bind(trial.change);
  query.bind(trial.state).bind(trial.result).bind(trial.switched_by).bind(trial.switched_at);
  return query.run();
}

Result<std::optional<Trial>> SqlTrials::find(std::string_view id) {
  Query query(db_, std::string(kTrial) + "WHERE id = ?");
  return first_row(query.bind(id), read_trial);
}

Result<std::vector<Trial>> SqlTrials::list(std::size_t limit) {
  Query query(db_, std::string(kTrial) + "ORDER BY id DESC LIMIT ?");
  query.bind(limit);
  return all_rows(query, read_trial);
}

Result<std::optional<Trial>> SqlTrials::in_force() {
  Query query(db_, std::string(kTrial) + "WHERE state = ? ORDER BY id DESC LIMIT 1");
  return first_row(query.bind(TrialState::kInForce), read_trial);
}

}  // namespace analyzer::store
