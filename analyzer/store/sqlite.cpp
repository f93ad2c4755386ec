#include "analyzer/store/sqlite.h"

#include <fcntl.h>
#include <sqlite3.h>
#include <unistd.h>

#include <utility>

namespace analyzer::store {
namespace {

ErrorCode code_of(int code) {
  switch (code) {
    case SQLITE_CONSTRAINT_UNIQUE:
    case SQLITE_CONSTRAINT_PRIMARYKEY:
    case SQLITE_CONSTRAINT_ROWID:
    case SQLITE_CONSTRAINT_TRIGGER:
      return ErrorCode::kConflict;
    case SQLITE_CONSTRAINT_FOREIGNKEY:
      return ErrorCode::kNotFound;
    default:
      break;
  }
  switch (code & 0xFF) {
    case SQLITE_CORRUPT:
    case SQLITE_NOTADB:
      return ErrorCode::kCorrupt;
    case SQLITE_CONSTRAINT:
    case SQLITE_MISMATCH:
    case SQLITE_TOOBIG:
      return ErrorCode::kInvalid;
    default:
      return ErrorCode::kUnavailable;
  }
}

// The file is made by us first, so that nobody else may ever read it.
bool create_private(const std::string& path) {
  const int file = ::open(path.c_str(), O_RDWR | O_CREAT | O_CLOEXEC, 0600);
  if (file < 0) return false;
  ::close(file);
  return true;
}

class SqliteStatement final : public Statement {
 public:
  SqliteStatement(SqliteDb& db, sqlite3_stmt* statement) : db_(db), statement_(statement) {}
  SqliteStatement(const SqliteStatement&) = delete;
  SqliteStatement& operator=(const SqliteStatement&) = delete;
  ~SqliteStatement() override { sqlite3_finalize(statement_); }

  void bind_number(int parameter, std::int64_t value) override {
    note(sqlite3_bind_int64(statement_, parameter, value));
  }
  void bind_real(int parameter, double value) override {
    note(sqlite3_bind_double(statement_, parameter, value));
  }
  void bind_text(int parameter, std::string_view text) override {
    note(sqlite3_bind_text64(statement_, parameter, text.empty() ? "" : text.data(), text.size(),
                             SQLITE_TRANSIENT, SQLITE_UTF8));
  }
  void bind_blob(int parameter, std::string_view bytes) override {
    note(sqlite3_bind_blob64(statement_, parameter, bytes.empty() ? "" : bytes.data(), bytes.size(),
                             SQLITE_TRANSIENT));
  }
  void bind_null(int parameter) override { note(sqlite3_bind_null(statement_, parameter)); }

  Result<bool> step() override {
    if (code_ != SQLITE_OK) return db_.failure(code_);
    if (db_.undone()) return db_.failure(SQLITE_ABORT_ROLLBACK);
    const int code = sqlite3_step(statement_);
    if (code == SQLITE_ROW) return true;
    if (code == SQLITE_DONE) return false;
    return db_.failure(code);
  }
  Status run() override {
    const Result<bool> row = step();
    if (!row) return tl::unexpected(row.error());
    return {};
  }
  void reset() override {
    sqlite3_reset(statement_);
    code_ = SQLITE_OK;
  }
  void clear() override { sqlite3_clear_bindings(statement_); }

  bool is_null(int column) const override {
    return sqlite3_column_type(statement_, column) == SQLITE_NULL;
  }
  std::int64_t number(int column) const override {
    return sqlite3_column_int64(statement_, column);
  }
  double real(int column) const override { return sqlite3_column_double(statement_, column); }
  std::string_view bytes(int column) const override {
    const auto* bytes = static_cast<const char*>(sqlite3_column_blob(statement_, column));
    if (bytes == nullptr) return {};
    return {bytes, static_cast<std::size_t>(sqlite3_column_bytes(statement_, column))};
  }

 private:
  void note(int code) {
    if (code_ == SQLITE_OK) code_ = code;
  }

