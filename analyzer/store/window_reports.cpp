#include "analyzer/store/window_reports.h"

#include <algorithm>

namespace analyzer::store {
namespace {

constexpr Millis kKept = 65 * kDay;  // 30 days and room for late ones
constexpr std::size_t kMostRead = 4096;

std::uint32_t distinct_counties(std::vector<std::uint32_t> counties) {
  std::sort(counties.begin(), counties.end());
  counties.erase(std::unique(counties.begin(), counties.end()), counties.end());
  return static_cast<std::uint32_t>(counties.size());
}

}  // namespace

std::span<const Reports::Entry> Reports::window(const Lists& lists, LinkKey key, Position position,
                                                int days) {
  const auto found = lists.find(key);
  if (found == lists.end()) return {};
  const Entries& entries = found->second;
  const Millis from = position.at - days * kDay;
  const auto begin = std::partition_point(entries.begin(), entries.end(),
                                          [&](const Entry& e) { return e.position.at <= from; });
  const auto end = std::partition_point(begin, entries.end(),
                                        [&](const Entry& e) { return e.position < position; });
  return {begin, end};
}

std::uint32_t Reports::any_of(const Lists& lists, const std::vector<LinkKey>& keys,
                              Position position, int days) {
  if (keys.empty()) return 0;
  if (keys.size() == 1) {
    return static_cast<std::uint32_t>(window(lists, keys.front(), position, days).size());
  }
  std::vector<std::uint64_t> arrivals;
  for (const LinkKey& key : keys) {
    std::span<const Entry> entries = window(lists, key, position, days);
    entries = entries.last(std::min(entries.size(), kMostRead));
    for (const Entry& entry : entries) arrivals.push_back(entry.position.arrival);
  }
  std::sort(arrivals.begin(), arrivals.end());
  arrivals.erase(std::unique(arrivals.begin(), arrivals.end()), arrivals.end());
  return static_cast<std::uint32_t>(arrivals.size());
}

void Reports::look(const ReportEvent& event, ReportHistory& history) const {
  const Position position = position_of(event.at, event.arrival);
  if (event.shape) {
    const std::span<const Entry> day = window(shapes_, *event.shape, position, 1);
    history.same_shape_1d = static_cast<std::uint32_t>(day.size());
    if (!day.empty()) {
      constexpr double kHour = 3'600'000.0;
      const auto waited = static_cast<double>(position.at - day.front().position.at);
      history.same_shape_first_h = waited / kHour;
    }
    history.same_shape_30d =
        static_cast<std::uint32_t>(window(shapes_, *event.shape, position, 30).size());
    std::vector<std::uint32_t> counties;
    for (const Entry& entry : day.last(std::min(day.size(), kMostRead))) {
      if (entry.county != 0) counties.push_back(entry.county);
    }
    history.regions_1d = distinct_counties(std::move(counties));
  }
  history.domain_7d = any_of(domains_, event.domains, position, 7);
  history.number_30d = any_of(numbers_, event.numbers, position, 30);
}

std::uint32_t Reports::on_number(LinkKey number, Position position) const {
  return static_cast<std::uint32_t>(window(numbers_, number, position, 30).size());
}

void Reports::add(Lists& lists, LinkKey key, const Entry& entry) {
  Entries& entries = lists[key];
  const auto place = std::partition_point(
      entries.begin(), entries.end(), [&](const Entry& e) { return e.position < entry.position; });
  // A report that names one key twice counts once.
  if (place != entries.end() && place->position == entry.position) return;
  entries.insert(place, entry);
}

void Reports::remove(Lists& lists, LinkKey key, Position position) {
  const auto found = lists.find(key);
  if (found == lists.end()) return;
  Entries& entries = found->second;
  const auto place = std::partition_point(entries.begin(), entries.end(),
                                          [&](const Entry& e) { return e.position < position; });
  if (place != entries.end() && place->position == position) entries.erase(place);
  if (entries.empty()) lists.erase(found);
}

void Reports::remove_from_lists(const ReportEvent& event) {
  const Position position{to_millis(event.at), event.arrival};
  if (event.shape) remove(shapes_, *event.shape, position);
  for (const LinkKey& key : event.domains) remove(domains_, key, position);
  for (const LinkKey& key : event.numbers) remove(numbers_, key, position);
}

bool Reports::insert(const ReportEvent& event) {
  const Millis at = to_millis(event.at);
  if (at < latest_ - kKept) return false;
  latest_ = std::max(latest_, at);
  while (!events_.empty() && to_millis(events_.front().at) < latest_ - kKept) {
    remove_from_lists(events_.front());
    events_.pop_front();
  }
  const Entry entry{{at, event.arrival}, event.county};
  if (event.shape) add(shapes_, *event.shape, entry);
  for (const LinkKey& key : event.domains) add(domains_, key, entry);
  for (const LinkKey& key : event.numbers) add(numbers_, key, entry);
  events_.push_back(event);
  return true;
}

void Reports::remove_last() {
  remove_from_lists(events_.back());
  events_.pop_back();
}

void Reports::remove(const std::vector<std::uint64_t>& arrivals) {
  const auto goes = [&](const ReportEvent& event) {
    return std::binary_search(arrivals.begin(), arrivals.end(), event.arrival);
  };
  for (const ReportEvent& event : events_) {
    if (goes(event)) remove_from_lists(event);
  }
  std::erase_if(events_, goes);
}

}  // namespace analyzer::store
