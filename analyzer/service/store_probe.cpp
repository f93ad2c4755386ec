#include "analyzer/service/store_probe.h"

#include "analyzer/service/guarded.h"

namespace analyzer {

StoreProbe::Answer StoreProbe::answer() {
  std::unique_lock lock(mutex_);
  if (asking_) {
    const std::uint64_t before = answers_;
    asked_.wait(lock, [&] { return answers_ != before; });
    return last_;
  }
  const Clock::time_point now = clock_();
  if (answers_ > 0 && now < good_until_) return last_;
  asking_ = true;
  lock.unlock();
  Answer found;
  (void)guarded([&]() -> Status {
    found = ask_();
    return {};
  });
  lock.lock();
  last_ = found;
  good_until_ = now + kGood;  // from before it was asked
  ++answers_;
  asking_ = false;
  asked_.notify_all();
  return found;
}

}  // namespace analyzer
