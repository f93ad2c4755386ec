// What the indicators say about a link.

#ifndef ANALYZER_ENGINE_LISTED_H_
#define ANALYZER_ENGINE_LISTED_H_

#include <optional>

#include "analyzer/core/facts.h"
#include "analyzer/core/time.h"
#include "feeds/index.h"

namespace analyzer {

// How `url` stands at `at`: the link itself, the folders it lies in, its host and
// the domains above it, or its address; in each of them allow beats all, so that
// whoever allows a domain allows what lies below it.
//
// Pure; takes about 5 us where there are indicators, nothing where there are none.
feeds::Standing standing_of(const UrlFacts& url, const feeds::IndicatorIndex& index, Time at);

// The next moment after `at` at which that may change though nobody says anything
// more: a statement about any of these begins to count or ends.
std::optional<Time> next_change(const UrlFacts& url, const feeds::IndicatorIndex& index, Time at);

}  // namespace analyzer

#endif  // ANALYZER_ENGINE_LISTED_H_
