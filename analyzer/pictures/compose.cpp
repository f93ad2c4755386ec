#include "analyzer/pictures/compose.h"

#include <algorithm>
#include <cstdlib>
#include <string_view>

#include "analyzer/pictures/screen.h"
#include "analyzer/text/utf8.h"

namespace analyzer::pictures {
namespace {

// Below this the engine has made up characters for what is none: portraits, icons.
constexpr double kGuess = 0.2;
// Below this the text needs a person's eye: of screenshots made smaller and blurred, those
// read at 0.75 to 0.9 had 6 % of their characters wrong, those at 0.55 to 0.75 some 40 %.
constexpr double kClear = 0.75;

// In heights of a line: how far the next one of a paragraph may be below and how
// far its beginning or the end of a full line may differ.
constexpr double kMostGap = 0.8;
constexpr double kSameEdge = 1.5;

int right_of(const Line& line) { return line.box.left + line.box.width; }

bool follows(const Line& above, const Line& below) {
  const int height = std::max(above.box.height, below.box.height);
  const int gap = below.box.top - above.box.top - above.box.height;
  return gap > -height / 2 && gap < kMostGap * height &&
         std::abs(below.box.left - above.box.left) < kSameEdge * height;
}

bool ends_chinese(std::string_view line) {
  char32_t last = 0;
  for (std::size_t at = 0; at < line.size();) last = text::next_character(line, &at);
  return is_chinese(last);
}

bool begins_chinese(std::string_view line) {
  std::size_t at = 0;
  return !line.empty() && is_chinese(text::next_character(line, &at));
}

bool is_of_link(char c) { return c > ' ' && c < 0x7F; }

// Whether a link goes on in the line below: `above` ends in what has begun like one,
// or `below` begins like the end of a host.
bool link_goes_on(std::string_view above, std::string_view below) {
  if (above.empty() || below.empty() || !is_of_link(below.front())) return false;
  std::size_t from = above.size();
  while (from > 0 && is_of_link(above[from - 1])) --from;
  const std::string_view tail = above.substr(from);
  if (tail.empty()) return false;
  const auto dot = tail.find('.');
  const bool begun = tail.find("://") != std::string_view::npos ||
                     (dot != std::string_view::npos && dot > 0 && tail.back() != '.');
  return begun || (below.front() == '.' && below.size() > 1 && is_of_link(below[1]));
}

void add_line(std::string& text, std::string_view line, std::string_view glue) {
  if (line.empty() || text.size() + line.size() + 1 > kLongestText) return;
  if (!text.empty()) text += glue;
  text += line;
}

// Adds lines [from, to), which make one paragraph.
void add_paragraph(std::string& text, const std::vector<Line>& lines, std::size_t from,
                   std::size_t to) {
  int end = 0;  // of its longest line
  for (std::size_t i = from; i < to; ++i) end = std::max(end, right_of(lines[i]));
  for (std::size_t i = from; i < to; ++i) {
    bool wrapped = false;
    if (i > from) {
      const Line& above = lines[i - 1];
      const bool full = right_of(above) > end - kSameEdge * above.box.height;
      wrapped = full && (ends_chinese(above.text) || begins_chinese(lines[i].text) ||
                         link_goes_on(above.text, lines[i].text));
    }
    add_line(text, lines[i].text, wrapped ? "" : "\n");
  }
}

bool is_web_address(std::string_view code) {
  std::string start(code.substr(0, 8));
  for (char& c : start) {
    if (c >= 'A' && c <= 'Z') c = static_cast<char>(c | 0x20);
  }
  return start.starts_with("http://") || start.starts_with("https://");
}

}  // namespace

Composed compose(const Reading& reading) {
  Composed out;
  Screen screen = read_screen(reading.lines, reading.width, reading.height);
  const std::size_t read = screen.lines.size();
  std::erase_if(screen.lines, [](const Line& line) { return line.confidence < kGuess; });
  const bool guesses_alone = screen.lines.empty() && read > 0;
  double weighed = 0.0;
  double weight = 0.0;
  for (const Line& line : screen.lines) {
    weighed += line.confidence * static_cast<double>(line.text.size());
    weight += static_cast<double>(line.text.size());
  }
  for (std::size_t from = 0, to = 0; from < screen.lines.size(); from = to) {
    to = from + 1;
    while (to < screen.lines.size() && follows(screen.lines[to - 1], screen.lines[to])) ++to;
    add_paragraph(out.text, screen.lines, from, to);
  }
  out.title = std::move(screen.title);
  out.confidence = weight > 0.0 ? weighed / weight : 1.0;
  out.unclear = out.confidence < kClear || guesses_alone;
  for (const std::string& code : reading.codes) {
    if (is_web_address(code)) {
      out.urls.push_back(code);
    } else {
      add_line(out.text, code, "\n");
    }
  }
  return out;
}

}  // namespace analyzer::pictures
