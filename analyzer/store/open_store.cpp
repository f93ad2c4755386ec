#include "analyzer/store/open_store.h"

#include "analyzer/store/postgres_store.h"
#include "analyzer/store/sqlite_store.h"

namespace analyzer::store {

bool is_shared(std::string_view address) {
  return address.starts_with("postgres://") || address.starts_with("postgresql://");
}

std::string shown_address(std::string_view address) {
  if (!is_shared(address)) return std::string(address);
  // Options may hold a password as well.
  const std::string_view plain = address.substr(0, address.find('?'));
  const std::size_t user = plain.find("//") + 2;
  const std::size_t host = plain.find('@', user);
  const std::size_t colon = plain.find(':', user);
  if (host == std::string_view::npos || colon > host) return std::string(plain);
  return std::string(plain.substr(0, colon)) + std::string(plain.substr(host));
}

Result<std::unique_ptr<Store>> open_store(const std::string& address, bool create) {
  if (is_shared(address)) {
    PostgresOptions options;
    options.create = create;
    return open_postgres_store(address, options);
  }
  SqliteOptions options;
  options.create = create;
  return open_sqlite_store(address, options);
}

}  // namespace analyzer::store
