#include "analyzer/store/move.h"

#include <memory>
#include <utility>

#include "analyzer/core/written.h"
#include "analyzer/store/move_tables.h"
#include "analyzer/store/open_store.h"
#include "analyzer/store/postgres.h"
#include "analyzer/store/postgres_parts.h"
#include "analyzer/store/sqlite.h"

namespace analyzer::store {
namespace {

constexpr std::size_t kPage = 2000;
constexpr const char* kHead = "audit_head";  // follows the rows of `audit`, one by one

// Makes the schema where it is missing or old, and opens a connection beside the store.
Result<std::unique_ptr<Db>> open_db(const std::string& address, bool create) {
  const auto store = open_store(address, create);
  if (!store) return tl::unexpected(store.error());
  if (is_shared(address)) return PostgresDb::open({address, false, 5000, {}});
  return SqliteDb::open({address, false, false, 5000, 0});
}

Result<std::string> mark_of(Db& db) {
  Query query(db, "SELECT value FROM meta WHERE name = ?");
  query.bind(kMoving);
  const auto mark = first_row(query, [](const Query& q) { return std::string(q.text(0)); });
  if (!mark) return tl::unexpected(mark.error());
  return mark->value_or("");
}

class Mover {
 public:
  Mover(Db& from, Db& to, const OnMove& tell) : from_(from), to_(to), tell_(tell) {}

  // Marks the target, or finds the mark of this very move.
  Status begin(const std::vector<MoveTable>& tables, const std::string& from) {
    const Result<std::string> source = mark_of(from_);
    if (!source) return tl::unexpected(source.error());
    if (!source->empty()) {
      return fail(ErrorCode::kConflict, "what is to be moved is itself a half-done move");
    }
    const Result<std::string> mark = mark_of(to_);
    if (!mark) return tl::unexpected(mark.error());
    if (*mark == from) return {};
    if (!mark->empty()) {
      return fail(ErrorCode::kConflict, "the target holds a half-done move from elsewhere");
    }
    for (const MoveTable& table : tables) {
      if (table.name == kHead) continue;
      const Result<std::uint64_t> rows = count_rows(to_, table);
      if (!rows) return tl::unexpected(rows.error());
      if (*rows > 0) {
        return fail(ErrorCode::kConflict, "the target is not empty (" + table.name + ")");
      }
    }
    Query query(to_, "INSERT INTO meta (name, value) VALUES (?, ?)");
    return query.bind(kMoving).bind(Blob{from}).run();
  }

  Status copy(const MoveTable& table) {
    if (table.name == kHead) return {};
    const Result<std::uint64_t> of = count_rows(from_, table);
    if (!of) return tl::unexpected(of.error());
    Result<MoveRow> after = last_key(to_, table);
    if (!after) return tl::unexpected(after.error());
    const Result<std::uint64_t> there = count_rows(to_, table);
    if (!there) return tl::unexpected(there.error());
    std::uint64_t done = *there;
    while (true) {
      if (!tell_({table.name, done, *of, false})) return stopped();
      const auto rows = read_rows(from_, table, *after, kPage);
      if (!rows) return tl::unexpected(rows.error());
      if (rows->empty()) return {};
      if (Status status = write_page(table, *rows); !status) return status;
      done += rows->size();
      *after = rows->back();
    }
  }

  Result<MovedTable> compare(const MoveTable& table) {
    const Result<MovedTable> here = summed(from_, table);
    if (!here) return here;
    const Result<MovedTable> there = summed(to_, table);
    if (!there) return there;
    if (here->rows == there->rows && here->digest == there->digest) return here;
    return fail(ErrorCode::kCorrupt, table.name + ": " + std::to_string(here->rows) + " rows of " +
                                         here->digest + " became " + std::to_string(there->rows) +
                                         " rows of " + there->digest);
  }

 private:
  static tl::unexpected<Error> stopped() {
    return fail(ErrorCode::kUnavailable, "the move was broken off; the same call goes on with it");
  }

  Status write_page(const MoveTable& table, const std::vector<MoveRow>& rows) {
    if (Status status = to_.begin(true, Pace::kGroup); !status) return status;
    for (const MoveRow& row : rows) {
      Status status = write_row(to_, table, row);
      if (status && table.name == "audit") status = move_head(table, row);
      if (!status) {
        (void)to_.rollback();
        return status;
      }
    }
    return to_.commit();
  }

