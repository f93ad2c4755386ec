// The only wrapper round libpq: a connection as sql.h wants it.
//
// Statements are prepared once a connection, with the types of what is first bound;
// values go and come in binary. The connection is in pipeline mode throughout: what
// nobody waits for (BEGIN, a released savepoint, in Pace::kGroup every write) goes
// with the next statement that somebody waits for, or with COMMIT.
//
// Errors inside a transaction:
//   Pace::kStep    a refused statement undoes itself alone, as in SQLite (each write
//                  runs inside a savepoint of its own, in one round trip)
//   Pace::kGroup   a refused statement undoes the transaction: every later call fails,
//                  and commit() fails with the code of what was refused
//
// A connection that broke is made anew by the next call outside a transaction.

#ifndef ANALYZER_STORE_POSTGRES_H_
#define ANALYZER_STORE_POSTGRES_H_

#include <cstdint>
#include <memory>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "analyzer/store/sql.h"

struct pg_conn;
struct pg_result;

namespace analyzer::store {

struct ResultDeleter {
  void operator()(pg_result* result) const;
};
using PgResult = std::unique_ptr<pg_result, ResultDeleter>;

// One value as it is sent. A type of 0 lets the database infer it (NULL).
struct PgValue {
  std::uint32_t type = 0;
  bool null = true;
  std::string bytes;
};

class PostgresDb final : public Db {
 public:
  struct Open {
    std::string address;  // postgres://user@host:port/database?…
    bool read_only = false;
    int busy_ms = 5000;          // to wait for the right to write
    std::string on_commit = {};  // sent with every commit of what was written; may be empty
  };

  // Fails with kUnavailable if the database does not answer or refuses us.
  static Result<std::unique_ptr<PostgresDb>> open(const Open& options);
  ~PostgresDb() override;

  Status run(const std::string& sql) override;
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
  bool is_far() const override { return true; }
  bool has_parts() const override { return true; }
  std::string_view clock() const override {
    return "CAST(extract(epoch FROM clock_timestamp()) * 1000 AS BIGINT)";
  }

  // -- for the statement ---------------------------------------------------------
  struct Prepared {
    std::string name;
    std::uint64_t connection = 0;  // of which it is; 0: of none yet
    std::vector<std::uint32_t> types;
  };
  // Sends a statement, preparing it first where it is not; waits for its rows, or,
  // without `wait`, in Pace::kGroup for nothing.
  Result<PgResult> execute(Prepared& prepared, const std::string& sql,
                           const std::vector<PgValue>& values, bool writes, bool wait);
  // Lets go of a prepared statement with the next one that is sent.
  void drop(const Prepared& prepared);

 protected:
  Result<std::unique_ptr<Statement>> prepare(std::string_view sql) override;

 private:
  explicit PostgresDb(Open options) : options_(std::move(options)) {}
  Status connect();
  Status set_up();
  // A connection that can be used, outside a transaction.
  Status ensure();
  Status send_plain(const std::string& sql);
  Status send_prepared(Prepared& prepared, const std::string& sql,
                       const std::vector<PgValue>& values);
  // Waits for everything that was sent. The result of the last, or the first failure.
  Result<PgResult> flush();
  Result<PgResult> take_results(std::size_t count);
  // Sends the statement inside a savepoint of its own and waits.
  Result<PgResult> guarded(Prepared& prepared, const std::string& sql,
                           const std::vector<PgValue>& values);
  Error lost_error();
  tl::unexpected<Error> lost();
  tl::unexpected<Error> broken(const Error& error);
  void end_transaction();

  Open options_;
  pg_conn* handle_ = nullptr;
  std::uint64_t connection_ = 0;  // grows when everything has to be prepared anew
  std::uint64_t named_ = 0;
  std::size_t pending_ = 0;  // sent, not waited for
  std::uint64_t changes_ = 0;
  bool in_transaction_ = false;
  Pace pace_ = Pace::kStep;
  std::optional<Error> failed_;       // of this transaction: nothing more can be done in it
  std::uint64_t writes_ = 0;          // of this transaction
  std::vector<std::uint64_t> marks_;  // writes_ at each open savepoint, in Pace::kGroup
  std::vector<std::string> dropped_;  // names of statements to let go
};

// A connection with our settings for a network that fails; as PQconnectdb() gives it,
// never null but for want of memory.
pg_conn* connect_postgres(const std::string& address);

// `sql` with $1, $2 … for ?, ?1.
std::string numbered_parameters(std::string_view sql);

}  // namespace analyzer::store

#endif  // ANALYZER_STORE_POSTGRES_H_
