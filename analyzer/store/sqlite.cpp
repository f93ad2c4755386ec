#include "analyzer/store/sqlite.h"

#include <fcntl.h>
#include <sqlite3.h>
#include <unistd.h>

#include <algorithm>
#include <cstring>
#include <utility>

#include "analyzer/store/bytes.h"

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

}  // namespace

Result<std::unique_ptr<Db>> Db::open(const Open& options) {
  if (options.create && !create_private(options.path)) {
    return fail(ErrorCode::kUnavailable, "the database file cannot be created");
  }
  std::unique_ptr<Db> db(new Db);
  const int flags = SQLITE_OPEN_READWRITE | SQLITE_OPEN_NOMUTEX;
  if (const int code = sqlite3_open_v2(options.path.c_str(), &db->handle_, flags, nullptr);
      code != SQLITE_OK) {
    return fail(ErrorCode::kUnavailable, "the database file cannot be opened");
  }
  if (Status status = db->configure(options); !status) return tl::unexpected(status.error());
  return db;
}

Status Db::configure(const Open& options) {
  sqlite3_extended_result_codes(handle_, 1);
  sqlite3_busy_timeout(handle_, options.busy_ms);
  std::string sql =
      "PRAGMA page_size=8192; PRAGMA journal_mode=WAL; PRAGMA synchronous=FULL;"
      "PRAGMA foreign_keys=ON; PRAGMA wal_autocheckpoint=0; PRAGMA secure_delete=ON;"
      "PRAGMA journal_size_limit=67108864; PRAGMA cache_size=-65536; PRAGMA temp_store=MEMORY;"
      "PRAGMA trusted_schema=OFF;";
  if (options.max_pages > 0) {
    sql += "PRAGMA max_page_count=" + std::to_string(options.max_pages) + ";";
  }
  if (options.read_only) sql += "PRAGMA query_only=ON;";
  return run(sql);
}

Db::~Db() {
  for (const auto& [sql, statement] : idle_) sqlite3_finalize(statement);
  sqlite3_close_v2(handle_);
}

tl::unexpected<Error> Db::failure(int code) const {
  const int extended = code == SQLITE_ERROR ? sqlite3_extended_errcode(handle_) : code;
  std::string message = "store: ";
  message += sqlite3_errstr(extended);
  if ((extended & 0xFF) == SQLITE_CONSTRAINT) {
    // SQLite names the table and column here, which are no data.
    message += std::string(" (") + sqlite3_errmsg(handle_) + ")";
  }
  return fail(code_of(extended), std::move(message));
}

Status Db::run(const std::string& sql) {
  const int code = sqlite3_exec(handle_, sql.c_str(), nullptr, nullptr, nullptr);
  if (code != SQLITE_OK) return failure(code);
  return {};
}

Result<std::int64_t> Db::number(const std::string& sql) {
  Query query(*this, sql);
  const Result<bool> row = query.step();
  if (!row) return tl::unexpected(row.error());
  return *row ? query.number(0) : 0;
}

Status Db::begin(bool write) {
  if (in_transaction_) return fail(ErrorCode::kConflict, "a transaction is open");
  if (Status status = Query(*this, write ? "BEGIN IMMEDIATE" : "BEGIN").run(); !status) {
    return status;
  }
  in_transaction_ = true;
  return {};
}

Status Db::commit() {
  if (!in_transaction_) return fail(ErrorCode::kConflict, "no transaction is open");
  Status status;
  if (sqlite3_get_autocommit(handle_) != 0) {
    // SQLite undoes a transaction by itself after some failures.
    status = fail(ErrorCode::kUnavailable, "store: the transaction was undone");
  } else {
    status = Query(*this, "COMMIT").run();
  }
  in_transaction_ = false;
  if (!status && sqlite3_get_autocommit(handle_) == 0) static_cast<void>(run("ROLLBACK"));
  return status;
}

Status Db::rollback() {
  if (!in_transaction_) return {};
  in_transaction_ = false;
  if (sqlite3_get_autocommit(handle_) != 0) return {};
  return run("ROLLBACK");
}

std::uint64_t Db::changes() const { return static_cast<std::uint64_t>(sqlite3_changes(handle_)); }

Status Db::checkpoint(bool restart) {
  const int mode = restart ? SQLITE_CHECKPOINT_TRUNCATE : SQLITE_CHECKPOINT_PASSIVE;
  const int code = sqlite3_wal_checkpoint_v2(handle_, nullptr, mode, nullptr, nullptr);
  if (code == SQLITE_OK || code == SQLITE_BUSY) return {};  // busy: the next one goes on
  return failure(code);
}

