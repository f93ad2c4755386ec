// The attempts of one link in event order, and what is counted about them.
// Internal to the windows.
//
// A short series is counted by reading it. A long one keeps counters for a
// place in time (the head, just after its newest attempt); a look at another
// place reads only what lies between, so that events nearly in order cost the
// same however long the series is.

#ifndef ANALYZER_STORE_WINDOW_SERIES_H_
#define ANALYZER_STORE_WINDOW_SERIES_H_

#include <cstddef>
#include <cstdint>
#include <memory>
#include <vector>

#include "analyzer/core/history.h"
#include "analyzer/store/window_slot.h"

namespace analyzer::store {

class Series {
 public:
  Series();
  Series(Series&&) noexcept;
  Series& operator=(Series&&) noexcept;
  ~Series();

  // What is asked most often of a slot lies here, so that the slot itself, which
  // is seldom in a cache, need not be read.
  struct Entry {
    Millis at = 0;
    Slots::Number number = 0;
    std::uint32_t certified = 0;  // the person; 0 if the attempt certified nobody
  };

  std::size_t size() const { return list_.size() - begin_; }
  bool empty() const { return size() == 0; }
  const Entry& operator[](std::size_t index) const { return list_[begin_ + index]; }

  // Puts a slot in its place, found from the end. With `counted`, a long series
  // keeps counters.
  void insert(const Slots& slots, Slots::Number number, bool counted);
  // Takes a slot away; no effect if it is not there.
  void remove(const Slots& slots, Slots::Number number);
  // Takes away what happened before `oldest`.
  void trim(const Slots& slots, Millis oldest);

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
    if (!list_.empty()) __builtin_prefetch(&list_.back());
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
  std::size_t find(const Slots& slots, Slots::Number number) const;
  void erase(std::size_t index);

  std::vector<Entry> list_;
  std::size_t begin_ = 0;  // what lies before was taken away
  std::unique_ptr<Hot> hot_;
};

}  // namespace analyzer::store

#endif  // ANALYZER_STORE_WINDOW_SERIES_H_
