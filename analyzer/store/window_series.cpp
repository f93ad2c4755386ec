#include "analyzer/store/window_series.h"

#include <algorithm>
#include <utility>

#include "analyzer/store/window_hot.h"

namespace analyzer::store {
namespace {

constexpr std::size_t kHotSize = 64;   // from here on counters are kept
constexpr std::size_t kColdSize = 16;  // below they are dropped

}  // namespace

Series::Series() = default;
Series::Series(Series&&) noexcept = default;
Series& Series::operator=(Series&&) noexcept = default;
Series::~Series() = default;

std::size_t Series::before(const Slots& slots, Position position) const {
  const auto first = list_.begin() + static_cast<std::ptrdiff_t>(begin_);
  const auto found = std::partition_point(first, list_.end(), [&](const Entry& entry) {
    if (entry.at != position.at) return entry.at < position.at;
    return slots[entry.number].arrival < position.arrival;
  });
  return static_cast<std::size_t>(found - first);
}

std::size_t Series::after(Millis at) const {
  const auto first = list_.begin() + static_cast<std::ptrdiff_t>(begin_);
  const auto found =
      std::partition_point(first, list_.end(), [&](const Entry& entry) { return entry.at <= at; });
  return static_cast<std::size_t>(found - first);
}

void Series::fetch_slots(const Slots& slots) const {
  constexpr std::size_t kFetched = 6;
  for (std::size_t i = size() - std::min(size(), kFetched); i < size(); ++i) fetch_slot(slots, i);
}

void Series::insert(const Slots& slots, Slots::Number number, bool counted) {
  const Slot& slot = slots[number];
  const bool newest = empty() || is_before(slots, size() - 1, slot.position());
  const std::size_t index = newest ? size() : before(slots, slot.position());
  list_.insert(list_.begin() + static_cast<std::ptrdiff_t>(begin_ + index),
               {slot.at, number, slot.has(kCertified) ? slot.person : 0});
  if (hot_ != nullptr) {
    hot_->inserted(*this, slots, index);
  } else if (counted && size() > kHotSize) {
    hot_ = std::make_unique<Hot>();
  }
  if (hot_ == nullptr) return;
  const Slot& last = slots[list_.back().number];
  const Position next{last.at, last.arrival + 1};
  if (hot_->head < next) hot_->advance(*this, slots, next);
}

std::size_t Series::find(const Slots& slots, Slots::Number number) const {
  const std::size_t index = before(slots, slots[number].position());
  if (index < size() && (*this)[index].number == number) return index;
  // Only where two attempts share one place in the order.
  const auto first = list_.begin() + static_cast<std::ptrdiff_t>(begin_);
  const auto found =
      std::find_if(first, list_.end(), [&](const Entry& entry) { return entry.number == number; });
  return static_cast<std::size_t>(found - first);
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
  if (hot_ != nullptr) hot_->removed(*this, slots, index);
  erase(index);
}

void Series::trim(const Slots& slots, Millis oldest) {
  while (!empty() && (*this)[0].at < oldest) {
    if (hot_ != nullptr) hot_->removed(*this, slots, 0);
    erase(0);
  }
}

}  // namespace analyzer::store
