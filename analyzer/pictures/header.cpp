#include "analyzer/pictures/header.h"

#include <algorithm>
#include <optional>

namespace analyzer::pictures {
namespace {

using std::string_view_literals::operator""sv;

tl::unexpected<Error> refuse(std::string code) {
  Error error{ErrorCode::kInvalid, "the picture is refused", {}};
  error.fields.push_back({"", std::move(code), ""});
  return tl::unexpected<Error>(std::move(error));
}

tl::unexpected<Error> broken() { return refuse("picture_broken"); }

std::uint32_t byte(std::string_view bytes, std::size_t at) {
  return static_cast<unsigned char>(bytes[at]);
}
std::uint32_t big16(std::string_view bytes, std::size_t at) {
  return byte(bytes, at) << 8U | byte(bytes, at + 1);
}
std::uint32_t big32(std::string_view bytes, std::size_t at) {
  return big16(bytes, at) << 16U | big16(bytes, at + 2);
}
std::uint32_t little16(std::string_view bytes, std::size_t at) {
  return byte(bytes, at) | byte(bytes, at + 1) << 8U;
}
std::uint32_t little24(std::string_view bytes, std::size_t at) {
  return little16(bytes, at) | byte(bytes, at + 2) << 16U;
}

// Signature, then the chunk IHDR: length, name, width, height.
Result<Header> png(std::string_view bytes) {
  if (bytes.size() < 33 || bytes.substr(12, 4) != "IHDR" || big32(bytes, 8) != 13) return broken();
  return Header{Format::kPng, big32(bytes, 16), big32(bytes, 20)};
}

// Segments up to the first frame header; its fields: precision, height, width.
Result<Header> jpeg(std::string_view bytes) {
  for (std::size_t at = 2; at + 4 <= bytes.size();) {
    if (byte(bytes, at) != 0xFF) return broken();
    const std::uint32_t marker = byte(bytes, at + 1);
    if (marker == 0xFF) {  // fill
      ++at;
      continue;
    }
    const bool alone = marker == 0x01 || (marker >= 0xD0 && marker <= 0xD7);
    if (alone) {
      at += 2;
      continue;
    }
    const bool ends = marker == 0xD9 || marker == 0xDA;  // data before any frame
    const std::uint32_t length = big16(bytes, at + 2);
    if (ends || length < 2) return broken();
    const bool frame =
        marker >= 0xC0 && marker <= 0xCF && marker != 0xC4 && marker != 0xC8 && marker != 0xCC;
    if (frame) {
      if (length < 8 || at + 9 > bytes.size()) return broken();
      return Header{Format::kJpeg, big16(bytes, at + 7), big16(bytes, at + 5)};
    }
    at += 2 + length;
  }
  return broken();
}

// RIFF, length, WEBP, then a chunk that says the size in one of three ways.
Result<Header> webp(std::string_view bytes) {
  if (bytes.size() < 30) return broken();
  const std::string_view kind = bytes.substr(12, 4);
  if (kind == "VP8X") {
    return Header{Format::kWebp, little24(bytes, 24) + 1, little24(bytes, 27) + 1};
  }
  if (kind == "VP8 ") {
    if (bytes.substr(23, 3) != "\x9d\x01\x2a"sv) return broken();
    return Header{Format::kWebp, little16(bytes, 26) & 0x3FFFU, little16(bytes, 28) & 0x3FFFU};
  }
  if (kind == "VP8L") {
    if (byte(bytes, 20) != 0x2F) return broken();
    const std::uint32_t bits = little16(bytes, 21) | little16(bytes, 23) << 16U;
    return Header{Format::kWebp, (bits & 0x3FFFU) + 1, (bits >> 14U & 0x3FFFU) + 1};
  }
  return broken();
}

Result<Header> any(std::string_view bytes) {
  if (bytes.starts_with("\x89PNG\r\n\x1a\n"sv)) return png(bytes);
  if (bytes.starts_with("\xFF\xD8\xFF"sv)) return jpeg(bytes);
  if (bytes.starts_with("RIFF"sv) && bytes.size() >= 12 && bytes.substr(8, 4) == "WEBP") {
    return webp(bytes);
  }
  return refuse("picture_format");
}

}  // namespace

Result<Header> read_header(std::string_view bytes) {
  if (bytes.size() > kMostBytes) return refuse("picture_large");
  const Result<Header> header = any(bytes);
  if (!header) return header;
  if (header->width == 0 || header->height == 0) return broken();
  if (std::min(header->width, header->height) < kLeastSide) {
    return refuse("picture_small");
  }
  const std::uint64_t pixels = std::uint64_t{header->width} * header->height;
  if (std::max(header->width, header->height) > kMostSide || pixels > kMostPixels) {
    return refuse("picture_large");
  }
  return header;
}

}  // namespace analyzer::pictures
