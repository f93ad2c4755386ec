// A store by its address: a file of SQLite, or postgres://user@host/database.

#ifndef ANALYZER_STORE_OPEN_STORE_H_
#define ANALYZER_STORE_OPEN_STORE_H_

#include <memory>
#include <string>
#include <string_view>

#include "analyzer/store/store.h"

namespace analyzer::store {

// Whether `address` names a database that servers share, rather than a file.
bool is_shared(std::string_view address);

// `address` without a password, for people and logs.
std::string shown_address(std::string_view address);

// Opens it, making what is missing with `create`. Fails as open_sqlite_store() and
// open_postgres_store() do.
Result<std::unique_ptr<Store>> open_store(const std::string& address, bool create = true);

}  // namespace analyzer::store

#endif  // ANALYZER_STORE_OPEN_STORE_H_
