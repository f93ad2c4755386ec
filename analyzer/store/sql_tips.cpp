// Tips on fund fraud.

#include <charconv>

#include "analyzer/store/sql_roles.h"

namespace analyzer::store {
namespace {

std::int64_t day_number(Date date) { return date.time_since_epoch().count(); }
Date date_of(std::int64_t days) { return Date{std::chrono::days{days}}; }

constexpr std::string_view kTip =
    "SELECT id, at, region, state, named, examine_by, answer_by, version FROM tips ";

Tip read_tip(const Query& query) {
  Tip tip;
  tip.id = query.text(0);
  tip.at = query.time(1);
  tip.region = query.text(2);
  tip.state = query.word<TipState>(3);
  tip.named = query.number(4) != 0;
  tip.examine_by = date_of(query.number(5));
  tip.answer_by = date_of(query.number(6));
  tip.version = query.number(7);
  return tip;
}

// A tip's place in the list.
struct Place {
  std::int64_t done = -1;  // before all
  std::int64_t due = 0;
  std::string id;
};

std::string write_cursor(const Place& place) {
  return std::to_string(place.done) + "." + std::to_string(place.due) + "." + place.id;
}

Result<Place> read_cursor(std::string_view text) {
  Place place;
  if (text.empty()) return place;
  for (std::int64_t* number : {&place.done, &place.due}) {
    const auto [end, error] = std::from_chars(text.data(), text.data() + text.size(), *number);
    if (error != std::errc{} || end == text.data() + text.size() || *end != '.') {
      return tl::unexpected(
          Error{ErrorCode::kInvalid, "bad cursor", {{"?cursor", "cursor", "not of this list"}}});
    }
    text.remove_prefix(static_cast<std::size_t>(end - text.data()) + 1);
  }
  place.id = text;
  return place;
}

}  // namespace

Status SqlTips::put(const Tip& tip, std::optional<std::int64_t> expected) {
  if (!expected) {
    Query query(db_,
                "INSERT INTO tips (id, at, region, state, named, examine_by, answer_by, version)"
                " VALUES (?, ?, ?, ?, ?, ?, ?, ?)");
    query.bind(tip.id).bind(tip.at).bind(tip.region).bind(tip.state).bind(tip.named);
    query.bind(day_number(tip.examine_by)).bind(day_number(tip.answer_by)).bind(tip.version);
    return query.run();
  }
  Query query(db_, "UPDATE tips SET state = ?, version = ? WHERE id = ? AND version = ?");
  query.bind(tip.state).bind(tip.version).bind(tip.id).bind(*expected);
  if (Status status = query.run(); !status) return status;
  if (db_.changes() == 0) return fail(ErrorCode::kConflict, "the tip was changed meanwhile");
  return {};
}

Result<std::optional<Tip>> SqlTips::find(std::string_view id) {
  Query query(db_, std::string(kTip) + "WHERE id = ?");
  const Result<bool> row = query.bind(id).step();
  if (!row) return tl::unexpected(row.error());
  if (!*row) return std::optional<Tip>{};
  return std::optional<Tip>(read_tip(query));
}

Result<TipPage> SqlTips::list(const TipQuery& wanted) {
  Result<Place> after = read_cursor(wanted.cursor);
  if (!after) return tl::unexpected(after.error());
  // One order in SQL and in the cursor: done with, next due day, id.
  Query query(db_,
              "SELECT id, at, region, state, named, examine_by, answer_by, version, done, due FROM"
              " (SELECT id, at, region, state, named, examine_by, answer_by, version,"
              "  CASE WHEN state IN (3, 4) OR (state IN (1, 2) AND named = 0) THEN 1 ELSE 0 END"
              "  AS done, CASE state WHEN 0 THEN examine_by ELSE answer_by END AS due FROM tips"
              "  WHERE (region <> '' AND substr(region, 1, ?) = ?) OR (region = '' AND ? = 1)) AS t"
              " WHERE (done, due, id) > (?, ?, ?) ORDER BY done, due, id LIMIT ?");
  query.bind(wanted.region.size()).bind(wanted.region).bind(wanted.unplaced);
  query.bind(after->done).bind(after->due).bind(after->id).bind(wanted.limit + 1);
  TipPage page;
  Place last;
  Result<bool> row = query.step();
  for (; row && *row; row = query.step()) {
    if (page.tips.size() == wanted.limit) {
      page.next_cursor = write_cursor(last);
      break;
    }
    page.tips.push_back(read_tip(query));
    last = {query.number(8), query.number(9), page.tips.back().id};
  }
  if (!row) return tl::unexpected(row.error());
  return page;
}

Result<std::uint64_t> SqlTips::count(std::string_view id_prefix) {
  Query query(db_, "SELECT count(*) FROM tips WHERE substr(id, 1, ?) = ?");
  const Result<bool> row = query.bind(id_prefix.size()).bind(id_prefix).step();
  if (!row) return tl::unexpected(row.error());
  return static_cast<std::uint64_t>(query.number(0));
}

Status SqlTips::append_event(std::string_view id, const TipEvent& event) {
  Query query(db_, "INSERT INTO tip_events (tip, state, at, actor, note) VALUES (?, ?, ?, ?, ?)");
  query.bind(id).bind(event.state).bind(event.at).bind(event.actor).bind(Blob{event.note});
  return query.run();
}

Result<std::vector<TipEvent>> SqlTips::events(std::string_view id) {
  Query query(db_, "SELECT state, at, actor, note FROM tip_events WHERE tip = ? ORDER BY id");
  query.bind(id);
  std::vector<TipEvent> out;
  Result<bool> row = query.step();
  for (; row && *row; row = query.step()) {
    TipEvent event;
    event.state = query.word<TipState>(0);
    event.at = query.time(1);
    event.actor = query.text(2);
    event.note = query.text(3);
    out.push_back(std::move(event));
  }
  if (!row) return tl::unexpected(row.error());
  return out;
}

}  // namespace analyzer::store
