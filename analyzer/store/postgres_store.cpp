#include "analyzer/store/postgres_store.h"

#include <unistd.h>

#include <atomic>
#include <utility>

#include "analyzer/store/postgres.h"
#include "analyzer/store/postgres_changes.h"
#include "analyzer/store/postgres_schema.h"
#include "analyzer/store/sql_session.h"

namespace analyzer::store {
namespace {

constexpr std::size_t kReadersKept = 8;

// A word for this store alone, to know its own changes by.
std::string new_sender() {
  static std::atomic<unsigned> number{0};
  char host[64] = "";
  ::gethostname(host, sizeof host - 1);
  const std::size_t where = std::hash<std::string_view>{}(host);
  return "s" + std::to_string(where) + "p" + std::to_string(::getpid()) + "n" +
         std::to_string(number++);
}

class PostgresStore final : public Store {
 public:
  PostgresStore(std::string address, PostgresOptions options)
      : address_(std::move(address)), options_(options) {}

  Status start() {
    const Result<std::unique_ptr<PostgresDb>> db = connect(false);
    if (!db) return tl::unexpected(db.error());
    const PostgresSchema schema;
    const Result<std::int64_t> version = schema.version(**db);
    if (!version) return tl::unexpected(version.error());
    if (*version == 0 && !options_.create) {
      return fail(ErrorCode::kNotFound, "the database holds nothing of this program");
    }
    if (Status status = migrate(**db, schema); !status) return status;
    const Result<Seq> last = seqs_.refresh(**db);
    return last ? Status{} : tl::unexpected(last.error());
  }

  Result<std::unique_ptr<Session>> open_session(Mode mode) override {
    Result<DbPtr> db = mode == Mode::kReadOnly ? readers_.take() : connect(false);
    if (!db) return tl::unexpected(db.error());
    return std::make_unique<SqlSession>(*std::move(db), seqs_, mode);
  }

  Status backup(const std::string& /*path*/) override {
    return fail(ErrorCode::kInvalid,
                "PostgreSQL is backed up by its own tools (pg_dump, pg_basebackup)");
  }
  std::unique_ptr<Changes> changes() const override { return postgres_changes(address_, sender_); }

  // The database does this by itself.
  Status checkpoint() override { return {}; }
  int schema_version() const override { return static_cast<int>(migrations().size()); }

  Status verify() override {
    const Result<std::unique_ptr<PostgresDb>> db = connect(true);
    if (!db) return tl::unexpected(db.error());
    const Result<std::int64_t> orphans = (*db)->number(
        "SELECT (SELECT count(*) FROM observations WHERE case_id IS NOT NULL"
        " AND case_id NOT IN (SELECT id FROM cases))"
        " + (SELECT count(*) FROM observations o WHERE NOT EXISTS"
        " (SELECT 1 FROM observation_keys k WHERE k.seq = o.seq AND k.caller = o.caller"
        "  AND k.external_id = o.external_id AND k.kind = o.kind))"
        " + (SELECT count(*) FROM observation_keys k WHERE NOT EXISTS"
        " (SELECT 1 FROM observations o WHERE o.seq = k.seq))");
    if (!orphans) return tl::unexpected(orphans.error());
    if (*orphans == 0) return {};
    return fail(ErrorCode::kCorrupt, std::to_string(*orphans) + " rows point to nothing");
  }

 private:
  Result<std::unique_ptr<PostgresDb>> connect(bool read_only) const {
    return PostgresDb::open({address_, read_only, static_cast<int>(options_.busy_time.count()),
                             read_only ? "" : notify_statement(sender_)});
  }

  const std::string address_;
  const PostgresOptions options_;
  const std::string sender_ = new_sender();
  SeqSource seqs_;
  DbPool readers_{[this] { return connect(true); }, kReadersKept};
};

}  // namespace

Result<std::unique_ptr<Store>> open_postgres_store(const std::string& address,
                                                   const PostgresOptions& options) {
  auto store = std::make_unique<PostgresStore>(address, options);
  if (Status status = store->start(); !status) return tl::unexpected(status.error());
  return store;
}

}  // namespace analyzer::store
