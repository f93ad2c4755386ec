// The database's schema as numbered steps, each run once, in order. A step that
// was released is never changed; a new one is added (migrations/NNNN_name.sql).
// It is written for SQLite; postgres_schema.h says how PostgreSQL reads it.

#ifndef ANALYZER_STORE_MIGRATIONS_H_
#define ANALYZER_STORE_MIGRATIONS_H_

#include <cstddef>
#include <cstdint>
#include <span>
#include <string>
#include <string_view>

#include "analyzer/store/sql.h"

namespace analyzer::store {

// SQL of each step, the first one being number 1. Compiled in.
std::span<const std::string_view> migrations();

// What migrations/postgres/NNNN_name.sql adds to the step of the same number.
struct PostgresAddition {
  std::size_t number;  // 0: before the first step
  std::string_view sql;
};
std::span<const PostgresAddition> postgres_additions();

// A back-end's way to write and to remember the steps.
class Schema {
 public:
  virtual ~Schema() = default;
  // The last step that was run, 0 in an empty database. Fails with kCorrupt if
  // the database holds something that is not ours.
  virtual Result<std::int64_t> version(Db& db) const = 0;
  // Statements that run step `number` and remember it.
  virtual std::string step(std::size_t number) const = 0;
};

// Brings the schema of `db` up to date, each step in a transaction of its own.
//
// Fails with kCorrupt if the database is none of this project or its schema is
// newer than this program.
Status migrate(Db& db, const Schema& schema);

}  // namespace analyzer::store

#endif  // ANALYZER_STORE_MIGRATIONS_H_
