// What a History says about the ring round an attempt.

#include <algorithm>
#include <boost/container/small_vector.hpp>

#include "analyzer/store/window_ring.h"

namespace analyzer::store {
namespace {

// Flags of a person over the ring's attempts, besides those of a slot.
constexpr std::uint16_t kLately = 1U << 15U;
constexpr std::uint16_t kOfPersons = kRelatedKnown | kUnrelated | kDueKnown | kNotDue;

// Reads the attempts of a ring.
class RingCount {
 public:
  RingCount(std::size_t persons, Millis at) : at_(at), flags_(persons, 0) {}

  void read(const Slot& slot, std::size_t place) {
    flags_[place] |= slot.flags & kOfPersons;
    if (slot.at > at_ - 30 * kDay) flags_[place] |= kLately;
    if (slot.county != 0) counties_.add(slot.county);
    if (slot.village != 0) villages_.add(slot.village);
    first_ = std::min(first_, slot.at);
    last_ = std::max(last_, slot.at);
  }

  void write(RingHistory& ring) const {
    ring.counties = static_cast<std::uint32_t>(counties_.size());
    ring.villages = static_cast<std::uint32_t>(villages_.size());
    for (const std::uint16_t flags : flags_) {
      ring.persons_30d += (flags & kLately) != 0 ? 1 : 0;
      ring.related_known += (flags & kRelatedKnown) != 0 ? 1 : 0;
      ring.unrelated += (flags & kUnrelated) != 0 ? 1 : 0;
      ring.due_known += (flags & kDueKnown) != 0 ? 1 : 0;
      ring.not_due += (flags & kNotDue) != 0 ? 1 : 0;
    }
    ring.first_on = shanghai_date(from_millis(first_));
    ring.last_on = shanghai_date(from_millis(last_));
  }

 private:
  Millis at_;
  boost::container::small_vector<std::uint16_t, 32> flags_;  // by person
  Members counties_;
  Members villages_;
  Millis first_ = std::numeric_limits<Millis>::max();
  Millis last_ = std::numeric_limits<Millis>::min();
};

}  // namespace

void Windows::Impl::look_at_ring(const AttemptEvent& event, const Slot& self,
                                 History& history) const {
  RingWalk walk(nodes, slots, ring_limits, self.person, self.at - kYear,
                position_of(event.at, event.arrival));
  walk.start(self);
  walk.step();
  RingHistory& ring = history.ring;
  ring.hubs = static_cast<std::uint32_t>(walk.hubs().size());
  ring.cut = walk.is_cut();
  history.ring_persons = static_cast<std::uint32_t>(walk.persons().size());
  if (walk.links().empty()) return;
  RingCount count(walk.persons().size(), self.at);
  for (const RingWalk::Joined& link : walk.links()) {
    ++(ring.*kRingRows[link.row].count);
    ring.ties += link.persons;
    walk.for_each_attempt(link, true,
                          [&](const Slot& slot, std::size_t place) { count.read(slot, place); });
  }
  count.write(ring);
  if (dispositions.empty()) return;
  for (std::size_t i = 0; i < walk.persons().size(); ++i) {
    const LinkKey key = nodes[walk.persons()[i]].key;
    if (dispositions.is_adverse(key, self.at)) ++ring.confirmed_persons;
    if (dispositions.is_cleared(key, self.at)) ++ring.cleared_persons;
  }
  history.ring_confirmed = ring.confirmed_persons;
  for (const RingWalk::Joined& link : walk.links()) {
    if (dispositions.is_adverse(nodes[link.number].key, self.at)) ++history.ring_confirmed;
  }
}

}  // namespace analyzer::store
