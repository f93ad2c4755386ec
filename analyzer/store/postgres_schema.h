// The schema in PostgreSQL. The steps are those of SQLite, translated:
//
//   INTEGER, REAL, BLOB      BIGINT, DOUBLE PRECISION, BYTEA
//   TEXT                     TEXT COLLATE "C", so that it sorts by its bytes too
//   INTEGER PRIMARY KEY      an identity column: numbers are given where none is named
//   AS (…) VIRTUAL           GENERATED ALWAYS AS (…) STORED
//   STRICT, WITHOUT ROWID    nothing
//   CREATE TRIGGER … END     left out; migrations/postgres/NNNN_name.sql writes them anew
//   CREATE VIEW              left out; a table there (0019_parts.sql)
//
// tests/unit/store/postgres_schema_test.cpp holds both schemas against each other.

#ifndef ANALYZER_STORE_POSTGRES_SCHEMA_H_
#define ANALYZER_STORE_POSTGRES_SCHEMA_H_

#include <string>
#include <string_view>

#include "analyzer/store/migrations.h"

namespace analyzer::store {

// One step of migrations() as PostgreSQL reads it.
std::string translate_step(std::string_view sql);

class PostgresSchema final : public Schema {
 public:
  Result<std::int64_t> version(Db& db) const override;
  std::string step(std::size_t number) const override;
};

}  // namespace analyzer::store

#endif  // ANALYZER_STORE_POSTGRES_SCHEMA_H_
