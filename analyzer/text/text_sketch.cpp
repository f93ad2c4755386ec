#include "analyzer/text/text_sketch.h"

#include <algorithm>
#include <array>
#include <string>

#include "analyzer/text/utf8.h"

namespace analyzer::text {
namespace {

// A well mixed hash (SplitMix64's finalizer).
constexpr std::uint64_t mix(std::uint64_t x) {
  x ^= x >> 30U;
  x *= 0xBF58476D1CE4E5B9ULL;
  x ^= x >> 27U;
  x *= 0x94D049BB133111EBULL;
  return x ^ (x >> 31U);
}

using Words = std::array<std::uint32_t, Sketch::kValues>;

// Each value is the least, over all parts, of (part * odd + offset) mod 2^32.
struct Family {
  Words odd{};
  Words offset{};
};

constexpr Family make_family() {
  Family family;
  for (std::size_t i = 0; i < Sketch::kValues; ++i) {
    const std::uint64_t bits = mix(0x9E3779B97F4A7C15ULL * (i + 1));
    family.odd[i] = static_cast<std::uint32_t>(bits >> 32U) | 1U;
    family.offset[i] = static_cast<std::uint32_t>(bits);
  }
  return family;
}
constexpr Family kFamily = make_family();

}  // namespace

std::optional<Sketch> sketch_of(std::string_view shape, std::uint64_t seed) {
  const std::u32string text = to_utf32(shape);
  if (text.size() < kShortestSketch) return std::nullopt;
  Words least;
  least.fill(~std::uint32_t{0});
  for (std::size_t i = 0; i + 3 <= text.size(); ++i) {
    const std::uint64_t part = static_cast<std::uint64_t>(text[i]) << 42U |
                               static_cast<std::uint64_t>(text[i + 1]) << 21U |
                               static_cast<std::uint64_t>(text[i + 2]);
    const auto hash = static_cast<std::uint32_t>(mix(part ^ seed) >> 32U);
    for (std::size_t k = 0; k < Sketch::kValues; ++k) {
      least[k] = std::min(least[k], hash * kFamily.odd[k] + kFamily.offset[k]);
    }
  }
  Sketch sketch;
  for (std::size_t k = 0; k < Sketch::kValues; ++k) {
    sketch.values[k] = static_cast<std::uint16_t>(mix(least[k]));
  }
  return sketch;
}

}  // namespace analyzer::text
