// The register of helpers.

#include <utility>

#include "analyzer/store/sql_roles.h"

namespace analyzer::store {
namespace {

constexpr std::string_view kHelper =
    "SELECT number, id, version, state, kind, name, area, valid_from, valid_until, weekdays, opens,"
    " closes, persons_day, persons_week, beds, note, case_id, registered_by, registered_at,"
    " confirmed_by, confirmed_at, revoked_by, revoked_at, revoke_reason, updated_at FROM helpers ";

std::int64_t day_number(Date date) { return date.time_since_epoch().count(); }

Date date_of(std::int64_t days) { return Date{std::chrono::days{days}}; }

std::optional<Date> maybe_date(const Query& query, int column) {
  if (query.is_null(column)) return std::nullopt;
  return date_of(query.number(column));
}

std::optional<std::uint32_t> maybe_count(const Query& query, int column) {
  if (query.is_null(column)) return std::nullopt;
  return static_cast<std::uint32_t>(query.number(column));
}

// Bit i for the i-th weekday.
std::int64_t bits_of(const std::vector<Weekday>& weekdays) {
  std::int64_t bits = 0;
  for (const Weekday day : weekdays) bits |= std::int64_t{1} << static_cast<unsigned>(day);
  return bits;
}

std::vector<Weekday> weekdays_of(std::int64_t bits) {
  std::vector<Weekday> out;
  for (std::size_t i = 0; i < kNames<Weekday>.size(); ++i) {
    if (((bits >> i) & 1) != 0) out.push_back(static_cast<Weekday>(i));
  }
  return out;
}

struct Row {
  std::int64_t number = 0;
  Helper helper;  // without its links
};

Row read_row(const Query& query) {
  Row out;
  out.number = query.number(0);
  Helper& helper = out.helper;
  helper.id = query.text(1);
  helper.version = query.number(2);
  helper.state = query.word<HelperState>(3);
  HelperTerms& terms = helper.terms;
  terms.kind = query.word<HelperKind>(4);
  terms.name = query.text(5);
  terms.area = split_words(query.text(6));
  terms.valid_from = date_of(query.number(7));
  terms.valid_until = maybe_date(query, 8);
  terms.weekdays = weekdays_of(query.number(9));
  terms.opens = static_cast<std::uint32_t>(query.number(10));
  terms.closes = static_cast<std::uint32_t>(query.number(11));
  terms.persons_day = maybe_count(query, 12);
  terms.persons_week = maybe_count(query, 13);
  terms.beds = maybe_count(query, 14);
  helper.note = query.text(15);
  helper.case_id = query.text(16);
  helper.registered_by = query.text(17);
  helper.registered_at = query.time(18);
  helper.confirmed_by = query.text(19);
  helper.confirmed_at = query.maybe_time(20);
  helper.revoked_by = query.text(21);
  helper.revoked_at = query.maybe_time(22);
  helper.revoke_reason = query.text(23);
  helper.updated_at = query.time(24);
  return out;
}

Status read_links(Db& db, Row& row) {
  Query query(db, "SELECT kind, key, label FROM helper_links WHERE helper = ? ORDER BY kind, key");
  query.bind(row.number);
  Result<bool> more = query.step();
  for (; more && *more; more = query.step()) {
    row.helper.links.push_back(
        {{query.word<LinkKind>(0), query.key(1)}, std::string(query.text(2))});
  }
  if (!more) return tl::unexpected(more.error());
  return {};
}

// Reads every row of `query` with its links.
Status read_all(Db& db, Query& query, const std::function<Status(Row&)>& each) {
  Result<bool> more = query.step();
  for (; more && *more; more = query.step()) {
    Row row = read_row(query);
    if (Status status = read_links(db, row); !status) return status;
    if (Status status = each(row); !status) return status;
  }
  if (!more) return tl::unexpected(more.error());
  return {};
}

void bind_terms(Query& query, const Helper& helper) {
  const HelperTerms& terms = helper.terms;
  std::optional<std::int64_t> until;
  if (terms.valid_until) until = day_number(*terms.valid_until);
  query.bind(helper.version).bind(helper.state).bind(terms.kind).bind(terms.name);
  query.bind(join_words(terms.area)).bind(day_number(terms.valid_from)).bind(until);
  query.bind(bits_of(terms.weekdays)).bind(terms.opens).bind(terms.closes);
  query.bind(terms.persons_day).bind(terms.persons_week).bind(terms.beds).bind(helper.note);
  query.bind(helper.case_id).bind(helper.registered_by).bind(helper.registered_at);
  query.bind(helper.confirmed_by).bind(helper.confirmed_at).bind(helper.revoked_by);
  query.bind(helper.revoked_at).bind(helper.revoke_reason).bind(helper.updated_at);
}

Status insert(Db& db, const Helper& helper) {
  Query query(db,
              "INSERT INTO helpers (version, state, kind, name, area, valid_from, valid_until,"
              " weekdays, opens, closes, persons_day, persons_week, beds, note, case_id,"
              " registered_by, registered_at, confirmed_by, confirmed_at, revoked_by, revoked_at,"
              " revoke_reason, updated_at, id)"
              " VALUES (?,?,?,?,?,?,?,?,?,?,?,?,?,?,?,?,?,?,?,?,?,?,?,?) ON CONFLICT DO NOTHING");
  bind_terms(query, helper);
  if (Status status = query.bind(helper.id).run(); !status) return status;
  if (db.changes() == 0) return fail(ErrorCode::kConflict, "the helper's id is taken");
  return {};
}

Status update(Db& db, const Helper& helper, std::int64_t expected) {
  Query query(db,
              "UPDATE helpers SET version=?, state=?, kind=?, name=?, area=?, valid_from=?,"
              " valid_until=?, weekdays=?, opens=?, closes=?, persons_day=?, persons_week=?,"
              " beds=?, note=?, case_id=?, registered_by=?, registered_at=?, confirmed_by=?,"
              " confirmed_at=?, revoked_by=?, revoked_at=?, revoke_reason=?, updated_at=?"
              " WHERE id = ? AND version = ?");
  bind_terms(query, helper);
  if (Status status = query.bind(helper.id).bind(expected).run(); !status) return status;
  if (db.changes() > 0) return {};
  Query known(db, "SELECT 1 FROM helpers WHERE id = ?");
  const Result<bool> row = known.bind(helper.id).step();
  if (!row) return tl::unexpected(row.error());
  if (!*row) return fail(ErrorCode::kNotFound, "no such helper");
  return fail(ErrorCode::kConflict, "the helper was changed meanwhile");
}

}  // namespace

Status SqlHelpers::put(const Helper& helper, std::optional<std::int64_t> expected) {
  Status status = expected ? update(db_, helper, *expected) : insert(db_, helper);
  if (!status) return status;
  Query row(db_, "SELECT number FROM helpers WHERE id = ?");
  const Result<bool> found = row.bind(helper.id).step();
  if (!found) return tl::unexpected(found.error());
  const std::int64_t number = row.number(0);
  Query forget(db_, "DELETE FROM helper_links WHERE helper = ?");
  if (status = forget.bind(number).run(); !status) return status;
  for (const HelperLink& known : helper.links) {
    Query link(db_,
               "INSERT INTO helper_links (helper, kind, key, label) VALUES (?,?,?,?)"
               " ON CONFLICT DO NOTHING");
    link.bind(number).bind(known.link.kind).bind(known.link.key).bind(known.label);
    if (status = link.run(); !status) return status;
  }
  return {};
}

Result<std::optional<Helper>> SqlHelpers::find(std::string_view id) {
  Query query(db_, std::string(kHelper) + "WHERE id = ?");
  query.bind(id);
  std::optional<Helper> out;
  const Status status = read_all(db_, query, [&](Row& row) -> Status {
    out = std::move(row.helper);
    return {};
  });
  if (!status) return tl::unexpected(status.error());
  return out;
}

Result<std::vector<std::string>> SqlHelpers::known_by(const Link& link) {
  Query query(db_,
              "SELECT h.id FROM helper_links l JOIN helpers h ON h.number = l.helper"
              " WHERE l.key = ? AND l.kind = ? AND h.state <> ? ORDER BY h.number");
  query.bind(link.key).bind(link.kind).bind(HelperState::kRevoked);
  std::vector<std::string> out;
  Result<bool> more = query.step();
  for (; more && *more; more = query.step()) out.emplace_back(query.text(0));
  if (!more) return tl::unexpected(more.error());
  return out;
}

Result<HelperPage> SqlHelpers::list(const HelperQuery& query) {
  std::string sql = std::string(kHelper) + "WHERE number < ?";
  if (query.kind) sql += " AND kind = ?";
  if (query.state) sql += " AND state = ?";
  if (query.ended_before) sql += " AND valid_until < ?";
  if (query.lasts_until) sql += " AND (valid_until IS NULL OR valid_until >= ?)";
  if (!query.text.empty()) {
    sql +=
        " AND (instr(name, ?) > 0 OR instr(note, ?) > 0 OR EXISTS (SELECT 1 FROM helper_links l"
        " WHERE l.helper = number AND instr(l.label, ?) > 0))";
  }
  // An area stands as words between blanks.
  if (!query.region.empty()) {
    sql += " AND (instr(' ' || area, ' ' || ?) > 0";
    for (std::size_t i = 2; i < query.region.size(); ++i) {
      sql += " OR instr(' ' || area || ' ', ' ' || substr(?, 1, " + std::to_string(i) +
             ") || ' ') > 0";
    }
    sql += ")";
  }
  sql += " ORDER BY number DESC LIMIT ?";
  Query rows(db_, sql);
  rows.bind(query.before == 0 ? INT64_MAX : static_cast<std::int64_t>(query.before));
  if (query.kind) rows.bind(*query.kind);
  if (query.state) rows.bind(*query.state);
  if (query.ended_before) rows.bind(day_number(*query.ended_before));
  if (query.lasts_until) rows.bind(day_number(*query.lasts_until));
  if (!query.text.empty()) rows.bind(query.text).bind(query.text).bind(query.text);
  if (!query.region.empty()) {
    rows.bind(query.region);
    for (std::size_t i = 2; i < query.region.size(); ++i) rows.bind(query.region);
  }
  rows.bind(query.limit + 1);
  HelperPage out;
  std::int64_t last = 0;
  const Status status = read_all(db_, rows, [&](Row& row) -> Status {
    if (out.helpers.size() == query.limit) {
      out.next = static_cast<std::uint64_t>(last);
      return {};
    }
    last = row.number;
    out.helpers.push_back(std::move(row.helper));
    return {};
  });
  if (!status) return tl::unexpected(status.error());
  return out;
}

Status SqlHelpers::scan(const std::function<Status(const Helper&)>& each) {
  Query query(db_, std::string(kHelper) + "ORDER BY number");
  return read_all(db_, query, [&](Row& row) { return each(row.helper); });
}

// Versions only grow, and nothing leaves the register.
Result<std::uint64_t> SqlHelpers::revision() {
  const auto sum = db_.number("SELECT CAST(coalesce(sum(version), 0) AS BIGINT) FROM helpers");
  if (!sum) return tl::unexpected(sum.error());
  return static_cast<std::uint64_t>(*sum);
}

}  // namespace analyzer::store
