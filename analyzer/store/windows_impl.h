// What Windows holds. Internal to the windows.

#ifndef ANALYZER_STORE_WINDOWS_IMPL_H_
#define ANALYZER_STORE_WINDOWS_IMPL_H_

#include <array>
#include <cstdint>
#include <optional>
#include <span>
#include <vector>

#include "analyzer/store/ring.h"
#include "analyzer/store/window_captures.h"
#include "analyzer/store/window_findings.h"
#include "analyzer/store/window_nodes.h"
#include "analyzer/store/window_reports.h"
#include "analyzer/store/window_series.h"
#include "analyzer/store/window_slot.h"
#include "analyzer/store/windows.h"

namespace analyzer::store {

inline constexpr Millis kYear = 365 * kDay;
inline constexpr Millis kPersonKept = 1096 * kDay;  // captures too
inline constexpr Millis kSlack = 35 * kDay;         // room for late events
inline constexpr Millis kLinkKept = kYear + kSlack;
inline constexpr Millis kSlotKept = kPersonKept + kSlack;
// So many of the oldest attempts may be dropped by one apply(), which bounds its
// time; they count nowhere whether dropped or not.
inline constexpr int kDroppedAtOnce = 16;

// One row for each link of an attempt besides the person.
struct LinkRow {
  LinkKind kind;
  std::optional<LinkKey> AttemptEvent::*event;
  std::uint32_t Slot::*slot;
  Volume History::*volume;  // null: only told apart, never counted by itself
  bool own;                 // strangers do not use it side by side
};
inline constexpr std::array<LinkRow, 10> kLinkRows = {{
    {LinkKind::kDevice, &AttemptEvent::device, &Slot::device, &History::device, true},
    {LinkKind::kOperator, &AttemptEvent::operator_, &Slot::operator_, &History::operator_, true},
    {LinkKind::kWifi, &AttemptEvent::wifi, &Slot::wifi, &History::wifi, false},
    {LinkKind::kSite, &AttemptEvent::site, &Slot::site, &History::site, false},
    {LinkKind::kStaff, &AttemptEvent::staff, &Slot::staff, &History::staff, false},
    {LinkKind::kTerminal, &AttemptEvent::terminal, &Slot::terminal, &History::terminal, false},
    {LinkKind::kPayee, &AttemptEvent::fee_payee, &Slot::fee_payee, &History::fee_payee, true},
    {LinkKind::kIp, &AttemptEvent::ip, &Slot::ip, &History::ip, false},
    {LinkKind::kDocument, &AttemptEvent::document, &Slot::document, &History::document, true},
    {LinkKind::kVillage, &AttemptEvent::village, &Slot::village, nullptr, false},
}};

// The links over which a ring is followed, in this order. Addresses are none of
// them: those of a carrier join a city.
struct RingRow {
  LinkKind kind;
  std::optional<LinkKey> AttemptEvent::*event;
  std::uint32_t Slot::*slot;
  std::uint32_t RingLimits::*limit;
  std::uint32_t RingHistory::*count;
  bool leads;  // what is used together with it hangs together with it
};
inline constexpr std::array<RingRow, 4> kRingRows = {{
    {LinkKind::kDevice, &AttemptEvent::device, &Slot::device, &RingLimits::device,
     &RingHistory::devices, true},
    {LinkKind::kOperator, &AttemptEvent::operator_, &Slot::operator_, &RingLimits::operator_,
     &RingHistory::operators, true},
    {LinkKind::kPayee, &AttemptEvent::fee_payee, &Slot::fee_payee, &RingLimits::fee_payee,
     &RingHistory::payees, true},
    {LinkKind::kWifi, &AttemptEvent::wifi, &Slot::wifi, &RingLimits::wifi, &RingHistory::wifis,
     false},
}};

struct Windows::Impl {
  Nodes nodes;
  LinkIndex numbers;
  std::vector<std::uint32_t> free_nodes;

  Slots slots;
  Captures captures;
  Reports reports;
  Dispositions dispositions;
  RegistryFacts registry;
  RingLimits ring_limits;
  Millis latest = 0;          // of all attempts
  std::uint64_t step = 0;     // applies not taken back
  std::size_t forgotten = 0;  // of the slots: they name nobody

  Impl() { nodes.grow_to(1); }

  std::uint32_t number_of(Link link) const { return numbers.find(nodes, link); }

  // The slot that `event` would be, links that are not known being 0.
  Slot slot_of(const AttemptEvent& event) const;

  // Asks the memory for what a look at `self` will read, link by link in step,
  // so that the misses of one link overlap with those of the others.
  void fetch(const Slot& self) const;

  bool add(const AttemptEvent& event);
  void remove_last();
  void forget(std::uint64_t arrival);
  void forget_capture(std::uint64_t arrival);
  // The first slot whose arrival is not less.
  Slots::Number from_arrival(std::uint64_t arrival) const;

  // How windows are filled at once: attempts without lists, by an event or by a
  // slot whose links are numbered already; then the lists.
  bool add_unlisted(const AttemptEvent& event);
  bool take_back(const Slot& slot);
  void index_links();
  void make_lists();

  void look_at_person(const AttemptEvent& event, const Slot& self, PersonHistory& history) const;
  void look_at_captures(const AttemptEvent& event, const Slot& self, PersonHistory& history) const;
  void look_at_ring(const AttemptEvent& event, const Slot& self, History& history) const;
  RingPicture paint_ring(std::span<const AttemptEvent> attempts, int steps, std::size_t most,
                         Time now) const;

 private:
  std::uint32_t take_number(Link link);
  void leave(std::uint32_t number);
  // The slot of `event` with the numbers of its links; nothing if it is too old.
  std::optional<Slot> number_links(const AttemptEvent& event);
  void leave_links(const Slot& slot);
  void unlist(Slots::Number number);
  void drop_oldest();
};

}  // namespace analyzer::store

#endif  // ANALYZER_STORE_WINDOWS_IMPL_H_
