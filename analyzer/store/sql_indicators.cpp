// Indicators.

#include <algorithm>
#include <utility>

#include "analyzer/store/sql_roles.h"

namespace analyzer::store {
namespace {

constexpr std::string_view kStatement =
    "SELECT v.kind, v.value, s.source, s.origin, s.opinion, s.revokes, s.confidence, s.at,"
    " s.valid_from, s.valid_until, s.reason, s.number FROM indicator_statements s"
    " JOIN indicator_values v ON v.id = s.value_id ";

feeds::Statement read_statement(const Query& query) {
  feeds::Statement s;
  s.kind = query.word<feeds::IndicatorKind>(0);
  s.value = query.text(1);
  s.source = query.text(2);
  s.origin = query.word<feeds::Origin>(3);
  s.opinion = query.word<feeds::Opinion>(4);
  s.revokes = query.number(5) != 0;
  s.confidence = query.real(6);
  s.at = query.time(7);
  s.valid_from = query.time(8);
  s.valid_until = query.maybe_time(9);
  s.reason = query.text(10);
  return s;
}

Status read_all(Query& query, const Indicators::Each& each) {
  Result<bool> row = query.step();
  for (; row && *row; row = query.step()) {
    const auto number = static_cast<std::uint64_t>(query.number(11));
    if (Status status = each(number, read_statement(query)); !status) return status;
  }
  if (!row) return tl::unexpected(row.error());
  return {};
}

// The value's id; it is made if it is new.
Result<std::int64_t> value_id(Db& db, const feeds::Statement& statement, std::string_view label) {
  Query insert(db,
               "INSERT INTO indicator_values (kind, value, label, latest) VALUES (?, ?, ?, 0)"
               " ON CONFLICT DO NOTHING");
  Status status = insert.bind(statement.kind).bind(statement.value).bind(label).run();
  if (!status) return tl::unexpected(status.error());
  Query query(db, "SELECT id FROM indicator_values WHERE kind = ? AND value = ?");
  const Result<bool> row = query.bind(statement.kind).bind(statement.value).step();
  if (!row) return tl::unexpected(row.error());
  if (!*row) return fail(ErrorCode::kCorrupt, "an indicator's value is gone");
  return query.number(0);
}

}  // namespace

Result<std::uint64_t> SqlIndicators::append(const feeds::Statement& s, std::string_view label,
                                            Time arrived_at) {
  const Result<std::int64_t> id = value_id(db_, s, label);
  if (!id) return tl::unexpected(id.error());
  Query query(db_,
              "INSERT INTO indicator_statements (value_id, source, origin, opinion, revokes,"
              " confidence, at, valid_from, valid_until, reason, arrived_at)"
              " VALUES (?,?,?,?,?,?,?,?,?,?,?) RETURNING number");
  query.bind(*id).bind(s.source).bind(s.origin).bind(s.opinion).bind(s.revokes);
  query.bind(s.confidence).bind(s.at).bind(s.valid_from).bind(s.valid_until).bind(s.reason);
  const Result<std::int64_t> number = query.bind(arrived_at).given_number();
  if (!number) return tl::unexpected(number.error());
  Query latest(db_, "UPDATE indicator_values SET latest = ? WHERE id = ?");
  if (Status status = latest.bind(*number).bind(*id).run(); !status) {
    return tl::unexpected(status.error());
  }
  return static_cast<std::uint64_t>(*number);
}

Result<IndicatorValue> SqlIndicators::read_value(std::int64_t id) {
  Query query(db_, "SELECT kind, value, label, latest FROM indicator_values WHERE id = ?");
  const Result<bool> row = query.bind(id).step();
  if (!row) return tl::unexpected(row.error());
  if (!*row) return fail(ErrorCode::kCorrupt, "an indicator's value is gone");
  IndicatorValue out{query.word<feeds::IndicatorKind>(0),
                     std::string(query.text(1)),
                     std::string(query.text(2)),
                     static_cast<std::uint64_t>(query.number(3)),
                     {}};
  Query said(db_, std::string(kStatement) + "WHERE s.value_id = ? ORDER BY s.number");
  said.bind(id);
  Status status = read_all(said, [&](std::uint64_t, const feeds::Statement& s) -> Status {
    out.statements.push_back(s);
    return {};
  });
  if (!status) return tl::unexpected(status.error());
  return out;
}

Result<std::optional<IndicatorValue>> SqlIndicators::find(feeds::IndicatorKind kind,
                                                          std::string_view value) {
  Query query(db_, "SELECT id FROM indicator_values WHERE kind = ? AND value = ?");
  const Result<bool> row = query.bind(kind).bind(value).step();
  if (!row) return tl::unexpected(row.error());
  if (!*row) return std::optional<IndicatorValue>{};
  Result<IndicatorValue> out = read_value(query.number(0));
  if (!out) return tl::unexpected(out.error());
  return std::optional<IndicatorValue>(*std::move(out));
}

Result<std::vector<IndicatorValue>> SqlIndicators::list(const IndicatorQuery& query) {
  std::string sql = "SELECT id FROM indicator_values WHERE latest < ?";
  if (query.kind) sql += " AND kind = ?";
  if (!query.text.empty()) sql += " AND instr(label, ?) > 0";
  sql += " ORDER BY latest DESC LIMIT ?";
  Query rows(db_, sql);
  rows.bind(query.before == 0 ? INT64_MAX : static_cast<std::int64_t>(query.before));
  if (query.kind) rows.bind(*query.kind);
  if (!query.text.empty()) rows.bind(query.text);
  rows.bind(query.limit);
  std::vector<IndicatorValue> out;
  Result<bool> row = rows.step();
  for (; row && *row; row = rows.step()) {
    Result<IndicatorValue> value = read_value(rows.number(0));
    if (!value) return tl::unexpected(value.error());
    out.push_back(*std::move(value));
  }
  if (!row) return tl::unexpected(row.error());
  return out;
}

Status SqlIndicators::scan(const StatementRange& range, const Each& each) {
  std::string sql(kStatement);
  sql += range.source.empty() ? "WHERE s.number > ?" : "WHERE s.source = ? AND s.number > ?";
  if (range.spoken) sql += " AND (s.origin = 1 OR s.opinion = 1 OR s.source = 'disposition')";
  sql += " ORDER BY s.number LIMIT ?";
  Query query(db_, sql);
  if (!range.source.empty()) query.bind(range.source);
  query.bind(range.after);
  query.bind(static_cast<std::int64_t>(std::min<std::uint64_t>(range.limit, INT64_MAX)));
  return read_all(query, each);
}

Result<std::uint64_t> SqlIndicators::revision() {
  const auto last = db_.number("SELECT coalesce(max(number), 0) FROM indicator_statements");
  if (!last) return tl::unexpected(last.error());
  return static_cast<std::uint64_t>(*last);
}

Result<std::uint64_t> SqlIndicators::count() {
  const auto count = db_.number("SELECT count(*) FROM indicator_values");
  if (!count) return tl::unexpected(count.error());
  return static_cast<std::uint64_t>(*count);
}

}  // namespace analyzer::store
