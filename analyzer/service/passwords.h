// Passwords: hashed with argon2id, and what may be one. Everything here may be
// called from any thread.

#ifndef ANALYZER_SERVICE_PASSWORDS_H_
#define ANALYZER_SERVICE_PASSWORDS_H_

#include <optional>
#include <string>
#include <string_view>

#include "analyzer/core/result.h"

namespace analyzer {

inline constexpr std::size_t kShortestPassword = 10;  // characters
inline constexpr std::size_t kLongestPassword = 256;  // bytes

// Returns the argon2id hash in its encoded form, salt and cost included.
// Fails with kUnavailable if there is no memory for it (19 MiB).
//
// Takes about 45 ms: never from an io thread or inside a transaction.
Result<std::string> hash_password(std::string_view password);

// True if `password` is the one `encoded` was made of. An empty `encoded` (no
// such user) is false after the same time.
//
// Takes about 45 ms.
bool verify_password(std::string_view encoded, std::string_view password);

// Says why `password` may not be the password of `name`, or nothing: at least
// ten characters, none of the commonly used, no run or repetition, and without
// the name. The error's code is one of too_short, too_long, common,
// contains_name, not_utf8; its pointer is left to the caller.
std::optional<FieldError> refuse_password(std::string_view password, std::string_view name);

// A password for the first sign-in: 16 characters in groups of four, 80 bits.
std::string first_password();

}  // namespace analyzer

#endif  // ANALYZER_SERVICE_PASSWORDS_H_
