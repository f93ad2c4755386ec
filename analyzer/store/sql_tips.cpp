// Tips on fund fraud.

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

Result<std::vector<Tip>> SqlTips::list(std::string_view region, std::size_t limit) {
  Query query(db_, std::string(kTip) +
                       "WHERE substr(region, 1, ?) = ? OR region = ''"
                       " ORDER BY state IN (3, 4) OR (state IN (1, 2) AND named = 0),"
                       " CASE state WHEN 0 THEN examine_by ELSE answer_by END, id LIMIT ?");
  query.bind(region.size()).bind(region).bind(limit);
  std::vector<Tip> out;
  Result<bool> row = query.step();
  for (; row && *row; row = query.step()) out.push_back(read_tip(query));
  if (!row) return tl::unexpected(row.error());
  return out;
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
