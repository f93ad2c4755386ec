// Bytes as people read them: how many characters a text has, bytes as hex digits.

#ifndef ANALYZER_CORE_WRITTEN_H_
#define ANALYZER_CORE_WRITTEN_H_

#include <algorithm>
#include <cstddef>
#include <string>
#include <string_view>

namespace analyzer {

// Code points of UTF-8; of other bytes some number up to their count.
inline std::size_t count_characters(std::string_view utf8) {
  return static_cast<std::size_t>(std::count_if(utf8.begin(), utf8.end(), [](char c) {
    return (static_cast<unsigned char>(c) & 0xC0U) != 0x80U;
  }));
}

// Two lower-case digits a byte.
template <class Bytes>
std::string written_hex(const Bytes& bytes) {
  static constexpr char kDigits[] = "0123456789abcdef";
  std::string out;
  out.reserve(2 * std::size(bytes));
  for (const auto one : bytes) {
    const auto byte = static_cast<unsigned char>(one);
    out += {kDigits[byte >> 4U], kDigits[byte & 15U]};
  }
  return out;
}

}  // namespace analyzer

#endif  // ANALYZER_CORE_WRITTEN_H_
