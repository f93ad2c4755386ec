#include "analyzer/store/sqlite_store.h"

#include <fcntl.h>
#include <unistd.h>

#include <chrono>
#include <filesystem>
#include <mutex>
#include <thread>
#include <utility>

#include "analyzer/store/migrations.h"
#include "analyzer/store/sql_session.h"
#include "analyzer/store/sqlite.h"

namespace analyzer::store {
namespace {

constexpr std::size_t kReadersKept = 8;

// How long the writer's turn is waited for, and in what steps.
constexpr std::chrono::milliseconds kTurnWait{500};
constexpr std::chrono::microseconds kTurnStep{200};

// Syncs a file's bytes, or a folder's names.
Status sync_path(const std::filesystem::path& path) {
  const int file = ::open(path.c_str(), O_RDONLY | O_CLOEXEC);
  if (file < 0) return fail(ErrorCode::kUnavailable, "the copy cannot be synced");
  const int synced = ::fsync(file);
  ::close(file);
  if (synced != 0) return fail(ErrorCode::kUnavailable, "the copy cannot be synced");
  return {};
}

// In the file's header: whose database this is.
constexpr std::int64_t kApplicationId = 0x414E5A52;  // "ANZR"

class SqliteSchema final : public Schema {
 public:
  Result<std::int64_t> version(Db& db) const override {
    const Result<std::int64_t> owner = db.number("PRAGMA application_id");
    if (!owner) return tl::unexpected(owner.error());
    const Result<std::int64_t> tables = db.number("SELECT count(*) FROM sqlite_schema");
    if (!tables) return tl::unexpected(tables.error());
    if (*tables > 0 && *owner != kApplicationId) {
      return fail(ErrorCode::kCorrupt, "the file is no database of this program");
    }
    return db.number("PRAGMA user_version");
  }
  std::string step(std::size_t number) const override {
    return std::string(migrations()[number - 1]) +
           ";PRAGMA application_id=" + std::to_string(kApplicationId) +
           ";PRAGMA user_version=" + std::to_string(number);
  }
};

class SqliteStore final : public Store {
 public:
  SqliteStore(std::string path, SqliteOptions options, std::unique_ptr<SqliteDb> db)
      : path_(std::move(path)), options_(options), db_(std::move(db)) {}

  Status start() {
    if (Status status = migrate(*db_, SqliteSchema()); !status) return status;
    const Result<Seq> last = seqs_.refresh(*db_);
    return last ? Status{} : tl::unexpected(last.error());
  }

  Result<std::unique_ptr<Session>> open_session(Mode mode) override {
    Result<DbPtr> db = mode == Mode::kReadOnly ? readers_.take() : connect(false);
    if (!db) return tl::unexpected(db.error());
    return std::make_unique<SqlSession>(*std::move(db), seqs_, mode);
  }

  Status backup(const std::string& path) override {
    // Made by us first: not readable by others, and never over an existing file.
    const int file = ::open(path.c_str(), O_RDWR | O_CREAT | O_EXCL | O_CLOEXEC, 0600);
    if (file < 0) {
      return errno == EEXIST ? fail(ErrorCode::kConflict, "the copy's file exists")
                             : fail(ErrorCode::kUnavailable, "the copy cannot be written");
    }
    ::close(file);
    Result<std::unique_ptr<SqliteDb>> db = SqliteDb::open({path_, false, false, 5000, 0});
    if (!db) return tl::unexpected(db.error());
    Status status = Query(**db, "VACUUM INTO ?").bind(path).run();
    if (status) status = sync_path(path);
    if (status) {
      const auto folder = std::filesystem::absolute(path).parent_path();
      status = sync_path(folder);
    }
    if (!status) ::unlink(path.c_str());
    return status;
  }

