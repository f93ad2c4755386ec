// The ring round an attempt: two steps over shared links, never through a link
// that many share.

#include <algorithm>
#include <boost/unordered/unordered_flat_set.hpp>
#include <utility>

#include "analyzer/store/windows_impl.h"

namespace analyzer::store {
namespace {

constexpr std::size_t kHub = 48;
constexpr std::size_t kMostPersons = 256;
constexpr std::size_t kMostRead = 4096;
constexpr std::size_t kOwnEvents = 64;  // of each person, the newest

class Ring {
 public:
  Ring(const std::vector<Node>& nodes, const Slots& slots, std::uint32_t own, Position position)
      : nodes_(nodes), slots_(slots), own_(own), position_(position) {}

  // Adds the persons of one link, unless it is a hub or was followed before.
  void follow(std::uint32_t number) {
    if (number == 0 || full() || !links_.insert(number).second) return;
    const Series& series = nodes_[number].series;
    const std::size_t end = series.before(slots_, position_);
    const std::size_t begin = series.after(position_.at - kYear);
    if (end <= begin) return;
    if (end - begin > kHub) return;
    followed_.push_back(number);
    for (std::size_t i = begin; i < end && !full(); ++i) {
      const std::uint32_t person = series[i].certified;
      ++read_;
      if (person == 0 || person == own_) continue;
      if (seen_.insert(person).second) persons_.push_back(person);
    }
  }

  // Follows the links of a person of the ring.
  void follow_person(std::uint32_t person) {
    const Series& series = nodes_[person].series;
    const std::size_t end = series.before(slots_, position_);
    std::size_t begin = series.after(position_.at - kYear);
    if (end <= begin) return;
    begin = std::max(begin, end - std::min(end, kOwnEvents));
    for (std::size_t i = begin; i < end && !full(); ++i) {
      ++read_;
      if (series[i].certified == 0) continue;
      const Slot& slot = slots_[series[i].number];
      for (const auto link : kRingLinks) follow(slot.*link);
    }
  }

  const std::vector<std::uint32_t>& persons() const { return persons_; }
  const std::vector<std::uint32_t>& links() const { return followed_; }

 private:
  bool full() const { return persons_.size() >= kMostPersons || read_ >= kMostRead; }

  const std::vector<Node>& nodes_;
  const Slots& slots_;
  std::uint32_t own_;
  Position position_;
  std::size_t read_ = 0;
  boost::unordered_flat_set<std::uint32_t> links_;  // looked at
  boost::unordered_flat_set<std::uint32_t> seen_;   // persons
  std::vector<std::uint32_t> followed_;
  std::vector<std::uint32_t> persons_;
};

}  // namespace

void Windows::Impl::look_at_ring(const AttemptEvent& event, const Slot& self,
                                 History& history) const {
  Ring ring(nodes, slots, self.person, position_of(event.at, event.arrival));
  for (const auto link : kRingLinks) ring.follow(self.*link);
  const std::size_t direct = ring.persons().size();
  for (std::size_t i = 0; i < direct; ++i) ring.follow_person(ring.persons()[i]);
  history.ring_persons = static_cast<std::uint32_t>(ring.persons().size());
  if (dispositions.empty()) return;
  for (const auto* members : {&ring.persons(), &ring.links()}) {
    for (const std::uint32_t number : *members) {
      if (dispositions.is_adverse(nodes[number].link.key, self.at)) ++history.ring_confirmed;
    }
  }
}

}  // namespace analyzer::store
