// Follow-ups and explanations.

#include "analyzer/store/sql_roles.h"

namespace analyzer::store {
namespace {

// A row that points to no observation is the only thing that can be refused.
Status or_not_found(Db& db, Seq observation, Status status) {
  if (status) return status;
  Query there(db, "SELECT 1 FROM observations WHERE seq = ?");
  const Result<bool> row = there.bind(observation).step();
  if (row && !*row) return fail(ErrorCode::kNotFound, "no such observation");
  return status;
}

}  // namespace

Status SqlFollowUps::add(Seq observation, FollowUp kind) {
  // Refused by nothing, so that it undoes no group of others (Pace::kGroup).
  Query query(db_,
              "INSERT INTO follow_ups (observation, kind) SELECT seq, ? FROM observations"
              " WHERE seq = ? ON CONFLICT DO NOTHING");
  return query.bind(kind).bind(observation).run();
}

Result<std::vector<Seq>> SqlFollowUps::waiting(FollowUp kind, Seq after, std::size_t limit) {
  Query query(db_,
              "SELECT observation FROM follow_ups WHERE kind = ? AND observation > ?"
              " ORDER BY observation LIMIT ?");
  query.bind(kind).bind(after).bind(limit);
  std::vector<Seq> out;
  Result<bool> row = query.step();
  for (; row && *row; row = query.step()) out.push_back(static_cast<Seq>(query.number(0)));
  if (!row) return tl::unexpected(row.error());
  return out;
}

Status SqlFollowUps::remove(Seq observation, FollowUp kind) {
  Query query(db_, "DELETE FROM follow_ups WHERE observation = ? AND kind = ?");
  return query.bind(observation).bind(kind).run();
}

Result<std::uint64_t> SqlFollowUps::count(FollowUp kind) {
  Query query(db_, "SELECT count(*) FROM follow_ups WHERE kind = ?");
  const Result<bool> row = query.bind(kind).step();
  if (!row) return tl::unexpected(row.error());
  return static_cast<std::uint64_t>(query.number(0));
}

Status SqlFollowUps::set_explanation(Seq observation, std::string_view json) {
  Query query(db_,
              "INSERT INTO explanations (observation, body) VALUES (?, ?)"
              " ON CONFLICT (observation) DO UPDATE SET body = excluded.body");
  return or_not_found(db_, observation, query.bind(observation).bind(json).run());
}

Result<std::string> SqlFollowUps::explanation(Seq observation) {
  Query query(db_, "SELECT body FROM explanations WHERE observation = ?");
  const Result<bool> row = query.bind(observation).step();
  if (!row) return tl::unexpected(row.error());
  return *row ? std::string(query.text(0)) : std::string();
}

}  // namespace analyzer::store
