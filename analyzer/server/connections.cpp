#include "analyzer/server/connections.h"

#include <limits>

namespace analyzer::server {

void Connection::expire_after(std::chrono::milliseconds time) {
  deadline_.store((Clock::now() + time).time_since_epoch().count(), std::memory_order_relaxed);
}

void Connection::prolong(Clock::duration time) {
  std::int64_t now = deadline_.load(std::memory_order_relaxed);
  // Whoever sets it meanwhile is right.
  if (now == std::numeric_limits<std::int64_t>::max()) return;
  deadline_.compare_exchange_strong(now, now + time.count(), std::memory_order_relaxed);
}

void Connection::never_expire() {
  deadline_.store(std::numeric_limits<std::int64_t>::max(), std::memory_order_relaxed);
}

bool Connection::expired(Clock::time_point now) const {
  return deadline_.load(std::memory_order_relaxed) <= now.time_since_epoch().count();
}

bool Connections::add(const std::shared_ptr<Connection>& connection, bool limited) {
  const std::lock_guard lock(mutex_);
  if (open_.size() >= most_) return false;
  if (limited) {
    std::size_t& count = per_address_[connection->peer];
    if (count >= most_per_address_) return false;
    ++count;
  }
  open_.emplace(connection.get(), Entry{connection, limited});
  return true;
}

void Connections::remove(const Connection* connection) {
  const std::lock_guard lock(mutex_);
  const auto found = open_.find(connection);
  if (found == open_.end()) return;
  if (found->second.limited) {
    const auto count = per_address_.find(connection->peer);
    if (--count->second == 0) per_address_.erase(count);
  }
  open_.erase(found);
  if (open_.empty()) empty_.notify_all();
}

std::size_t Connections::size() const {
  const std::lock_guard lock(mutex_);
  return open_.size();
}

std::vector<std::shared_ptr<Connection>> Connections::all() const {
  const std::lock_guard lock(mutex_);
  std::vector<std::shared_ptr<Connection>> out;
  out.reserve(open_.size());
  for (const auto& [key, entry] : open_) out.push_back(entry.connection);
  return out;
}

void Connections::clear() {
  const std::lock_guard lock(mutex_);
  open_.clear();
  per_address_.clear();
}

bool Connections::wait_empty(std::chrono::milliseconds time) {
  std::unique_lock lock(mutex_);
  return empty_.wait_for(lock, time, [this] { return open_.empty(); });
}

}  // namespace analyzer::server
