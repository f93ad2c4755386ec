// The ring round an attempt or a case: which persons and links hang together,
// in two steps over shared links (decisions/0012). Internal to the windows.
//
// A walk reads the windows and changes nothing. What it finds, and in which
// order, depends on the events alone, never on hashes or on node numbers.

#ifndef ANALYZER_STORE_WINDOW_RING_H_
#define ANALYZER_STORE_WINDOW_RING_H_

#include <array>
#include <boost/container/small_vector.hpp>
#include <cstddef>
#include <cstdint>
#include <utility>
#include <vector>

#include "analyzer/store/windows_impl.h"

namespace analyzer::store {

// Node numbers in the order in which they were added, and the place of each.
class Members {
 public:
  static constexpr std::size_t kNone = ~std::size_t{0};

  // The place of `number`, and whether it was added just now.
  std::pair<std::size_t, bool> add(std::uint32_t number);
  std::size_t find(std::uint32_t number) const;
  // Forgets all but the first `size`.
  void cut(std::size_t size);

  std::size_t size() const { return list_.size(); }
  std::uint32_t operator[](std::size_t place) const { return list_[place]; }

 private:
  static constexpr std::size_t kFew = 8;  // so many are searched one by one
  static constexpr std::size_t kFirstTable = 64;

  std::uint32_t& cell(std::uint32_t number);
  void fill_table(std::size_t cells);

  boost::container::small_vector<std::uint32_t, 32> list_;
  // When there are more: by hash the place + 1, at most half full; a power of two.
  boost::container::small_vector<std::uint32_t, kFirstTable> table_;
};

class RingWalk {
 public:
  // A link with persons, or a hub.
  struct Joined {
    std::uint32_t number = 0;
    std::size_t row = 0;    // of kRingRows
    std::size_t begin = 0;  // its attempts in the span: [begin, end) of its series
    std::size_t end = 0;
    std::uint32_t persons = 0;  // distinct; of a hub not counted to the end
  };

  // Attempts after `from` and ordered before `to` count; those of person `own`
  // do not (0: of nobody).
  RingWalk(const Nodes& nodes, const Slots& slots, const RingLimits& limits, std::uint32_t own,
           Millis from, Position to)
      : nodes_(nodes), slots_(slots), limits_(limits), own_(own), from_(from), to_(to) {}

  // Joins the links of `slot`.
  void start(const Slot& slot);
  // Joins the further links (step 2 of store/ring.h).
  void step();

  const Members& persons() const { return persons_; }
  const auto& links() const { return links_; }
  const auto& hubs() const { return hubs_; }
  // True if a bound left links out.
  bool is_cut() const { return cut_; }

  // Calls each(slot, place of its person) for every certified attempt of a
  // joined link in the order of the series; with `once` for those alone that are
  // of no link joined before.
  template <class Each>
  void for_each_attempt(const Joined& link, bool once, const Each& each) const {
    const Series& series = nodes_[link.number].series;
    for (std::size_t i = link.begin; i < link.end; ++i) {
      if (i + kAhead < link.end) series.fetch_slot(slots_, i + kAhead);
      const std::uint32_t person = series[i].certified;
      if (person == 0 || person == own_) continue;
      const Slot& slot = slots_[series[i].number];
      if (!once || !is_read(link, slot, false)) each(slot, persons_.find(person));
    }
  }

 private:
  static constexpr std::size_t kAhead = 8;

  // A link that the first step leads to.
  struct Candidate {
    std::uint32_t number = 0;
    std::size_t row = 0;
    std::size_t last = Members::kNone;  // the person who led to it last
    std::uint32_t persons = 0;          // of the first step, certified on it
    bool used = false;                  // in one attempt with a link of the first step
  };
  struct Candidates {
    Members numbers;
    boost::container::small_vector<Candidate, 16> list;  // in the order of `numbers`
  };

  // Joins a link of at least `least` persons.
  void join(std::size_t row, std::uint32_t number, std::uint32_t least);
  // True if the attempt, one of `link`, is of a link joined before it as well; with
  // `leading` only of one that leads.
  bool is_read(const Joined& link, const Slot& slot, bool leading) const {
    for (const Joined& before : links_) {
      if (&before == &link) return false;
      const RingRow& row = kRingRows[before.row];
      if ((row.leads || !leading) && slot.*row.slot == before.number) return true;
    }
    return false;
  }
  void fetch_persons(std::size_t begin, std::size_t end) const;
  // The candidate that is the link of `row` of `slot`; null if there is none or
  // it was joined.
  Candidate* candidate(std::size_t row, const Slot& slot, Candidates& found);
  void read_uses(const Joined& link, Candidates& found);
  void read_person(std::size_t place, Candidates& found);

  const Nodes& nodes_;
  const Slots& slots_;
  const RingLimits& limits_;
  const std::uint32_t own_;
  const Millis from_;
  const Position to_;
  Members persons_;
  Members known_;                                              // links looked at
  boost::container::small_vector<std::uint32_t, 24> counted_;  // by person: the link that did last
  boost::container::small_vector<Joined, 8> links_;
  boost::container::small_vector<Joined, 4> hubs_;
  bool cut_ = false;
};

}  // namespace analyzer::store

#endif  // ANALYZER_STORE_WINDOW_RING_H_
