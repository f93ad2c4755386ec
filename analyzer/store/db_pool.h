// Connections that only read, kept between the sessions that use them: opening one
// costs a read of the whole schema (SQLite, 1.5 ms) or a process of the database
// (PostgreSQL), more than most questions.
//
// Any number of threads may call at once; what is handed out is of one thread. What was
// handed out must be back before the pool ends.

#ifndef ANALYZER_STORE_DB_POOL_H_
#define ANALYZER_STORE_DB_POOL_H_

#include <cstddef>
#include <functional>
#include <memory>
#include <mutex>
#include <vector>

#include "analyzer/core/result.h"
#include "analyzer/store/sql.h"

namespace analyzer::store {

class DbPool;

// Gives a connection back to its pool, or ends it if it has none.
struct DbReturn {
  DbReturn() = default;
  explicit DbReturn(DbPool* of) : pool(of) {}
  template <typename T>
  DbReturn(const std::default_delete<T>& /*of*/) {}  // NOLINT(google-explicit-constructor): as unique_ptr takes over a deleter
  void operator()(Db* db) const;

  DbPool* pool = nullptr;
};
using DbPtr = std::unique_ptr<Db, DbReturn>;

class DbPool {
 public:
  using Open = std::function<Result<std::unique_ptr<Db>>()>;

  // `open` makes a connection; at most `kept` are kept that nobody uses.
  DbPool(Open open, std::size_t kept) : open_(std::move(open)), kept_(kept) {}

  // One outside a transaction, the one used last if any is kept. Fails as `open` does; a
  // kept one that broke meanwhile fails (or is made anew) at its first use.
  Result<DbPtr> take();

  std::size_t kept() const;  // how many nobody uses

 private:
  friend struct DbReturn;
  void give_back(std::unique_ptr<Db> db);

  const Open open_;
  const std::size_t kept_;
  mutable std::mutex mutex_;  // guards idle_
  std::vector<std::unique_ptr<Db>> idle_;
};

}  // namespace analyzer::store

#endif  // ANALYZER_STORE_DB_POOL_H_
