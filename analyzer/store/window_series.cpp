#include "analyzer/store/window_series.h"

#include <algorithm>
#include <cstring>
#include <new>
#include <type_traits>
#include <utility>

#include "analyzer/store/window_hot.h"

namespace analyzer::store {
namespace {

constexpr std::size_t kColdSize = 64;  // below it counters are dropped

using Entry = Series::Entry;
static_assert(std::is_trivially_copyable_v<Entry>);

std::size_t room_of_hot(std::size_t capacity, std::size_t hot_size) {
  return capacity >= hot_size ? 1 : 0;
}

}  // namespace

void Series::swap(Series& other) noexcept {
  static_assert(sizeof(Entry) == sizeof(Block) && std::is_trivially_copyable_v<Block>);
  unsigned char kept[sizeof(Entry)];
  std::memcpy(kept, &one_, sizeof kept);
  std::memcpy(static_cast<void*>(&one_), &other.one_, sizeof kept);
  std::memcpy(static_cast<void*>(&other.one_), kept, sizeof kept);
  std::swap(size_, other.size_);
}

Series::~Series() {
  if (!is_block()) return;
  set_hot(nullptr);
  ::operator delete(block_.entries - room_of_hot(block_.capacity, kHotSize));
}

std::size_t Series::bytes() const {
  if (!is_block()) return 0;
  std::size_t out = (block_.capacity + room_of_hot(block_.capacity, kHotSize)) * sizeof(Entry);
  if (const Hot* counters = hot()) out += sizeof(Hot) + counters->bytes();
  return out;
}

Series::Hot* Series::hot() const {
  if (!is_block() || block_.capacity < kHotSize) return nullptr;
  Hot* out = nullptr;
  std::memcpy(&out, block_.entries - 1, sizeof out);
  return out;
}

void Series::set_hot(std::unique_ptr<Hot> hot) {
  if (block_.capacity < kHotSize) return;
  delete this->hot();
  Hot* const raw = hot.release();
  std::memcpy(static_cast<void*>(block_.entries - 1), &raw, sizeof raw);
}

void Series::move_to(std::size_t capacity) {
  const std::size_t room = room_of_hot(capacity, kHotSize);
  auto* const entries =
      static_cast<Entry*>(::operator new((capacity + room) * sizeof(Entry))) + room;
  std::memcpy(static_cast<void*>(entries), data(), size_ * sizeof(Entry));
  std::unique_ptr<Hot> counters(hot());
  if (is_block()) {
    if (counters != nullptr) {
      Hot* const none = nullptr;
      std::memcpy(static_cast<void*>(block_.entries - 1), &none, sizeof none);
    }
    ::operator delete(block_.entries - room_of_hot(block_.capacity, kHotSize));
  }
  block_ = {entries, 0, static_cast<std::uint32_t>(capacity)};
  if (room != 0) {
    Hot* const raw = counters.release();
    std::memcpy(static_cast<void*>(entries - 1), &raw, sizeof raw);
  }
}

void Series::put(std::size_t index, const Entry& entry) {
  if (size_ == 0) {
    one_ = entry;
    size_ = 1;
    return;
  }
  if (!is_block()) {
    move_to(2);
  } else if (block_.begin + size_ == block_.capacity) {
    // Half as much again, or what was taken away in front, if that is much.
    const bool enough = block_.begin > size_ / 2;
    move_to(enough ? block_.capacity : block_.capacity + (block_.capacity + 1) / 2);
  }
  Entry* const place = block_.entries + block_.begin + index;
  std::memmove(static_cast<void*>(place + 1), place, (size_ - index) * sizeof(Entry));
  *place = entry;
  ++size_;
}

std::size_t Series::before(const Slots& slots, Position position) const {
  const auto found = std::partition_point(data(), data() + size_, [&](const Entry& entry) {
    if (entry.at != position.at) return entry.at < position.at;
    return slots[entry.number].arrival < position.arrival;
  });
  return static_cast<std::size_t>(found - data());
}

std::size_t Series::after(Millis at) const {
  const auto found = std::partition_point(data(), data() + size_,
                                          [&](const Entry& entry) { return entry.at <= at; });
  return static_cast<std::size_t>(found - data());
}

void Series::fetch_slots(const Slots& slots) const {
  constexpr std::size_t kFetched = 6;
  for (std::size_t i = size() - std::min(size(), kFetched); i < size(); ++i) fetch_slot(slots, i);
}

void Series::insert(const Slots& slots, Slots::Number number, bool counted) {
  const Slot& slot = slots[number];
  const bool newest = empty() || is_before(slots, size() - 1, slot.position());
  const std::size_t index = newest ? size() : before(slots, slot.position());
  put(index, {slot.at, number, slot.has(kCertified) ? slot.person : 0});
  if (Hot* const counters = hot()) counters->inserted(*this, slots, index);
  keep_counters(slots, counted);
}

// Counters for a long series, moved on to just behind its newest attempt.
void Series::keep_counters(const Slots& slots, bool counted) {
  if (counted && hot() == nullptr && size() > kHotSize) set_hot(std::make_unique<Hot>());
  Hot* const counters = hot();
  if (counters == nullptr) return;
  const Slot& last = slots[(*this)[size() - 1].number];
  const Position next{last.at, last.arrival + 1};
  if (counters->head < next) counters->advance(*this, slots, next);
}

std::size_t Series::find(const Slots& slots, Slots::Number number) const {
  const Position position = slots[number].position();
  // More than one only where two attempts share one place in the order.
  for (std::size_t i = before(slots, position); i < size(); ++i) {
    const Entry& entry = (*this)[i];
    if (entry.number == number) return i;
    if (entry.at != position.at || slots[entry.number].arrival != position.arrival) break;
  }
  return size();
}

void Series::erase(std::size_t index) {
  if (!is_block()) {
    size_ = 0;
    return;
  }
  if (size_ - 1 < kColdSize) set_hot(nullptr);
  if (index < size_ / 2) {
    Entry* const begin = data();
    std::memmove(static_cast<void*>(begin + 1), begin, index * sizeof(Entry));
    ++block_.begin;
  } else {
    Entry* const place = data() + index;
    std::memmove(static_cast<void*>(place), place + 1, (size_ - index - 1) * sizeof(Entry));
  }
  if (size_ == 2) {
    const Block left = block_;
    size_ = 1;
    one_ = left.entries[left.begin];
    ::operator delete(left.entries - room_of_hot(left.capacity, kHotSize));
    return;
  }
  --size_;
  if (block_.capacity > 16 && size_ < block_.capacity / 4) move_to(size_ + size_ / 2);
}

void Series::remove(const Slots& slots, Slots::Number number) {
  const std::size_t index = find(slots, number);
  if (index == size()) return;
  if (Hot* const counters = hot()) counters->removed(*this, slots, index);
  erase(index);
}

void Series::trim(const Slots& slots, Millis oldest) {
  while (!empty() && (*this)[0].at < oldest) {
    if (Hot* const counters = hot()) counters->removed(*this, slots, 0);
    erase(0);
  }
}

void Series::fill(const Slots& slots, std::span<const Slots::Number> numbers, bool counted) {
  if (numbers.empty()) return;
  if (numbers.size() > 1) move_to(numbers.size());
  Entry* const entries = numbers.size() > 1 ? block_.entries : &one_;
  for (std::size_t i = 0; i < numbers.size(); ++i) {
    const Slot& slot = slots[numbers[i]];
    entries[i] = {slot.at, numbers[i], slot.has(kCertified) ? slot.person : 0};
  }
  size_ = static_cast<std::uint32_t>(numbers.size());
  const auto in_order = [&](const Entry& a, const Entry& b) {
    if (a.at != b.at) return a.at < b.at;
    return slots[a.number].arrival < slots[b.number].arrival;
  };
  if (!std::is_sorted(data(), data() + size_, in_order)) {
    std::stable_sort(data(), data() + size_, in_order);
  }
  keep_counters(slots, counted);
}

}  // namespace analyzer::store
