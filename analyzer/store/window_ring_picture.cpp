// The picture of a ring for a reviewer: its nodes in an order that does not
// depend on hashes, as many as there is room for, and the edges between them.

#include <algorithm>
#include <map>
#include <tuple>

#include "analyzer/store/window_ring.h"

namespace analyzer::store {
namespace {

constexpr std::size_t kLinkRows = kRingRows.size();

// A node before it is known whether there is room for it.
struct Found {
  std::uint32_t number = 0;
  std::size_t row = kLinkRows;  // of kRingRows; kLinkRows: a person
  bool own = false;
  bool hub = false;
  std::uint32_t persons = 0;
  std::size_t begin = 0;  // its attempts in the span
  std::size_t end = 0;
  std::uint32_t ties = 0;
  Position last;

  bool is_person() const { return row == kLinkRows; }
  // Own ones, links, then persons; more ties and later ones first.
  auto rank() const { return std::tuple(!own, is_person(), ~ties, ~last.at, ~last.arrival, row); }
};

class Painter {
 public:
  Painter(const Nodes& nodes, const Slots& slots, Millis from)
      : nodes_(nodes), slots_(slots), from_(from) {}

  void add_link(const RingWalk::Joined& link, bool hub, bool own, std::uint32_t persons) {
    Found found{link.number, link.row, own, hub, persons, link.begin, link.end, persons, {}};
    place(found);
  }
  void add_person(std::uint32_t number, bool own, std::uint32_t ties) {
    const Series& series = nodes_[number].series;
    Found found{number, kLinkRows, own, false, 0, series.after(from_), series.size(), ties, {}};
    place(found);
  }

  RingPicture paint(std::size_t most, const Dispositions& dispositions, Millis now) {
    std::stable_sort(found_.begin(), found_.end(),
                     [](const Found& a, const Found& b) { return a.rank() < b.rank(); });
    RingPicture picture;
    for (std::size_t i = most; i < found_.size(); ++i) {
      ++(found_[i].is_person() ? picture.left_out_persons : picture.left_out_links);
    }
    found_.resize(std::min(found_.size(), most));
    for (std::size_t i = 0; i < found_.size(); ++i) {
      picture.nodes.push_back(node_of(found_[i], dispositions, now));
      places_.emplace(found_[i].number, i);
    }
    for (std::size_t i = 0; i < found_.size(); ++i) {
      if (found_[i].is_person()) add_edges(i, picture.edges);
    }
    return picture;
  }

 private:
  void place(Found& found) {
    const Series& series = nodes_[found.number].series;
    if (found.end > found.begin) found.last = slots_[series[found.end - 1].number].position();
    found_.push_back(found);
  }

  RingNode node_of(const Found& found, const Dispositions& dispositions, Millis now) const {
    const Series& series = nodes_[found.number].series;
    const Link link = nodes_[found.number].link();
    RingNode node;
    node.kind = link.kind;
    node.attempts = static_cast<std::uint32_t>(found.end - std::min(found.begin, found.end));
    node.persons = found.persons;
    if (node.attempts > 0) {
      node.first = from_millis(series[found.begin].at);
      node.last = from_millis(series[found.end - 1].at);
    }
    node.confirmed = dispositions.is_adverse(link.key, now);
    node.cleared = dispositions.is_cleared(link.key, now);
    node.own = found.own;
    node.hub = found.hub;
    return node;
  }

  void add_edges(std::size_t place, std::vector<RingEdge>& edges) const {
    const Found& person = found_[place];
    const Series& series = nodes_[person.number].series;
    std::map<std::size_t, RingEdge> by_link;
    for (std::size_t i = person.begin; i < person.end; ++i) {
      if (series[i].certified == 0) continue;
      const Slot& slot = slots_[series[i].number];
      for (const RingRow& row : kRingRows) {
        const auto link = places_.find(slot.*row.slot);
        if (link == places_.end()) continue;
        const Time at = from_millis(slot.at);
        const auto [edge, fresh] =
            by_link.try_emplace(link->second, RingEdge{place, link->second, 0, at, at});
        ++edge->second.attempts;
        edge->second.last = at;
      }
    }
    for (const auto& [link, edge] : by_link) edges.push_back(edge);
  }

