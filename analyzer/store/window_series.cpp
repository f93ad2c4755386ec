#include "analyzer/store/window_series.h"

#include <algorithm>
#include <boost/unordered/unordered_flat_map.hpp>
#include <span>
#include <utility>

#include "analyzer/store/window_counters.h"

namespace analyzer::store {
namespace {

constexpr std::size_t kHotSize = 64;   // from here on counters are kept
constexpr std::size_t kColdSize = 16;  // below they are dropped
constexpr std::size_t kGapEvents = 256;
constexpr std::size_t kGapPersons = 64;

// Indexes of a series at its edges: of the first slot behind each.
using Edges = std::array<std::size_t, kEdges>;
using Counts = std::array<std::uint32_t, kCounters>;

// True if the slot lies before the edge as seen from `position`.
bool lies_before(const Slot& slot, std::size_t edge, Position position) {
  if (edge == 0) return slot.position() < position;
  return slot.at <= position.at - kEdgeDays[edge] * kDay;
}

// One value of one counter.
std::uint64_t key_of(std::size_t counter, std::uint32_t id) {
  return (static_cast<std::uint64_t>(counter) << 32U) | id;
}
std::size_t counter_of(std::uint64_t key) { return key >> 32U; }

// Calls each(key, sign) for what changes when `slot` moves over `edge` into the
// past (or, with sign -1, back).
template <class Each>
void cross(const Slot& slot, std::size_t edge, int sign, const Each& each) {
  for (std::size_t c = 0; c < kCounters; ++c) {
    const CounterRow& row = kCounterRows[c];
    if (row.near != edge && row.far != edge) continue;
    if (const std::uint32_t id = counted_id(row, slot); id != 0) {
      each(key_of(c, id), row.near == edge ? sign : -sign);
    }
  }
}

void write_counts(const Counts& counts, Volume& volume) {
  volume.persons_1d = counts[kPersons1];
  volume.persons_7d = counts[kPersons7];
  volume.persons_30d = counts[kPersons30];
  volume.persons_365d = counts[kPersons365];
  volume.events_30d = counts[kEvents30];
  volume.operators_30d = counts[kOperators30];
  volume.devices_7d = counts[kDevices7];
  volume.villages_1d = counts[kVillages1];
  volume.regions_30d = counts[kCounties30];
  volume.unrelated_30d = counts[kUnrelated30];
  volume.related_known_30d = counts[kRelatedKnown30];
  volume.not_due_30d = counts[kNotDue30];
  volume.due_known_30d = counts[kDueKnown30];
  volume.night_7d = counts[kNight7];
  volume.bind_cycles_30d = counts[kBindCycles30];
  volume.failures_1d = counts[kFailures1];
}

// `first` is when the link's first attempt of the year happened.
void write_usual_week(const Counts& counts, Millis first, Position position, Volume& volume) {
  double sum = 0.0;
  int weeks = 0;
  for (int k = 1; k <= 8 && first <= position.at - 7 * k * kDay; ++k) {
    sum += counts[kWeek1 + static_cast<std::size_t>(k) - 1];
    ++weeks;
  }
  if (weeks > 0) volume.usual_week = sum / weeks;
}

// Linear between the ranks; `sorted` is not empty.
double quantile(std::span<const double> sorted, double q) {
  const double rank = q * static_cast<double>(sorted.size() - 1);
  const auto low = static_cast<std::size_t>(rank);
  const std::size_t high = std::min(low + 1, sorted.size() - 1);
  return sorted[low] + (rank - static_cast<double>(low)) * (sorted[high] - sorted[low]);
}

// `times` are those of the last day's persons, newest first.
void write_gaps(std::span<const Millis> times, Volume& volume) {
  if (times.size() < 3) return;
  std::array<double, kGapPersons> gaps{};
  const std::size_t size = times.size() - 1;
  for (std::size_t i = 0; i < size; ++i) {
    gaps[i] = static_cast<double>(times[i] - times[i + 1]) / 1000.0;
  }
  std::sort(gaps.begin(), gaps.begin() + static_cast<std::ptrdiff_t>(size));
  const std::span<const double> sorted(gaps.data(), size);
  const double median = quantile(sorted, 0.5);
  volume.median_gap_s = median;
  if (median > 0.0) {
    volume.gap_spread = (quantile(sorted, 0.75) - quantile(sorted, 0.25)) / median;
  }
}

}  // namespace

// Counters as seen from `head`.
struct Series::Hot {
  Position head{std::numeric_limits<Millis>::min() / 2, 0};
  Edges edges{};
  boost::unordered_flat_map<std::uint64_t, std::uint32_t> seen;  // attempts a value
  Counts counts{};                                               // distinct values, or attempts

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
        const Slot& slot = slots[series[edges[e]]];
        if (!lies_before(slot, e, to)) break;
        cross(slot, e, 1, [this](std::uint64_t key, int sign) { bump(key, sign); });
      }
    }
  }
  void inserted(const Slot& slot, std::size_t index) {
    for (std::size_t e = 0; e < kEdges; ++e) {
      if (lies_before(slot, e, head)) ++edges[e];
    }
    bump_all(slot, index, 1);
  }
  void removed(const Slot& slot, std::size_t index) {
    bump_all(slot, index, -1);
    for (std::size_t& e : edges) {
      if (index < e) --e;
    }
  }
};

