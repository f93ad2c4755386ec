#include "analyzer/core/helper.h"

#include <algorithm>

namespace analyzer {

std::string area_prefix(std::string_view code) {
  // Villages and towns end in three zeros, what is above them in two.
  while ((code.size() == 12 || code.size() == 9) && code.ends_with("000")) code.remove_suffix(3);
  while (code.size() <= 6 && code.size() > 2 && code.ends_with("00")) code.remove_suffix(2);
  return std::string(code);
}

bool may_lie_in(const std::vector<std::string>& area, std::string_view place) {
  const std::string here = area_prefix(place);
  return std::any_of(area.begin(), area.end(), [&](const std::string& prefix) {
    return here.starts_with(prefix) || prefix.starts_with(here);
  });
}

}  // namespace analyzer
