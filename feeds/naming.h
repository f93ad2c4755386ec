// The form in which a value is kept and looked up, whoever wrote it.
//
// Pure functions; any number of threads may call them at once.

#ifndef FEEDS_NAMING_H_
#define FEEDS_NAMING_H_

#include <string>
#include <string_view>

#include "analyzer/core/result.h"
#include "feeds/indicator.h"

namespace analyzer::feeds {

inline constexpr std::size_t kLongestValue = 2048;  // bytes

// Returns the form of a link, folder, host, domain or address: no scheme, user,
// port or fragment, unescaped and escaped once, punycode, lower-case host.
//
// What a QR code says keeps its letters, with blanks and line ends folded into one blank; the
// fingerprint of a text is 64 lower-case hexadecimal digits.
//
// Fails with kInvalid, in words, where `value` is none of this kind: a host with a
// path, a folder that does not end in '/', a name of kind ip, a domain of one label,
// a scheme that no browser opens, more than kLongestValue bytes, or a hashed kind.
Result<std::string> name_value(IndicatorKind kind, std::string_view value);

// What a bare text of a list most likely is: a link if it has a scheme or something
// behind the host's '/', an address if it is four numbers or stands in brackets,
// else a host and what lies below.
IndicatorKind kind_of(std::string_view text);

// Whether `address` (as name_value() writes it) is an IPv6 one.
bool is_ipv6(std::string_view address);

}  // namespace analyzer::feeds

#endif  // FEEDS_NAMING_H_
