// Random secrets and ids. Everything here may be called from any thread.

#ifndef ANALYZER_SERVICE_TOKENS_H_
#define ANALYZER_SERVICE_TOKENS_H_

#include <array>
#include <cstddef>
#include <cstdint>
#include <string>
#include <string_view>

#include "analyzer/core/time.h"

namespace analyzer {

using TokenHash = std::array<std::uint8_t, 32>;

// Returns `bytes` random bytes in lower-case base32 (RFC 4648, no padding):
// 52 characters for 32 bytes.
std::string random_token(std::size_t bytes);

// Returns `prefix` and 26 characters that sort by `at`, then at random: 48 bits
// of milliseconds, 80 random bits, in lower-case Crockford base32.
std::string time_ordered_id(std::string_view prefix, Time at);

// SHA-256 of a secret of full entropy, the only form in which it is kept.
TokenHash hash_token(std::string_view token);

// The CSRF token that belongs to a session token: anyone who may read the
// session's page can be given it, and it tells nothing of the session token.
std::string csrf_token(std::string_view session_token);

// Compares in a time that depends on the lengths alone.
bool equal_secrets(std::string_view a, std::string_view b);

}  // namespace analyzer

#endif  // ANALYZER_SERVICE_TOKENS_H_
