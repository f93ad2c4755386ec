// The only wrapper round SQLite's C API: a connection as sql.h wants it.

#ifndef ANALYZER_STORE_SQLITE_H_
#define ANALYZER_STORE_SQLITE_H_

#include <cstdint>
#include <memory>
#include <string>

#include "analyzer/store/sql.h"

struct sqlite3;

namespace analyzer::store {

class SqliteDb final : public Db {
 public:
  struct Open {
    std::string path;
    bool create = false;
    bool read_only = false;
    int busy_ms = 5000;
    std::uint64_t max_pages = 0;  // 0: no bound of ours
  };

  // Opens a connection with the settings every one of ours has: write-ahead
  // log, synchronous=FULL, foreign keys, no automatic checkpoint.
  static Result<std::unique_ptr<SqliteDb>> open(const Open& options);
  ~SqliteDb() override;

  Status run(const std::string& sql) override;
  // Every pace is the same here: a statement costs no round trip.
  Status begin(bool write, Pace pace) override;
  using Db::begin;
  Status commit() override;
  Status rollback() override;
  bool in_transaction() const override { return in_transaction_; }
  Status savepoint(const std::string& name) override;
  Status release(const std::string& name) override;
  Status rollback_to(const std::string& name) override;
  std::uint64_t changes() override;
  Status empty_log() override;
  std::string_view clock() const override {
    return "CAST((julianday('now') - 2440587.5) * 86400000.0 AS INTEGER)";
  }

  // Moves what was committed from the log into the database, as far as no reader still
  // needs the older state. Nothing waits for it. How many pages were written to the log
  // since it began; none are told while another checkpoint runs.
  Result<int> checkpoint();
  // Returns once the database file's pages are on the disk. Nothing waits for it.
  Status sync();

  sqlite3* handle() const { return handle_; }
  // SQLite undoes a transaction by itself after some failures; nothing may be
  // written outside it by mistake.
  bool undone() const;

  // The failure that a result code of SQLite stands for. The message names what
  // failed, never a value or a path.
  tl::unexpected<Error> failure(int code) const;

 protected:
  Result<std::unique_ptr<Statement>> prepare(std::string_view sql) override;

 private:
  SqliteDb() = default;
  Status configure(const Open& options);

  sqlite3* handle_ = nullptr;
  bool in_transaction_ = false;
};

}  // namespace analyzer::store

#endif  // ANALYZER_STORE_SQLITE_H_
