// Hosts by the WHATWG URL standard: domains through UTS 46, IP addresses.

#ifndef ANALYZER_TEXT_HOST_H_
#define ANALYZER_TEXT_HOST_H_

#include <string>
#include <string_view>

#include "analyzer/core/result.h"

namespace analyzer::text {

// The standard's "domain to ASCII" (not strict): UTS 46, non-transitional; what
// is ASCII already is only made lower case. Fails with kInvalid.
Result<std::string> domain_to_ascii(std::string_view domain);

// The standard's host parser for special schemes. Fails with kInvalid.
Result<std::string> read_host(std::string_view text);

// The form for display: punycode labels in their own script, unless one is
// malformed; then `host` as it is.
std::string host_to_unicode(std::string_view host);

}  // namespace analyzer::text

#endif  // ANALYZER_TEXT_HOST_H_
