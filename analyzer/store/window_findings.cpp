#include "analyzer/store/window_findings.h"

#include <algorithm>
#include <utility>

#include "analyzer/core/registry_kinds.h"

namespace analyzer::store {
namespace {

constexpr Millis kAdverseFor = 24 * 30 * kDay;
constexpr Millis kClearedFor = 12 * 30 * kDay;

}  // namespace

void Dispositions::insert(const DispositionEvent& event) {
  const Mark mark{to_millis(event.at), event.adverse, event.cleared};
  for (const Link& link : event.links) marks_[link.key].push_back(mark);
}

DispositionEvent Dispositions::remove(const DispositionEvent& event) {
  const Mark mark{to_millis(event.at), event.adverse, event.cleared};
  DispositionEvent removed{event.at, event.adverse, event.cleared, {}};
  for (const Link& link : event.links) {
    const auto found = marks_.find(link.key);
    if (found == marks_.end()) continue;
    Marks& marks = found->second;
    const auto place = std::find(marks.begin(), marks.end(), mark);
    if (place == marks.end()) continue;
    marks.erase(place);
    removed.links.push_back(link);
    if (marks.empty()) marks_.erase(found);
  }
  return removed;
}

std::uint32_t Dispositions::count(std::span<const LinkKey> keys, bool Mark::*what, Millis from,
                                  Millis to) const {
  if (marks_.empty()) return 0;
  std::vector<Millis> times;
  for (const LinkKey& key : keys) {
    const auto found = marks_.find(key);
    if (found == marks_.end()) continue;
    for (const Mark& mark : found->second) {
      if (mark.*what && mark.at > from && mark.at <= to) times.push_back(mark.at);
    }
  }
  if (keys.size() > 1) {
    std::sort(times.begin(), times.end());
    times.erase(std::unique(times.begin(), times.end()), times.end());
  }
  return static_cast<std::uint32_t>(times.size());
}

std::uint32_t Dispositions::adverse(std::span<const LinkKey> keys, Millis at) const {
  return count(keys, &Mark::adverse, at - kAdverseFor, at);
}

std::uint32_t Dispositions::cleared(std::span<const LinkKey> keys, Millis at) const {
  return count(keys, &Mark::cleared, at - kClearedFor, at);
}

std::optional<RegistryFact> RegistryFacts::remove(const RegistryFact& fact) {
  const auto found = facts_.find(fact.person);
  if (found == facts_.end()) return std::nullopt;
  std::vector<RegistryFact>& facts = found->second;
  const auto same = [&](const RegistryFact& other) {
    return other.kind == fact.kind && other.origin == fact.origin && other.from == fact.from &&
           other.to == fact.to && other.name_only == fact.name_only;
  };
  const auto place = std::find_if(facts.rbegin(), facts.rend(), same);
  if (place == facts.rend()) return std::nullopt;
  const RegistryFact removed = *place;
  facts.erase(std::next(place).base());
  if (facts.empty()) facts_.erase(found);
  return removed;
}

void RegistryFacts::look(LinkKey person, Time at, std::uint64_t arrival,
                         PersonHistory& history) const {
  const auto found = facts_.find(person);
  if (found == facts_.end()) return;
  const Date today = shanghai_date(at);
  std::vector<LinkKey> origins;
  bool all_by_name = true;
  std::uint64_t prison_arrival = 0;
  for (const RegistryFact& fact : found->second) {
    if (arrival != 0 && fact.arrival >= arrival) continue;
    const bool now = fact.from <= today && (!fact.to || *fact.to >= today);
    if (is_death(fact.kind)) {
      history.death_on = std::min(history.death_on.value_or(fact.from), fact.from);
      origins.push_back(fact.origin);
      all_by_name = all_by_name && fact.name_only;
    } else if (fact.kind == RegistryKind::kPrison) {
      // Of several terms the latest begun, as it was told last.
      if (!history.prison_from ||
          std::pair(fact.from, fact.arrival) >= std::pair(*history.prison_from, prison_arrival)) {
        prison_arrival = fact.arrival;
        history.prison_from = fact.from;
        history.prison_to = fact.to;
      }
    }
    history.on_probation |= fact.kind == RegistryKind::kProbation && now;
    history.missing |= fact.kind == RegistryKind::kMissing && now;
    history.duplicate_benefit |= fact.kind == RegistryKind::kDuplicateBenefit && now;
  }
  std::sort(origins.begin(), origins.end());
  origins.erase(std::unique(origins.begin(), origins.end()), origins.end());
  history.death_sources = static_cast<std::uint32_t>(origins.size());
  history.death_name_only = !origins.empty() && all_by_name;
}

}  // namespace analyzer::store
