#include "analyzer/store/window_ring.h"

#include <algorithm>

namespace analyzer::store {
namespace {

constexpr std::size_t kFetched = 16;  // persons whose attempts are asked for at once

}  // namespace

// The cell that holds `number`, or the free one where it belongs.
std::uint32_t& Members::cell(std::uint32_t number) {
  const std::size_t mask = table_.size() - 1;
  std::size_t i = (number * 0x9E3779B97F4A7C15ULL >> 32U) & mask;
  while (table_[i] != 0 && list_[table_[i] - 1] != number) i = (i + 1) & mask;
  return table_[i];
}

void Members::fill_table(std::size_t cells) {
  table_.assign(cells, 0);
  for (std::uint32_t i = 0; i < list_.size(); ++i) cell(list_[i]) = i + 1;
}

std::size_t Members::find(std::uint32_t number) const {
  if (list_.size() > kFew) {
    // Finding changes nothing.
    const std::uint32_t place = const_cast<Members*>(this)->cell(number);
    return place == 0 ? kNone : place - 1;
  }
  const auto found = std::find(list_.begin(), list_.end(), number);
  return found == list_.end() ? kNone : static_cast<std::size_t>(found - list_.begin());
}

std::pair<std::size_t, bool> Members::add(std::uint32_t number) {
  const std::size_t place = list_.size();
  if (place <= kFew) {
    if (const std::size_t known = find(number); known != kNone) return {known, false};
    list_.push_back(number);
    if (list_.size() > kFew) fill_table(kFirstTable);
    return {place, true};
  }
  std::uint32_t& found = cell(number);
  if (found != 0) return {found - 1, false};
  list_.push_back(number);
  found = static_cast<std::uint32_t>(list_.size());
  if (2 * list_.size() > table_.size()) fill_table(2 * table_.size());
  return {place, true};
}

void Members::cut(std::size_t size) {
  if (size == list_.size()) return;
  list_.resize(size);
  if (size > kFew) fill_table(table_.size());
}

void RingWalk::start(const Slot& slot) {
  for (std::size_t row = 0; row < kRingRows.size(); ++row) join(row, slot.*kRingRows[row].slot, 1);
}

void RingWalk::join(std::size_t row, std::uint32_t number, std::uint32_t least) {
  if (number == 0 || !known_.add(number).second) return;
  const Series& series = nodes_[number].series;
  Joined link{number, row, series.after(from_), series.before(slots_, to_), 0};
  if (link.end <= link.begin) return;
  const std::uint32_t most = limits_.*kRingRows[row].limit;
  const std::size_t before = persons_.size();
  bool is_hub = link.end - link.begin > std::size_t{most} * limits_.attempts_a_person;
  const auto mark = static_cast<std::uint32_t>(known_.size());
  for (std::size_t i = link.end; i > link.begin && !is_hub; --i) {
    const std::uint32_t person = series[i - 1].certified;
    if (person == 0 || person == own_) continue;
    const auto [place, fresh] = persons_.add(person);
    if (fresh) counted_.push_back(0);
    if (counted_[place] == mark) continue;
    counted_[place] = mark;
    is_hub = ++link.persons > most;
  }
  const bool too_many = persons_.size() > limits_.persons;
  if (is_hub || too_many || link.persons < least) {
    persons_.cut(before);
    counted_.resize(before);
  }
  if (is_hub) {
    hubs_.push_back(link);
  } else if (too_many) {
    cut_ = true;
  } else if (link.persons >= least) {
    links_.push_back(link);
  }
}

// Asks the memory for what read_person() will read of several persons at once.
void RingWalk::fetch_persons(std::size_t begin, std::size_t end) const {
  const auto for_each_series = [&](const auto& each) {
    for (std::size_t i = begin; i < end; ++i) each(nodes_[persons_[i]].series);
  };
  for_each_series([](const Series& series) { __builtin_prefetch(&series); });
  for_each_series([](const Series& series) { series.fetch_list(); });
  for_each_series([this](const Series& series) { series.fetch_slots(slots_); });
}

RingWalk::Candidate* RingWalk::candidate(std::size_t row, const Slot& slot, Candidates& found) {
  const std::uint32_t number = slot.*kRingRows[row].slot;
  if (number == 0 || known_.find(number) != Members::kNone) return nullptr;
  const auto [at, fresh] = found.numbers.add(number);
  if (fresh) found.list.push_back({number, row, Members::kNone, 0, false});
  return &found.list[at];
}

// Notes the links used in one attempt with a link of the first step.
void RingWalk::read_uses(const Joined& link, Candidates& found) {
  if (!kRingRows[link.row].leads) return;
  const Series& series = nodes_[link.number].series;
  for (std::size_t i = link.end; i > link.begin; --i) {
    if (i > link.begin + kAhead) series.fetch_slot(slots_, i - 1 - kAhead);
    const std::uint32_t person = series[i - 1].certified;
    if (person == 0 || person == own_) continue;
    const Slot& slot = slots_[series[i - 1].number];
    if (is_read(link, slot, true)) continue;
    for (std::size_t row = 0; row < kRingRows.size(); ++row) {
      if (!kRingRows[row].leads) continue;
      if (Candidate* each = candidate(row, slot, found)) each->used = true;
    }
  }
}

// Counts the person at `place` for each link of her attempts.
void RingWalk::read_person(std::size_t place, Candidates& found) {
  const Series& series = nodes_[persons_[place]].series;
  const std::size_t end = series.before(slots_, to_);
  std::size_t begin = series.after(from_);
  begin = std::max(begin, end - std::min(end, limits_.own_attempts));
  for (std::size_t i = end; i > begin; --i) {
    if (series[i - 1].certified == 0) continue;
    const Slot& slot = slots_[series[i - 1].number];
    for (std::size_t row = 0; row < kRingRows.size(); ++row) {
      Candidate* each = candidate(row, slot, found);
      if (each == nullptr || each->last == place) continue;
      each->last = place;
      ++each->persons;
    }
  }
}

void RingWalk::step() {
  Candidates found;
  for (const Joined& link : links_) read_uses(link, found);
  const std::size_t persons = persons_.size() < limits_.tie ? 0 : persons_.size();
  for (std::size_t i = 0; i < persons; ++i) {
    if (i % kFetched == 0) fetch_persons(i, std::min(persons, i + kFetched));
    read_person(i, found);
  }
  std::size_t followed = 0;
  for (const Candidate& each : found.list) {
    if (!each.used && each.persons < limits_.tie) continue;
    if (++followed > limits_.links) {
      cut_ = true;
      return;
    }
    join(each.row, each.number, 2);
  }
}

}  // namespace analyzer::store
