#include "analyzer/pictures/reader/codes.h"

#include <ZXing/ReadBarcode.h>

#include <algorithm>

namespace analyzer::pictures {
namespace {

// Rows of bytes without padding, as both libraries can share them.
struct Rows {
  int width = 0;
  int height = 0;
  std::vector<std::uint8_t> bytes;
};

Rows rows_of(const Image& image) {
  Rows out{pixGetWidth(image.get()), pixGetHeight(image.get()), {}};
  out.bytes.reserve(static_cast<std::size_t>(out.width) * out.height);
  const l_uint32* data = pixGetData(image.get());
  const int words = pixGetWpl(image.get());
  for (int y = 0; y < out.height; ++y) {
    const l_uint32* line = data + static_cast<std::ptrdiff_t>(y) * words;
    for (int x = 0; x < out.width; ++x) {
      out.bytes.push_back(static_cast<std::uint8_t>(GET_DATA_BYTE(line, x)));
    }
  }
  return out;
}

void read_into(std::vector<std::string>& out, const Rows& rows) {
  ZXing::DecodeHints hints;
  hints.setFormats(ZXing::BarcodeFormat::QRCode);
  const ZXing::ImageView view(rows.bytes.data(), rows.width, rows.height, ZXing::ImageFormat::Lum);
  for (const ZXing::Result& result : ZXing::ReadBarcodes(view, hints)) {
    std::string text = result.text();
    if (result.isValid() && std::find(out.begin(), out.end(), text) == out.end()) {
      out.push_back(std::move(text));
    }
  }
}

}  // namespace

std::vector<std::string> read_codes(const Image& image) {
  std::vector<std::string> out;
  Rows rows = rows_of(image);
  read_into(out, rows);
  // Light on dark: this version of the library does not try it by itself.
  for (std::uint8_t& byte : rows.bytes) byte = static_cast<std::uint8_t>(255 - byte);
  read_into(out, rows);
  return out;
}

}  // namespace analyzer::pictures
