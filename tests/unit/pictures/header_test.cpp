#include "analyzer/pictures/header.h"

#include <algorithm>
#include <catch2/catch.hpp>
#include <memory>
#include <string>

namespace analyzer::pictures {
namespace {

using std::string_literals::operator""s;

std::string big32(std::uint32_t value) {
  std::string out;
  for (int shift = 24; shift >= 0; shift -= 8) out += static_cast<char>(value >> shift & 0xFFU);
  return out;
}
std::string big16(std::uint32_t value) { return big32(value).substr(2); }

std::string png(std::uint32_t width, std::uint32_t height) {
  return "\x89PNG\r\n\x1a\n"s + big32(13) + "IHDR" + big32(width) + big32(height) +
         std::string(9, '\0');
}

// Start of image, one other segment, then the frame `marker`.
std::string jpeg(std::uint32_t width, std::uint32_t height, char marker = '\xC0') {
  return "\xFF\xD8\xFF\xE0"s + big16(4) + "ab" + "\xFF" + marker + big16(11) + "\x08" +
         big16(height) + big16(width) + std::string(8, '\1');
}

std::string webp(const std::string& chunk) {
  std::string out = "RIFF" + "\x64\0\0\0"s + "WEBP" + chunk;
  out.resize(std::max<std::size_t>(out.size(), 40), '\0');
  return out;
}
std::string webp_lossy(char width, char height) {
  return webp("VP8 "s + "\x20\0\0\0"s + "\0\0\0\x9d\x01\x2a"s + width + "\0"s + height + "\0"s);
}
// 14 bits of width - 1, 14 of height - 1, the lowest first.
std::string webp_lossless(std::uint32_t width, std::uint32_t height) {
  const std::uint32_t bits = (width - 1) | (height - 1) << 14U;
  std::string size;
  for (int shift = 0; shift < 32; shift += 8) size += static_cast<char>(bits >> shift & 0xFFU);
  return webp("VP8L"s + "\x20\0\0\0"s + "\x2F" + size);
}
std::string webp_extended(char width, char height) {
  return webp("VP8X"s + "\x0a\0\0\0"s + "\0\0\0\0"s + width + "\0\0"s + height + "\0\0"s);
}

std::string code_of(const Result<Header>& header) {
  if (header) return "accepted";
  REQUIRE(header.error().code == ErrorCode::kInvalid);
  REQUIRE(header.error().fields.size() == 1);
  return header.error().fields[0].code;
}

}  // namespace

TEST_CASE("the kind and size of a picture are read from its first bytes") {
  struct Row {
    const char* what;
    std::string bytes;
    Format format;
    std::uint32_t width;
    std::uint32_t height;
  };
  const Row rows[] = {
      {"a PNG", png(1080, 2400), Format::kPng, 1080, 2400},
      {"a JPEG", jpeg(4000, 3000), Format::kJpeg, 4000, 3000},
      {"a progressive JPEG", jpeg(640, 480, '\xC2'), Format::kJpeg, 640, 480},
      {"a lossy WebP", webp_lossy(100, 50), Format::kWebp, 100, 50},
      {"a lossless WebP", webp_lossless(1080, 2400), Format::kWebp, 1080, 2400},
      {"an extended WebP, which counts from one less", webp_extended(99, 49), Format::kWebp, 100,
       50},
      {"the longest side", png(30'000, 16), Format::kPng, 30'000, 16},
      {"the most pixels", png(10'000, 5'000), Format::kPng, 10'000, 5'000},
  };
  for (const Row& row : rows) {
    INFO(row.what);
    const auto header = read_header(row.bytes);
    REQUIRE(header.has_value());
    CHECK(header->format == row.format);
    CHECK(header->width == row.width);
    CHECK(header->height == row.height);
  }
}

TEST_CASE("what is no picture, or too large a one, is refused by its header alone") {
  struct Row {
    const char* what;
    std::string bytes;
    const char* code;
  };
  const Row rows[] = {
      {"nothing", "", "picture_format"},
      {"a text", "养老金资格认证", "picture_format"},
      {"a GIF", "GIF89a" + std::string(40, '\1'), "picture_format"},
      {"a RIFF that is no WebP", "RIFF\x10\0\0\0WAVEfmt "s, "picture_format"},
      {"a bomb", png(100'000, 100'000), "picture_large"},
      {"one more than the longest side", png(30'001, 16), "picture_large"},
      {"one row more than the most pixels", png(10'000, 5'001), "picture_large"},
      {"sides whose product does not fit into 32 bits", png(0xFFFFFFFFU, 0xFFFFFFFFU),
       "picture_large"},
      {"a JPEG of the largest size that it can say", jpeg(65'535, 65'535), "picture_large"},
      {"no width", png(0, 100), "picture_broken"},
      {"no height, as JPEG allows", jpeg(100, 0), "picture_broken"},
      {"a dot", png(4, 4), "picture_small"},
      {"a PNG that begins with another chunk",
       "\x89PNG\r\n\x1a\n"s + big32(13) + "IDAT" + std::string(40, '\1'), "picture_broken"},
      {"a JPEG whose data begin before a frame", "\xFF\xD8\xFF\xDA"s + big16(4) + "abcdefgh",
       "picture_broken"},
      {"a JPEG whose segment has no length", "\xFF\xD8\xFF\xE0"s + big16(0) + "abcdefgh",
       "picture_broken"},
      {"a JPEG whose segment ends beyond the file", "\xFF\xD8\xFF\xE0"s + big16(60'000) + "ab",
       "picture_broken"},
      {"a lossy WebP without its start code", webp("VP8 " + std::string(30, '\1')),
       "picture_broken"},
      {"a WebP of another kind", webp("ALPH" + std::string(30, '\1')), "picture_broken"},
      {"more than ten megabytes", png(100, 100) + std::string(kMostBytes, 'x'), "picture_large"},
  };
  for (const Row& row : rows) {
    INFO(row.what);
    CHECK(code_of(read_header(row.bytes)) == row.code);
  }
}

TEST_CASE("a picture that is cut anywhere in its header is refused and nothing is read beyond") {
  for (const std::string& whole : {png(100, 100), jpeg(100, 100), webp_lossy(100, 100),
                                   webp_lossless(100, 100), webp_extended(99, 99)}) {
    const auto all = read_header(whole);
    REQUIRE(all.has_value());
    CHECK_FALSE(read_header(whole.substr(0, 16)).has_value());
    for (std::size_t size = 0; size < whole.size(); ++size) {
      // A copy of its own, so that sanitizers see a read beyond its end.
      const auto copy = std::make_unique<char[]>(size);
      std::copy_n(whole.data(), size, copy.get());
      const auto cut = read_header({copy.get(), size});
      if (!cut) continue;  // else nothing of the header was missing
      CHECK(cut->width == all->width);
      CHECK(cut->height == all->height);
    }
  }
}

}  // namespace analyzer::pictures
