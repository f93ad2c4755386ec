#include "analyzer/service/forget_erased.h"

#include <algorithm>
#include <limits>

#include "analyzer/service/service_impl.h"

namespace analyzer {
namespace {

constexpr std::size_t kPage = 2000;   // looked at at once
constexpr std::size_t kAtOnce = 100;  // forgotten while nobody else looks

using Arrivals = std::vector<std::uint64_t>;
using Held = std::vector<store::Windows::HeldEvent>;

// What is held and not left, and what has its capture no more.
void compare(const Held& held, const std::vector<store::LeftOfLog>& left, Arrivals& gone,
             Arrivals& bare) {
  auto there = left.begin();
  for (const auto& [arrival, capture] : held) {
    while (there != left.end() && there->seq < arrival) ++there;
    if (there == left.end() || there->seq != arrival) {
      gone.push_back(arrival);
    } else if (capture && !there->capture) {
      bare.push_back(arrival);
    }
  }
}

void in_pieces(const Arrivals& all, const WithWindows& windows,
               void (store::Windows::*forget)(const Arrivals&)) {
  for (std::size_t begin = 0; begin < all.size(); begin += kAtOnce) {
    const std::size_t end = std::min(all.size(), begin + kAtOnce);
    const Arrivals piece(all.begin() + static_cast<std::ptrdiff_t>(begin),
                         all.begin() + static_cast<std::ptrdiff_t>(end));
    windows([&](store::Windows& w) { (w.*forget)(piece); });
  }
}

}  // namespace

Status forget_erased(store::Session& reading, const std::vector<store::Erased::Range>& ranges,
                     const WithWindows& windows) {
  for (const store::Erased::Range& range : ranges) {
    for (store::Seq first = range.first; first <= range.last;) {
      Held held;
      windows([&](store::Windows& w) { held = w.held_in(first, range.last, kPage); });
      if (held.empty()) break;
      const store::Seq last = held.back().arrival;
      const auto left = store::left_of_log(reading, held.front().arrival, last);
      if (!left) return tl::unexpected(left.error());
      Arrivals gone;
      Arrivals bare;
      compare(held, *left, gone, bare);
      in_pieces(gone, windows, &store::Windows::forget);
      in_pieces(bare, windows, &store::Windows::forget_captures);
      if (last == std::numeric_limits<store::Seq>::max()) break;
      first = last + 1;
    }
  }
  return {};
}

Status ServiceImpl::forget_erased() {
  const std::lock_guard lock(erasures_mutex_);
  Result<Reading> session = reading();
  if (!session) return tl::unexpected(session.error());
  Result<store::Erased> erased = store::erased_since(**session, erasures_);
  if (!erased) return tl::unexpected(erased.error());
  if (erased->number == erasures_) return {};
  if (erased->more) erased->ranges = {{1, std::numeric_limits<store::Seq>::max()}};
  // What registers said of somebody who was erased counts until the next start.
  Status status = analyzer::forget_erased(**session, erased->ranges,
                                          [this](const auto& with) { sequencer_->change(with); });
  if (status) erasures_ = erased->number;
  return status;
}

}  // namespace analyzer
