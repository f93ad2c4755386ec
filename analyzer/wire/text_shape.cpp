#include "analyzer/wire/text_shape.h"

#include <arpa/inet.h>

#include <algorithm>
#include <array>
#include <cstdint>

namespace analyzer::wire {
namespace {

bool is_digit(char c) { return c >= '0' && c <= '9'; }
bool is_hex(char c) { return is_digit(c) || (c >= 'a' && c <= 'f') || (c >= 'A' && c <= 'F'); }
bool is_capital(char c) { return c >= 'A' && c <= 'Z'; }
bool all_digits(std::string_view text) { return std::all_of(text.begin(), text.end(), is_digit); }

bool is_address(const std::string& text) {
  std::array<unsigned char, sizeof(in6_addr)> address{};
  if (text.find('\0') != std::string::npos) return false;
  return inet_pton(AF_INET, text.c_str(), address.data()) == 1 ||
         inet_pton(AF_INET6, text.c_str(), address.data()) == 1;
}

// Length in bytes of the well-formed character at the start of `bytes`, whose
// first byte is not ASCII; 0 if it is malformed. Source: Unicode 15, table 3-7.
std::size_t character_length(std::string_view bytes) {
  const auto at = [&](std::size_t i) { return static_cast<unsigned char>(bytes[i]); };
  const unsigned char lead = at(0);
  const std::size_t length = lead < 0xC2   ? 0
                             : lead < 0xE0 ? 2
                             : lead < 0xF0 ? 3
                             : lead < 0xF5 ? 4
                                           : 0;
  if (length == 0 || bytes.size() < length) return 0;
  const unsigned char low = lead == 0xE0 ? 0xA0 : lead == 0xF0 ? 0x90 : 0x80;
  const unsigned char high = lead == 0xED ? 0x9F : lead == 0xF4 ? 0x8F : 0xBF;
  if (at(1) < low || at(1) > high) return 0;
  for (std::size_t i = 2; i < length; ++i) {
    if ((at(i) & 0xC0U) != 0x80) return 0;
  }
  return length;
}

}  // namespace

TextScan scan_text(std::string_view text) {
  TextScan scan;
  for (std::size_t i = 0; i < text.size(); ++scan.characters) {
    const auto byte = static_cast<unsigned char>(text[i]);
    if (byte < 0x80) {
      scan.control = scan.control || byte < 0x20 || byte == 0x7F;
      ++i;
      continue;
    }
    const std::size_t length = character_length(text.substr(i));
    if (length == 0) {
      scan.utf8 = false;
      return scan;
    }
    scan.control = scan.control || (byte == 0xC2 && static_cast<unsigned char>(text[i + 1]) < 0xA0);
    i += length;
  }
  return scan;
}

bool has_shape(std::string_view text, field::Shape shape) {
  switch (shape) {
    case field::Shape::kFree:
    case field::Shape::kPlain:
      return true;
    case field::Shape::kRegion:
      return (text.size() == 6 || text.size() == 9 || text.size() == 12) && all_digits(text);
    case field::Shape::kIp:
      return is_address(std::string(text));
    case field::Shape::kHash64:
      return text.size() == 16 && std::all_of(text.begin(), text.end(), is_hex);
    case field::Shape::kCountry:
      return text.size() == 2 && is_capital(text[0]) && is_capital(text[1]);
    case field::Shape::kIdNumber:
      if (text.size() == 15) return all_digits(text);
      return text.size() == 18 && all_digits(text.substr(0, 17)) &&
             (is_digit(text[17]) || text[17] == 'X' || text[17] == 'x');
  }
  return false;
}

std::string_view shape_rule(field::Shape shape) {
  switch (shape) {
    case field::Shape::kFree:
    case field::Shape::kPlain:
      return "must hold no control characters";
    case field::Shape::kRegion:
      return "must be an administrative code of 6, 9 or 12 digits";
    case field::Shape::kIp:
      return "must be an IPv4 or IPv6 address";
    case field::Shape::kHash64:
      return "must be 16 hex digits";
    case field::Shape::kCountry:
      return "must be a country of two capital letters (ISO 3166-1)";
    case field::Shape::kIdNumber:
      return "must be an id number of 15 or 18 places";
  }
  return "";
}

}  // namespace analyzer::wire
