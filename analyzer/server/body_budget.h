// How many bytes of requests' bodies may be in memory at once, and who may hold them.
//
// A long body of somebody who has proved nothing yet (a session is looked up once the body is
// there) may take half at most: who opens connections by the dozen and lets them stand
// keeps neither programs with a key nor short calls out. Bytes count as they come, not as
// they are announced.
//
// Any number of threads may use one BodyBytes; a BodyBudget is one request's.

#ifndef ANALYZER_SERVER_BODY_BUDGET_H_
#define ANALYZER_SERVER_BODY_BUDGET_H_

#include <atomic>
#include <cstddef>

namespace analyzer::server {

struct BodyBytes {
  std::atomic<std::size_t> all{0};
  std::atomic<std::size_t> unproved{0};  // long ones of callers without a key
};

class BodyBudget {
 public:
  static constexpr std::size_t kShort = std::size_t{64} << 10;  // bytes of a short body

  // `most`: bytes of all callers together. `proved`: the caller's key was checked.
  // `announced`: the body's length as the head says it, `most` where it says none.
  BodyBudget(BodyBytes& held, std::size_t most, bool proved, std::size_t announced)
      : held_(held), most_(most), limited_(!proved && announced > kShort) {}
  ~BodyBudget() { release(); }
  BodyBudget(const BodyBudget&) = delete;
  BodyBudget& operator=(const BodyBudget&) = delete;

  // Counts bytes that were read; false where they are too many.
  bool grow(std::size_t bytes) {
    bytes_ += bytes;
    const bool room = held_.all.fetch_add(bytes, std::memory_order_relaxed) + bytes <= most_;
    if (!limited_) return room;
    const std::size_t before = held_.unproved.fetch_add(bytes, std::memory_order_relaxed);
    return room && before + bytes <= most_ / 2;
  }
  void release() {
    held_.all.fetch_sub(bytes_, std::memory_order_relaxed);
    if (limited_) held_.unproved.fetch_sub(bytes_, std::memory_order_relaxed);
    bytes_ = 0;
  }

 private:
  BodyBytes& held_;
  std::size_t most_;
  bool limited_;
  std::size_t bytes_ = 0;
};

}  // namespace analyzer::server

#endif  // ANALYZER_SERVER_BODY_BUDGET_H_
