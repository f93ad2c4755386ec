// What a store's tables are made of, for moving them. Internal to this layer.

#ifndef ANALYZER_STORE_MOVE_TABLES_H_
#define ANALYZER_STORE_MOVE_TABLES_H_

#include <string>
#include <vector>

#include "analyzer/core/digest.h"
#include "analyzer/store/sql.h"

namespace analyzer::store {

enum class ColumnType : std::uint8_t { kInteger, kReal, kText, kBlob };

struct MoveColumn {
  std::string name;
  ColumnType type = ColumnType::kInteger;
};

struct MoveTable {
  std::string name;
  std::vector<MoveColumn> columns;  // those of the primary key first, in its order
  std::size_t key = 0;              // how many those are
  std::vector<std::string> parents;
  // A condition on what is moved; "1 = 1" for all.
  std::string which() const;
  std::string column_names(std::size_t count) const;
};

// The tables of a file of SQLite that are moved, parents before what points to them.
Result<std::vector<MoveTable>> move_tables(Db& sqlite);

// One row of a table, by its columns.
struct MoveValue {
  bool null = true;
  std::int64_t number = 0;
  double real = 0.0;
  std::string bytes;
};
using MoveRow = std::vector<MoveValue>;

// At most `limit` rows that come after the one whose key is `after` (empty: the first).
Result<std::vector<MoveRow>> read_rows(Db& db, const MoveTable& table, const MoveRow& after,
                                       std::size_t limit);
// The last one's key columns; empty if there is no row.
Result<MoveRow> last_key(Db& db, const MoveTable& table);
Status write_row(Db& db, const MoveTable& table, const MoveRow& row);
Result<std::uint64_t> count_rows(Db& db, const MoveTable& table);
void add_to(Sha256& digest, const MoveTable& table, const MoveRow& row);

}  // namespace analyzer::store

#endif  // ANALYZER_STORE_MOVE_TABLES_H_