Db::Statements::node_type Db::take_statement(std::string_view sql, int& code) {
  if (const auto found = idle_.find(sql); found != idle_.end()) return idle_.extract(found);
  sqlite3_stmt* statement = nullptr;
  code = sqlite3_prepare_v3(handle_, sql.data(), static_cast<int>(sql.size()),
                            SQLITE_PREPARE_PERSISTENT, &statement, nullptr);
  if (statement == nullptr) return {};
  Statements one;
  return one.extract(one.emplace(sql, statement));
}

void Db::give_back(Statements::node_type node) {
  constexpr std::size_t kMaxIdle = 256;
  sqlite3_reset(node.mapped());
  sqlite3_clear_bindings(node.mapped());
  if (idle_.size() >= kMaxIdle) {
    sqlite3_finalize(node.mapped());
  } else {
    idle_.insert(std::move(node));
  }
}

Query::Query(Db& db, std::string_view sql) : db_(db) {
  if (db_.in_transaction_ && sqlite3_get_autocommit(db_.handle_) != 0) {
    // Undone by SQLite: nothing may be written outside it by mistake.
    code_ = SQLITE_ABORT_ROLLBACK;
    return;
  }
  node_ = db_.take_statement(sql, code_);
  if (!node_.empty()) statement_ = node_.mapped();
}

Query::~Query() {
  if (statement_ != nullptr) db_.give_back(std::move(node_));
}

void Query::note(int code) {
  if (code_ == SQLITE_OK) code_ = code;
}

Query& Query::bind(std::int64_t value) {
  if (statement_ != nullptr) note(sqlite3_bind_int64(statement_, next_++, value));
  return *this;
}

Query& Query::bind(double value) {
  if (statement_ != nullptr) note(sqlite3_bind_double(statement_, next_++, value));
  return *this;
}

Query& Query::bind(std::string_view text) {
  if (statement_ != nullptr) {
    note(sqlite3_bind_text64(statement_, next_++, text.empty() ? "" : text.data(), text.size(),
                             SQLITE_TRANSIENT, SQLITE_UTF8));
  }
  return *this;
}

Query& Query::bind(Blob blob) {
  if (statement_ != nullptr) {
    note(sqlite3_bind_blob64(statement_, next_++, blob.bytes.empty() ? "" : blob.bytes.data(),
                             blob.bytes.size(), SQLITE_TRANSIENT));
  }
  return *this;
}

Query& Query::bind_null() {
  if (statement_ != nullptr) note(sqlite3_bind_null(statement_, next_++));
  return *this;
}

Query& Query::bind(const Digest& digest) {
  return bind(Blob{{reinterpret_cast<const char*>(digest.data()), digest.size()}});
}

Query& Query::bind(LinkKey key) {
  ByteWriter bytes;
  bytes.put(key);
  return bind(Blob{bytes.bytes()});
}

Result<bool> Query::step() {
  if (code_ != SQLITE_OK || statement_ == nullptr) {
    return db_.failure(code_ == SQLITE_OK ? SQLITE_MISUSE : code_);
  }
  const int code = sqlite3_step(statement_);
  if (code == SQLITE_ROW) return true;
  if (code == SQLITE_DONE) return false;
  return db_.failure(code);
}

Status Query::run() {
  const Result<bool> row = step();
  if (!row) return tl::unexpected(row.error());
  return {};
}

void Query::reset() {
  if (statement_ == nullptr) return;
  sqlite3_reset(statement_);
  next_ = 1;
}

bool Query::is_null(int column) const {
  return sqlite3_column_type(statement_, column) == SQLITE_NULL;
}

std::int64_t Query::number(int column) const { return sqlite3_column_int64(statement_, column); }

double Query::real(int column) const { return sqlite3_column_double(statement_, column); }

std::string_view Query::text(int column) const {
  const auto* bytes = static_cast<const char*>(sqlite3_column_blob(statement_, column));
  if (bytes == nullptr) return {};
  return {bytes, static_cast<std::size_t>(sqlite3_column_bytes(statement_, column))};
}

Digest Query::digest(int column) const {
  Digest out{};
  const std::string_view bytes = text(column);
  std::copy_n(bytes.begin(), std::min(bytes.size(), out.size()), out.begin());
  return out;
}

LinkKey Query::key(int column) const { return ByteReader(text(column)).get_key(); }

std::string marks(std::size_t size) {
  std::string out = "(";
  for (std::size_t i = 0; i < size; ++i) out += i == 0 ? "?" : ", ?";
  return out + ")";
}

std::string join_words(const std::vector<std::string>& words) {
  std::string out;
  for (const std::string& word : words) out += (out.empty() ? "" : " ") + word;
  return out;
}

std::vector<std::string> split_words(std::string_view text) {
  std::vector<std::string> out;
  while (!text.empty()) {
    const std::size_t end = std::min(text.find(' '), text.size());
    if (end > 0) out.emplace_back(text.substr(0, end));
    text.remove_prefix(std::min(end + 1, text.size()));
  }
  return out;
}

}  // namespace analyzer::store
