// Which hosts lie in the caller's own network, where nobody outside can put anything.
//
// Pure; any number of threads may call it at once.

#ifndef ANALYZER_TEXT_LOCAL_ADDRESS_H_
#define ANALYZER_TEXT_LOCAL_ADDRESS_H_

#include <string_view>

namespace analyzer::text {

// True for loopback, private, shared and link-local addresses (RFC 1122, 1918, 6598,
// 3927, 4193, 4291) and for "localhost" with what lies below it (RFC 6761). `host` is
// UrlFacts::host: IPv4 as four decimal numbers, IPv6 in brackets. Addresses reserved
// for documentation are none of them. Takes some nanoseconds.
bool is_local_address(std::string_view host);

}  // namespace analyzer::text

#endif  // ANALYZER_TEXT_LOCAL_ADDRESS_H_
