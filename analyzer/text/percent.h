// Percent-encoding as the URL standard has it.

#ifndef ANALYZER_TEXT_PERCENT_H_
#define ANALYZER_TEXT_PERCENT_H_

#include <cstdint>
#include <string>
#include <string_view>

namespace analyzer::text {

// The sets of characters that each part of a URL must escape.
enum class EscapeSet : std::uint8_t { kFragment, kSpecialQuery, kPath, kUserinfo };

// Appends `text` (UTF-8), escaping the bytes of `set`; existing escapes stay.
void append_escaped(std::string& out, std::string_view text, EscapeSet set);

// Replaces each well-formed escape by its byte.
std::string percent_decode(std::string_view text);

}  // namespace analyzer::text

#endif  // ANALYZER_TEXT_PERCENT_H_
