#include <algorithm>
#include <array>
#include <boost/container/small_vector.hpp>
#include <span>
#include <utility>

#include "analyzer/store/windows_impl.h"

namespace analyzer::store {
namespace {

constexpr std::size_t kPersonEvents = 512;
constexpr Millis kEarlierCycle = 90 * kDay;
constexpr Millis kOtherSession = 5LL * 60 * 1000;
constexpr std::uint8_t kStrongTrace = 4;
// How far ahead a late attempt may change an answer: the windows of links that
// decisions rest on, and a person's own history.
constexpr Millis kLinksAhead = 30 * kDay;
constexpr Millis kPersonAhead = 1096 * kDay;
constexpr double kMillisPerHour = 3'600'000.0;

// A failed try on the same phone within a day: trying again is no replay.
bool is_retry(const Slot& before, const Slot& self) {
  return before.has(kFailure) && before.device != 0 && before.device == self.device &&
         self.at - before.at < kDay;
}

// A few distinct ids, counted.
class Distinct {
 public:
  void add(std::uint32_t id) {
    if (id == 0 || std::find(ids_.begin(), ids_.end(), id) != ids_.end()) return;
    ids_.push_back(id);
  }
  std::uint32_t size() const { return static_cast<std::uint32_t>(ids_.size()); }

 private:
  boost::container::small_vector<std::uint32_t, 16> ids_;
};

bool in_other_place(const Slot& a, const Slot& b) {
  return a.county != 0 && b.county != 0 && a.county / 100 != b.county / 100;
}

// Reads a person's own attempts, newest first, into a PersonHistory.
class PersonReader {
 public:
  PersonReader(const Slot& self, PersonHistory& history) : self_(self), history_(history) {}

  void read(const Slot& slot) {
    const Millis ago = self_.at - slot.at;
    if (ago < kDay) {
      if (slot.has(kFailure)) ++history_.failures_1d;
      channels_.add(slot.channel + 1U);
    }
    if (ago < 7 * kDay && slot.has(kFailure)) failure_devices_.add(slot.device);
    if (ago < kYear) {
      if (slot.has(kPassed)) ++history_.passes_365d;
      if (slot.has(kCertified)) devices_.add(slot.device);
    }
    if (slot.has(kCertified) && ago > kEarlierCycle && slot.device != 0 &&
        slot.device == self_.device) {
      history_.same_device_before = true;
    }
    if (!history_.hours_since_other_place && in_other_place(slot, self_)) {
      history_.hours_since_other_place = static_cast<double>(ago) / kMillisPerHour;
    }
    if (!history_.days_since_strong_trace && slot.trace >= kStrongTrace) {
      history_.days_since_strong_trace = static_cast<double>(ago) / static_cast<double>(kDay);
    }
  }

  void finish() {
    history_.channels_1d = channels_.size();
    history_.failure_devices_7d = failure_devices_.size();
    history_.devices_365d = devices_.size();
  }

