#include "analyzer/store/postgres.h"

#include <libpq-fe.h>
#include <poll.h>

#include <charconv>
#include <utility>

#include "analyzer/store/postgres_error.h"
#include "analyzer/store/postgres_statement.h"

namespace analyzer::store {
namespace {

// More than this waits for nobody: the answers must fit into the socket.
constexpr std::size_t kMostPending = 96;
constexpr const char* kOwnSavepoint = "one_statement";

// Whoever holds this lock of the database may write.
constexpr const char* kTakeRightToWrite = "SELECT pg_advisory_xact_lock(4706876310532)";

}  // namespace

void ResultDeleter::operator()(pg_result* result) const { PQclear(result); }

Result<std::unique_ptr<PostgresDb>> PostgresDb::open(const Open& options) {
  std::unique_ptr<PostgresDb> db(new PostgresDb(options));
  if (Status status = db->connect(); !status) return tl::unexpected(status.error());
  return db;
}

PostgresDb::~PostgresDb() {
  forget_statements();
  PQfinish(handle_);
}

pg_conn* connect_postgres(const std::string& address) {
  const char* const names[] = {"connect_timeout",  "keepalives_idle",  "keepalives_interval",
                               "keepalives_count", "tcp_user_timeout", "application_name",
                               "client_encoding",  "dbname",           nullptr};
  // What the address says comes last and counts.
  const char* const values[] = {
      "5", "10", "5", "3", "15000", "analyzer", "UTF8", address.c_str(), nullptr};
  return PQconnectdbParams(names, values, 1);
}

Status PostgresDb::connect() {
  PQfinish(handle_);
  handle_ = connect_postgres(options_.address);
  ++connection_;
  pending_ = 0;
  dropped_.clear();
  if (PQstatus(handle_) != CONNECTION_OK) {
    return fail(ErrorCode::kUnavailable, "store: the database does not answer, or refuses us");
  }
  return set_up();
}

Status PostgresDb::set_up() {
  std::string sql = "SET lock_timeout = " + std::to_string(options_.busy_ms) +
                    "; SET synchronous_commit = on; SET jit = off;"
                    "SET standard_conforming_strings = on; SET client_min_messages = error;"
                    "SET idle_in_transaction_session_timeout = '60s';";
  if (options_.read_only) sql += "SET default_transaction_read_only = on;";
  const PgResult result(PQexec(handle_, sql.c_str()));
  if (!good(result.get())) return tl::unexpected(error_of(result.get()));
  if (PQenterPipelineMode(handle_) != 1) return fail(ErrorCode::kUnavailable, "store: no pipeline");
  return {};
}

Status PostgresDb::ensure() {
  if (in_transaction_) return {};
  bool usable = PQstatus(handle_) == CONNECTION_OK;
  if (usable && pending_ == 0) {
    // Anything to read on an idle connection is a notice, or its end.
    pollfd ready{PQsocket(handle_), POLLIN, 0};
    if (::poll(&ready, 1, 0) > 0) {
      usable = PQconsumeInput(handle_) == 1 && PQstatus(handle_) == CONNECTION_OK;
    }
  }
  return usable ? Status{} : connect();
}

Error PostgresDb::lost_error() {
  pending_ = 0;
  return {ErrorCode::kUnavailable, "store: the connection to the database was lost", {}};
}

tl::unexpected<Error> PostgresDb::lost() { return tl::unexpected(lost_error()); }

// In a transaction from which nothing can be saved.
tl::unexpected<Error> PostgresDb::broken(const Error& error) {
  if (in_transaction_ && !failed_) failed_ = error;
  return tl::unexpected(error);
}

Status PostgresDb::send_plain(const std::string& sql) {
  if (PQsendQueryParams(handle_, sql.c_str(), 0, nullptr, nullptr, nullptr, nullptr, 1) != 1) {
    return lost();
  }
  ++pending_;
  return {};
}

Status PostgresDb::send_prepared(Prepared& prepared, const std::string& sql,
                                 const std::vector<PgValue>& values) {
  bool ready = prepared.connection == connection_ && prepared.types.size() == values.size();
  for (std::size_t i = 0; ready && i < values.size(); ++i) {
    ready = values[i].null || values[i].type == prepared.types[i];
  }
  if (!ready) {
    std::vector<std::uint32_t> types(values.size());
    for (std::size_t i = 0; i < values.size(); ++i) {
      const bool known = values[i].null && i < prepared.types.size();
      types[i] = known ? prepared.types[i] : values[i].type;
    }
    drop(prepared);
    prepared = {"s" + std::to_string(++named_), connection_, std::move(types)};
    if (PQsendPrepare(handle_, prepared.name.c_str(), sql.c_str(),
                      static_cast<int>(prepared.types.size()), prepared.types.data()) != 1) {
      return lost();
    }
    ++pending_;
  }
  std::vector<const char*> bytes(values.size());
  std::vector<int> sizes(values.size());
  const std::vector<int> formats(values.size(), 1);
  for (std::size_t i = 0; i < values.size(); ++i) {
    bytes[i] = values[i].null ? nullptr : values[i].bytes.data();
    sizes[i] = static_cast<int>(values[i].bytes.size());
  }
  if (PQsendQueryPrepared(handle_, prepared.name.c_str(), static_cast<int>(values.size()),
                          bytes.data(), sizes.data(), formats.data(), 1) != 1) {
    return lost();
  }
  ++pending_;
  return {};
}

void PostgresDb::drop(const Prepared& prepared) {
  if (prepared.connection == connection_) dropped_.push_back(prepared.name);
}

Result<PgResult> PostgresDb::take_results(std::size_t count) {
  PgResult last;
  std::optional<Error> first;
  for (std::size_t i = 0; i < count; ++i) {
    PgResult result(PQgetResult(handle_));
    if (result == nullptr || PQstatus(handle_) != CONNECTION_OK) return lost();
    while (const PgResult more{PQgetResult(handle_)}) {
      if (PQstatus(handle_) != CONNECTION_OK) return lost();
    }
    if (!good(result.get()) && !first) first = error_of(result.get());
    last = std::move(result);
  }
  const PgResult sync(PQgetResult(handle_));
  if (sync == nullptr || PQresultStatus(sync.get()) != PGRES_PIPELINE_SYNC) return lost();
  if (first) return tl::unexpected(*first);
  return last;
}

Result<PgResult> PostgresDb::flush() {
  if (PQpipelineSync(handle_) != 1) return lost();
  const std::size_t count = std::exchange(pending_, 0);
  Result<PgResult> last = take_results(count);
  if (!last) {
    // Which statements were prepared before the failure and which skipped after it
    // is not known: all are prepared anew.
    ++connection_;
    dropped_ = {"ALL"};
    return last;
  }
  changes_ = 0;
  if (*last != nullptr) {
    const std::string_view tuples = PQcmdTuples(last->get());
    std::from_chars(tuples.data(), tuples.data() + tuples.size(), changes_);
  }
  return last;
}

Result<PgResult> PostgresDb::guarded(Prepared& prepared, const std::string& sql,
                                     const std::vector<PgValue>& values) {
  const std::string name(kOwnSavepoint);
  if (Status status = send_plain("SAVEPOINT " + name); !status) return broken(status.error());
  if (Status status = send_prepared(prepared, sql, values); !status) return broken(status.error());
  Result<PgResult> result = flush();
  if (result) {
    if (Status status = send_plain("RELEASE " + name); !status) return broken(status.error());
    return result;
  }
  if (PQstatus(handle_) != CONNECTION_OK) return broken(result.error());
  Status undone = send_plain("ROLLBACK TO " + name);
  if (undone) undone = send_plain("RELEASE " + name);
  if (!undone) return broken(undone.error());
  if (Result<PgResult> done = flush(); !done) return broken(done.error());
  return result;
}

Result<PgResult> PostgresDb::execute(Prepared& prepared, const std::string& sql,
                                     const std::vector<PgValue>& values, bool writes, bool wait) {
  if (failed_) return tl::unexpected(*failed_);
  if (Status status = ensure(); !status) return tl::unexpected(status.error());
  for (const std::string& name : std::exchange(dropped_, {})) {
    if (Status status = send_plain("DEALLOCATE " + name); !status) return broken(status.error());
  }
  if (writes) ++writes_;
  if (in_transaction_ && writes && pace_ == Pace::kStep) return guarded(prepared, sql, values);
  if (Status status = send_prepared(prepared, sql, values); !status) return broken(status.error());
  if (in_transaction_ && !wait && pending_ < kMostPending) return PgResult{};
  Result<PgResult> result = flush();
  if (!result) return broken(result.error());
  return result;
}

Status PostgresDb::run(const std::string& sql) {
  if (failed_) return tl::unexpected(*failed_);
  if (Status status = ensure(); !status) return status;
  if (pending_ > 0) {
    if (Result<PgResult> sent = flush(); !sent) return broken(sent.error());
  }
  // Several statements at once are no pipeline's business.
  if (PQexitPipelineMode(handle_) != 1) return broken(lost_error());
  const PgResult result(PQexec(handle_, sql.c_str()));
  const bool done = good(result.get());
  if (PQenterPipelineMode(handle_) != 1) return broken(lost_error());
  if (!done) return broken(error_of(result.get()));
  return {};
}

Status PostgresDb::begin(bool write, Pace pace) {
  if (in_transaction_) return fail(ErrorCode::kConflict, "a transaction is open");
  if (Status status = ensure(); !status) return status;
  Status status = send_plain(write ? "BEGIN ISOLATION LEVEL READ COMMITTED"
                                   : "BEGIN ISOLATION LEVEL REPEATABLE READ READ ONLY");
  if (status && write) status = send_plain(kTakeRightToWrite);
  if (!status) return status;
  in_transaction_ = true;
  pace_ = pace;
  return {};
}

void PostgresDb::end_transaction() {
  in_transaction_ = false;
  pace_ = Pace::kStep;
  failed_.reset();
  marks_.clear();
  writes_ = 0;
}

Status PostgresDb::commit() {
  if (!in_transaction_) return fail(ErrorCode::kConflict, "no transaction is open");
  Status status;
  if (failed_) {
    status = tl::unexpected(*failed_);
    static_cast<void>(rollback());
    return status;
  }
  if (writes_ > 0 && !options_.on_commit.empty()) status = send_plain(options_.on_commit);
  if (status) status = send_plain("COMMIT");
  if (status) {
    if (Result<PgResult> done = flush(); !done) {
      status = tl::unexpected(done.error());
      static_cast<void>(rollback());
    } else if (std::string_view(PQcmdStatus(done->get())) != "COMMIT") {
      status = fail(ErrorCode::kUnavailable, "store: the transaction was undone");
    }
  }
  end_transaction();
  return status;
}

Status PostgresDb::rollback() {
  if (!in_transaction_) return {};
  end_transaction();
  if (PQstatus(handle_) != CONNECTION_OK) return {};  // undone by the database
  // A pipeline that was refused skips what follows, up to where it is waited for.
  if (pending_ > 0) static_cast<void>(flush());
  if (PQstatus(handle_) != CONNECTION_OK) return {};
  if (Status status = send_plain("ROLLBACK"); !status) return status;
  if (Result<PgResult> done = flush(); !done) return tl::unexpected(done.error());
  return {};
}

Status PostgresDb::savepoint(const std::string& name) {
  if (failed_) return tl::unexpected(*failed_);
  marks_.push_back(writes_);
  if (pace_ == Pace::kGroup) return {};  // nothing is sent: see rollback_to()
  if (Status status = send_plain("SAVEPOINT \"" + name + "\""); !status) {
    return broken(status.error());
  }
  return {};
}

Status PostgresDb::release(const std::string& name) {
  if (failed_) return tl::unexpected(*failed_);
  if (!marks_.empty()) marks_.pop_back();
  if (pace_ == Pace::kGroup) return {};
  Status status = send_plain("RELEASE \"" + name + "\"");
  if (!status) return broken(status.error());
  if (Result<PgResult> done = flush(); !done) return broken(done.error());
  return {};
}

Status PostgresDb::rollback_to(const std::string& name) {
  if (failed_) return tl::unexpected(*failed_);
  const std::uint64_t before = marks_.empty() ? 0 : marks_.back();
  if (!marks_.empty()) marks_.pop_back();
  if (pace_ == Pace::kGroup) {
    if (writes_ == before) return {};
    return broken({ErrorCode::kConflict, "store: the group is to be repeated step by step", {}});
  }
  Status status = send_plain("ROLLBACK TO \"" + name + "\"");
  if (status) status = send_plain("RELEASE \"" + name + "\"");
  if (!status) return broken(status.error());
  if (Result<PgResult> done = flush(); !done) return broken(done.error());
  return {};
}

std::uint64_t PostgresDb::changes() {
  if (pace_ == Pace::kGroup && pending_ > 0 && !failed_) {
    if (Result<PgResult> done = flush(); !done) {
      static_cast<void>(broken(done.error()));
      return 0;
    }
  }
  return changes_;
}

// The database does this by itself.
Status PostgresDb::empty_log() { return {}; }

Result<std::unique_ptr<Statement>> PostgresDb::prepare(std::string_view sql) {
  return std::make_unique<PostgresStatement>(*this, sql);
}

}  // namespace analyzer::store
