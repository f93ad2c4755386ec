// What a Series counts, as seen from a place in time.

#include <algorithm>
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

// Counts by reading every slot between the edges.
Counts count_all(const Series& series, const Slots& slots, const Edges& edges, std::uint32_t own) {
  Counts counts{};
  boost::container::small_vector<std::uint64_t, 128> keys;
  for (std::size_t i = edges[edge(365)]; i < edges[0]; ++i) {
    const Slot& slot = slots[series[i].number];
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
  Edges edges{};
  std::size_t moved = 0;
  for (std::size_t e = 0; e < kEdges; ++e) {
    const std::size_t from = hot_ != nullptr ? hot_->edges[e] : 0;
    const bool stays = hot_ != nullptr && hot_->stays(e, position);
    edges[e] = stays ? from : seek(*this, slots, e, position, from);
    moved += edges[e] > from ? edges[e] - from : from - edges[e];
  }
  const std::size_t first = edges[edge(365)];
  if (edges[0] == first) return;  // nothing within a year
  const bool read_all = hot_ == nullptr || moved > size();
  write_counts(
      read_all ? count_all(*this, slots, edges, own) : count_moved(*this, slots, *hot_, edges, own),
      (*this)[first].at, position, volume);
  write_gaps(person_times(*this, edges[edge(1)], edges[0], own), volume);
}

}  // namespace analyzer::store
