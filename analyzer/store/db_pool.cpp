#include "analyzer/store/db_pool.h"

#include <mutex>
#include <utility>
#include <vector>

namespace analyzer::store {

struct KeptDbs {
  explicit KeptDbs(std::size_t at_most) : most(at_most) {}

  const std::size_t most;
  std::mutex mutex;  // guards idle
  std::vector<std::unique_ptr<Db>> idle;
};

void DbReturn::operator()(Db* db) const {
  std::unique_ptr<Db> owned(db);
  const std::shared_ptr<KeptDbs> pool = kept.lock();
  if (pool == nullptr || (db->in_transaction() && !db->rollback())) return;
  const std::lock_guard lock(pool->mutex);
  if (pool->idle.size() < pool->most) pool->idle.push_back(std::move(owned));
}

DbPool::DbPool(Open open, std::size_t most)
    : open_(std::move(open)), kept_(std::make_shared<KeptDbs>(most)) {}

Result<DbPtr> DbPool::take() {
  {
    const std::lock_guard lock(kept_->mutex);
    if (!kept_->idle.empty()) {
      DbPtr db(kept_->idle.back().release(), DbReturn(kept_));
      kept_->idle.pop_back();
      return db;
    }
  }
  Result<std::unique_ptr<Db>> db = open_();
  if (!db) return tl::unexpected(db.error());
  return DbPtr(db->release(), DbReturn(kept_));
}

std::size_t DbPool::kept() const {
  const std::lock_guard lock(kept_->mutex);
  return kept_->idle.size();
}

}  // namespace analyzer::store
