#include "analyzer/store/migrations.h"

namespace analyzer::store {
namespace {

Status run_step(Db& db, const Schema& schema, std::size_t number) {
  if (Status status = db.begin(true); !status) return status;
  // Another process may have been faster.
  const Result<std::int64_t> version = schema.version(db);
  Status status;
  if (!version) {
    status = tl::unexpected(version.error());
  } else if (*version < static_cast<std::int64_t>(number)) {
    status = db.run(schema.step(number));
  }
  if (status) return db.commit();
  static_cast<void>(db.rollback());
  return status;
}

}  // namespace

Status migrate(Db& db, const Schema& schema) {
  const Result<std::int64_t> version = schema.version(db);
  if (!version) return tl::unexpected(version.error());
  const std::size_t last = migrations().size();
  if (*version > static_cast<std::int64_t>(last)) {
    return fail(ErrorCode::kCorrupt, "the database was written by a newer version");
  }
  for (auto number = static_cast<std::size_t>(*version) + 1; number <= last; ++number) {
    if (Status status = run_step(db, schema, number); !status) return status;
  }
  return {};
}

}  // namespace analyzer::store
