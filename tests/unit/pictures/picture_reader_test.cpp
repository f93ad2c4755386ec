// The reader itself, with pictures that are made here.

#include <atomic>
#include <catch2/catch.hpp>
#include <fstream>
#include <string>

#include "analyzer/pictures/reader/codes.h"
#include "analyzer/pictures/reader/image.h"
#include "analyzer/pictures/reader_process.h"

namespace analyzer::pictures {
namespace {

Image grey(int width, int height, unsigned value) {
  Image image(pixCreate(width, height, 8));
  pixSetAllArbitrary(image.get(), value);
  return image;
}

void fill(const Image& image, int x, int y, int width, int height, unsigned value) {
  ::Box* box = boxCreate(x, y, width, height);
  pixSetInRectArbitrary(image.get(), box, value);
  boxDestroy(&box);
}

unsigned pixel(const Image& image, int x, int y) {
  l_uint32 value = 0;
  pixGetPixel(image.get(), x, y, &value);
  return value;
}

std::string bytes_of(const Image& image, int format) {
  l_uint8* data = nullptr;
  std::size_t size = 0;
  REQUIRE(pixWriteMem(&data, &size, image.get(), format) == 0);
  std::string out(reinterpret_cast<char*>(data), size);
  lept_free(data);
  return out;
}

tl::expected<Reading, Trouble> read(std::string_view bytes) {
  const std::atomic<bool> stop{false};
  return read_picture(
      {READER, std::chrono::minutes{5}}, bytes, [](double) {}, stop);
}

}  // namespace

TEST_CASE("dark text on light and light text on dark become the same, and bubbles vanish") {
  // A light page with a dark bubble; a stroke on each, three pixels wide.
  const Image image = grey(400, 400, 240);
  fill(image, 60, 200, 300, 150, 30);
  fill(image, 100, 80, 60, 3, 20);
  fill(image, 140, 260, 60, 3, 235);
  const auto flat = flattened(image, 34);
  REQUIRE(flat.has_value());
  CHECK(pixel(*flat, 130, 81) == 0);
  CHECK(pixel(*flat, 170, 261) == 0);
  CHECK(pixel(*flat, 20, 20) == 255);
  CHECK(pixel(*flat, 300, 320) == 255);  // inside the bubble
  CHECK(pixel(*flat, 63, 203) == 255);   // at its corner
}

TEST_CASE("pictures of every size can be flattened") {
  for (const auto& [width, height] : {std::pair{16, 16}, {16, 3000}, {3000, 16}, {33, 57}}) {
    INFO(width << " by " << height);
    CHECK(flattened(grey(width, height, 200), 34).has_value());
  }
}

TEST_CASE("each kind of picture decodes, broken ones are refused") {
  const Image image = grey(64, 48, 200);
  for (const int format : {IFF_PNG, IFF_JFIF_JPEG, IFF_WEBP}) {
    INFO(format);
    const std::string bytes = bytes_of(image, format);
    const auto header = read_header(bytes);
    REQUIRE(header.has_value());
    CHECK(header->width == 64);
    CHECK(header->height == 48);
    REQUIRE(decode(bytes, *header).has_value());
    Header lying = *header;
    lying.width = 63;
    CHECK_FALSE(decode(bytes, lying).has_value());
    // What can be decoded of a picture that is cut short may be shown, but never
    // without its header and some data.
    CHECK_FALSE(decode(bytes.substr(0, 40), *header).has_value());
  }
}

TEST_CASE("what is transparent is white, as a phone shows it") {
  Image image(pixCreate(64, 64, 32));
  pixSetSpp(image.get(), 4);  // all of it transparent black
  const std::string bytes = bytes_of(image, IFF_PNG);
  const auto decoded = decode(bytes, *read_header(bytes));
  REQUIRE(decoded.has_value());
  CHECK(pixel(*decoded, 10, 10) == 255);
}

TEST_CASE("the reader answers to whatever it is given") {
  const Image white = grey(300, 300, 255);
  const auto empty = read(bytes_of(white, IFF_PNG));
  REQUIRE(empty.has_value());
  CHECK(empty->width == 300);
  CHECK(empty->lines.empty());
  CHECK(empty->codes.empty());

  CHECK(read("").error() == Trouble::kNotReadable);
  CHECK(read("no picture").error() == Trouble::kNotReadable);
  const std::string whole = bytes_of(white, IFF_PNG);
  CHECK(read(whole.substr(0, 50)).error() == Trouble::kNotReadable);
  std::string lies = whole;
  lies[16] = lies[17] = '\0';
  lies[18] = '\x40';  // 16 384 pixels wide
  CHECK(read(lies).error() == Trouble::kNotReadable);
}

TEST_CASE("the largest picture that is taken is read within the limits") {
  const Image large = grey(10'000, 5'000, 255);
  fill(large, 3000, 2000, 400, 8, 0);
  const auto reading = read(bytes_of(large, IFF_PNG));
  CHECK((reading ? "read" : name_of(reading.error())) == "read");
}

}  // namespace analyzer::pictures
