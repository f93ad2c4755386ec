// The attempts of one link in event order, and what is counted about them.
// Internal to the windows.
//
// A short series is counted by reading it. A long one keeps counters for a
// place in time (the head, just after its newest attempt); a look at another
// place reads only what lies between, so that events nearly in order cost the
// same however long the series is.
//
// Of the links there are more than attempts, and most have one or two: one entry
// lies in the series itself, more in a block of their own.

#ifndef ANALYZER_STORE_WINDOW_SERIES_H_
#define ANALYZER_STORE_WINDOW_SERIES_H_

#include <cstddef>
#include <cstdint>
#include <memory>
#include <span>
#include <utility>

#include "analyzer/core/history.h"
#include "analyzer/store/window_slot.h"

namespace analyzer::store {

class Series {
 public:
  Series() noexcept : one_{} {}
  Series(Series&& other) noexcept : one_{} { swap(other); }
  Series& operator=(Series&& other) noexcept {
    Series taken(std::move(other));
    swap(taken);
    return *this;
  }
  Series(const Series&) = delete;
  Series& operator=(const Series&) = delete;
  ~Series();

  // What is asked most often of a slot lies here, so that the slot itself, which
  // is seldom in a cache, need not be read.
  struct Entry {
    Millis at = 0;
    Slots::Number number = 0;
    std::uint32_t certified = 0;  // the person; 0 if the attempt certified nobody
  };

  std::size_t size() const { return size_; }
  bool empty() const { return size_ == 0; }
  const Entry& operator[](std::size_t index) const { return data()[index]; }
  // What it takes besides itself, counters included.
  std::size_t bytes() const;
  bool has_counters() const { return hot() != nullptr; }

  // Puts a slot in its place, found from the end. With `counted`, a long series
  // keeps counters.
  void insert(const Slots& slots, Slots::Number number, bool counted);
  // Takes a slot away; no effect if it is not there.
  void remove(const Slots& slots, Slots::Number number);
  // Takes away what happened before `oldest`.
  void trim(const Slots& slots, Millis oldest);

  // Fills an empty series at once with slots that come in any order, in room for
  // no more.
  void fill(const Slots& slots, std::span<const Slots::Number> numbers, bool counted);

  // True if the slot at `index` is ordered before `position`.
  bool is_before(const Slots& slots, std::size_t index, Position position) const {
    const Entry& entry = (*this)[index];
    if (entry.at != position.at) return entry.at < position.at;
    return slots[entry.number].arrival < position.arrival;
  }
  // Number of slots ordered before `position`.
  std::size_t before(const Slots& slots, Position position) const;
  // Index of the first slot that happened after `at`.
  std::size_t after(Millis at) const;

  // Ask the memory for the list, and then for the newest slots on it, before
  // they are read: what is not in a cache comes for many series at once.
  void fetch_list() const {
    if (size_ > 1) __builtin_prefetch(data() + size_ - 1);
  }
  void fetch_slots(const Slots& slots) const;
  void fetch_slot(const Slots& slots, std::size_t index) const {
    const Slot* slot = &slots[(*this)[index].number];
    __builtin_prefetch(slot);
    __builtin_prefetch(reinterpret_cast<const char*>(slot + 1) - 1);  // it may span two lines
  }

  // Fills all of `volume` but its dispositions, as seen from `position` by
  // person `own`.
  void count(const Slots& slots, Position position, std::uint32_t own, Volume& volume) const;

  struct Hot;

 private:
  // From this capacity on a block begins with an Entry's room for its Hot*.
  static constexpr std::size_t kHotSize = 256;
  struct Block {
    Entry* entries;
    std::uint32_t begin;  // what lies before was taken away
    std::uint32_t capacity;
  };

  bool is_block() const { return size_ > 1; }
  const Entry* data() const { return is_block() ? block_.entries + block_.begin : &one_; }
  Entry* data() { return is_block() ? block_.entries + block_.begin : &one_; }
  Hot* hot() const;
  void set_hot(std::unique_ptr<Hot> hot);
  // Moves all entries into a block of that capacity, at least two.
  void move_to(std::size_t capacity);
  void put(std::size_t index, const Entry& entry);
  std::size_t find(const Slots& slots, Slots::Number number) const;
  void erase(std::size_t index);
  void keep_counters(const Slots& slots, bool counted);
  void swap(Series& other) noexcept;

  union {
    Entry one_;    // up to one entry
    Block block_;  // more
  };
  std::uint32_t size_ = 0;
};

}  // namespace analyzer::store

#endif  // ANALYZER_STORE_WINDOW_SERIES_H_
