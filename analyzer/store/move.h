// Moves a whole store between a file of SQLite and a database of PostgreSQL: table by
// table in the order of primary keys, in pages that are transactions of their own, then
// compares both sides table by table. Nobody may write to either meanwhile.
//
// A move that was broken off goes on where it was, by the same call. The target keeps a
// mark until everything was found equal; no server opens a store with the mark.
//
// Left behind is what belongs to the one database: its id and its servers' leases.

#ifndef ANALYZER_STORE_MOVE_H_
#define ANALYZER_STORE_MOVE_H_

#include <cstdint>
#include <functional>
#include <string>
#include <vector>

#include "analyzer/core/result.h"

namespace analyzer::store {

// In `meta`, while a move is not finished: where it comes from.
inline constexpr const char* kMoving = "moving_from";

struct MoveProgress {
  std::string table;
  std::uint64_t done = 0;  // rows of the table
  std::uint64_t of = 0;
  bool compares = false;  // rather than copies
};

struct MovedTable {
  std::string name;
  std::uint64_t rows = 0;
  std::string digest;  // SHA-256 of all values in the order of the primary key, hex
};

// Told every few thousand rows; false breaks off.
using OnMove = std::function<bool(const MoveProgress&)>;

// Moves `from` to `to`, addresses as open_store() takes them, one of them a file; both
// get the schema of this program. Returns what was moved, every table.
//
// Fails with kConflict if the target holds something that is no half-done move from
// there, with kCorrupt, naming the table, if the two sides differ afterwards, with
// kUnavailable if a database is away or `tell` broke it off.
Result<std::vector<MovedTable>> move_store(const std::string& from, const std::string& to,
                                           const OnMove& tell);

}  // namespace analyzer::store

#endif  // ANALYZER_STORE_MOVE_H_