  // The chain's end goes with its rows: neither takes a step without the other.
  Status move_head(const MoveTable& table, const MoveRow& row) {
    Query query(to_, "UPDATE audit_head SET number = ?, hash = ?");
    query.bind(row.front().number);
    for (std::size_t i = 0; i < row.size(); ++i) {
      if (table.columns[i].name == "hash") query.bind(Blob{row[i].bytes});
    }
    return query.run();
  }

  Result<MovedTable> summed(Db& db, const MoveTable& table) {
    const Result<std::uint64_t> of = count_rows(db, table);
    if (!of) return tl::unexpected(of.error());
    MovedTable out;
    out.name = table.name;
    Sha256 digest;
    MoveRow after;
    while (true) {
      if (!tell_({table.name, out.rows, *of, true})) return stopped();
      const auto rows = read_rows(db, table, after, kPage);
      if (!rows) return tl::unexpected(rows.error());
      if (rows->empty()) break;
      for (const MoveRow& row : *rows) add_to(digest, table, row);
      out.rows += rows->size();
      after = rows->back();
    }
    out.digest = written_hex(digest.finish());
    return out;
  }

  Db& from_;
  Db& to_;
  const OnMove& tell_;
};

// Numbers that the database gives out go on after those that were moved.
Status set_identities(Db& db, const std::vector<MoveTable>& tables) {
  for (const MoveTable& table : tables) {
    const MoveColumn& first = table.columns.front();
    if (table.key != 1 || first.type != ColumnType::kInteger) continue;
    const std::string sequence =
        "pg_get_serial_sequence('" + table.name + "', '" + first.name + "')";
    const auto has = db.number("SELECT count(" + sequence + ")");
    if (!has) return tl::unexpected(has.error());
    if (*has == 0) continue;
    const auto set = db.number("SELECT setval(" + sequence + ", (SELECT coalesce(max(" +
                               first.name + "), 0) + 1 FROM " + table.name + "), false)");
    if (!set) return tl::unexpected(set.error());
  }
  return {};
}

// Rows find the part of their number.
Status make_parts(Db& from, Db& to) {
  if (!to.has_parts()) return {};
  Query query(from, "SELECT DISTINCT seq / " + std::to_string(ObservationParts::kSpan) +
                        " FROM observations");
  const auto blocks = all_rows(query, [](const Query& q) { return static_cast<Seq>(q.number(0)); });
  if (!blocks) return tl::unexpected(blocks.error());
  return ObservationParts(to).cover(*blocks);
}

Status finish(Db& to, const std::string& address, const std::vector<MoveTable>& tables) {
  if (is_shared(address)) {
    if (Status status = set_identities(to, tables); !status) return status;
  }
  Query query(to, "DELETE FROM meta WHERE name = ?");
  return query.bind(kMoving).run();
}

}  // namespace

Result<std::vector<MovedTable>> move_store(const std::string& from, const std::string& to,
                                           const OnMove& tell) {
  if (is_shared(from) && is_shared(to)) {
    return fail(ErrorCode::kInvalid,
                "one of the two must be a file; PostgreSQL is copied by its own tools");
  }
  const Result<std::unique_ptr<Db>> source = open_db(from, false);
  if (!source) return tl::unexpected(source.error());
  const Result<std::unique_ptr<Db>> target = open_db(to, true);
  if (!target) return tl::unexpected(target.error());
  const Result<std::vector<MoveTable>> tables = move_tables(is_shared(from) ? **target : **source);
  if (!tables) return tl::unexpected(tables.error());
  Mover mover(**source, **target, tell);
  if (Status s = mover.begin(*tables, shown_address(from)); !s) return tl::unexpected(s.error());
  if (Status s = make_parts(**source, **target); !s) return tl::unexpected(s.error());
  for (const MoveTable& table : *tables) {
    if (Status status = mover.copy(table); !status) return tl::unexpected(status.error());
  }
  std::vector<MovedTable> out;
  for (const MoveTable& table : *tables) {
    Result<MovedTable> same = mover.compare(table);
    if (!same) return tl::unexpected(same.error());
    out.push_back(*std::move(same));
  }
  if (Status s = finish(**target, to, *tables); !s) return tl::unexpected(s.error());
  return out;
}

}  // namespace analyzer::store
