#include "feeds/lines.h"

#include <algorithm>

namespace analyzer::feeds {
namespace {

bool is_blank(char c) { return c == ' ' || c == '\t' || c == '\r'; }

std::string_view trim(std::string_view text) {
  while (!text.empty() && is_blank(text.front())) text.remove_prefix(1);
  while (!text.empty() && is_blank(text.back())) text.remove_suffix(1);
  return text;
}

// A link's own fragment has no blank before it.
std::string_view without_comment(std::string_view line) {
  for (std::size_t at = line.find('#'); at != std::string_view::npos; at = line.find('#', at + 1)) {
    if (at == 0 || is_blank(line[at - 1])) return line.substr(0, at);
  }
  return line;
}

IndicatorKind kind_of(std::string_view value) {
  std::string_view rest = value;
  if (const std::size_t scheme = rest.find("://"); scheme != std::string_view::npos) {
    rest.remove_prefix(scheme + 3);
  }
  const std::size_t slash = rest.find('/');
  if (slash != std::string_view::npos && slash + 1 < rest.size()) return IndicatorKind::kUrl;
  rest = rest.substr(0, slash);
  const bool numbers = std::all_of(rest.begin(), rest.end(),
                                   [](char c) { return (c >= '0' && c <= '9') || c == '.'; });
  return numbers && std::count(rest.begin(), rest.end(), '.') == 3 ? IndicatorKind::kIp
                                                                   : IndicatorKind::kDomain;
}

}  // namespace

std::vector<ListedLine> read_lines(std::string_view bytes) {
  std::vector<ListedLine> out;
  for (std::size_t line = 1; !bytes.empty(); ++line) {
    const std::size_t end = std::min(bytes.find('\n'), bytes.size());
    const std::string_view value = trim(without_comment(bytes.substr(0, end)));
    if (!value.empty()) out.push_back({line, kind_of(value), std::string(value)});
    bytes.remove_prefix(std::min(end + 1, bytes.size()));
  }
  return out;
}

}  // namespace analyzer::feeds
