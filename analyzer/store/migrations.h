// The database's schema as numbered steps, each run once, in order. A step that
// was released is never changed; a new one is added (migrations/NNNN_name.sql).

#ifndef ANALYZER_STORE_MIGRATIONS_H_
#define ANALYZER_STORE_MIGRATIONS_H_

#include <span>
#include <string_view>

#include "analyzer/store/sqlite.h"

namespace analyzer::store {

// SQL of each step, the first one being number 1. Compiled in.
std::span<const std::string_view> migrations();

// Brings the schema of `db` up to date, each step in a transaction of its own.
//
// Fails with kCorrupt if the file is no database of this project or its schema
// is newer than this program.
Status migrate(SqliteDb& db);

}  // namespace analyzer::store

#endif  // ANALYZER_STORE_MIGRATIONS_H_
