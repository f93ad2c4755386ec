#include "analyzer/store/sqlite_store.h"

#include <fcntl.h>
#include <unistd.h>

#include <algorithm>
#include <filesystem>
#include <mutex>
#include <utility>

#include "analyzer/store/migrations.h"
#include "analyzer/store/sqlite_feeds.h"
#include "analyzer/store/sqlite_roles.h"

namespace analyzer::store {
namespace {

// A write-ahead log beyond this is begun anew, which makes the writer wait.
constexpr std::uintmax_t kMaxLogBytes = std::uintmax_t{256} << 20U;

class SqliteSession final : public Session {
 public:
  SqliteSession(std::unique_ptr<Db> db, SeqSource& seqs, Mode mode)
      : db_(std::move(db)), seqs_(seqs), writes_(mode == Mode::kReadWrite) {}

  Status begin() override {
    if (Status status = db_->begin(writes_); !status || !writes_) return status;
    Status status = seqs_.refresh(*db_);
    if (!status) static_cast<void>(db_->rollback());
    return status;
  }
  Status commit() override { return db_->commit(); }
  Status rollback() override { return db_->rollback(); }
  Status savepoint(std::string_view name) override { return mark("SAVEPOINT ", name); }
  Status release(std::string_view name) override { return mark("RELEASE ", name); }
  Status rollback_to(std::string_view name) override {
    if (Status status = mark("ROLLBACK TO ", name); !status) return status;
    return mark("RELEASE ", name);
  }

  Observations& observations() override { return observations_; }
  WindowLog& window_log() override { return window_log_; }
  Cases& cases() override { return cases_; }
  Labels& labels() override { return labels_; }
  Campaigns& campaigns() override { return campaigns_; }
  Accounts& accounts() override { return accounts_; }
  Audit& audit() override { return audit_; }
  Registry& registry() override { return registry_; }
  Secrets& secrets() override { return secrets_; }
  Aliases& aliases() override { return aliases_; }
  Meta& meta() override { return meta_; }
  Retention& retention() override { return retention_; }
  FollowUps& follow_ups() override { return follow_ups_; }
  Indicators& indicators() override { return indicators_; }
  Feeds& feeds() { return feeds_; }
  Helpers& helpers() override { return helpers_; }
  Pictures& pictures() override { return pictures_; }
  Desk& desk() override { return desk_; }
  Tips& tips() override { return tips_; }
  DailyCounts& daily_counts() override { return daily_counts_; }

 private:
  Status mark(const char* verb, std::string_view name) {
    if (!db_->in_transaction()) return fail(ErrorCode::kConflict, "no transaction is open");
    const auto good = [](char c) {
      return (c >= 'a' && c <= 'z') || (c >= '0' && c <= '9') || c == '_';
    };
    if (name.empty() || !std::all_of(name.begin(), name.end(), good)) {
      return fail(ErrorCode::kInvalid, "a savepoint's name is of [a-z0-9_]");
    }
    return Query(*db_, verb + ("\"" + std::string(name) + "\"")).run();
  }

  std::unique_ptr<Db> db_;
  SeqSource& seqs_;
  bool writes_;
  SqliteObservations observations_{*db_, seqs_};
  SqliteWindowLog window_log_{*db_, seqs_};
  SqliteCases cases_{*db_};
  SqliteLabels labels_{*db_};
  SqliteCampaigns campaigns_{*db_};
  SqliteAccounts accounts_{*db_};
  SqliteAudit audit_{*db_};
  SqliteRegistry registry_{*db_, seqs_};
  SqliteSecrets secrets_{*db_};
  SqliteAliases aliases_{*db_};
  SqliteMeta meta_{*db_};
  SqliteRetention retention_{*db_};
  SqliteFollowUps follow_ups_{*db_};
  SqliteIndicators indicators_{*db_};
  SqliteFeeds feeds_{*db_};
  SqliteHelpers helpers_{*db_};
  SqlitePictures pictures_{*db_};
  SqliteDesk desk_{*db_};
  SqliteTips tips_{*db_};
  SqliteDailyCounts daily_counts_{*db_};
};

// Syncs a file's bytes, or a folder's names.
Status sync_path(const std::filesystem::path& path) {
  const int file = ::open(path.c_str(), O_RDONLY | O_CLOEXEC);
  if (file < 0) return fail(ErrorCode::kUnavailable, "the copy cannot be synced");
  const int synced = ::fsync(file);
  ::close(file);
  if (synced != 0) return fail(ErrorCode::kUnavailable, "the copy cannot be synced");
  return {};
}

class SqliteStore final : public Store {
 public:
  SqliteStore(std::string path, SqliteOptions options, std::unique_ptr<Db> db)
      : path_(std::move(path)), options_(options), db_(std::move(db)) {}

  Status start() {
    if (Status status = migrate(*db_); !status) return status;
    return seqs_.refresh(*db_);
  }

  Result<std::unique_ptr<Session>> open_session(Mode mode) override {
    Result<std::unique_ptr<Db>> db =
        Db::open({path_, false, mode == Mode::kReadOnly,
                  static_cast<int>(options_.busy_time.count()), options_.max_pages});
    if (!db) return tl::unexpected(db.error());
    return std::make_unique<SqliteSession>(*std::move(db), seqs_, mode);
  }

  Status backup(const std::string& path) override {
    // Made by us first: not readable by others, and never over an existing file.
    const int file = ::open(path.c_str(), O_RDWR | O_CREAT | O_EXCL | O_CLOEXEC, 0600);
    if (file < 0) {
      return errno == EEXIST ? fail(ErrorCode::kConflict, "the copy's file exists")
                             : fail(ErrorCode::kUnavailable, "the copy cannot be written");
    }
    ::close(file);
    Result<std::unique_ptr<Db>> db = Db::open({path_, false, false, 5000, 0});
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

  Status checkpoint() override {
    const std::lock_guard lock(mutex_);
    if (Status status = db_->checkpoint(false); !status) return status;
    std::error_code none;
    const std::uintmax_t size = std::filesystem::file_size(path_ + "-wal", none);
    if (none || size <= kMaxLogBytes) return {};
    return db_->checkpoint(true);
  }

  int schema_version() const override { return static_cast<int>(migrations().size()); }

  Status verify() override {
    Result<std::unique_ptr<Db>> db = Db::open({path_, false, true, 5000, 0});
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
  static Status check_structure(Db& db) {
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

  std::string path_;
  SqliteOptions options_;
  SeqSource seqs_;
  std::mutex mutex_;  // guards db_ after start()
  std::unique_ptr<Db> db_;
};

}  // namespace

// Every session there is comes from SqliteStore.
Feeds& feeds_of(Session& session) { return static_cast<SqliteSession&>(session).feeds(); }

Result<std::unique_ptr<Store>> open_sqlite_store(const std::string& path,
                                                 const SqliteOptions& options) {
  std::error_code none;
  if (!options.create && !std::filesystem::exists(path, none)) {
    return fail(ErrorCode::kNotFound, "no database at this path");
  }
  Result<std::unique_ptr<Db>> db =
      Db::open({path, options.create, false, static_cast<int>(options.busy_time.count()),
                options.max_pages});
  if (!db) return tl::unexpected(db.error());
  auto store = std::make_unique<SqliteStore>(path, options, *std::move(db));
  if (Status status = store->start(); !status) return tl::unexpected(status.error());
  return store;
}

}  // namespace analyzer::store
