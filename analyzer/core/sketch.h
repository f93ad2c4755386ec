// A Sketch is a short value by which the likeness of two texts is estimated
// without either text: MinHash over their three-character parts. Made by
// text/text_sketch.h, kept and looked up by the stores.

#ifndef ANALYZER_CORE_SKETCH_H_
#define ANALYZER_CORE_SKETCH_H_

#include <array>
#include <cstddef>
#include <cstdint>

namespace analyzer {

struct Sketch {
  static constexpr std::size_t kBands = 40;
  static constexpr std::size_t kBandValues = 3;
  static constexpr std::size_t kValues = kBands * kBandValues;

  std::array<std::uint16_t, kValues> values{};
  bool operator==(const Sketch&) const = default;
};

// Share of equal values in [0,1]: the Jaccard index of the two texts' parts, with
// a standard error of at most 0.05.
constexpr double likeness(const Sketch& a, const Sketch& b) {
  std::size_t equal = 0;
  for (std::size_t i = 0; i < Sketch::kValues; ++i) equal += a.values[i] == b.values[i] ? 1 : 0;
  return static_cast<double>(equal) / Sketch::kValues;
}

// Keys for an index: texts of likeness s share at least one with the probability
// 1 - (1 - s^3)^40, which is 0.995 for s = 0.5, 0.87 for 0.37 and 0.04 for 0.1.
constexpr std::array<std::uint64_t, Sketch::kBands> bands(const Sketch& sketch) {
  std::array<std::uint64_t, Sketch::kBands> out{};
  for (std::size_t band = 0; band < Sketch::kBands; ++band) {
    std::uint64_t key = band;
    for (std::size_t i = 0; i < Sketch::kBandValues; ++i) {
      key = key << 16U | sketch.values[band * Sketch::kBandValues + i];
    }
    out[band] = key;
  }
  return out;
}

}  // namespace analyzer

#endif  // ANALYZER_CORE_SKETCH_H_
