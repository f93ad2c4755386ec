// Secrets and meta.

#include <utility>

#include "analyzer/store/sql_roles.h"

namespace analyzer::store {

Status SqlSecrets::put(const Secret& secret) {
  Query query(db_,
              "INSERT INTO secrets (owner, kind, key_version, bytes, created_at)"
              " VALUES (?, ?, ?, ?, ?) ON CONFLICT (owner, kind) DO UPDATE SET"
              " key_version = excluded.key_version, bytes = excluded.bytes,"
              " created_at = excluded.created_at");
  query.bind(secret.owner).bind(secret.kind).bind(secret.key_version).bind(Blob{secret.bytes});
  return query.bind(secret.created_at).run();
}

Result<std::optional<Secret>> SqlSecrets::find(std::string_view owner, std::string_view kind) {
  Query query(db_,
              "SELECT owner, kind, key_version, bytes, created_at FROM secrets"
              " WHERE owner = ? AND kind = ?");
  const Result<bool> row = query.bind(owner).bind(kind).step();
  if (!row) return tl::unexpected(row.error());
  if (!*row) return std::optional<Secret>{};
  return Secret{std::string(query.text(0)), std::string(query.text(1)),
                static_cast<std::uint32_t>(query.number(2)), std::string(query.text(3)),
                query.time(4)};
}

Result<std::uint64_t> SqlSecrets::erase(std::string_view owner) {
  Query query(db_, "DELETE FROM secrets WHERE owner = ?");
  if (Status status = query.bind(owner).run(); !status) return tl::unexpected(status.error());
  return db_.changes();
}

Result<std::optional<std::string>> SqlMeta::get(std::string_view name) {
  Query query(db_, "SELECT value FROM meta WHERE name = ?");
  const Result<bool> row = query.bind(name).step();
  if (!row) return tl::unexpected(row.error());
  if (!*row) return std::optional<std::string>{};
  return std::string(query.text(0));
}

Status SqlMeta::set(std::string_view name, std::string_view value) {
  Query query(db_,
              "INSERT INTO meta (name, value) VALUES (?, ?)"
              " ON CONFLICT (name) DO UPDATE SET value = excluded.value");
  return query.bind(name).bind(Blob{value}).run();
}

}  // namespace analyzer::store
