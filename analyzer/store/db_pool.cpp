#include "analyzer/store/db_pool.h"

#include <utility>

namespace analyzer::store {

void DbReturn::operator()(Db* db) const {
  std::unique_ptr<Db> owned(db);
  if (pool != nullptr) pool->give_back(std::move(owned));
}

Result<DbPtr> DbPool::take() {
  {
    const std::lock_guard lock(mutex_);
    if (!idle_.empty()) {
      DbPtr db(idle_.back().release(), DbReturn(this));
      idle_.pop_back();
      return db;
    }
  }
  Result<std::unique_ptr<Db>> db = open_();
  if (!db) return tl::unexpected(db.error());
  return DbPtr(db->release(), DbReturn(this));
}

std::size_t DbPool::kept() const {
  const std::lock_guard lock(mutex_);
  return idle_.size();
}

void DbPool::give_back(std::unique_ptr<Db> db) {
  if (db->in_transaction() && !db->rollback()) return;
  const std::lock_guard lock(mutex_);
  if (idle_.size() < kept_) idle_.push_back(std::move(db));
}

}  // namespace analyzer::store
