// Lists of cases: the filter as SQL, and the cursor, which holds the order and
// the place of the page's last case in it.

#include <algorithm>
#include <array>
#include <charconv>
#include <utility>

#include "analyzer/store/sql_case_rows.h"
#include "analyzer/store/sql_roles.h"

namespace analyzer::store {
namespace {

// A case's place in an order, in ascending terms; unused parts are 0.
struct Place {
  std::array<std::int64_t, 3> keys{};
  std::string id;
};

// The SQL terms of Place::keys, by CaseOrder.
struct Order {
  std::string_view columns;  // of keys, comma separated
  std::size_t size;
  bool descending;
};
constexpr Order kOrders[] = {
    {"due, rank, opened_at", 3, false},
    {"opened_at", 1, true},
    {"updated_at", 1, true},
};

std::string write_cursor(CaseOrder order, const Place& place) {
  std::string out = std::to_string(static_cast<int>(order));
  for (const std::int64_t key : place.keys) out += "." + std::to_string(key);
  return out + "." + place.id;
}

bool take_number(std::string_view& text, std::int64_t& number) {
  const auto [end, error] = std::from_chars(text.data(), text.data() + text.size(), number);
  if (error != std::errc{} || end == text.data() + text.size() || *end != '.') return false;
  text.remove_prefix(static_cast<std::size_t>(end - text.data()) + 1);
  return true;
}

Result<Place> read_cursor(CaseOrder order, std::string_view text) {
  Place place;
  std::int64_t written_order = 0;
  bool good = take_number(text, written_order) && written_order == static_cast<int>(order);
  for (std::int64_t& key : place.keys) good = good && take_number(text, key);
  if (!good) {
    return tl::unexpected(
        Error{ErrorCode::kInvalid, "bad cursor", {{"/cursor", "cursor", "not of this list"}}});
  }
  place.id = text;
  return place;
}

bool only_undecided(const CaseQuery& query) {
  return !query.states.empty() && std::find(query.states.begin(), query.states.end(),
                                            CaseState::kDecided) == query.states.end();
}

// One time is bound for either word of a unit.
std::string waits_for(CaseWait wait) {
  switch (wait) {
    case CaseWait::kUnit:
      return " AND referred_until > ?";
    case CaseWait::kUnitOverdue:
      return " AND referred_until <= ?";
    case CaseWait::kLetter:
      return " AND letter_since <= ?";
  }
  return "";
}

std::string where(const CaseQuery& query, const Order& order) {
  std::string sql = " WHERE (substr(region, 1, ?) = ? OR (? = 1 AND region = ''))";
  if (only_undecided(query)) sql += " AND state <> 3";  // lets the partial index serve
  if (!query.states.empty()) sql += " AND state IN " + marks(query.states.size());
  if (!query.kinds.empty()) sql += " AND kind IN " + marks(query.kinds.size());
  if (!query.levels.empty()) sql += of_level(query.levels.size());
  if (!query.assignee.empty()) sql += " AND (assignee = ? OR owner = ?)";
  if (query.held) sql += " AND held = ?";
  if (query.snoozed) sql += " AND CASE WHEN snoozed_until > ? THEN 1 ELSE 0 END = ?";
  if (query.escalated) sql += " AND escalated = ?";
  if (query.archived)
    sql += *query.archived ? " AND archived_at IS NOT NULL" : " AND archived_at IS NULL";
  if (query.asks_extension) sql += " AND extension_by <> ''";
  if (query.waits) sql += waits_for(*query.waits);
  if (query.disposition) sql += " AND disposition = ?";
  if (!query.text.empty()) sql += " AND (id = ? OR lower(title) LIKE lower(?) ESCAPE '\\')";
  if (!query.cursor.empty()) {
    sql += " AND (" + std::string(order.columns) + ", id) " + (order.descending ? "<" : ">") + " " +
           marks(order.size + 1);
  }
  return sql;
}

void bind_where(Query& rows, const CaseQuery& query, const Order& order, const Place& after) {
  rows.bind(query.region_prefix.size()).bind(query.region_prefix).bind(query.unplaced);
  for (const CaseState state : query.states) rows.bind(state);
  for (const CaseKind kind : query.kinds) rows.bind(kind);
  for (const Level level : query.levels) rows.bind(level);
  if (!query.assignee.empty()) rows.bind(query.assignee).bind(query.assignee);
  if (query.held) rows.bind(*query.held);
  if (query.snoozed) rows.bind(query.now).bind(*query.snoozed);
  if (query.escalated) rows.bind(*query.escalated);
  if (query.waits) rows.bind(query.now);
  if (query.disposition) rows.bind(*query.disposition);
  if (!query.text.empty()) rows.bind(query.text).bind(contains(query.text));
  if (query.cursor.empty()) return;
  for (std::size_t i = 0; i < order.size; ++i) rows.bind(after.keys[i]);
  rows.bind(after.id);
}

std::string order_by(const Order& order) {
  if (!order.descending) return " ORDER BY " + std::string(order.columns) + ", id";
  return " ORDER BY " + std::string(order.columns) + " DESC, id DESC";
}

Place place_of(const Query& row, const Order& order) {
  Place place;
  place.id = row.text(0);
  for (std::size_t i = 0; i < order.size; ++i) {
    place.keys[i] = row.number(static_cast<int>(i) + 1);
  }
  return place;
}

}  // namespace

Result<CasePage> SqlCases::list(const CaseQuery& query) {
  const Order& order = kOrders[static_cast<std::size_t>(query.order)];
  Place after;
  if (!query.cursor.empty()) {
    Result<Place> read = read_cursor(query.order, query.cursor);
    if (!read) return tl::unexpected(read.error());
    after = *std::move(read);
  }
  Query rows(db_, "SELECT id, " + std::string(order.columns) + " FROM cases" + where(query, order) +
                      order_by(order) + " LIMIT ?");
  bind_where(rows, query, order, after);
  rows.bind(query.limit + 1);  // one more tells whether there is a next page

  CasePage page;
  Place last;
  Result<bool> row = rows.step();
  for (; row && *row; row = rows.step()) {
    if (page.cases.size() == query.limit) {
      page.next_cursor = write_cursor(query.order, last);
      break;
    }
    last = place_of(rows, order);
    Result<std::optional<Case>> c = find(last.id);
    if (!c) return tl::unexpected(c.error());
    if (*c) page.cases.push_back(**std::move(c));
  }
  if (!row) return tl::unexpected(row.error());
  return page;
}

}  // namespace analyzer::store
