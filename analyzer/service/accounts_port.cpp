#include "analyzer/service/accounts_port.h"

#include <mutex>

namespace analyzer {
namespace {

using Session = std::unique_ptr<store::Session>;

// Idle reading sessions, so that a request need not open the database.
class ReadPool {
 public:
  explicit ReadPool(store::Store& store) : store_(store) {}

  Status run(const AccountsPort::Work& work) {
    auto session = take();
    if (!session) return tl::unexpected(session.error());
    const Status status = work(**session);
    const std::lock_guard lock(mutex_);
    if (idle_.size() < kMostIdle) idle_.push_back(std::move(*session));
    return status;
  }

 private:
  static constexpr std::size_t kMostIdle = 4;

  Result<Session> take() {
    {
      const std::lock_guard lock(mutex_);
      if (!idle_.empty()) {
        Session session = std::move(idle_.back());
        idle_.pop_back();
        return session;
      }
    }
    return store_.open_session(store::Mode::kReadOnly);
  }

  store::Store& store_;
  std::mutex mutex_;
  std::vector<Session> idle_;
};

Status run_in_transaction(store::Store& store, const AccountsPort::Work& work) {
  auto session = store.open_session(store::Mode::kReadWrite);
  if (!session) return tl::unexpected(session.error());
  if (Status begun = (*session)->begin(); !begun) return begun;
  if (Status done = work(**session); !done) {
    (void)(*session)->rollback();
    return done;
  }
  return (*session)->commit();
}

}  // namespace

AccountsPort accounts_port(Service& service) {
  auto pool = std::make_shared<ReadPool>(service.store());
  return {[pool](const AccountsPort::Work& work) { return pool->run(work); },
          [&service](const AccountsPort::Work& work) { return service.write(work); }};
}

AccountsPort accounts_port(store::Store& store) {
  auto pool = std::make_shared<ReadPool>(store);
  return {[pool](const AccountsPort::Work& work) { return pool->run(work); },
          [&store](const AccountsPort::Work& work) { return run_in_transaction(store, work); }};
}

}  // namespace analyzer
