// The counters of a long series, kept for one place in time. Internal to the
// windows.

#ifndef ANALYZER_STORE_WINDOW_HOT_H_
#define ANALYZER_STORE_WINDOW_HOT_H_

#include <array>
#include <boost/unordered/unordered_flat_map.hpp>
#include <cstddef>
#include <cstdint>
#include <limits>

#include "analyzer/store/window_counters.h"
#include "analyzer/store/window_series.h"

namespace analyzer::store {

// Indexes of a series at its edges: of the first slot behind each.
using Edges = std::array<std::size_t, kEdges>;
using Counts = std::array<std::uint32_t, kCounters>;

// True if the slot at `index` lies before the edge as seen from `position`.
inline bool lies_before(const Series& series, const Slots& slots, std::size_t index,
                        std::size_t edge, Position position) {
  if (edge == 0) return series.is_before(slots, index, position);
  return series[index].at <= position.at - kEdgeDays[edge] * kDay;
}

// One value of one counter.
inline std::uint64_t key_of(std::size_t counter, std::uint32_t id) {
  return (static_cast<std::uint64_t>(counter) << 32U) | id;
}
inline std::size_t counter_of(std::uint64_t key) { return key >> 32U; }

// Calls each(key, sign) for what changes when `slot` moves over `edge` into the
// past (or, with sign -1, back).
template <class Each>
void cross(const Slot& slot, std::size_t edge, int sign, const Each& each) {
  for (const CounterIndex c : kCountersAt[edge]) {
    if (c == kCounters) return;
    const CounterRow& row = kCounterRows[c];
    if (const std::uint32_t id = counted_id(row, slot); id != 0) {
      each(key_of(c, id), row.near == edge ? sign : -sign);
    }
  }
}

// Counters as seen from `head`.
struct Series::Hot {
  Position head{std::numeric_limits<Millis>::min() / 2, 0};
  Edges edges{};
  boost::unordered_flat_map<std::uint64_t, std::uint32_t> seen;  // attempts a value
  Counts counts{};                                               // distinct values, or attempts

  // Attempts that have the value of `key`.
  int attempts(std::uint64_t key) const {
    const auto found = seen.find(key);
    return found == seen.end() ? 0 : static_cast<int>(found->second);
  }
  void bump(std::uint64_t key, int sign) {
    const std::size_t counter = counter_of(key);
    if (kCounterRows[counter].dimension == Dimension::kTotal) {
      counts[counter] += static_cast<std::uint32_t>(sign);
    } else if (sign > 0) {
      if (++seen[key] == 1) ++counts[counter];
    } else if (const auto found = seen.find(key); --found->second == 0) {
      seen.erase(found);
      --counts[counter];
    }
  }
  // Counts the slot at `index` in (or out) wherever it lies.
  void bump_all(const Slot& slot, std::size_t index, int sign) {
    for (std::size_t c = 0; c < kCounters; ++c) {
      const CounterRow& row = kCounterRows[c];
      if (index < edges[row.far] || index >= edges[row.near]) continue;
      if (const std::uint32_t id = counted_id(row, slot); id != 0) bump(key_of(c, id), sign);
    }
  }
  void advance(const Series& series, const Slots& slots, Position to) {
    head = to;
    for (std::size_t e = 0; e < kEdges; ++e) {
      for (; edges[e] < series.size(); ++edges[e]) {
        if (!lies_before(series, slots, edges[e], e, to)) break;
        cross(slots[series[edges[e]].number], e, 1,
              [this](std::uint64_t key, int sign) { bump(key, sign); });
      }
    }
  }
  void inserted(const Series& series, const Slots& slots, std::size_t index) {
    for (std::size_t e = 0; e < kEdges; ++e) {
      if (lies_before(series, slots, index, e, head)) ++edges[e];
    }
    const Slot& slot = slots[series[index].number];
    bump_all(slot, index, 1);
  }
  void removed(const Slot& slot, std::size_t index) {
    bump_all(slot, index, -1);
    for (std::size_t& e : edges) {
      if (index < e) --e;
    }
  }
};

}  // namespace analyzer::store

#endif  // ANALYZER_STORE_WINDOW_HOT_H_
