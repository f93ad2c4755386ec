// Connections that only read, kept between the sessions that use them: opening one
// costs a read of the whole schema (SQLite, 1.5 ms) or a process of the database
// (PostgreSQL), more than most questions.
//
// Any number of threads may call at once; what is handed out is of one thread, and ends
// by itself if the pool ended before.

#ifndef ANALYZER_STORE_DB_POOL_H_
#define ANALYZER_STORE_DB_POOL_H_

#include <cstddef>
#include <functional>
#include <memory>

#include "analyzer/core/result.h"
#include "analyzer/store/sql.h"

namespace analyzer::store {

struct KeptDbs;

// Gives a connection back to its pool, or ends it if it has none.
struct DbReturn {
  DbReturn() = default;
  explicit DbReturn(std::weak_ptr<KeptDbs> of) : kept(std::move(of)) {}
  // NOLINTNEXTLINE(google-explicit-constructor): as one deleter is taken for another
  template <typename T>
  DbReturn(const std::default_delete<T>& /*of*/) {}
  void operator()(Db* db) const;

  std::weak_ptr<KeptDbs> kept;
};
using DbPtr = std::unique_ptr<Db, DbReturn>;

class DbPool {
 public:
  using Open = std::function<Result<std::unique_ptr<Db>>()>;

  // `open` makes a connection; at most `most` are kept that nobody uses.
  DbPool(Open open, std::size_t most);

  // One outside a transaction, the one used last if any is kept. Fails as `open` does; a
  // kept one that broke meanwhile fails (or is made anew) at its first use.
  Result<DbPtr> take();

  std::size_t kept() const;  // how many nobody uses

 private:
  const Open open_;
  const std::shared_ptr<KeptDbs> kept_;
};

}  // namespace analyzer::store

#endif  // ANALYZER_STORE_DB_POOL_H_
