#include <algorithm>
#include <map>
#include <utility>

#include "analyzer/store/sql_case_rows.h"
#include "analyzer/store/sql_roles.h"

namespace analyzer::store {
namespace {

Status insert(Db& db, const Case& c) {
  Query query(db, "INSERT INTO cases (" + std::string(kCaseColumns) + ") VALUES " +
                      marks(kCaseColumnCount));
  query.bind(c.id);
  bind_case(query, c);
  return query.run();
}

}  // namespace

Status SqlCases::put(const Case& c, std::optional<std::int64_t> expected) {
  if (!expected) return insert(db_, c);
  // All columns but the id, which stands first.
  const std::string columns(kCaseColumns.substr(kCaseColumns.find(',') + 1));
  Query query(db_, "UPDATE cases SET (" + columns + ") = " + marks(kCaseColumnCount - 1) +
                       " WHERE id = ? AND version = ?");
  bind_case(query, c);
  if (Status status = query.bind(c.id).bind(*expected).run(); !status) return status;
  if (db_.changes() == 1) return {};
  const auto there = find(c.id);
  if (!there) return tl::unexpected(there.error());
  if (!*there) return fail(ErrorCode::kNotFound, "no such case");
  return fail(ErrorCode::kConflict, "the case was changed meanwhile");
}

Result<std::optional<Case>> SqlCases::find(std::string_view id) {
  Query query(db_, "SELECT " + std::string(kCaseColumns) + " FROM cases WHERE id = ?");
  return first_row(query.bind(id), read_case);
}

Result<std::optional<Level>> SqlCases::level(std::string_view id) {
  Query query(db_, "SELECT max(level) FROM observations WHERE case_id = ?");
  const auto rows =
      all_rows(query.bind(id), [](const Query& row) { return row.maybe_word<Level>(0); });
  if (!rows) return tl::unexpected(rows.error());
  return rows->front();
}

Result<std::optional<Case>> SqlCases::next(const ClaimQuery& query) {
  std::string sql =
      "SELECT " + std::string(kCaseColumns) +
      " FROM cases WHERE state <> 3 AND (lease_until IS NULL OR lease_until <= ?)"
      " AND (substr(region, 1, ?) = ? OR (? = 1 AND region = ''))"
      " AND (owner = '' OR owner = ? OR owner_until <= ?) AND (snoozed_until IS NULL "
      "OR snoozed_until <= ?)"
      " AND instr(' ' || recused || ' ', ' ' || ? || ' ') = 0"
      " AND ((? = 1 AND state IN (0, 1)) OR (? = 1 AND state = 2 AND proposed_by <> ?))"
      " AND NOT EXISTS (SELECT 1 FROM case_skips s WHERE s.case_id = cases.id"
      "                 AND s.actor = ? AND s.until > ?)"
      " AND NOT EXISTS (SELECT 1 FROM conflicts k WHERE k.account = ? AND k.ended_at IS NULL"
      "                 AND substr(cases.region, 1, length(k.region)) = k.region)";
  if (!query.kinds.empty()) sql += " AND kind IN " + marks(query.kinds.size());
  if (!query.levels.empty()) sql += of_level(query.levels.size());
  sql += " ORDER BY due, rank, opened_at, id LIMIT 1";
  Query rows(db_, sql);
  rows.bind(query.now).bind(query.region_prefix.size()).bind(query.region_prefix);
  rows.bind(query.unplaced).bind(query.actor).bind(query.now).bind(query.now).bind(query.actor);
  rows.bind(query.first_review).bind(query.second_review).bind(query.actor);
  rows.bind(query.actor).bind(query.now).bind(query.actor);
  for (const CaseKind kind : query.kinds) rows.bind(kind);
  for (const Level level : query.levels) rows.bind(level);
  return first_row(rows, read_case);
}

Status SqlCases::skip(std::string_view id, std::string_view actor, Time until) {
  Query query(db_,
              "INSERT INTO case_skips (case_id, actor, until) VALUES (?, ?, ?)"
              " ON CONFLICT (case_id, actor) DO UPDATE SET until = excluded.until");
  return query.bind(id).bind(actor).bind(until).run();
}

Result<std::vector<Case>> SqlCases::lapsed(Time now, std::size_t limit) {
  Query query(db_, "SELECT " + std::string(kCaseColumns) +
                       " FROM cases WHERE state <> 3 AND held = 1 AND due <= ?"
                       " ORDER BY due LIMIT ?");
  return all_rows(query.bind(now).bind(limit), read_case);
}

Result<std::vector<Case>> SqlCases::settling(Time now, std::size_t limit) {
  Query query(db_, "SELECT " + std::string(kCaseColumns) +
                       " FROM cases WHERE settles_at <= ? ORDER BY settles_at LIMIT ?");
  return all_rows(query.bind(now).bind(limit), read_case);
}

Result<std::vector<Case>> SqlCases::done_with(Time decided, std::size_t limit) {
  Query query(db_, "SELECT " + std::string(kCaseColumns) +
                       " FROM cases WHERE decided_at < ? AND state = 3 AND settles_at IS NULL"
                       " AND archived_at IS NULL ORDER BY decided_at LIMIT ?");
  return all_rows(query.bind(decided).bind(limit), read_case);
}

Result<std::vector<Case>> SqlCases::of_batch(std::string_view batch) {
  Query query(db_, "SELECT " + std::string(kCaseColumns) +
                       " FROM cases WHERE batch = ? AND batch <> '' ORDER BY id");
  return all_rows(query.bind(batch), read_case);
}

Status SqlCases::append_event(std::string_view id, const CaseEvent& event) {
  Query query(db_, "INSERT INTO case_events (case_id, " + std::string(kEventColumns) + ") VALUES " +
                       marks(kEventColumnCount + 1));
  query.bind(id);
  bind_event(query, event);
  return query.run();
}

Result<std::vector<CaseEvent>> SqlCases::events(std::string_view id) {
  Query query(db_, "SELECT " + std::string(kEventColumns) +
                       " FROM case_events WHERE case_id = ? ORDER BY id");
  query.bind(id);
  return all_rows(query, read_event);
}

Status SqlCases::add_links(std::string_view id, std::span<const Link> links) {
  Query query(db_,
              "INSERT INTO case_links (case_id, kind, key) VALUES (?, ?, ?)"
              " ON CONFLICT DO NOTHING");
  for (const Link& link : links) {
    if (Status status = query.bind(id).bind(link.kind).bind(link.key).run(); !status) return status;
    query.reset();
  }
  return {};
}

Result<std::vector<Link>> SqlCases::links(std::string_view id) {
  Query query(db_, "SELECT kind, key FROM case_links WHERE case_id = ? ORDER BY kind, key");
  query.bind(id);
  std::vector<Link> out;
  Result<bool> row = query.step();
  for (; row && *row; row = query.step()) out.push_back({query.word<LinkKind>(0), query.key(1)});
  if (!row) return tl::unexpected(row.error());
  return out;
}

Status SqlCases::mention(std::string_view id, Seq observation) {
  Query query(db_,
              "INSERT INTO case_mentions (case_id, seq) SELECT c.id, o.seq"
              " FROM cases c, observations o WHERE c.id = ? AND o.seq = ?"
              " ON CONFLICT (case_id, seq) DO NOTHING");
  return query.bind(id).bind(observation).run();
}

Result<std::vector<Seq>> SqlCases::mentions(std::string_view id) {
  Query query(db_, "SELECT seq FROM case_mentions WHERE case_id = ? ORDER BY seq");
  query.bind(id);
  std::vector<Seq> out;
  Result<bool> row = query.step();
  for (; row && *row; row = query.step()) out.push_back(static_cast<Seq>(query.number(0)));
  if (!row) return tl::unexpected(row.error());
  return out;
}

Result<std::vector<std::string>> SqlCases::find_open_by_links(std::span<const Link> links) {
  struct Found {
    std::size_t common = 0;
    std::int64_t opened_at = 0;
  };
  std::map<std::string, Found> found;
  Query query(db_,
              "SELECT c.id, c.opened_at FROM case_links l JOIN cases c ON c.id = l.case_id"
              " WHERE l.key = ? AND l.kind = ? AND c.state <> 3");
  for (const Link& link : links) {
    Result<bool> row = query.bind(link.key).bind(link.kind).step();
    for (; row && *row; row = query.step()) {
      Found& entry = found[std::string(query.text(0))];
      ++entry.common;
      entry.opened_at = query.number(1);
    }
    if (!row) return tl::unexpected(row.error());
    query.reset();
  }
  std::vector<std::pair<std::string, Found>> order(found.begin(), found.end());
  std::sort(order.begin(), order.end(), [](const auto& a, const auto& b) {
    return std::tuple(b.second.common, a.second.opened_at, a.first) <
           std::tuple(a.second.common, b.second.opened_at, b.first);
  });
  std::vector<std::string> out;
  for (auto& [id, entry] : order) out.push_back(std::move(id));
  return out;
}

Result<std::vector<std::string>> SqlCases::find_decided_by_links(std::span<const Link> links,
                                                                 std::size_t limit) {
  struct Found {
    std::size_t common = 0;
    std::int64_t decided_at = 0;
  };
  std::map<std::string, Found> found;
  Query query(db_,
              "SELECT c.id, c.decided_at FROM case_links l JOIN cases c ON c.id = l.case_id"
              " WHERE l.key = ? AND l.kind = ? AND c.state = 3"
              " ORDER BY c.decided_at DESC LIMIT ?");
  for (const Link& link : links) {
    Result<bool> row = query.bind(link.key).bind(link.kind).bind(limit).step();
    for (; row && *row; row = query.step()) {
      Found& entry = found[std::string(query.text(0))];
      ++entry.common;
      entry.decided_at = query.number(1);
    }
    if (!row) return tl::unexpected(row.error());
    query.reset();
  }
  std::vector<std::pair<std::string, Found>> order(found.begin(), found.end());
  std::sort(order.begin(), order.end(), [](const auto& a, const auto& b) {
    return std::tuple(b.second.common, b.second.decided_at, a.first) <
           std::tuple(a.second.common, a.second.decided_at, b.first);
  });
  std::vector<std::string> out;
  for (auto& [id, entry] : order) {
    if (out.size() < limit) out.push_back(std::move(id));
  }
  return out;
}

Result<CaseCounts> SqlCases::counts() {
  CaseCounts out;
  Query query(
      db_,
      "SELECT kind, state, count(*), CAST(sum(held) AS BIGINT) FROM cases GROUP BY kind, state"
      " ORDER BY kind, state");
  Result<bool> row = query.step();
  for (; row && *row; row = query.step()) {
    out.rows.push_back({query.word<CaseKind>(0), query.word<CaseState>(1),
                        static_cast<std::uint64_t>(query.number(2)),
                        static_cast<std::uint64_t>(query.number(3))});
  }
  if (!row) return tl::unexpected(row.error());
  Query ends(db_,
             "SELECT (SELECT min(opened_at) FROM cases WHERE state <> 3),"
             " (SELECT min(decide_by) FROM cases WHERE state <> 3 AND held = 1)");
  if (row = ends.step(); !row) return tl::unexpected(row.error());
  out.oldest_open = ends.maybe_time(0);
  out.next_decide_by = ends.maybe_time(1);
  return out;
}

Result<CaseFigures> SqlCases::figures(const FigureQuery& wanted) {
  CaseFigures out;
  Query open(db_,
             "SELECT kind, state, count(*), CAST(sum(held) AS BIGINT),"
             " sum(CASE WHEN decide_by < ?1 THEN 1 ELSE 0 END),"
             " sum(CASE WHEN decide_by >= ?1 AND decide_by < ?2 THEN 1 ELSE 0 END),"
             " min(opened_at) FROM cases WHERE state <> 3"
             " AND (region = '' OR substr(region, 1, ?3) = ?4)"
             " GROUP BY kind, state ORDER BY kind, state");
  open.bind(wanted.now).bind(wanted.soon).bind(wanted.region_prefix.size());
  open.bind(wanted.region_prefix);
  const auto count = [](const Query& row, int column) {
    return static_cast<std::uint64_t>(row.number(column));
  };
  auto rows = all_rows(open, [&](const Query& row) {
    const Time oldest = row.time(6);
    if (!out.oldest_open || oldest < *out.oldest_open) out.oldest_open = oldest;
    return CaseFigures::Open{row.word<CaseKind>(0), row.word<CaseState>(1), count(row, 2),
                             count(row, 3),         count(row, 4),          count(row, 5)};
  });
  if (!rows) return tl::unexpected(rows.error());
  out.open = *std::move(rows);
  Query decided(db_,
                "SELECT disposition, count(*), sum(CASE WHEN settles_at IS NULL THEN 1 ELSE 0 END),"
                " sum(CASE WHEN decided_at >= ?1 THEN 1 ELSE 0 END),"
                " sum(CASE WHEN decided_at >= ?1 AND decided_by = ?2 THEN 1 ELSE 0 END)"
                " FROM cases WHERE state = 3 AND disposition IS NOT NULL AND decided_at >= ?3"
                " AND (region = '' OR substr(region, 1, ?4) = ?5)"
                " GROUP BY disposition ORDER BY disposition");
  decided.bind(wanted.today).bind(wanted.actor).bind(wanted.decided_from);
  decided.bind(wanted.region_prefix.size()).bind(wanted.region_prefix);
  auto by_disposition = all_rows(decided, [&](const Query& row) {
    return CaseFigures::Decided{row.word<Disposition>(0), count(row, 1), count(row, 2),
                                count(row, 3), count(row, 4)};
  });
  if (!by_disposition) return tl::unexpected(by_disposition.error());
  out.decided = *std::move(by_disposition);
  return out;
}

}  // namespace analyzer::store
