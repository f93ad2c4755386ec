// The counters of a long series, kept for one place in time. Internal to the
// windows.

#ifndef ANALYZER_STORE_WINDOW_HOT_H_
#define ANALYZER_STORE_WINDOW_HOT_H_

#include <array>
#include <boost/unordered/unordered_flat_map.hpp>
#include <cstddef>
#include <cstdint>
#include <limits>
#include <utility>

#include "analyzer/store/window_counters.h"
#include "analyzer/store/window_series.h"

namespace analyzer::store {

// Indexes of a series at its edges: of the first slot behind each.
using Edges = std::array<std::size_t, kEdges>;
using Counts = std::array<std::uint32_t, kCounters>;

inline constexpr Millis kNever = std::numeric_limits<Millis>::max();

// The instant of an edge as seen from `at`.
constexpr Millis edge_time(std::size_t edge, Millis at) { return at - kEdgeDays[edge] * kDay; }

// True if the slot at `index` lies before the edge as seen from `position`.
inline bool lies_before(const Series& series, const Slots& slots, std::size_t index,
                        std::size_t edge, Position position) {
  if (edge == 0) return series.is_before(slots, index, position);
  return series[index].at <= edge_time(edge, position.at);
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
  // When the slot at each edge happened, so that an edge at which nothing moves
  // costs no look into the series; kNever behind the last slot.
  std::array<Millis, kEdges> next{};
  boost::unordered_flat_map<std::uint64_t, std::uint32_t> seen;  // attempts a value
  Counts counts{};                                               // distinct values, or attempts

  // What it takes besides itself.
  std::size_t bytes() const {
    return seen.bucket_count() * (sizeof(std::pair<std::uint64_t, std::uint32_t>) + 1);
  }
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
  // True if the edge lies where it did when seen from `position`.
  bool stays(std::size_t edge, Position position) const {
    return head <= position && next[edge] > edge_time(edge, position.at);
  }
  void note_next(const Series& series, std::size_t edge) {
    next[edge] = edges[edge] < series.size() ? series[edges[edge]].at : kNever;
  }
  void advance(const Series& series, const Slots& slots, Position to) {
    for (std::size_t e = 0; e < kEdges; ++e) {
      if (stays(e, to)) continue;
      for (; edges[e] < series.size(); ++edges[e]) {
        if (!lies_before(series, slots, edges[e], e, to)) break;
        cross(slots[series[edges[e]].number], e, 1,
              [this](std::uint64_t key, int sign) { bump(key, sign); });
      }
      note_next(series, e);
    }
    head = to;
  }
  void inserted(const Series& series, const Slots& slots, std::size_t index) {
    for (std::size_t e = 0; e < kEdges; ++e) {
      if (lies_before(series, slots, index, e, head)) ++edges[e];
      note_next(series, e);
    }
    bump_all(slots[series[index].number], index, 1);
  }
  // Before the slot at `index` is taken out of the series.
  void removed(const Series& series, const Slots& slots, std::size_t index) {
    bump_all(slots[series[index].number], index, -1);
    for (std::size_t e = 0; e < kEdges; ++e) {
      if (index < edges[e]) {
        --edges[e];
      } else if (index == edges[e]) {
        next[e] = index + 1 < series.size() ? series[index + 1].at : kNever;
      }
    }
  }
};

}  // namespace analyzer::store

#endif  // ANALYZER_STORE_WINDOW_HOT_H_
