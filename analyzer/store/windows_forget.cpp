// What was erased from the log leaves the windows: an attempt's place stays, and names
// nobody.

#include <algorithm>

#include "analyzer/store/windows_impl.h"

namespace analyzer::store {

// Slots lie in the order of their arrivals.
Slots::Number Windows::Impl::from_arrival(std::uint64_t arrival) const {
  Slots::Number begin = slots.begin();
  Slots::Number count = slots.end() - begin;
  while (count > 0) {
    const Slots::Number half = count / 2;
    if (slots[begin + half].arrival < arrival) {
      begin += half + 1;
      count -= half + 1;
    } else {
      count = half;
    }
  }
  return begin;
}

void Windows::Impl::forget(std::uint64_t arrival) {
  const Slots::Number number = from_arrival(arrival);
  if (number == slots.end() || slots[number].arrival != arrival) return;
  if (slots[number].person == 0) return;
  unlist(number);
  Slot& slot = slots[number];
  const Millis at = slot.at;
  slot = Slot{};
  slot.at = at;
  slot.arrival = arrival;
  ++forgotten;
}

void Windows::Impl::forget_capture(std::uint64_t arrival) {
  const Slots::Number number = from_arrival(arrival);
  if (number == slots.end() || slots[number].arrival != arrival) return;
  Slot& slot = slots[number];
  if (!slot.has(kHasCapture)) return;
  captures.remove(slot.capture, number);
  slot.capture = 0;
  slot.flags = static_cast<std::uint16_t>(slot.flags & ~kHasCapture);
}

std::vector<Windows::HeldEvent> Windows::held_in(std::uint64_t first, std::uint64_t last,
                                                 std::size_t most) const {
  std::vector<HeldEvent> out;
  const Slots& slots = impl_->slots;
  Slots::Number n = impl_->from_arrival(first);
  for (; n != slots.end() && slots[n].arrival <= last && out.size() < most; ++n) {
    if (slots[n].person != 0) out.push_back({slots[n].arrival, slots[n].has(kHasCapture)});
  }
  const auto& reports = impl_->reports.events();
  auto report = std::partition_point(reports.begin(), reports.end(),
                                     [&](const ReportEvent& e) { return e.arrival < first; });
  const std::size_t attempts = out.size();
  for (; report != reports.end() && report->arrival <= last && out.size() - attempts < most;
       ++report) {
    out.push_back({report->arrival, false});
  }
  std::inplace_merge(out.begin(), out.begin() + static_cast<std::ptrdiff_t>(attempts), out.end(),
                     [](const auto& a, const auto& b) { return a.arrival < b.arrival; });
  out.resize(std::min(out.size(), most));
  return out;
}

void Windows::forget(const std::vector<std::uint64_t>& arrivals) {
  for (const std::uint64_t arrival : arrivals) impl_->forget(arrival);
  impl_->reports.remove(arrivals);
}

void Windows::forget_captures(const std::vector<std::uint64_t>& arrivals) {
  for (const std::uint64_t arrival : arrivals) impl_->forget_capture(arrival);
}

}  // namespace analyzer::store
