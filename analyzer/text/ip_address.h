// IP addresses as browsers read them in URLs.

#ifndef ANALYZER_TEXT_IP_ADDRESS_H_
#define ANALYZER_TEXT_IP_ADDRESS_H_

#include <string>
#include <string_view>

#include "analyzer/core/result.h"

namespace analyzer::text {

// Whether browsers take `host` for an IPv4 address: its last label is a number.
bool ends_in_number(std::string_view host);

// Reads an IPv4 address in any spelling (octal, hexadecimal, fewer than four
// parts) and writes it as four decimal numbers. Fails with kInvalid.
Result<std::string> read_ipv4(std::string_view host);

// Reads the text between the brackets and writes the shortest form, with the
// brackets. Fails with kInvalid.
Result<std::string> read_ipv6(std::string_view text);

}  // namespace analyzer::text

#endif  // ANALYZER_TEXT_IP_ADDRESS_H_
