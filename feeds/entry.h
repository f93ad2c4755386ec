// One entry of a list, whatever format it stands in: what readers hand out and
// writers take.

#ifndef FEEDS_ENTRY_H_
#define FEEDS_ENTRY_H_

#include <optional>
#include <string>

#include "analyzer/core/time.h"
#include "feeds/indicator.h"

namespace analyzer::feeds {

struct Entry {
  IndicatorKind kind = IndicatorKind::kUrl;
  std::string value;        // in the form in which it is looked up (naming.h)
  std::string source;       // who says so; the list's name where it does not tell
  double confidence = 1.0;  // in (0,1]
  std::optional<Time> valid_from;
  std::optional<Time> valid_until;  // not at or after it
  bool revoked = false;             // the list takes it back
  std::string reason;
  bool operator==(const Entry&) const = default;
};

}  // namespace analyzer::feeds

#endif  // FEEDS_ENTRY_H_
