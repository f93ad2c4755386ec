// What the reports of a case show that a list could name, and what of it may be listed.
// For case_listings.cpp alone.

#ifndef ANALYZER_SERVICE_CASE_SHOWN_H_
#define ANALYZER_SERVICE_CASE_SHOWN_H_

#include <cstdint>
#include <string>
#include <vector>

#include "analyzer/core/case.h"
#include "analyzer/core/names.h"
#include "analyzer/core/result.h"
#include "analyzer/core/words.h"
#include "analyzer/store/store.h"
#include "feeds/indicator.h"

namespace analyzer {

class ServiceImpl;

// How a value comes on the list.
enum class ListingWay : std::uint8_t { kItself, kSecond, kNever };
template <>
inline constexpr auto kNames<ListingWay> = std::to_array<std::string_view>({"itself", "second",
                                                                            "never"});

struct ShownValue {
  feeds::IndicatorKind kind = feeds::IndicatorKind::kUrl;
  std::string value;  // in the form in which it is looked up
  std::string label;
  std::string clear;          // of a hashed kind
  Level level = Level::kLow;  // of its link; the highest of all reports
  ListingWay way = ListingWay::kNever;
  std::string why;  // kSecond: "kind", "level", "shared_place"; kNever: "official", "shared",
                    // "benign", "allowed", "withdrawn", "personal", "payee", "local"
};

// By kind and value, each once; of kinds that the policy does not name nothing.
Result<std::vector<ShownValue>> shown_by(ServiceImpl& service, store::Session& session,
                                         const Case& c);

// Sets way and why of `value` as they are now.
void judge_way(ServiceImpl& service, ShownValue& value);

}  // namespace analyzer

#endif  // ANALYZER_SERVICE_CASE_SHOWN_H_
