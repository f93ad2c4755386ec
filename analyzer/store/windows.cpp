#include "analyzer/store/windows.h"

#include <algorithm>
#include <utility>

#include "analyzer/store/windows_impl.h"

namespace analyzer::store {
namespace {

std::uint16_t flags_of(const AttemptEvent& event) {
  const bool certified = event.outcome == Outcome::kPassed || event.outcome == Outcome::kManual;
  const int hour = shanghai_hour(event.at);
  unsigned flags = certified ? kCertified : kFailure;
  if (event.outcome == Outcome::kPassed) flags |= kPassed;
  if (event.related) flags |= *event.related ? kRelatedKnown : kRelatedKnown | kUnrelated;
  if (event.not_due) flags |= *event.not_due ? kDueKnown | kNotDue : kDueKnown;
  if (hour >= 23 || hour < 5) flags |= kNight;
  if (event.bind_cycle) flags |= kBindCycle;
  if (event.capture) flags |= kHasCapture;
  return static_cast<std::uint16_t>(flags);
}

// What `event` says itself; the links are still to be filled in.
Slot bare_slot(const AttemptEvent& event) {
  Slot slot;
  slot.at = to_millis(event.at);
  slot.arrival = event.arrival;
  slot.capture = event.capture.value_or(0);
  slot.county = event.county;
  slot.flags = flags_of(event);
  slot.channel = static_cast<std::uint8_t>(event.channel);
  slot.outcome = static_cast<std::uint8_t>(event.outcome);
  slot.trace = event.trace_strength;
  return slot;
}

}  // namespace

Slot Windows::Impl::slot_of(const AttemptEvent& event) const {
  Slot slot = bare_slot(event);
  numbers.fetch({LinkKind::kPerson, event.person});
  for (const LinkRow& row : kLinkRows) {
    if (const auto& key = event.*row.event) numbers.fetch({row.kind, *key});
  }
  slot.person = number_of({LinkKind::kPerson, event.person});
  for (const LinkRow& row : kLinkRows) {
    if (const auto& key = event.*row.event) slot.*row.slot = number_of({row.kind, *key});
  }
  return slot;
}

// The number of a link that one more slot names.
std::uint32_t Windows::Impl::take_number(Link link) {
  std::uint32_t number = numbers.find(nodes, link);
  if (number == 0) {
    if (free_nodes.empty()) {
      number = nodes.end();
      nodes.grow_to(number + 1);
    } else {
      number = free_nodes.back();
      free_nodes.pop_back();
    }
    nodes[number].key = link.key;
    nodes[number].kind = link.kind;
    numbers.insert(nodes, number);
  }
  ++nodes[number].slots;
  return number;
}

// One slot less names the link.
void Windows::Impl::leave(std::uint32_t number) {
  if (number == 0 || --nodes[number].slots > 0) return;
  numbers.erase(nodes, number);
  nodes[number] = Node{};
  free_nodes.push_back(number);
}

void Windows::Impl::leave_links(const Slot& slot) {
  for (const LinkRow& row : kLinkRows) leave(slot.*row.slot);
  leave(slot.person);
}

// Takes a slot out of everything that lists it.
void Windows::Impl::unlist(Slots::Number number) {
  const Slot& slot = slots[number];
  for (const LinkRow& row : kLinkRows) {
    if (slot.*row.slot == 0 || row.volume == nullptr) continue;
    nodes[slot.*row.slot].series.remove(slots, number);
  }
  nodes[slot.person].series.remove(slots, number);
  if (slot.has(kHasCapture)) captures.remove(slot.capture, number);
  leave_links(slot);
}

void Windows::Impl::drop_oldest() {
  for (int i = 0; i < kDroppedAtOnce && slots.size() > 0; ++i) {
    if (slots[slots.begin()].at >= latest - kSlotKept) return;
    if (slots[slots.begin()].person == 0) {
      --forgotten;
    } else {
      unlist(slots.begin());
    }
    slots.pop_front();
  }
}

std::optional<Slot> Windows::Impl::number_links(const AttemptEvent& event) {
  Slot slot = bare_slot(event);
  if (slot.at < latest - kSlotKept) return std::nullopt;
  latest = std::max(latest, slot.at);
  numbers.fetch({LinkKind::kPerson, event.person});
  for (const LinkRow& row : kLinkRows) {
    if (const auto& key = event.*row.event) numbers.fetch({row.kind, *key});
  }
  slot.person = take_number({LinkKind::kPerson, event.person});
  for (const LinkRow& row : kLinkRows) {
    if (const auto& key = event.*row.event) slot.*row.slot = take_number({row.kind, *key});
  }
  return slot;
}

bool Windows::Impl::add(const AttemptEvent& event) {
  const std::optional<Slot> numbered = number_links(event);
  if (!numbered) return false;
  const Slot& slot = *numbered;
  drop_oldest();
  const Slots::Number number = slots.push(slot);
  nodes[slot.person].series.insert(slots, number, false);
  for (const LinkRow& row : kLinkRows) {
    if (slot.*row.slot == 0 || row.volume == nullptr) continue;
    Series& series = nodes[slot.*row.slot].series;
    if (slot.at >= latest - kLinkKept) series.insert(slots, number, true);
    series.trim(slots, latest - kLinkKept);
  }
  if (slot.has(kHasCapture)) captures.insert(slot.capture, number);
  return true;
}

void Windows::Impl::remove_last() {
  unlist(slots.end() - 1);
  slots.pop_back();
}

Windows::Windows(const RingLimits& limits) : impl_(std::make_unique<Impl>()) {
  impl_->ring_limits = limits;
}
Windows::Windows(Windows&&) noexcept = default;
Windows& Windows::operator=(Windows&&) noexcept = default;
Windows::~Windows() = default;

Windows::Undo Windows::apply(const AttemptEvent& event) {
  Undo undo;
  undo.latest_ = impl_->latest;
  undo.changed_ = impl_->add(event);
  undo.step_ = ++impl_->step;
  return undo;
}

Windows::Undo Windows::apply(const ReportEvent& event) {
  Undo undo;
  undo.change_ = ReportEvent{};
  undo.changed_ = impl_->reports.insert(event);
  undo.step_ = ++impl_->step;
  return undo;
}

Windows::Undo Windows::apply(const RegistryFact& fact) {
  Undo undo;
  impl_->registry.insert(fact);
  undo.change_ = fact;
  undo.changed_ = true;
  undo.step_ = ++impl_->step;
  return undo;
}

Windows::Undo Windows::apply(const DispositionEvent& event) {
  Undo undo;
  impl_->dispositions.insert(event);
  undo.change_ = event;
  undo.changed_ = true;
  undo.step_ = ++impl_->step;
  return undo;
}

Windows::Undo Windows::apply(const Withdrawn& withdrawn) {
  Undo undo;
  if (const auto* fact = std::get_if<RegistryFact>(&withdrawn.what)) {
    if (const std::optional<RegistryFact> removed = impl_->registry.remove(*fact)) {
      undo.change_ = Withdrawn{*removed};
      undo.changed_ = true;
    }
  } else {
    undo.change_ =
        Withdrawn{impl_->dispositions.remove(std::get<DispositionEvent>(withdrawn.what))};
    undo.changed_ = true;
  }
  undo.step_ = ++impl_->step;
  return undo;
}

Windows::Undo Windows::apply(const WindowChange& change) {
  return std::visit([this](const auto& value) { return apply(value); }, change);
}

void Windows::undo(Undo undo) {
  if (undo.step_ != impl_->step) return;  // out of order: taken back already
  --impl_->step;
  if (!undo.changed_) return;
  if (std::holds_alternative<AttemptEvent>(undo.change_)) {
    impl_->remove_last();
    impl_->latest = undo.latest_;
  } else if (std::holds_alternative<ReportEvent>(undo.change_)) {
    impl_->reports.remove_last();
  } else if (const auto* fact = std::get_if<RegistryFact>(&undo.change_)) {
    static_cast<void>(impl_->registry.remove(*fact));
  } else if (const auto* event = std::get_if<DispositionEvent>(&undo.change_)) {
    static_cast<void>(impl_->dispositions.remove(*event));
  } else {
    std::visit(
        [this](const auto& what) {
          if constexpr (std::is_same_v<std::decay_t<decltype(what)>, RegistryFact>) {
            impl_->registry.insert(what);
          } else {
            impl_->dispositions.insert(what);
          }
        },
        std::get<Withdrawn>(undo.change_).what);
  }
}

std::size_t Windows::size() const {
  return impl_->slots.size() - impl_->forgotten + impl_->reports.events().size();
}

}  // namespace analyzer::store
