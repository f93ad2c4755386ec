// Base64 (RFC 4648, section 4: with padding).
//
// Pure functions; any number of threads may call them at once.

#ifndef ANALYZER_CORE_BASE64_H_
#define ANALYZER_CORE_BASE64_H_

#include <optional>
#include <string>
#include <string_view>

namespace analyzer {

std::string to_base64(std::string_view bytes);

// The bytes that `text` stands for; nothing if it is not Base64.
std::optional<std::string> from_base64(std::string_view text);

}  // namespace analyzer

#endif  // ANALYZER_CORE_BASE64_H_
