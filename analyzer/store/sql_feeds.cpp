// Feeds.

#include "analyzer/store/sql_feeds.h"

namespace analyzer::store {
namespace {

Result<std::optional<std::string>> one_text(Query& query) {
  const Result<bool> row = query.step();
  if (!row) return tl::unexpected(row.error());
  if (!*row || query.is_null(0)) return std::optional<std::string>{};
  return std::optional<std::string>(query.text(0));
}

// Columns: number, at, removed, kind, value, body.
Result<std::vector<ListChange>> read_changes(Query& query) {
  std::vector<ListChange> out;
  Result<bool> row = query.step();
  for (; row && *row; row = query.step()) {
    ListChange change;
    change.number = static_cast<std::uint64_t>(query.number(0));
    change.at = query.time(1);
    change.removed = query.number(2) != 0;
    change.kind = query.word<feeds::IndicatorKind>(3);
    change.value = query.text(4);
    change.body = query.text(5);
    out.push_back(std::move(change));
  }
  if (!row) return tl::unexpected(row.error());
  return out;
}

Status changed_one(Db& db, Query& query) {
  if (Status status = query.run(); !status) return status;
  if (db.changes() == 0) return fail(ErrorCode::kConflict, "the list was changed meanwhile");
  return {};
}

}  // namespace

Result<std::optional<std::string>> SqlFeeds::state(std::string_view feed) {
  Query query(db_, "SELECT body FROM feed_states WHERE name = ?");
  query.bind(feed);
  return one_text(query);
}

Status SqlFeeds::set_state(std::string_view feed, std::string_view body) {
  Query query(db_,
              "INSERT INTO feed_states (name, body) VALUES (?, ?)"
              " ON CONFLICT (name) DO UPDATE SET body = excluded.body");
  return query.bind(feed).bind(body).run();
}

Result<std::optional<std::string>> SqlFeeds::held(std::string_view feed) {
  Query query(db_, "SELECT held FROM feed_states WHERE name = ?");
  query.bind(feed);
  return one_text(query);
}

Status SqlFeeds::set_held(std::string_view feed, const std::optional<std::string>& body) {
  Query query(db_, "UPDATE feed_states SET held = ? WHERE name = ?");
  if (body) {
    query.bind(Blob{*body});
  } else {
    query.bind_null();
  }
  return query.bind(feed).run();
}

Result<std::vector<std::string>> SqlFeeds::named() {
  Query query(db_, "SELECT name FROM feed_states ORDER BY name");
  return all_rows(query, [](const Query& row) { return std::string(row.text(0)); });
}

Result<std::vector<FeedRow>> SqlFeeds::rows() {
  Query query(db_, "SELECT name, version, body FROM feed_configs ORDER BY name");
  return all_rows(query, [](const Query& row) {
    return FeedRow{std::string(row.text(0)), row.number(1), std::string(row.text(2))};
  });
}

Status SqlFeeds::put_row(const FeedRow& row, std::optional<std::int64_t> expected) {
  Query query(db_, expected ? "UPDATE feed_configs SET version = ?, body = ?"
                              " WHERE name = ? AND version = ?"
                            : "INSERT INTO feed_configs (version, body, name) VALUES (?, ?, ?)"
                              " ON CONFLICT (name) DO NOTHING");
  query.bind(row.version).bind(row.body).bind(row.name);
  if (expected) query.bind(*expected);
  return changed_one(db_, query);
}

Status SqlFeeds::drop_row(std::string_view name, std::int64_t expected) {
  Query query(db_, "DELETE FROM feed_configs WHERE name = ? AND version = ?");
  query.bind(name).bind(expected);
  return changed_one(db_, query);
}

Result<std::uint64_t> SqlFeeds::change(std::string_view list, const ListChange& change) {
  Query insert(db_,
               "INSERT INTO list_changes (list, at, removed, kind, value, body)"
               " VALUES (?, ?, ?, ?, ?, ?) RETURNING number");
  insert.bind(list).bind(change.at).bind(change.removed).bind(change.kind).bind(change.value);
  const Result<std::int64_t> number = insert.bind(change.body).given_number();
  if (!number) return tl::unexpected(number.error());
  Query entry(db_, change.removed
                       ? "DELETE FROM list_entries WHERE list = ? AND kind = ? AND value = ?"
                       : "INSERT INTO list_entries (list, kind, value, body, since)"
                         " VALUES (?, ?, ?, ?, ?) ON CONFLICT (list, kind, value)"
                         " DO UPDATE SET body = excluded.body");
  entry.bind(list).bind(change.kind).bind(change.value);
  if (!change.removed) entry.bind(change.body).bind(change.at);
  if (Status status = entry.run(); !status) return tl::unexpected(status.error());
  return static_cast<std::uint64_t>(*number);
}

Result<std::vector<ListChange>> SqlFeeds::entries(std::string_view list) {
  Query query(db_,
              "SELECT 0, since, 0, kind, value, body FROM list_entries WHERE list = ?"
              " ORDER BY kind, value");
  query.bind(list);
  return read_changes(query);
}

Result<std::vector<ListChange>> SqlFeeds::changes(std::string_view list, std::uint64_t after,
                                                  std::size_t limit) {
  Query query(db_,
              "SELECT number, at, removed, kind, value, body FROM list_changes"
              " WHERE list = ? AND number > ? ORDER BY number LIMIT ?");
  query.bind(list).bind(static_cast<std::int64_t>(after)).bind(limit);
  return read_changes(query);
}

Result<ListRange> SqlFeeds::range(std::string_view list) {
  Query query(db_,
              "SELECT coalesce(min(number), 0), coalesce(max(number), 0), coalesce(max(at), 0)"
              " FROM list_changes WHERE list = ?");
  const Result<bool> row = query.bind(list).step();
  if (!row) return tl::unexpected(row.error());
  ListRange out;
  out.oldest = static_cast<std::uint64_t>(query.number(0));
  out.latest = static_cast<std::uint64_t>(query.number(1));
  out.at = query.time(2);
  return out;
}

Status SqlFeeds::forget_changes(std::string_view list, std::size_t keep) {
  Query query(db_,
              "DELETE FROM list_changes WHERE list = ? AND number <="
              " (SELECT number FROM list_changes WHERE list = ? ORDER BY number DESC"
              "  LIMIT 1 OFFSET ?)");
  return query.bind(list).bind(list).bind(keep).run();
}

}  // namespace analyzer::store
