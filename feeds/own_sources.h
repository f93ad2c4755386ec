// Names among the sources that are no list's: what persons and settled cases of ours say.

#ifndef FEEDS_OWN_SOURCES_H_
#define FEEDS_OWN_SOURCES_H_

#include <algorithm>
#include <string_view>

#include "feeds/precedence.h"

namespace analyzer::feeds {

// What a settled case says of the values that its reports show. A voice of its own, and an
// automatic one: a person who takes an entry back silences it like any list.
inline constexpr std::string_view kDispositionSource = "disposition";

// Whether a list may not have this name.
inline bool is_own_source(std::string_view name) {
  return name == kManualSource || name == kDispositionSource;
}

// Whether persons of ours call it bad, by their own word or by a case.
inline bool is_confirmed(const Standing& standing) {
  return std::any_of(standing.sources.begin(), standing.sources.end(), is_own_source);
}

}  // namespace analyzer::feeds

#endif  // FEEDS_OWN_SOURCES_H_
