// The store in PostgreSQL, shared by any number of servers.
//
// One connection at a time has the right to write (a lock of the database that ends
// with the transaction), so that numbers are given out, windows caught up and cases
// leased in one order, whichever server does it (decision 0017).

#ifndef ANALYZER_STORE_POSTGRES_STORE_H_
#define ANALYZER_STORE_POSTGRES_STORE_H_

#include <chrono>
#include <memory>
#include <string>

#include "analyzer/store/store.h"

namespace analyzer::store {

struct PostgresOptions {
  bool create = true;                         // false: the schema must be there
  std::chrono::milliseconds busy_time{5000};  // to wait for the right to write
};

// Opens the database at `address` (postgres://user@host:port/database?…, as libpq
// reads it) and brings its schema up to date. The database itself must be there.
//
// Fails with kNotFound if it is empty and must not be filled; with kCorrupt if it
// holds tables of something else or was written by a newer version; with
// kUnavailable if it does not answer. No message holds the address.
Result<std::unique_ptr<Store>> open_postgres_store(const std::string& address,
                                                   const PostgresOptions& options);

}  // namespace analyzer::store

#endif  // ANALYZER_STORE_POSTGRES_STORE_H_
