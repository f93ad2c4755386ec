// What of a published list one consumer sees: some kinds, some regions, entries that are sure
// enough, and each only some time after it was published. What is withdrawn is gone for every
// consumer at once.
//
// Pure functions; any number of threads may call them at once.

#ifndef ANALYZER_SERVICE_LIST_VIEW_H_
#define ANALYZER_SERVICE_LIST_VIEW_H_

#include <chrono>
#include <string>
#include <string_view>
#include <vector>

#include "analyzer/core/json.h"
#include "analyzer/core/result.h"
#include "feeds/indicator.h"

namespace analyzer {

struct ListView {
  std::vector<feeds::IndicatorKind> kinds;  // sorted; empty: all
  // Administrative codes or their beginnings, sorted; empty: all. An entry is of the region of
  // whoever confirmed it, and is seen by those above and below: whoever may confirm for
  // everywhere is seen by all.
  std::vector<std::string> regions;
  double min_confidence = 0.0;    // in [0, 1]
  std::chrono::minutes delay{0};  // from publication until it is seen

  bool operator==(const ListView&) const = default;

  // True if everything is seen at once.
  bool is_whole() const;
  // Two views of one name see the same; "" of the whole.
  std::string name() const;
  bool admits(feeds::IndicatorKind kind, double confidence, std::string_view region) const;
};

inline constexpr std::chrono::minutes kLongestListDelay{60 * 24 * 90};

// openapi.yaml: ListFilter. Fails with kInvalid, naming each field below `pointer`.
Result<ListView> read_list_view(const json::Object& object, const std::string& pointer);
json::Object view_of(const ListView& view);

// As a key keeps it; "" is the whole. What cannot be read sees nothing: a filter that is
// broken must not show more.
std::string stored_list_view(const ListView& view);
ListView stored_list_view(const std::string& text);

}  // namespace analyzer

#endif  // ANALYZER_SERVICE_LIST_VIEW_H_