Series::Series() = default;
Series::Series(Series&&) noexcept = default;
Series& Series::operator=(Series&&) noexcept = default;
Series::~Series() = default;

std::size_t Series::before(const Slots& slots, Position position) const {
  const auto first = list_.begin() + static_cast<std::ptrdiff_t>(begin_);
  const auto found = std::partition_point(first, list_.end(), [&](Slots::Number number) {
    return slots[number].position() < position;
  });
  return static_cast<std::size_t>(found - first);
}

std::size_t Series::after(const Slots& slots, Millis at) const {
  const auto first = list_.begin() + static_cast<std::ptrdiff_t>(begin_);
  const auto found = std::partition_point(
      first, list_.end(), [&](Slots::Number number) { return slots[number].at <= at; });
  return static_cast<std::size_t>(found - first);
}

void Series::insert(const Slots& slots, Slots::Number number, bool counted) {
  const Slot& slot = slots[number];
  const bool newest = empty() || slots[list_.back()].position() < slot.position();
  const std::size_t index = newest ? size() : before(slots, slot.position());
  list_.insert(list_.begin() + static_cast<std::ptrdiff_t>(begin_ + index), number);
  if (hot_ != nullptr) {
    hot_->inserted(slot, index);
  } else if (counted && size() > kHotSize) {
    hot_ = std::make_unique<Hot>();
  }
  if (hot_ == nullptr) return;
  const Slot& last = slots[list_.back()];
  const Position next{last.at, last.arrival + 1};
  if (hot_->head < next) hot_->advance(*this, slots, next);
}

std::size_t Series::find(const Slots& slots, Slots::Number number) const {
  const std::size_t index = before(slots, slots[number].position());
  if (index < size() && (*this)[index] == number) return index;
  // Only where two attempts share one place in the order.
  const auto first = list_.begin() + static_cast<std::ptrdiff_t>(begin_);
  return static_cast<std::size_t>(std::find(first, list_.end(), number) - first);
}

void Series::erase(std::size_t index) {
  if (index > 0) {
    list_.erase(list_.begin() + static_cast<std::ptrdiff_t>(begin_ + index));
  } else if (++begin_ > list_.size() / 2) {
    list_.erase(list_.begin(), list_.begin() + static_cast<std::ptrdiff_t>(begin_));
    begin_ = 0;
  }
  if (size() < kColdSize) hot_.reset();
}

void Series::remove(const Slots& slots, Slots::Number number) {
  const std::size_t index = find(slots, number);
  if (index == size()) return;
  if (hot_ != nullptr) hot_->removed(slots[number], index);
  erase(index);
}

void Series::trim(const Slots& slots, Millis oldest) {
  while (!empty() && slots[(*this)[0]].at < oldest) {
    if (hot_ != nullptr) hot_->removed(slots[(*this)[0]], 0);
    erase(0);
  }
}

