// The list from which visits at home are made.

#include <charconv>

#include "analyzer/store/sql_roles.h"

namespace analyzer::store {
namespace {

constexpr std::string_view kColumns =
    "id, person, region, age, special, failures, days, first_at, last_at, last_receipt,"
    " last_channel, last_failure, due_on, done_at, done_by, note, failed_on";

std::string select() { return "SELECT " + std::string(kColumns) + " FROM visits "; }

VisitNeed read_need(const Query& query) {
  VisitNeed out;
  out.id = query.text(0);
  out.person = query.key(1);
  out.region = query.text(2);
  if (!query.is_null(3)) out.age = static_cast<int>(query.number(3));
  out.special = query.text(4);
  out.failures = static_cast<std::uint32_t>(query.number(5));
  out.days = static_cast<std::uint32_t>(query.number(6));
  out.first_at = query.time(7);
  out.last_at = query.time(8);
  out.last_receipt = query.text(9);
  out.last_channel = query.text(10);
  out.last_failure = query.text(11);
  if (!query.is_null(12)) out.due_on = Date{std::chrono::days{query.number(12)}};
  out.done_at = query.maybe_time(13);
  out.done_by = query.text(14);
  out.note = query.text(15);
  for (const std::string& day : split_words(query.text(16))) {
    if (const Result<Date> date = parse_date(day)) out.failed_on.push_back(*date);
  }
  return out;
}

// The last row's failures (or the time it was done), region and id.
std::string write_cursor(const VisitNeed& need, bool done) {
  if (done) return std::to_string(to_millis(*need.done_at)) + ".." + need.id;
  return std::to_string(need.failures) + "." + need.region + "." + need.id;
}

struct Place {
  std::int64_t number = 0;
  std::string region;
  std::string id;
};

Result<Place> read_cursor(std::string_view text) {
  Place place;
  const auto [end, error] = std::from_chars(text.data(), text.data() + text.size(), place.number);
  text.remove_prefix(static_cast<std::size_t>(end - text.data()));
  const std::size_t dot = text.find('.', 1);
  if (error != std::errc{} || text.empty() || text.front() != '.' ||
      dot == std::string_view::npos) {
    return tl::unexpected(
        Error{ErrorCode::kInvalid, "bad cursor", {{"?cursor", "cursor", "not of this list"}}});
  }
  place.region = text.substr(1, dot - 1);
  place.id = text.substr(dot + 1);
  return place;
}

}  // namespace

Status SqlVisits::put(const VisitNeed& need) {
  Query query(db_, "INSERT INTO visits (" + std::string(kColumns) + ") VALUES " + marks(17) +
                       " ON CONFLICT (id) DO UPDATE SET region = excluded.region,"
                       " age = excluded.age, special = excluded.special,"
                       " failures = excluded.failures, days = excluded.days,"
                       " failed_on = excluded.failed_on, first_at = excluded.first_at,"
                       " last_at = excluded.last_at, last_receipt = excluded.last_receipt,"
                       " last_channel = excluded.last_channel,"
                       " last_failure = excluded.last_failure, due_on = excluded.due_on,"
                       " done_at = excluded.done_at, done_by = excluded.done_by,"
                       " note = excluded.note");
  query.bind(need.id).bind(need.person).bind(need.region).bind(need.age).bind(need.special);
  query.bind(need.failures).bind(need.days).bind(need.first_at).bind(need.last_at);
  query.bind(need.last_receipt).bind(need.last_channel).bind(need.last_failure);
  std::optional<std::int64_t> due;
  if (need.due_on) due = need.due_on->time_since_epoch().count();
  std::vector<std::string> days;
  for (const Date day : need.failed_on) days.push_back(format_date(day));
  query.bind(due).bind(need.done_at).bind(need.done_by).bind(need.note);
  return query.bind(join_words(days)).run();
}

Result<std::optional<VisitNeed>> SqlVisits::find(std::string_view id) {
  Query query(db_, select() + "WHERE id = ?");
  return first_row(query.bind(id), read_need);
}

Result<std::optional<VisitNeed>> SqlVisits::open_of(LinkKey person) {
  Query query(db_, select() + "WHERE person = ? AND done_at IS NULL");
  return first_row(query.bind(person), read_need);
}

Result<VisitPage> SqlVisits::list(const VisitQuery& wanted) {
  Place after;
  if (!wanted.cursor.empty()) {
    Result<Place> read = read_cursor(wanted.cursor);
    if (!read) return tl::unexpected(read.error());
    after = *std::move(read);
  }
  std::string sql = select() + "WHERE substr(region, 1, ?) = ? AND days >= ?";
  if (wanted.done) {
    sql += " AND done_at IS NOT NULL";
    if (!wanted.cursor.empty()) sql += " AND (done_at, id) < (?, ?)";
    sql += " ORDER BY done_at DESC, id DESC LIMIT ?";
  } else {
    sql += " AND done_at IS NULL";
    if (!wanted.cursor.empty()) sql += " AND (region, -failures, id) > (?, ?, ?)";
    sql += " ORDER BY region, -failures, id LIMIT ?";
  }
  Query query(db_, sql);
  query.bind(wanted.region.size()).bind(wanted.region).bind(wanted.least_days);
  if (!wanted.cursor.empty()) {
    if (wanted.done) {
      query.bind(after.number).bind(after.id);
    } else {
      query.bind(after.region).bind(-after.number).bind(after.id);
    }
  }
  query.bind(wanted.limit + 1);
  VisitPage page;
  Result<bool> row = query.step();
  for (; row && *row; row = query.step()) page.needs.push_back(read_need(query));
  if (!row) return tl::unexpected(row.error());
  if (page.needs.size() > wanted.limit) {
    page.needs.pop_back();
    page.next_cursor = write_cursor(page.needs.back(), wanted.done);
  }
  return page;
}

}  // namespace analyzer::store
