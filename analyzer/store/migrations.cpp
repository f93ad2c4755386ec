#include "analyzer/store/migrations.h"

#include <string>

namespace analyzer::store {
namespace {

// In the file's header: whose database this is.
constexpr std::int64_t kApplicationId = 0x414E5A52;  // "ANZR"

Status run_step(SqliteDb& db, std::size_t number) {
  if (Status status = db.begin(true); !status) return status;
  // Another process may have been faster.
  const Result<std::int64_t> version = db.number("PRAGMA user_version");
  Status status;
  if (!version) {
    status = tl::unexpected(version.error());
  } else if (*version < static_cast<std::int64_t>(number)) {
    status = db.run(std::string(migrations()[number - 1]) +
                    ";PRAGMA application_id=" + std::to_string(kApplicationId) +
                    ";PRAGMA user_version=" + std::to_string(number));
  }
  if (status) return db.commit();
  static_cast<void>(db.rollback());
  return status;
}

}  // namespace

Status migrate(SqliteDb& db) {
  const Result<std::int64_t> owner = db.number("PRAGMA application_id");
  if (!owner) return tl::unexpected(owner.error());
  const Result<std::int64_t> tables = db.number("SELECT count(*) FROM sqlite_schema");
  if (!tables) return tl::unexpected(tables.error());
  if (*tables > 0 && *owner != kApplicationId) {
    return fail(ErrorCode::kCorrupt, "the file is no database of this program");
  }
  const Result<std::int64_t> version = db.number("PRAGMA user_version");
  if (!version) return tl::unexpected(version.error());
  const std::size_t last = migrations().size();
  if (*version > static_cast<std::int64_t>(last)) {
    return fail(ErrorCode::kCorrupt, "the database was written by a newer version");
  }
  for (auto number = static_cast<std::size_t>(*version) + 1; number <= last; ++number) {
    if (Status status = run_step(db, number); !status) return status;
  }
  return {};
}

}  // namespace analyzer::store
