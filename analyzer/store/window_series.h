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

  std::size_t size() const { return list_.size() - begin_; }
  bool empty() const { return size() == 0; }
  Slots::Number operator[](std::size_t index) const { return list_[begin_ + index]; }

  // Puts a slot in its place, found from the end. With `counted`, a long series
  // keeps counters.
  void insert(const Slots& slots, Slots::Number number, bool counted);
  // Takes a slot away; no effect if it is not there.
  void remove(const Slots& slots, Slots::Number number);
  // Takes away what happened before `oldest`.
  void trim(const Slots& slots, Millis oldest);

  // Number of slots ordered before `position`.
  std::size_t before(const Slots& slots, Position position) const;
  // Index of the first slot that happened after `at`.
  std::size_t after(const Slots& slots, Millis at) const;

  // Fills all of `volume` but its dispositions, as seen from `position` by
  // person `own`.
  void count(const Slots& slots, Position position, std::uint32_t own, Volume& volume) const;

  struct Hot;

 private:
  std::size_t find(const Slots& slots, Slots::Number number) const;
  void erase(std::size_t index);

  std::vector<Slots::Number> list_;
  std::size_t begin_ = 0;  // what lies before was taken away
  std::unique_ptr<Hot> hot_;
};

}  // namespace analyzer::store

#endif  // ANALYZER_STORE_WINDOW_SERIES_H_