  // A log begins anew where all of it is in the database when the next commit comes. With
  // commits all the time that is never so by itself: the little that is left after the
  // pages are on the disk is moved in the writer's turn, which takes it some milliseconds.
  // The file keeps its length, since a log that grows costs each commit more.
  Status checkpoint() override {
    const std::lock_guard lock(mutex_);
    const Result<int> logged = db_->checkpoint();
    if (!logged) return tl::unexpected(logged.error());
    if (*logged < options_.log_pages) return {};
    if (Status status = db_->sync(); !status) return status;
    if (const auto second = db_->checkpoint(); !second) return tl::unexpected(second.error());
    if (Status status = take_turn(); !status) return status;
    const Result<int> rest = db_->checkpoint();
    const Status left = turn_->rollback();
    return rest ? left : tl::unexpected(rest.error());
  }

  std::unique_ptr<Changes> changes() const override { return nullptr; }

  int schema_version() const override { return static_cast<int>(migrations().size()); }

  Status verify() override {
    Result<std::unique_ptr<SqliteDb>> db = SqliteDb::open({path_, false, true, 5000, 0});
    if (!db) return tl::unexpected(db.error());
    if (Status status = check_structure(**db); !status) return status;
    const auto orphans = (*db)->number(
        "SELECT (SELECT count(*) FROM pragma_foreign_key_check)"
        " + (SELECT count(*) FROM observations WHERE case_id IS NOT NULL"
        "    AND case_id NOT IN (SELECT id FROM cases))");
    if (!orphans) return tl::unexpected(orphans.error());
    if (*orphans > 0) {
      return fail(ErrorCode::kCorrupt, std::to_string(*orphans) + " rows point to nothing");
    }
    return {};
  }

 private:
  static Status check_structure(SqliteDb& db) {
    Query query(db, "PRAGMA integrity_check(5)");
    std::string wrong;
    Result<bool> row = query.step();
    for (; row && *row; row = query.step()) {
      if (query.text(0) != "ok") wrong += (wrong.empty() ? "" : "; ") + std::string(query.text(0));
    }
    if (!row) return tl::unexpected(row.error());
    if (!wrong.empty()) return fail(ErrorCode::kCorrupt, std::move(wrong));
    return {};
  }

  // Begins a transaction of `turn_`, so that nobody else writes.
  Status take_turn() {
    if (!turn_) {
      Result<std::unique_ptr<SqliteDb>> db = SqliteDb::open({path_, false, false, 0, 0});
      if (!db) return tl::unexpected(db.error());
      turn_ = *std::move(db);
    }
    const auto end = std::chrono::steady_clock::now() + kTurnWait;
    Status status = turn_->begin(true);
    while (!status && status.error().code == ErrorCode::kUnavailable &&
           std::chrono::steady_clock::now() < end) {
      std::this_thread::sleep_for(kTurnStep);
      status = turn_->begin(true);
    }
    return status;
  }

  Result<std::unique_ptr<SqliteDb>> connect(bool read_only) const {
    return SqliteDb::open({path_, false, read_only, static_cast<int>(options_.busy_time.count()),
                           options_.max_pages});
  }

  std::string path_;
  SqliteOptions options_;
  SeqSource seqs_;
  std::mutex mutex_;  // guards db_ after start(), and turn_
  std::unique_ptr<SqliteDb> db_;
  std::unique_ptr<SqliteDb> turn_;  // keeps the writer out for a moment
  DbPool readers_{[this] { return connect(true); }, kReadersKept};
};

}  // namespace

Result<std::unique_ptr<Store>> open_sqlite_store(const std::string& path,
                                                 const SqliteOptions& options) {
  std::error_code none;
  if (!options.create && !std::filesystem::exists(path, none)) {
    return fail(ErrorCode::kNotFound, "no database at this path");
  }
  Result<std::unique_ptr<SqliteDb>> db =
      SqliteDb::open({path, options.create, false, static_cast<int>(options.busy_time.count()),
                      options.max_pages});
  if (!db) return tl::unexpected(db.error());
  auto store = std::make_unique<SqliteStore>(path, options, *std::move(db));
  if (Status status = store->start(); !status) return tl::unexpected(status.error());
  return store;
}

}  // namespace analyzer::store
