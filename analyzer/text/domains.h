// Where a domain name is registered: the public suffix list with private
// suffixes, and hosting suffixes of our own.

#ifndef ANALYZER_TEXT_DOMAINS_H_
#define ANALYZER_TEXT_DOMAINS_H_

#include <string>
#include <string_view>

namespace analyzer::text {

struct DomainParts {
  std::string registrable;    // one label more than the suffix; the host if it is a suffix itself
  std::string public_suffix;  // "com.cn", "github.io"
};

// Splits an ASCII `host` in lower case that is no IP address. A dot at its end
// is left out. Source: publicsuffix.org (public_suffixes.h).
DomainParts split_domain(std::string_view host);

// Whether `label` (ASCII, lower case) is a top-level domain that exists.
bool is_top_level(std::string_view label);

}  // namespace analyzer::text

#endif  // ANALYZER_TEXT_DOMAINS_H_
