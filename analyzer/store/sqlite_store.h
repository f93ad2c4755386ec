// The store embedded: one SQLite file, its write-ahead log beside it.

#ifndef ANALYZER_STORE_SQLITE_STORE_H_
#define ANALYZER_STORE_SQLITE_STORE_H_

#include <chrono>
#include <cstdint>
#include <memory>
#include <string>

#include "analyzer/store/store.h"

namespace analyzer::store {

struct SqliteOptions {
  bool create = true;                         // false: the file must be there
  std::chrono::milliseconds busy_time{5000};  // to wait for another writer
  std::uint64_t max_pages = 0;                // of 8 KiB, upper bound of the file; 0: none
  // Pages in the write-ahead log after which it begins anew, in place: 64 MB. At 3,000
  // attempts a second 16 MB, 32 and 64 gave the same waits, 128 and 256 longer ones.
  int log_pages = 8192;
};

// Opens the database at `path`, creates it (mode 0600) if it is missing, and
// brings its schema up to date.
//
// Fails with kNotFound if it is missing and must not be created; with kCorrupt
// if it is no database of this project or was written by a newer version; with
// kUnavailable if it cannot be opened.
Result<std::unique_ptr<Store>> open_sqlite_store(const std::string& path,
                                                 const SqliteOptions& options);

}  // namespace analyzer::store

#endif  // ANALYZER_STORE_SQLITE_STORE_H_
