// A text as the link finder sees it: each character plain, with its bytes.

#ifndef ANALYZER_TEXT_LINK_GLYPHS_H_
#define ANALYZER_TEXT_LINK_GLYPHS_H_

#include <cstdint>
#include <string_view>
#include <vector>

#include "analyzer/core/facts.h"

namespace analyzer::text {

struct Glyph {
  char32_t c = 0;           // full-width and other styled letters as ASCII
  std::uint32_t begin = 0;  // bytes in the original
  std::uint32_t end = 0;
  bool styled = false;            // was not written in plain ASCII
  bool invisible_before = false;  // characters that show nothing stood before it
};

// Reads the characters of `original`, leaving out those that show nothing.
std::vector<Glyph> read_glyphs(std::string_view original);

// One thing that may stand in a link.
struct LinkItem {
  enum class Kind : std::uint8_t {
    kNone,
    kLetter,  // of a label: letters of any script but Chinese, digits, '-', '_'
    kHan,
    kDot,
    kColon,
    kSlash,
    kMark,   // a spoken '?', '=' or '#'
    kBlank,  // blank or line break; in dictated text 、 and ， too
  };
  Kind kind = Kind::kNone;
  char32_t c = 0;           // kLetter, kHan, kMark; for "www" spoken as one word: 'w' three times
  std::uint32_t times = 1;  // how often `c` stands
  std::size_t end = 0;      // the glyph behind it
  bool dot_word = false;    // a dot not written as one
  bool spoken = false;      // a word of dictation
};

// Reads the item at glyph `at`, which must exist.
LinkItem read_item(const std::vector<Glyph>& glyphs, std::size_t at, bool dictated);

constexpr bool is_digit(char32_t c) { return c >= U'0' && c <= U'9'; }
constexpr bool is_upper(char32_t c) { return c >= U'A' && c <= U'Z'; }
constexpr char32_t lower(char32_t c) { return is_upper(c) ? c + 32 : c; }
constexpr bool is_ascii_alnum(char32_t c) {
  return is_digit(c) || (lower(c) >= U'a' && lower(c) <= U'z');
}
constexpr bool is_han_character(char32_t c) {
  return (c >= 0x4E00 && c <= 0x9FFF) || (c >= 0x3400 && c <= 0x4DBF) || c == U'〇';
}
// Letters of other scripts that may stand in a host. What is neither marks nor
// symbols is good enough: the URL parser has the last word.
constexpr bool is_foreign_letter(char32_t c) {
  return (c >= 0xC0 && c < 0x2000 && c != 0xD7 && c != 0xF7) || (c >= 0x3041 && c <= 0x30FF) ||
         (c >= 0xAC00 && c <= 0xD7A3);
}

}  // namespace analyzer::text

#endif  // ANALYZER_TEXT_LINK_GLYPHS_H_
