// What happens to a list as the consumers of one view see it: each entry comes its delay after
// it was published, unless it left before; what leaves, leaves at once.
//
// Pure functions.

#ifndef ANALYZER_SERVICE_PUBLISHED_EVENTS_H_
#define ANALYZER_SERVICE_PUBLISHED_EVENTS_H_

#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "analyzer/core/json.h"
#include "analyzer/service/list_view.h"
#include "analyzer/store/feeds.h"
#include "feeds/entry.h"

namespace analyzer {

// The change of an entry, at the moment from which it is seen.
using ListEvent = store::ListChange;

// What a change tells of its entry (openapi.yaml: FeedEntry), and back.
json::Object entry_view(const feeds::Entry& entry, std::string_view region);
struct SeenEntry {
  feeds::Entry entry;
  std::string region;
};
std::optional<SeenEntry> seen_entry(const ListEvent& event);

// The events of `view`, by (at, number), of changes by their numbers; those that lie in the
// future too. `cut`: changes before these are not kept any more.
std::vector<ListEvent> events_of(const std::vector<store::ListChange>& changes,
                                 const ListView& view, bool cut);

// A place between events, which a consumer goes on from: "view.millis.number".
struct EventPlace {
  std::string view;
  Time at{};
  std::uint64_t number = 0;
  std::string text() const;
};
std::optional<EventPlace> read_place(std::string_view text);
inline bool is_before(const EventPlace& place, const ListEvent& event) {
  return std::tie(place.at, place.number) < std::tie(event.at, event.number);
}

}  // namespace analyzer

#endif  // ANALYZER_SERVICE_PUBLISHED_EVENTS_H_
