#include "analyzer/service/share_text.h"

#include <array>
#include <cstdio>

namespace analyzer {

std::string share_text(std::size_t part, std::size_t whole) {
  if (whole == 0) return "–";
  std::array<char, 32> out{};
  std::snprintf(out.data(), out.size(), "%.2f %%",
                100.0 * static_cast<double>(part) / static_cast<double>(whole));
  return out.data();
}

}  // namespace analyzer