namespace {

// Counts by reading every slot between the edges.
Counts count_all(const Series& series, const Slots& slots, const Edges& edges, std::uint32_t own) {
  Counts counts{};
  std::vector<std::uint64_t> keys;
  for (std::size_t i = edges[edge(365)]; i < edges[0]; ++i) {
    const Slot& slot = slots[series[i]];
    for (std::size_t c = 0; c < kCounters; ++c) {
      const CounterRow& row = kCounterRows[c];
      if (i < edges[row.far] || i >= edges[row.near]) continue;
      const std::uint32_t id = counted_id(row, slot);
      if (id == 0 || (row.dimension == Dimension::kPerson && id == own)) continue;
      if (row.dimension == Dimension::kTotal) {
        ++counts[c];
      } else {
        keys.push_back(key_of(c, id));
      }
    }
  }
  std::sort(keys.begin(), keys.end());
  keys.erase(std::unique(keys.begin(), keys.end()), keys.end());
  for (const std::uint64_t key : keys) ++counts[counter_of(key)];
  return counts;
}

// The index at `edge`, searched outwards from where it was for another place.
std::size_t seek(const Series& series, const Slots& slots, std::size_t edge, Position position,
                 std::size_t from) {
  const auto before = [&](std::size_t i) { return lies_before(slots[series[i]], edge, position); };
  std::size_t low = from;
  std::size_t high = from;
  std::size_t step = 1;
  while (high < series.size() && before(high)) {
    low = high + 1;
    high += std::min(step, series.size() - high);
    step *= 2;
  }
  for (step = 1; low > 0 && !before(low - 1);) {
    high = low - 1;
    low -= std::min(step, low);
    step *= 2;
  }
  while (low < high) {
    const std::size_t middle = low + (high - low) / 2;
    if (before(middle)) {
      low = middle + 1;
    } else {
      high = middle;
    }
  }
  return low;
}

}  // namespace

void Series::count(const Slots& slots, Position position, std::uint32_t own, Volume& volume) const {
  if (empty()) return;
  Edges edges{};
  std::size_t moved = 0;
  for (std::size_t e = 0; e < kEdges; ++e) {
    const std::size_t from = hot_ != nullptr ? hot_->edges[e] : 0;
    edges[e] = seek(*this, slots, e, position, from);
    moved += edges[e] > from ? edges[e] - from : from - edges[e];
  }
  if (edges[0] == 0) return;

  Counts counts{};
  if (hot_ == nullptr || moved > size()) {
    counts = count_all(*this, slots, edges, own);
  } else {
    counts = hot_->counts;
    std::vector<std::pair<std::uint64_t, int>> changes;
    const auto note = [&](std::uint64_t key, int sign) { changes.emplace_back(key, sign); };
    for (std::size_t e = 0; e < kEdges; ++e) {
      for (std::size_t i = hot_->edges[e]; i < edges[e]; ++i) cross(slots[(*this)[i]], e, 1, note);
      for (std::size_t i = edges[e]; i < hot_->edges[e]; ++i) cross(slots[(*this)[i]], e, -1, note);
    }
    // The event's own person is counted by looking it up like a change.
    for (std::size_t c = 0; own != 0 && c < kCounters; ++c) {
      if (kCounterRows[c].dimension == Dimension::kPerson) note(key_of(c, own), 0);
    }
    std::sort(changes.begin(), changes.end());
    for (std::size_t i = 0; i < changes.size();) {
      const std::uint64_t key = changes[i].first;
      int delta = 0;
      for (; i < changes.size() && changes[i].first == key; ++i) delta += changes[i].second;
      const CounterRow& row = kCounterRows[counter_of(key)];
      std::uint32_t& total = counts[counter_of(key)];
      if (row.dimension == Dimension::kTotal) {
        total += static_cast<std::uint32_t>(delta);
        continue;
      }
      const auto found = hot_->seen.find(key);
      const int was = found == hot_->seen.end() ? 0 : static_cast<int>(found->second);
      const bool is_own =
          row.dimension == Dimension::kPerson && static_cast<std::uint32_t>(key) == own;
      const bool counts_now = was + delta > 0 && !is_own;
      if (was > 0 && !counts_now) --total;
      if (was == 0 && counts_now) ++total;
    }
  }
  write_counts(counts, volume);
  if (const std::size_t first = edges[edge(365)]; first < edges[0]) {
    write_usual_week(counts, slots[(*this)[first]].at, position, volume);
  }

  // Gaps: newest first, each person at the last time.
  std::array<std::uint32_t, kGapPersons> seen{};
  std::array<Millis, kGapPersons> times{};
  std::size_t found = 0;
  const std::size_t last = edges[0] - std::min(edges[0] - edges[edge(1)], kGapEvents);
  for (std::size_t i = edges[0]; i > last && found < kGapPersons; --i) {
    const Slot& slot = slots[(*this)[i - 1]];
    if (!slot.has(kCertified) || slot.person == own) continue;
    const auto end = seen.begin() + static_cast<std::ptrdiff_t>(found);
    if (std::find(seen.begin(), end, slot.person) != end) continue;
    seen[found] = slot.person;
    times[found++] = slot.at;
  }
  write_gaps({times.data(), found}, volume);
}

}  // namespace analyzer::store
