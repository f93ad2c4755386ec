// Lists of one value a line: the plainest format there is.

#ifndef FEEDS_LINES_H_
#define FEEDS_LINES_H_

#include <cstddef>
#include <string>
#include <string_view>
#include <vector>

#include "feeds/indicator.h"

namespace analyzer::feeds {

struct ListedLine {
  std::size_t line = 0;  // from 1
  IndicatorKind kind = IndicatorKind::kDomain;
  std::string value;
};

// The values of `bytes`, one a line. Blank lines and what follows '#' at a line's
// beginning or behind a blank are left out. What holds a '/' behind its host is a
// link, four numbers an address, anything else a host and what lies below it.
std::vector<ListedLine> read_lines(std::string_view bytes);

}  // namespace analyzer::feeds

#endif  // FEEDS_LINES_H_
