// Retention and erasure by a program of its own: all of it at once, in groups, each a
// transaction, so that the service commits meanwhile.

#include "analyzer/store/erasing.h"
#include "analyzer/store/postgres_parts.h"
#include "analyzer/store/sql_roles.h"
#include "analyzer/store/sql_session.h"

namespace analyzer::store {
namespace {

constexpr std::size_t kGroup = 500;

Status run(Db& db, Erasing& erasing, bool dry_run) {
  while (!erasing.done()) {
    if (dry_run) {
      if (Status status = erasing.count(db, kGroup); !status) return status;
      continue;
    }
    if (Status status = db.begin(true); !status) return status;
    Status status = erasing.step(db, Erasing::Clock::time_point::max(), kGroup);
    if (status) {
      status = db.commit();
    } else {
      static_cast<void>(db.rollback());
    }
    if (!status) return status;
  }
  return {};
}

}  // namespace

Result<PurgeReport> SqlRetention::purge(const PurgePolicy& policy, bool dry_run) {
  if (db_.in_transaction()) return fail(ErrorCode::kConflict, "a transaction is open");
  // What belongs to no case any more goes with the part that it lies in.
  const auto [first, last] = in_two(policy);
  Result<Erasing> erasing = Erasing::plan(db_, first);
  if (!erasing) return tl::unexpected(erasing.error());
  if (Status status = run(db_, *erasing, dry_run); !status) return tl::unexpected(status.error());
  // A dry run counts by rows; of a part as many go.
  if (!dry_run && policy.observations_before && db_.has_parts()) {
    const auto count = [&](std::string_view table, std::uint64_t rows) {
      erasing->add(table, rows);
    };
    Status status = ObservationParts(db_).remove_old(*policy.observations_before, count, {});
    if (!status) return tl::unexpected(status.error());
  }
  Result<Erasing> rest = Erasing::plan(db_, last);
  if (!rest) return tl::unexpected(rest.error());
  if (Status status = run(db_, *rest, dry_run); !status) return tl::unexpected(status.error());
  for (const PurgeReport::Row& row : erasing->report().rows) rest->add(row.table, row.rows);
  if (!dry_run) {
    // What was removed must leave the write-ahead log as well.
    if (Status status = db_.empty_log(); !status) return tl::unexpected(status.error());
  }
  return rest->report();
}

Status erase_old_parts(Store& store, Time before,
                       const std::function<void(std::string_view, std::uint64_t)>& removed,
                       const std::function<Status()>& between) {
  const auto session = store.open_session(Mode::kReadWrite);
  if (!session) return tl::unexpected(session.error());
  Db& db = static_cast<SqlSession&>(**session).db();
  if (!db.has_parts()) return {};
  return ObservationParts(db).remove_old(before, removed, between);
}

Status settle_erasure(Store& store) {
  if (Status status = store.checkpoint(); !status) return status;
  const auto session = store.open_session(Mode::kReadWrite);
  if (!session) return tl::unexpected(session.error());
  return static_cast<SqlSession&>(**session).db().empty_log();
}

Result<std::uint64_t> SqlRetention::erasures() {
  const auto number = db_.number("SELECT value FROM numbers WHERE name = 'erasures'");
  if (!number) return tl::unexpected(number.error());
  return static_cast<std::uint64_t>(*number);
}

}  // namespace analyzer::store