  const Nodes& nodes_;
  const Slots& slots_;
  const Millis from_;
  std::vector<Found> found_;
  boost::unordered_flat_map<std::uint32_t, std::size_t> places_;  // of those with room
};

// Whether a hub certified more than `limit` persons, as far as its newest
// attempts tell.
bool certified_more(const Series& series, const RingWalk::Joined& hub, std::uint32_t limit) {
  constexpr std::size_t kMostRead = 10'000;
  Members persons;
  const std::size_t begin = std::max(hub.begin, hub.end - std::min(hub.end, kMostRead));
  for (std::size_t i = hub.end; i > begin && persons.size() <= limit; --i) {
    if (series[i - 1].certified != 0) persons.add(series[i - 1].certified);
  }
  return persons.size() > limit;
}

}  // namespace

RingPicture Windows::Impl::paint_ring(std::span<const AttemptEvent> attempts, int steps,
                                      std::size_t most, Time now) const {
  Millis newest = std::numeric_limits<Millis>::min() / 2;
  for (const AttemptEvent& event : attempts) newest = std::max(newest, to_millis(event.at));
  const Millis from = newest - kYear;
  RingWalk walk(nodes, slots, ring_limits, 0, from, {std::numeric_limits<Millis>::max(), 0});
  Members own_persons;
  Members own_links;
  for (const AttemptEvent& event : attempts) {
    const Slot slot = slot_of(event);
    walk.start(slot);
    if (slot.person != 0) own_persons.add(slot.person);
    for (const RingRow& row : kRingRows) own_links.add(slot.*row.slot);
  }
  if (steps > 1) walk.step();

  Painter painter(nodes, slots, from);
  const auto is_own = [](const Members& own, std::uint32_t number) {
    return own.find(number) != Members::kNone;
  };
  std::vector<std::uint32_t> ties(walk.persons().size(), 0);
  for (const RingWalk::Joined& link : walk.links()) {
    Members counted;
    walk.for_each_attempt(link, false, [&](const Slot& slot, std::size_t place) {
      if (counted.add(slot.person).second) ++ties[place];
    });
    painter.add_link(link, false, is_own(own_links, link.number), link.persons);
  }
  for (const RingWalk::Joined& hub : walk.hubs()) {
    const std::uint32_t limit = ring_limits.*kRingRows[hub.row].limit;
    painter.add_link(hub, true, is_own(own_links, hub.number),
                     certified_more(nodes[hub.number].series, hub, limit) ? limit : 0);
  }
  std::uint32_t alone = 0;  // own persons whom nothing certified in the span
  for (std::size_t i = 0; i < walk.persons().size(); ++i) {
    const std::uint32_t number = walk.persons()[i];
    painter.add_person(number, is_own(own_persons, number), ties[i]);
  }
  for (std::size_t i = 0; i < own_persons.size(); ++i) {
    if (walk.persons().find(own_persons[i]) != Members::kNone) continue;
    painter.add_person(own_persons[i], true, 0);
    ++alone;
  }
  RingPicture picture = painter.paint(most, dispositions, to_millis(now));
  picture.persons = static_cast<std::uint32_t>(walk.persons().size()) + alone;
  picture.links = static_cast<std::uint32_t>(walk.links().size());
  picture.hubs = static_cast<std::uint32_t>(walk.hubs().size());
  picture.cut = walk.is_cut();
  return picture;
}

RingPicture Windows::ring(std::span<const AttemptEvent> attempts, int steps, std::size_t most,
                          Time now) const {
  return impl_->paint_ring(attempts, steps, most, now);
}

}  // namespace analyzer::store
