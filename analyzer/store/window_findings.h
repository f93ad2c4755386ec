// What people and registers found about links: dispositions and registry facts.
// Internal to the windows.

#ifndef ANALYZER_STORE_WINDOW_FINDINGS_H_
#define ANALYZER_STORE_WINDOW_FINDINGS_H_

#include <boost/unordered/unordered_flat_map.hpp>
#include <cstddef>
#include <cstdint>
#include <optional>
#include <span>
#include <vector>

#include "analyzer/core/history.h"
#include "analyzer/core/window_event.h"
#include "analyzer/store/window_reports.h"
#include "analyzer/store/window_slot.h"

namespace analyzer::store {

class Dispositions {
 public:
  struct Mark {
    Millis at = 0;
    bool adverse = false;
    bool cleared = false;
    bool operator==(const Mark&) const = default;
  };
  using Marks = std::vector<Mark>;
  using Map = boost::unordered_flat_map<LinkKey, Marks, LinkKeyHash>;

  void insert(const DispositionEvent& event);
  // Takes away one mark of the same values from each link; returns the event
  // with those links that had one.
  DispositionEvent remove(const DispositionEvent& event);

  // Adverse ones of 24 months, cleared ones of 12, up to `at`. Over several
  // links a disposition counts once.
  std::uint32_t adverse(std::span<const LinkKey> keys, Millis at) const;
  std::uint32_t cleared(std::span<const LinkKey> keys, Millis at) const;
  bool is_adverse(LinkKey key, Millis at) const { return adverse({&key, 1}, at) > 0; }
  bool is_cleared(LinkKey key, Millis at) const { return cleared({&key, 1}, at) > 0; }

  const Map& all() const { return marks_; }
  bool empty() const { return marks_.empty(); }

 private:
  std::uint32_t count(std::span<const LinkKey> keys, bool Mark::*what, Millis from,
                      Millis to) const;

  Map marks_;
};

class RegistryFacts {
 public:
  using Map = boost::unordered_flat_map<LinkKey, std::vector<RegistryFact>, LinkKeyHash>;

  void insert(const RegistryFact& fact) { facts_[fact.person].push_back(fact); }
  // Takes away the latest fact of the same person, kind, origin and days and
  // returns it, or nothing.
  std::optional<RegistryFact> remove(const RegistryFact& fact);

  // Fills what was known before `arrival` and holds at `at`.
  void look(LinkKey person, Time at, std::uint64_t arrival, PersonHistory& history) const;

  const Map& all() const { return facts_; }

 private:
  Map facts_;
};

}  // namespace analyzer::store

#endif  // ANALYZER_STORE_WINDOW_FINDINGS_H_