  SqliteDb& db_;
  sqlite3_stmt* statement_;
  int code_ = SQLITE_OK;  // the first failure of a bind
};

}  // namespace

Result<std::unique_ptr<SqliteDb>> SqliteDb::open(const Open& options) {
  if (options.create && !create_private(options.path)) {
    return fail(ErrorCode::kUnavailable, "the database file cannot be created");
  }
  std::unique_ptr<SqliteDb> db(new SqliteDb);
  const int flags = SQLITE_OPEN_READWRITE | SQLITE_OPEN_NOMUTEX;
  if (const int code = sqlite3_open_v2(options.path.c_str(), &db->handle_, flags, nullptr);
      code != SQLITE_OK) {
    return fail(ErrorCode::kUnavailable, "the database file cannot be opened");
  }
  if (Status status = db->configure(options); !status) return tl::unexpected(status.error());
  return db;
}

Status SqliteDb::configure(const Open& options) {
  sqlite3_extended_result_codes(handle_, 1);
  sqlite3_busy_timeout(handle_, options.busy_ms);
  std::string sql =
      "PRAGMA page_size=8192; PRAGMA journal_mode=WAL; PRAGMA synchronous=FULL;"
      "PRAGMA foreign_keys=ON; PRAGMA wal_autocheckpoint=0; PRAGMA secure_delete=ON;"
      "PRAGMA journal_size_limit=268435456; PRAGMA cache_size=-65536; PRAGMA temp_store=MEMORY;"
      "PRAGMA trusted_schema=OFF;";
  if (options.max_pages > 0) {
    sql += "PRAGMA max_page_count=" + std::to_string(options.max_pages) + ";";
  }
  if (options.read_only) sql += "PRAGMA query_only=ON;";
  return run(sql);
}

SqliteDb::~SqliteDb() {
  forget_statements();
  sqlite3_close_v2(handle_);
}

tl::unexpected<Error> SqliteDb::failure(int code) const {
  const int extended = code == SQLITE_ERROR ? sqlite3_extended_errcode(handle_) : code;
  std::string message = "store: ";
  message += sqlite3_errstr(extended);
  if ((extended & 0xFF) == SQLITE_CONSTRAINT) {
    // SQLite names the table and column here, which are no data.
    message += std::string(" (") + sqlite3_errmsg(handle_) + ")";
  }
  return fail(code_of(extended), std::move(message));
}

Status SqliteDb::run(const std::string& sql) {
  const int code = sqlite3_exec(handle_, sql.c_str(), nullptr, nullptr, nullptr);
  if (code != SQLITE_OK) return failure(code);
  return {};
}

Status SqliteDb::begin(bool write, Pace /*pace*/) {
  if (in_transaction_) return fail(ErrorCode::kConflict, "a transaction is open");
  if (Status status = Query(*this, write ? "BEGIN IMMEDIATE" : "BEGIN").run(); !status) {
    return status;
  }
  in_transaction_ = true;
  return {};
}

Status SqliteDb::commit() {
  if (!in_transaction_) return fail(ErrorCode::kConflict, "no transaction is open");
  Status status;
  if (undone()) {
    status = fail(ErrorCode::kUnavailable, "store: the transaction was undone");
  } else {
    status = Query(*this, "COMMIT").run();
  }
  in_transaction_ = false;
  if (!status && sqlite3_get_autocommit(handle_) == 0) static_cast<void>(run("ROLLBACK"));
  return status;
}

Status SqliteDb::rollback() {
  if (!in_transaction_) return {};
  in_transaction_ = false;
  if (sqlite3_get_autocommit(handle_) != 0) return {};
  return run("ROLLBACK");
}

std::uint64_t SqliteDb::changes() { return static_cast<std::uint64_t>(sqlite3_changes(handle_)); }

Status SqliteDb::empty_log() {
  const int code =
      sqlite3_wal_checkpoint_v2(handle_, nullptr, SQLITE_CHECKPOINT_TRUNCATE, nullptr, nullptr);
  if (code == SQLITE_OK || code == SQLITE_BUSY) return {};  // busy: the next one goes on
  return failure(code);
}

Result<int> SqliteDb::checkpoint() {
  int logged = 0;
  const int code =
      sqlite3_wal_checkpoint_v2(handle_, nullptr, SQLITE_CHECKPOINT_PASSIVE, &logged, nullptr);
  if (code == SQLITE_BUSY) return 0;
  if (code != SQLITE_OK) return failure(code);
  return logged;
}

Status SqliteDb::sync() {
  sqlite3_file* file = nullptr;
  int code =
      sqlite3_file_control(handle_, "main", SQLITE_FCNTL_FILE_POINTER, static_cast<void*>(&file));
  if (code == SQLITE_OK) code = file->pMethods->xSync(file, SQLITE_SYNC_NORMAL);
  if (code != SQLITE_OK) return failure(code);
  return {};
}

Status SqliteDb::savepoint(const std::string& name) {
  return Query(*this, "SAVEPOINT \"" + name + "\"").run();
}

Status SqliteDb::release(const std::string& name) {
  return Query(*this, "RELEASE \"" + name + "\"").run();
}

Status SqliteDb::rollback_to(const std::string& name) {
  if (Status status = Query(*this, "ROLLBACK TO \"" + name + "\"").run(); !status) return status;
  return release(name);
}

bool SqliteDb::undone() const { return in_transaction_ && sqlite3_get_autocommit(handle_) != 0; }

Result<std::unique_ptr<Statement>> SqliteDb::prepare(std::string_view sql) {
  sqlite3_stmt* statement = nullptr;
  const int code = sqlite3_prepare_v3(handle_, sql.data(), static_cast<int>(sql.size()),
                                      SQLITE_PREPARE_PERSISTENT, &statement, nullptr);
  if (statement == nullptr) return failure(code == SQLITE_OK ? SQLITE_MISUSE : code);
  return std::make_unique<SqliteStatement>(*this, statement);
}

}  // namespace analyzer::store
