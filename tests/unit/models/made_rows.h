// Rows made by a fixed recipe for the tests of models/.

#ifndef TESTS_UNIT_MODELS_MADE_ROWS_H_
#define TESTS_UNIT_MODELS_MADE_ROWS_H_

#include <array>
#include <cmath>
#include <cstdint>
#include <limits>
#include <string>

#include "models/matrix.h"

namespace analyzer::models {

// Numbers in [0,1) that look random and are the same everywhere.
class Numbers {
 public:
  explicit Numbers(std::uint64_t seed) : state_(seed * 2 + 1) {}
  double next() {
    state_ = state_ * 6364136223846793005ULL + 1442695040888963407ULL;
    return static_cast<double>(state_ >> 11) / 9007199254740992.0;
  }

 private:
  std::uint64_t state_;
};

// `rows` rows whose fraud depends on "risk" and, less, on "help"; "noise" says
// nothing. One "help" in five is missing. Groups of three rows, named after
// `part`, so that two parts share none.
inline Matrix made_rows(std::size_t rows, const std::string& part, std::uint64_t seed) {
  Matrix out;
  out.columns = {"risk", "help", "noise"};
  Numbers numbers(seed);
  for (std::size_t i = 0; i < rows; ++i) {
    const double risk = numbers.next() * 4.0 - 2.0;
    const double help = numbers.next();
    const bool known = numbers.next() > 0.2;
    const double odds = 2.5 * risk - 2.0 * help;
    const bool fraud = numbers.next() < 1.0 / (1.0 + std::exp(-odds));
    const std::array<float, 3> row = {
        static_cast<float>(risk),
        known ? static_cast<float>(help) : std::numeric_limits<float>::quiet_NaN(),
        static_cast<float>(numbers.next())};
    out.add(row, fraud, part + std::to_string(i / 3), i % 2 == 0 ? "north" : "south",
            from_millis(static_cast<std::int64_t>(1735689600000ULL + i * 86400000ULL)));
  }
  return out;
}

}  // namespace analyzer::models

#endif  // TESTS_UNIT_MODELS_MADE_ROWS_H_
