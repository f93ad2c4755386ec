#include "analyzer/pictures/reader/image.h"

#include <algorithm>
#include <cmath>
#include <cstdlib>

namespace analyzer::pictures {
namespace {

constexpr float kMedian = 0.5F;

// Differences below this are the noise of compression; from the upper one on a
// pixel is plainly text.
constexpr int kNoise = 12;
constexpr int kPlain = 110;

Image owned(Pix* pix) { return Image(pix); }

Pix* read(std::string_view bytes, const Header& header) {
  const auto* data = reinterpret_cast<const l_uint8*>(bytes.data());
  switch (header.format) {
    case Format::kPng:
      return pixReadMemPng(data, bytes.size());
    case Format::kJpeg:
      return pixReadMemJpeg(data, bytes.size(), 0, 1, nullptr, L_JPEG_READ_LUMINANCE);
    case Format::kWebp:
      return pixReadMemWebP(data, bytes.size());
  }
  return nullptr;
}

// The middle grey of a square of `window` pixels round each pixel, found in a
// smaller picture, where it costs little.
Image median(const Image& image, int window) {
  const int reduction = std::max(1, window / 16);
  const float part = 1.0F / static_cast<float>(reduction);
  const Image small = owned(pixScaleAreaMap(image.get(), part, part));
  if (!small) return nullptr;
  const int most = std::min(pixGetWidth(small.get()), pixGetHeight(small.get()));
  const int side = std::min(window / reduction, most);
  const Image filtered = owned(pixRankFilterGray(small.get(), side, side, kMedian));
  if (!filtered) return nullptr;
  return owned(pixScaleToSize(filtered.get(), pixGetWidth(image.get()), pixGetHeight(image.get())));
}

}  // namespace

Result<Image> decode(std::string_view bytes, const Header& header) {
  Image image = owned(read(bytes, header));
  if (!image) return fail(ErrorCode::kInvalid, "does not decode");
  const bool as_said = pixGetWidth(image.get()) == static_cast<int>(header.width) &&
                       pixGetHeight(image.get()) == static_cast<int>(header.height);
  if (!as_said) return fail(ErrorCode::kInvalid, "is of another size than its header says");
  if (pixGetDepth(image.get()) == 32 && pixGetSpp(image.get()) == 4) {
    image = owned(pixAlphaBlendUniform(image.get(), 0xffffff00));
  }
  if (image) image = owned(pixConvertTo8(image.get(), 0));
  if (!image) return fail(ErrorCode::kInvalid, "does not decode");
  return image;
}

Image scaled(Image image, double factor) {
  if (std::abs(factor - 1.0) < 0.05) return image;
  const auto f = static_cast<float>(factor);
  // Shrinking averages; the sharpening that pixScale does makes strokes grow together.
  Pix* out = factor < 0.7 ? pixScaleAreaMap(image.get(), f, f)
                          : pixScaleGeneral(image.get(), f, f, 0.0F, 0);
  return out == nullptr ? std::move(image) : owned(out);
}

Result<Image> flattened(const Image& image, int line) {
  const int window = 2 * line;  // wide enough to be background for the most part
  const int stroke = line / 2 | 1;
  const Image background = median(image, window);
  const Image filled = owned(pixCloseGray(image.get(), stroke, stroke));
  const Image opened = owned(pixOpenGray(image.get(), stroke, stroke));
  if (!background || !filled || !opened) return fail(ErrorCode::kUnavailable, "out of memory");
  const Image contrast = owned(pixAbsDifference(image.get(), background.get()));
  const Image dark = owned(pixSubtractGray(nullptr, filled.get(), image.get()));
  const Image light = owned(pixSubtractGray(nullptr, image.get(), opened.get()));
  if (!contrast || !dark || !light) return fail(ErrorCode::kUnavailable, "out of memory");
  Image text = owned(pixMinOrMax(nullptr, dark.get(), light.get(), L_CHOOSE_MAX));
  if (text) text = owned(pixMinOrMax(nullptr, text.get(), contrast.get(), L_CHOOSE_MIN));
  if (!text) return fail(ErrorCode::kUnavailable, "out of memory");
  // kNoise and below become white, kPlain and above black.
  pixInvert(text.get(), text.get());
  return owned(pixGammaTRC(nullptr, text.get(), 1.0F, 255 - kPlain, 255 - kNoise));
}

}  // namespace analyzer::pictures
