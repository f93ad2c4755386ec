// Patterns of STIX 2.1 as far as they name places: comparisons of the value of a
// url, domain-name, ipv4-addr or ipv6-addr, any of which is enough. What a QR code says is a
// url where it is a link, else an artifact's bytes; the fingerprint of a text is the hash of
// an artifact, the text's characters.

#ifndef FEEDS_FORMATS_STIX_PATTERN_H_
#define FEEDS_FORMATS_STIX_PATTERN_H_

#include <string>
#include <string_view>
#include <vector>

#include "analyzer/core/result.h"
#include "feeds/entry.h"

namespace analyzer::feeds {

struct Place {
  IndicatorKind kind = IndicatorKind::kUrl;  // of an artifact kQr (bytes) or kText (hash)
  std::string value;                         // as the pattern writes it
  bool whole = false;  // of a domain: the name itself too, not only what lies below
};

// The pattern by which others find what `entry` names.
std::string stix_pattern(const Entry& entry);

// The places that a pattern names; equal ones, as both schemes of one link, come
// behind each other. Fails with kInvalid, in words, where it asks for more than one
// of these (AND, NOT, FOLLOWEDBY, qualifiers) or compares otherwise.
Result<std::vector<Place>> read_stix_pattern(std::string_view pattern);

}  // namespace analyzer::feeds

#endif  // FEEDS_FORMATS_STIX_PATTERN_H_
