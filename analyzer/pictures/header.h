// What a picture says of itself before anything is decoded: its kind and size,
// by the first bytes alone. What is too large is refused here, where it costs
// nothing.
//
// Free of state; any thread.

#ifndef ANALYZER_PICTURES_HEADER_H_
#define ANALYZER_PICTURES_HEADER_H_

#include <cstddef>
#include <cstdint>
#include <string_view>

#include "analyzer/core/names.h"
#include "analyzer/core/result.h"

namespace analyzer::pictures {

enum class Format : std::uint8_t { kPng, kJpeg, kWebp };

struct Header {
  Format format = Format::kPng;
  std::uint32_t width = 0;  // pixels
  std::uint32_t height = 0;
};

inline constexpr std::size_t kMostBytes = std::size_t{10} << 20U;
inline constexpr std::uint32_t kLeastSide = 16;
inline constexpr std::uint32_t kMostSide = 30'000;
inline constexpr std::uint64_t kMostPixels = 50'000'000;

// Reads the header of a PNG, JPEG or WebP. What the bytes are decides, not what
// they were called.
//
// Fails with kInvalid and one FieldError with an empty pointer, whose code says why:
//   picture_format   none of the three
//   picture_broken   ends within its header, or the header contradicts itself
//   picture_small    a side is shorter than kLeastSide
//   picture_large    more than kMostBytes, kMostSide or kMostPixels
//
// Source: W3C PNG 11.2.2; ITU-T T.81 B.2.2; RFC 9649 2.5 to 2.7.
Result<Header> read_header(std::string_view bytes);

}  // namespace analyzer::pictures

namespace analyzer {
template <>
inline constexpr auto kNames<pictures::Format> = std::to_array<std::string_view>({"png", "jpeg",
                                                                                  "webp"});
}  // namespace analyzer

#endif  // ANALYZER_PICTURES_HEADER_H_
