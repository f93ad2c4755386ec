#include "analyzer/service/share_text.h"

#include <algorithm>
#include <array>
#include <cmath>
#include <cstdio>

namespace analyzer {

std::string share_text(std::size_t part, std::size_t whole) {
  if (whole == 0) return "–";
  std::array<char, 32> out{};
  std::snprintf(out.data(), out.size(), "%.2f %%",
                100.0 * static_cast<double>(part) / static_cast<double>(whole));
  return out.data();
}

std::string share_with_interval(std::size_t part, std::size_t whole) {
  if (whole == 0) return "–";
  constexpr double kZ = 1.96;
  const double n = static_cast<double>(whole);
  const double p = static_cast<double>(part) / n;
  const double middle = (p + kZ * kZ / (2.0 * n)) / (1.0 + kZ * kZ / n);
  const double half =
      kZ / (1.0 + kZ * kZ / n) * std::sqrt(p * (1.0 - p) / n + kZ * kZ / (4.0 * n * n));
  std::array<char, 64> out{};
  std::snprintf(out.data(), out.size(), "%.1f %% [%.1f, %.1f]", 100.0 * p,
                100.0 * std::max(0.0, middle - half), 100.0 * std::min(1.0, middle + half));
  return out.data();
}

}  // namespace analyzer
