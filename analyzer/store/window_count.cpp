// What a Series counts, as seen from a place in time.

#include <algorithm>
#include <bit>
#include <boost/container/small_vector.hpp>
#include <span>
#include <utility>

#include "analyzer/store/window_hot.h"

namespace analyzer::store {
namespace {

constexpr std::size_t kGapEvents = 256;
constexpr std::size_t kGapPersons = 64;
using Times = boost::container::small_vector<Millis, kGapPersons>;

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

void write_counts(const Counts& counts, Millis first, Position position, Volume& volume) {
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
  write_usual_week(counts, first, position, volume);
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

// For each stretch between two edges (of the nearer one's index) the counters that
// count there, and for each combination of flags those that may.
using Bits = std::uint32_t;
static_assert(kCounters <= 32);
constexpr unsigned kFlagSets = kHasCapture;  // flags below it are counted by

constexpr std::array<Bits, kEdges> kBitsBetween = [] {
  std::array<Bits, kEdges> out{};
  for (std::size_t e = 0; e + 1 < kEdges; ++e) {
    for (std::size_t c = 0; c < kCounters; ++c) {
      if (kCounterRows[c].near <= e && kCounterRows[c].far > e) out[e] |= Bits{1} << c;
    }
  }
  return out;
}();
constexpr std::array<Bits, kFlagSets> kBitsOfFlags = [] {
  std::array<Bits, kFlagSets> out{};
  for (unsigned flags = 0; flags < kFlagSets; ++flags) {
    for (std::size_t c = 0; c < kCounters; ++c) {
      if ((flags & kCounterRows[c].mask) == kCounterRows[c].mask) out[flags] |= Bits{1} << c;
    }
  }
  return out;
}();
constexpr Bits bits_of(Dimension dimension) {
  Bits out = 0;
  for (std::size_t c = 0; c < kCounters; ++c) {
    if (kCounterRows[c].dimension == dimension) out |= Bits{1} << c;
  }
  return out;
}
constexpr Bits kPersonBits = bits_of(Dimension::kPerson);

// The counters in which each value was met, so that it counts once in each.
class Met {
 public:
  // For about so many values.
  explicit Met(std::size_t values)
      : values_(std::bit_ceil(2 * std::clamp<std::size_t>(values, kFewest, kMost))) {}

  void add(Dimension dimension, std::uint32_t id, Bits bits) {
    if (id == 0 || bits == 0) return;
    const std::uint64_t key = (static_cast<std::uint64_t>(dimension) << 32U) | id;
    Value& value = find(key);
    if (value.bits == 0) {
      value.key = key;
      ++size_;
    }
    value.bits |= bits;
    if (2 * size_ > values_.size()) grow();
  }

  void count(Counts& counts) const {
    for (const Value& value : values_) {
      for (Bits left = value.bits; left != 0; left &= left - 1) {
        ++counts[static_cast<std::size_t>(std::countr_zero(left))];
      }
    }
  }

 private:
  struct Value {
    std::uint64_t key = 0;
    Bits bits = 0;  // 0: free
  };
  static constexpr std::size_t kFewest = 16;
  static constexpr std::size_t kMost = 4096;
  using Values = boost::container::small_vector<Value, 8 * kFewest>;

  Value& find(std::uint64_t key) {
    const std::size_t mask = values_.size() - 1;
    std::size_t i = (key * 0x9E3779B97F4A7C15ULL >> 40U) & mask;
    while (values_[i].bits != 0 && values_[i].key != key) i = (i + 1) & mask;
    return values_[i];
  }
  void grow() {
    Values old(values_.size() * 2);
    old.swap(values_);
    for (const Value& value : old) {
      if (value.bits != 0) find(value.key) = value;
    }
  }

  Values values_;
  std::size_t size_ = 0;
};

// Counts by reading what lies between the edges: of what is older than all weeks
// only who was certified.
Counts count_all(const Series& series, const Slots& slots, const Edges& edges, std::uint32_t own) {
  Counts counts{};
  Met met(edges[0] - edges[edge(365)]);
  const auto other = [own](std::uint32_t person) { return person == own ? 0 : person; };
  for (std::size_t i = edges[edge(365)]; i < edges[edge(63)]; ++i) {
    met.add(Dimension::kPerson, other(series[i].certified), Bits{1} << kPersons365);
  }
  for (std::size_t e = edge(63); e-- > 0;) {
    for (std::size_t i = edges[e + 1]; i < edges[e]; ++i) {
      const Slot& slot = slots[series[i].number];
      const Bits bits = kBitsBetween[e] & kBitsOfFlags[slot.flags % kFlagSets];
      met.add(Dimension::kPerson, other(slot.person), bits & kPersonBits);
      met.add(Dimension::kOperator, slot.operator_, bits & bits_of(Dimension::kOperator));
      met.add(Dimension::kDevice, slot.device, bits & bits_of(Dimension::kDevice));
      met.add(Dimension::kVillage, slot.village, bits & bits_of(Dimension::kVillage));
      met.add(Dimension::kCounty, slot.county, bits & bits_of(Dimension::kCounty));
      for (Bits left = bits & bits_of(Dimension::kTotal); left != 0; left &= left - 1) {
        ++counts[static_cast<std::size_t>(std::countr_zero(left))];
      }
    }
  }
  met.count(counts);
  return counts;
}

// The index at `edge`, searched outwards from where it was for another place.
std::size_t seek(const Series& series, const Slots& slots, std::size_t edge, Position position,
                 std::size_t from) {
  const auto before = [&](std::size_t i) { return lies_before(series, slots, i, edge, position); };
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

// The counters at `edges`: those kept, changed by what lies between.
Counts count_moved(const Series& series, const Slots& slots, const Series::Hot& hot,
                   const Edges& edges, std::uint32_t own) {
  boost::container::small_vector<std::pair<std::uint64_t, int>, 128> changes;
  const auto note = [&](std::uint64_t key, int sign) { changes.emplace_back(key, sign); };
  for (std::size_t e = 0; e < kEdges; ++e) {
    for (std::size_t i = hot.edges[e]; i < edges[e]; ++i)
      cross(slots[series[i].number], e, 1, note);
    for (std::size_t i = edges[e]; i < hot.edges[e]; ++i)
      cross(slots[series[i].number], e, -1, note);
  }
  // The event's own person is found like a change and then not counted.
  for (std::size_t c = 0; own != 0 && c < kCounters; ++c) {
    if (kCounterRows[c].dimension == Dimension::kPerson) note(key_of(c, own), 0);
  }
  std::sort(changes.begin(), changes.end());
  Counts counts = hot.counts;
  for (std::size_t i = 0; i < changes.size();) {
    const std::uint64_t key = changes[i].first;
    int delta = 0;
    for (; i < changes.size() && changes[i].first == key; ++i) delta += changes[i].second;
    const Dimension dimension = kCounterRows[counter_of(key)].dimension;
    std::uint32_t& total = counts[counter_of(key)];
    if (dimension == Dimension::kTotal) {
      total += static_cast<std::uint32_t>(delta);
      continue;
    }
    const bool is_own = dimension == Dimension::kPerson && static_cast<std::uint32_t>(key) == own;
    const int was = hot.attempts(key);
    const bool counts_now = was + delta > 0 && !is_own;
    if (was > 0 && !counts_now) --total;
    if (was == 0 && counts_now) ++total;
  }
  return counts;
}

// The times of the last day's persons before `end`, newest first, each person
// at the last time.
Times person_times(const Series& series, std::size_t begin, std::size_t end, std::uint32_t own) {
  boost::container::small_vector<std::uint32_t, kGapPersons> seen;
  Times times;
  begin = std::max(begin, end - std::min(end, kGapEvents));
  for (std::size_t i = end; i > begin && times.size() < kGapPersons; --i) {
    const auto& [at, number, person] = series[i - 1];
    if (person == 0 || person == own) continue;
    if (std::find(seen.begin(), seen.end(), person) != seen.end()) continue;
    seen.push_back(person);
    times.push_back(at);
  }
  return times;
}

}  // namespace

void Series::count(const Slots& slots, Position position, std::uint32_t own, Volume& volume) const {
  if (empty()) return;
  const Hot* const kept = hot();
  Edges edges{};
  std::size_t moved = 0;
  for (std::size_t e = 0; e < kEdges; ++e) {
    const std::size_t from = kept != nullptr ? kept->edges[e] : 0;
    const bool stays = kept != nullptr && kept->stays(e, position);
    edges[e] = stays ? from : seek(*this, slots, e, position, from);
    moved += edges[e] > from ? edges[e] - from : from - edges[e];
  }
  const std::size_t first = edges[edge(365)];
  if (edges[0] == first) return;  // nothing within a year
  const bool read_all = kept == nullptr || moved > size();
  write_counts(
      read_all ? count_all(*this, slots, edges, own) : count_moved(*this, slots, *kept, edges, own),
      (*this)[first].at, position, volume);
  write_gaps(person_times(*this, edges[edge(1)], edges[0], own), volume);
}

}  // namespace analyzer::store
