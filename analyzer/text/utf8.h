// UTF-8 one character at a time, total over all bytes: what is not UTF-8 reads
// as U+FFFD and never moves beyond the end.

#ifndef ANALYZER_TEXT_UTF8_H_
#define ANALYZER_TEXT_UTF8_H_

#include <algorithm>
#include <cstdint>
#include <string>
#include <string_view>

namespace analyzer::text {

inline constexpr char32_t kReplacement = 0xFFFD;

// Reads the character that begins at `*at` and moves `*at` behind it. For bytes
// that are not UTF-8 returns U+FFFD and moves behind the longest prefix of a
// character, one byte at least, as browsers do (WHATWG Encoding).
//
// Requires *at < text.size().
char32_t next_character_slow(std::string_view text, std::size_t* at);
inline char32_t next_character(std::string_view text, std::size_t* at) {
  const auto lead = static_cast<unsigned char>(text[*at]);
  if (lead < 0x80) {
    ++*at;
    return lead;
  }
  if (lead >= 0xE1 && lead <= 0xEC && text.size() - *at >= 3) {  // Chinese, above all
    const auto b1 = static_cast<unsigned char>(text[*at + 1]);
    const auto b2 = static_cast<unsigned char>(text[*at + 2]);
    if ((b1 & 0xC0) == 0x80 && (b2 & 0xC0) == 0x80) {
      *at += 3;
      return static_cast<char32_t>((lead & 0x0F) << 12 | (b1 & 0x3F) << 6 | (b2 & 0x3F));
    }
  }
  return next_character_slow(text, at);
}

inline bool is_ascii(std::string_view text) {
  return std::all_of(text.begin(), text.end(),
                     [](char c) { return static_cast<unsigned char>(c) < 0x80; });
}

// Number of bytes that append_character appends.
constexpr std::size_t utf8_length(char32_t c) {
  return c < 0x80 ? 1 : c < 0x800 ? 2 : c < 0x10000 || c > 0x10FFFF ? 3 : 4;
}

// Writes `c` in UTF-8 to `out`, which has room for utf8_length(c) bytes, and
// returns the end; a surrogate or what is above U+10FFFF as U+FFFD.
inline char* write_character(char* out, char32_t c) {
  if (c > 0x10FFFF || (c >= 0xD800 && c <= 0xDFFF)) c = kReplacement;
  const auto tail = [c](int shift) { return static_cast<char>(0x80U | ((c >> shift) & 0x3FU)); };
  if (c < 0x80) {
    *out++ = static_cast<char>(c);
  } else if (c < 0x800) {
    *out++ = static_cast<char>(0xC0U | (c >> 6));
    *out++ = tail(0);
  } else if (c < 0x10000) {
    *out++ = static_cast<char>(0xE0U | (c >> 12));
    *out++ = tail(6);
    *out++ = tail(0);
  } else {
    *out++ = static_cast<char>(0xF0U | (c >> 18));
    *out++ = tail(12);
    *out++ = tail(6);
    *out++ = tail(0);
  }
  return out;
}

// Appends `character` in UTF-8; a surrogate or what is above U+10FFFF as U+FFFD.
void append_character(std::string& out, char32_t character);

std::string to_utf8(std::u32string_view text);
std::u32string to_utf32(std::string_view utf8);

// Whether `text` is well-formed UTF-8 throughout.
bool is_valid_utf8(std::string_view text);

}  // namespace analyzer::text

#endif  // ANALYZER_TEXT_UTF8_H_