 private:
  const Slot& self_;
  PersonHistory& history_;
  Distinct channels_;
  Distinct failure_devices_;
  Distinct devices_;
};

}  // namespace

void Windows::Impl::look_at_person(const AttemptEvent& event, const Slot& self,
                                   PersonHistory& history) const {
  history.cleared = dispositions.cleared({&event.person, 1}, self.at);
  registry.look(event.person, event.at, event.arrival, history);
  if (self.person == 0) return;
  const Series& series = nodes[self.person].series;
  const std::size_t end = series.before(slots, position_of(event.at, event.arrival));
  const std::size_t begin = end - std::min(end, kPersonEvents);
  PersonReader reader(self, history);
  for (std::size_t i = end; i > begin; --i) {
    const Slot& slot = slots[series[i - 1].number];
    if (slot.at <= self.at - kPersonKept) break;
    reader.read(slot);
  }
  reader.finish();
}

void Windows::Impl::look_at_captures(const AttemptEvent& event, const Slot& self,
                                     PersonHistory& history) const {
  if (!event.capture) return;
  const Position position = position_of(event.at, event.arrival);
  Millis latest_own = 0;
  captures.find(*event.capture, slots, [&](Slots::Number number) {
    const Slot& slot = slots[number];
    if (!(slot.position() < position) || slot.at <= self.at - kPersonKept) return;
    if (self.person == 0 || slot.person != self.person) {
      ++history.captures_near_other;
    } else if (slot.at < self.at - kOtherSession && !is_retry(slot, self)) {
      ++history.captures_near_own;
      latest_own = std::max(latest_own, slot.at);
    }
  });
  if (history.captures_near_own > 0) {
    history.capture_near_own_on = shanghai_date(from_millis(latest_own));
  }
}

void Windows::Impl::fetch(const Slot& self) const {
  const auto for_each_node = [&](const auto& each) {
    if (self.person != 0) each(nodes[self.person]);
    for (const LinkRow& row : kLinkRows) {
      if (row.volume != nullptr && self.*row.slot != 0) each(nodes[self.*row.slot]);
    }
  };
  const bool has_capture = self.has(kHasCapture);
  for_each_node([](const Node& node) { __builtin_prefetch(&node.series); });
  if (has_capture) captures.fetch_buckets(self.capture);
  for_each_node([](const Node& node) { node.series.fetch_list(); });
  if (has_capture) captures.fetch_items(self.capture);
  for_each_node([this](const Node& node) { node.series.fetch_slots(slots); });
}

void Windows::look(const AttemptEvent& event, History& history) const {
  history = History{};
  const Slot self = impl_->slot_of(event);
  impl_->fetch(self);
  const Position position = position_of(event.at, event.arrival);
  for (const LinkRow& row : kLinkRows) {
    if (row.volume == nullptr || !(event.*row.event)) continue;
    Volume& volume = history.*row.volume;
    const LinkKey key = *(event.*row.event);
    if (self.*row.slot != 0) {
      impl_->nodes[self.*row.slot].series.count(impl_->slots, position, self.person, volume);
    }
    volume.confirmed_bad = impl_->dispositions.adverse({&key, 1}, self.at);
    volume.cleared = impl_->dispositions.cleared({&key, 1}, self.at);
  }
  impl_->look_at_person(event, self, history.person);
  impl_->look_at_captures(event, self, history.person);
  impl_->look_at_ring(event, self, history);
  if (event.operator_phone) {
    history.phone_reports_30d = impl_->reports.on_number(*event.operator_phone, position);
  }
  if (event.fee_payee) {
    history.payee_reports_30d = impl_->reports.on_number(*event.fee_payee, position);
  }
}

void Windows::look(const ReportEvent& event, History& history) const {
  history = History{};
  impl_->reports.look(event, history.report);
  const Millis at = to_millis(event.at);
  history.report.domain_confirmed = impl_->dispositions.adverse(event.domains, at);
  history.report.number_confirmed = impl_->dispositions.adverse(event.numbers, at);
  if (event.shape) history.report.cleared = impl_->dispositions.cleared({&*event.shape, 1}, at);
}

std::vector<std::uint64_t> Windows::later_on_links(const AttemptEvent& event, std::size_t limit,
                                                   bool own) const {
  if (impl_->latest < to_millis(event.at)) return {};  // in order: the usual case
  const Slot self = impl_->slot_of(event);
  const Position position = position_of(event.at, event.arrival);
  std::vector<Position> found;
  const auto read = [&](std::uint32_t number, Millis ahead) {
    if (number == 0) return;
    const Series& series = impl_->nodes[number].series;
    std::size_t i = series.before(impl_->slots, position);
    for (std::size_t taken = 0; i < series.size() && taken <= limit; ++i, ++taken) {
      const Slot& slot = impl_->slots[series[i].number];
      if (slot.at >= self.at + ahead) break;
      if (slot.position() != position) found.push_back(slot.position());
    }
  };
  read(self.person, kPersonAhead);
  for (const LinkRow& row : kLinkRows) {
    if (row.volume != nullptr && (row.own || !own)) read(self.*row.slot, kLinksAhead);
  }
  if (event.capture) {
    impl_->captures.find(*event.capture, impl_->slots, [&](Slots::Number number) {
      const Slot& slot = impl_->slots[number];
      if (position < slot.position() && slot.at < self.at + kPersonAhead) {
        found.push_back(slot.position());
      }
    });
  }
  std::sort(found.begin(), found.end());
  found.erase(std::unique(found.begin(), found.end()), found.end());
  std::vector<std::uint64_t> out;
  for (std::size_t i = 0; i < std::min(found.size(), limit); ++i) out.push_back(found[i].arrival);
  return out;
}

std::vector<std::uint64_t> Windows::attempts_of(LinkKey person, Time after,
                                                std::size_t limit) const {
  return attempts_on({LinkKind::kPerson, person}, after, limit);
}

std::vector<std::uint64_t> Windows::attempts_on(Link link, Time after, std::size_t limit) const {
  std::vector<std::uint64_t> out;
  const std::uint32_t number = impl_->number_of(link);
  if (number == 0) return out;
  const Series& series = impl_->nodes[number].series;
  for (std::size_t i = series.after(to_millis(after)); i < series.size() && out.size() < limit;
       ++i) {
    out.push_back(impl_->slots[series[i].number].arrival);
  }
  return out;
}

}  // namespace analyzer::store
