// Windows filled at once: first every attempt with the numbers of its links, then
// the list of each link in room that is just enough.

#include <algorithm>
#include <span>
#include <utility>

#include "analyzer/store/windows_impl.h"

namespace analyzer::store {
namespace {

// Calls each(number) for every list that `slot` belongs on: the person's, and of
// what is not too old those of its links.
template <class Each>
void for_each_list(const Slot& slot, Millis oldest, const Each& each) {
  each(slot.person);
  if (slot.at < oldest) return;
  for (const LinkRow& row : kLinkRows) {
    if (row.volume != nullptr && slot.*row.slot != 0) each(slot.*row.slot);
  }
}

}  // namespace

// A slot read from a file, whose links have their numbers already. False if it
// names a link that is not there.
bool Windows::Impl::take_back(const Slot& slot) {
  const auto name = [this](std::uint32_t number) {
    if (number >= nodes.end()) return false;
    ++nodes[number].slots;
    return true;
  };
  if (slot.person == 0 || !name(slot.person)) return false;
  for (const LinkRow& row : kLinkRows) {
    if (slot.*row.slot != 0 && !name(slot.*row.slot)) return false;
  }
  latest = std::max(latest, slot.at);
  slots.push(slot);
  return true;
}

void Windows::Impl::index_links() {
  numbers.reserve(nodes.end());
  for (std::uint32_t n = 1; n < nodes.end(); ++n) {
    if (nodes[n].slots > 0) {
      numbers.insert(nodes, n);
    } else {
      nodes[n] = Node{};
      free_nodes.push_back(n);
    }
  }
}

bool Windows::Impl::add_unlisted(const AttemptEvent& event) {
  const std::optional<Slot> slot = number_links(event);
  if (!slot) return false;
  slots.push(*slot);
  // What has become too old is on no list yet.
  for (int i = 0; i < kDroppedAtOnce && slots[slots.begin()].at < latest - kSlotKept; ++i) {
    leave_links(slots[slots.begin()]);
    slots.pop_front();
  }
  return true;
}

void Windows::Impl::make_lists() {
  const Millis oldest = latest - kLinkKept;
  // Where each link's part of all numbers ends; then, filled from behind, begins.
  std::vector<std::uint32_t> ends(nodes.end() + 1, 0);
  for (Slots::Number n = slots.begin(); n != slots.end(); ++n) {
    for_each_list(slots[n], oldest, [&](std::uint32_t number) { ++ends[number]; });
  }
  for (std::size_t i = 1; i < ends.size(); ++i) ends[i] += ends[i - 1];
  std::vector<Slots::Number> all(ends.back());
  for (Slots::Number n = slots.end(); n != slots.begin();) {
    --n;
    for_each_list(slots[n], oldest, [&](std::uint32_t number) { all[--ends[number]] = n; });
  }
  const std::span<const Slots::Number> parts(all);
  for (std::uint32_t n = 1; n < nodes.end(); ++n) {
    nodes[n].series.fill(slots, parts.subspan(ends[n], ends[n + 1] - ends[n]),
                         nodes[n].kind != LinkKind::kPerson);
  }
  for (Slots::Number n = slots.begin(); n != slots.end(); ++n) {
    if (slots[n].has(kHasCapture)) captures.insert(slots[n].capture, n);
  }
}

Windows::Builder::Builder() : windows_(std::make_unique<Windows>()) {}
Windows::Builder::Builder(Builder&&) noexcept = default;
Windows::Builder::~Builder() = default;

void Windows::Builder::add(const WindowChange& change) {
  if (const auto* attempt = std::get_if<AttemptEvent>(&change)) {
    static_cast<void>(windows_->impl_->add_unlisted(*attempt));
  } else {
    static_cast<void>(windows_->apply(change));
  }
}

Windows Windows::Builder::finish() {
  windows_->impl_->make_lists();
  return std::move(*windows_);
}

std::vector<Windows::Held> Windows::held() const {
  std::vector<Held> out(kNames<LinkKind>.size());
  for (std::size_t i = 0; i < out.size(); ++i) out[i].what = kNames<LinkKind>[i];
  for (std::uint32_t n = 1; n < impl_->nodes.end(); ++n) {
    const Node& node = impl_->nodes[n];
    if (node.slots == 0) continue;
    Held& held = out[static_cast<std::size_t>(node.kind)];
    ++held.links;
    held.entries += node.series.size();
    held.bytes += node.series.bytes();
  }
  std::erase_if(out, [](const Held& held) { return held.links == 0; });
  const std::size_t links = impl_->nodes.end() - impl_->free_nodes.size();
  out.push_back({"(links themselves)", links, 0, impl_->nodes.bytes()});
  out.push_back({"(index of links)", links, 0, impl_->numbers.bytes()});
  out.push_back({"(attempts)", 0, impl_->slots.size(), impl_->slots.bytes()});
  out.push_back({"(captures)", 0, 0, impl_->captures.bytes()});
  return out;
}

}  // namespace analyzer::store
