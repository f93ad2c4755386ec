// The table of what is counted about a link, and the edges of its windows in
// days. Internal to the windows.

#ifndef ANALYZER_STORE_WINDOW_COUNTERS_H_
#define ANALYZER_STORE_WINDOW_COUNTERS_H_

#include <array>
#include <cstddef>
#include <cstdint>

#include "analyzer/store/window_slot.h"

namespace analyzer::store {

// An edge lies so many days before the place looked from. A window reaches from
// behind its far edge up to its near edge.
inline constexpr auto kEdgeDays =
    std::to_array<int>({0, 1, 7, 14, 21, 28, 30, 35, 42, 49, 56, 63, 365});
inline constexpr std::size_t kEdges = kEdgeDays.size();

constexpr std::size_t edge(int days) {
  std::size_t index = 0;
  while (kEdgeDays.at(index) != days) ++index;
  return index;
}

// Distinct values of what; kTotal counts the attempts themselves.
enum class Dimension : std::uint8_t { kPerson, kOperator, kDevice, kVillage, kCounty, kTotal };

struct CounterRow {
  Dimension dimension;
  std::uint16_t mask;  // flags an attempt must have
  std::size_t near;    // edges
  std::size_t far;
};

enum CounterIndex : std::size_t {
  kPersons1,
  kPersons7,
  kPersons30,
  kPersons365,
  kUnrelated30,
  kRelatedKnown30,
  kNotDue30,
  kDueKnown30,
  kNight7,
  kWeek1,  // kWeek1 + k - 1: the k-th week before the last seven days
  kWeek8 = kWeek1 + 7,
  kOperators30,
  kDevices7,
  kVillages1,
  kCounties30,
  kEvents30,
  kBindCycles30,
  kFailures1,
  kCounters,
};

constexpr CounterRow persons(std::uint16_t flags, int near, int far) {
  return {Dimension::kPerson, static_cast<std::uint16_t>(kCertified | flags), edge(near),
          edge(far)};
}

inline constexpr std::array<CounterRow, kCounters> kCounterRows = {{
    persons(0, 0, 1),
    persons(0, 0, 7),
    persons(0, 0, 30),
    persons(0, 0, 365),
    persons(kUnrelated, 0, 30),
    persons(kRelatedKnown, 0, 30),
    persons(kNotDue, 0, 30),
    persons(kDueKnown, 0, 30),
    persons(kNight, 0, 7),
    persons(0, 7, 14),
    persons(0, 14, 21),
    persons(0, 21, 28),
    persons(0, 28, 35),
    persons(0, 35, 42),
    persons(0, 42, 49),
    persons(0, 49, 56),
    persons(0, 56, 63),
    {Dimension::kOperator, 0, edge(0), edge(30)},
    {Dimension::kDevice, 0, edge(0), edge(7)},
    {Dimension::kVillage, 0, edge(0), edge(1)},
    {Dimension::kCounty, 0, edge(0), edge(30)},
    {Dimension::kTotal, 0, edge(0), edge(30)},
    {Dimension::kTotal, kCertified | kBindCycle, edge(0), edge(30)},
    {Dimension::kTotal, kFailure, edge(0), edge(1)},
}};

// For each edge the counters that begin or end there; kCounters ends the list.
inline constexpr auto kCountersAt = [] {
  std::array<std::array<CounterIndex, kCounters + 1>, kEdges> out{};
  for (std::size_t e = 0; e < kEdges; ++e) {
    std::size_t size = 0;
    for (std::size_t c = 0; c < kCounters; ++c) {
      if (kCounterRows[c].near == e || kCounterRows[c].far == e) {
        out[e][size++] = static_cast<CounterIndex>(c);
      }
    }
    out[e][size] = kCounters;
  }
  return out;
}();

// What an attempt adds to a counter: an id of its dimension; 0: nothing.
inline std::uint32_t counted_id(const CounterRow& row, const Slot& slot) {
  if (!slot.has(row.mask)) return 0;
  switch (row.dimension) {
    case Dimension::kPerson:
      return slot.person;
    case Dimension::kOperator:
      return slot.operator_;
    case Dimension::kDevice:
      return slot.device;
    case Dimension::kVillage:
      return slot.village;
    case Dimension::kCounty:
      return slot.county;
    case Dimension::kTotal:
      return 1;
  }
  return 0;
}

}  // namespace analyzer::store

#endif  // ANALYZER_STORE_WINDOW_COUNTERS_H_
