// What was reported about text shapes, domains and numbers. Internal to the
// windows.

#ifndef ANALYZER_STORE_WINDOW_REPORTS_H_
#define ANALYZER_STORE_WINDOW_REPORTS_H_

#include <boost/unordered/unordered_flat_map.hpp>
#include <cstddef>
#include <cstdint>
#include <deque>
#include <span>
#include <vector>

#include "analyzer/core/history.h"
#include "analyzer/core/link.h"
#include "analyzer/core/window_event.h"
#include "analyzer/store/window_slot.h"

namespace analyzer::store {

struct LinkKeyHash {
  std::size_t operator()(const LinkKey& key) const { return key.low ^ (key.high << 1U); }
};

class Reports {
 public:
  // Fills the counts of `history` but its dispositions.
  void look(const ReportEvent& event, ReportHistory& history) const;
  // Reports that name `number`, 30 days.
  std::uint32_t on_number(LinkKey number, Position position) const;

  // False: too old to count anywhere.
  bool insert(const ReportEvent& event);
  // Takes back the latest insert().
  void remove_last();
  // Takes away those of these arrivals, which ascend.
  void remove(const std::vector<std::uint64_t>& arrivals);

  const std::deque<ReportEvent>& events() const { return events_; }

 private:
  struct Entry {
    Position position;
    std::uint32_t county = 0;
  };
  using Entries = std::vector<Entry>;  // in event order
  using Lists = boost::unordered_flat_map<LinkKey, Entries, LinkKeyHash>;

  static std::span<const Entry> window(const Lists& lists, LinkKey key, Position position,
                                       int days);
  static std::uint32_t any_of(const Lists& lists, const std::vector<LinkKey>& keys,
                              Position position, int days);
  static void add(Lists& lists, LinkKey key, const Entry& entry);
  static void remove(Lists& lists, LinkKey key, Position position);
  void remove_from_lists(const ReportEvent& event);

  Lists shapes_;
  Lists domains_;
  Lists numbers_;
  std::deque<ReportEvent> events_;  // in order of arrival
  Millis latest_ = 0;
};

}  // namespace analyzer::store

#endif  // ANALYZER_STORE_WINDOW_REPORTS_H_
