#include "analyzer/text/utf8.h"

namespace analyzer::text {
namespace {

// Number of continuation bytes after `lead`, the bits it holds, and the range
// of the first continuation byte (WHATWG Encoding, UTF-8 decoder).
struct Lead {
  int more;
  char32_t bits;
  unsigned char low = 0x80;
  unsigned char high = 0xBF;
};

Lead read_lead(unsigned char byte) {
  if (byte >= 0xC2 && byte <= 0xDF) return {1, byte & 0x1FU};
  if (byte == 0xE0) return {2, 0, 0xA0, 0xBF};
  if (byte == 0xED) return {2, 0x0D, 0x80, 0x9F};
  if (byte >= 0xE1 && byte <= 0xEF) return {2, byte & 0x0FU};
  if (byte == 0xF0) return {3, 0, 0x90, 0xBF};
  if (byte == 0xF4) return {3, 4, 0x80, 0x8F};
  if (byte >= 0xF1 && byte <= 0xF3) return {3, byte & 0x07U};
  return {-1, 0};
}

// Like next_character; `*good` tells a real U+FFFD from a mistake.
char32_t decode(std::string_view text, std::size_t* at, bool* good) {
  const auto first = static_cast<unsigned char>(text[(*at)++]);
  *good = true;
  if (first < 0x80) return first;
  Lead lead = read_lead(first);
  char32_t character = lead.bits;
  for (int i = 0; i < lead.more; ++i) {
    const auto byte = *at < text.size() ? static_cast<unsigned char>(text[*at]) : 0;
    if (byte < lead.low || byte > lead.high) {
      *good = false;
      return kReplacement;
    }
    character = character << 6 | (byte & 0x3FU);
    lead.low = 0x80;
    lead.high = 0xBF;
    ++*at;
  }
  *good = lead.more > 0;
  return *good ? character : kReplacement;
}

}  // namespace

char32_t next_character_slow(std::string_view text, std::size_t* at) {
  bool good = false;
  return decode(text, at, &good);
}

void append_character(std::string& out, char32_t character) {
  char bytes[4];
  out.append(bytes, write_character(bytes, character));
}

std::string to_utf8(std::u32string_view text) {
  std::string out;
  out.reserve(text.size() * 3);
  for (const char32_t c : text) append_character(out, c);
  return out;
}

std::u32string to_utf32(std::string_view utf8) {
  std::u32string out;
  for (std::size_t at = 0; at < utf8.size();) out.push_back(next_character(utf8, &at));
  return out;
}

bool is_valid_utf8(std::string_view text) {
  bool good = true;
  for (std::size_t at = 0; good && at < text.size();) decode(text, &at, &good);
  return good;
}

}  // namespace analyzer::text
