// An attempt as the windows keep it, and the place where all of them lie in the
// order in which they came. Internal to the windows.

#ifndef ANALYZER_STORE_WINDOW_SLOT_H_
#define ANALYZER_STORE_WINDOW_SLOT_H_

#include <array>
#include <compare>
#include <cstddef>
#include <cstdint>
#include <deque>
#include <limits>
#include <memory>

#include "analyzer/core/time.h"

namespace analyzer::store {

using Millis = std::int64_t;  // UTC
inline constexpr Millis kDay = 24LL * 60 * 60 * 1000;

// A place in the order of events.
struct Position {
  Millis at = 0;
  std::uint64_t arrival = 0;
  auto operator<=>(const Position&) const = default;
};

// Where an event stands; one that was not accepted (arrival 0) stands after all
// of its instant.
inline Position position_of(Time at, std::uint64_t arrival) {
  return {to_millis(at), arrival != 0 ? arrival : std::numeric_limits<std::uint64_t>::max()};
}

// Flags of a slot.
enum : std::uint16_t {
  kCertified = 1,  // passed or manual
  kFailure = 2,    // failed or abandoned
  kPassed = 4,
  kRelatedKnown = 8,
  kUnrelated = 16,
  kDueKnown = 32,
  kNotDue = 64,
  kNight = 128,  // between 23 and 5 o'clock in China
  kBindCycle = 256,
  kHasCapture = 512,
};

// Ids are those of the windows' nodes; 0: none.
struct Slot {
  Millis at = 0;
  std::uint64_t arrival = 0;
  std::uint64_t capture = 0;
  std::uint32_t person = 0;
  std::uint32_t operator_ = 0;
  std::uint32_t device = 0;
  std::uint32_t wifi = 0;
  std::uint32_t site = 0;
  std::uint32_t staff = 0;
  std::uint32_t terminal = 0;
  std::uint32_t fee_payee = 0;
  std::uint32_t ip = 0;
  std::uint32_t document = 0;
  std::uint32_t village = 0;
  std::uint32_t county = 0;
  std::uint16_t flags = 0;
  std::uint8_t channel = 0;
  std::uint8_t outcome = 0;
  std::uint8_t trace = 0;

  Position position() const { return {at, arrival}; }
  bool has(std::uint16_t mask) const { return (flags & mask) == mask; }
};

// Slots by number, counted up from 0; the oldest may be dropped, the newest
// taken back. Numbers stay.
class Slots {
 public:
  using Number = std::uint32_t;

  const Slot& operator[](Number number) const { return chunk(number)[number % kChunk]; }
  Slot& operator[](Number number) { return chunk(number)[number % kChunk]; }

  Number push(const Slot& slot) {
    if (end_ / kChunk - first_ == chunks_.size()) chunks_.push_back(std::make_unique<Chunk>());
    (*this)[end_] = slot;
    return end_++;
  }
  void pop_back() { --end_; }
  void pop_front() {
    ++begin_;
    if (begin_ % kChunk == 0) {
      chunks_.pop_front();
      ++first_;
    }
  }

  Number begin() const { return begin_; }
  Number end() const { return end_; }
  std::size_t size() const { return end_ - begin_; }
  std::size_t bytes() const { return chunks_.size() * sizeof(Chunk); }

 private:
  static constexpr Number kChunk = 4096;
  using Chunk = std::array<Slot, kChunk>;
  Chunk& chunk(Number number) const { return *chunks_[number / kChunk - first_]; }

  std::deque<std::unique_ptr<Chunk>> chunks_;
  Number first_ = 0;  // number of chunks dropped
  Number begin_ = 0;
  Number end_ = 0;
};

}  // namespace analyzer::store

#endif  // ANALYZER_STORE_WINDOW_SLOT_H_
