#include "analyzer/pictures/screen.h"

#include <algorithm>
#include <array>
#include <cstddef>

#include "analyzer/text/utf8.h"

namespace analyzer::pictures {
namespace {

using std::string_view_literals::operator""sv;

// Parts of an upright picture's height.
constexpr double kStatusEnds = 0.06;
constexpr double kTitleEnds = 0.15;
constexpr double kFieldBegins = 0.88;

// What phones and the common messengers show in an empty field, without dots.
constexpr auto kFields = std::to_array({"短信/彩信"sv, "短信"sv, "彩信"sv, "发消息"sv, "发送"sv,
                                        "按住说话"sv, "输入消息"sv, "请输入消息"sv, "说点什么"sv,
                                        "文本信息"sv, "信息"sv, "iMessage信息"sv});

// Words of days and hours, longer ones before those they begin with.
constexpr auto kTimeWords = std::to_array(
    {"星期一"sv, "星期二"sv, "星期三"sv, "星期四"sv, "星期五"sv, "星期六"sv, "星期日"sv,
     "星期天"sv, "周一"sv,   "周二"sv,   "周三"sv,   "周四"sv,   "周五"sv,   "周六"sv,
     "周日"sv,   "今天"sv,   "昨天"sv,   "前天"sv,   "凌晨"sv,   "早上"sv,   "上午"sv,
     "中午"sv,   "下午"sv,   "晚上"sv,   "年"sv,     "月"sv,     "日"sv});

bool is_digit(char c) { return c >= '0' && c <= '9'; }
bool is_letter(char c) { return (c | 0x20) >= 'a' && (c | 0x20) <= 'z'; }

bool has_chinese(std::string_view line) {
  for (std::size_t at = 0; at < line.size();) {
    if (is_chinese(text::next_character(line, &at))) return true;
  }
  return false;
}

// "9:41", "16:05".
bool has_time_of_day(std::string_view line) {
  for (std::size_t i = 1; i + 2 < line.size(); ++i) {
    if (line[i] == ':' && is_digit(line[i - 1]) && is_digit(line[i + 1]) && is_digit(line[i + 2])) {
      return true;
    }
  }
  return false;
}

bool could_be_link(std::string_view line) {
  for (std::size_t i = 0; i + 1 < line.size(); ++i) {
    if ((line[i] == '.' && is_letter(line[i + 1])) || line[i] == '/' || line[i] == '@') return true;
  }
  return false;
}

// Nothing but words of days and hours, digits and what stands between them.
bool is_time(std::string_view line) {
  if (!has_time_of_day(line)) return false;
  while (!line.empty()) {
    const auto* const word = std::find_if(kTimeWords.begin(), kTimeWords.end(),
                                          [&](auto known) { return line.starts_with(known); });
    if (word != kTimeWords.end()) {
      line.remove_prefix(word->size());
    } else if (is_digit(line.front()) || " :-/."sv.find(line.front()) != std::string_view::npos) {
      line.remove_prefix(1);
    } else {
      return false;
    }
  }
  return true;
}

bool is_field(std::string_view line) {
  for (const std::string_view dots : {"…"sv, "..."sv}) {
    if (line.ends_with(dots)) line.remove_suffix(dots.size());
  }
  return std::find(kFields.begin(), kFields.end(), line) != kFields.end();
}

int bottom_of(const Line& line) { return line.box.top + line.box.height; }

bool beside(const Line& a, const Line& b) {
  return a.box.top < bottom_of(b) && b.box.top < bottom_of(a);
}

// Takes the status line and what stands beside it out of `lines`; true if there
// was one.
bool take_status(std::vector<Line>& lines, int height) {
  const auto plain = [&](const Line& line) {
    return bottom_of(line) < height * kStatusEnds && !has_chinese(line.text) &&
           !could_be_link(line.text);
  };
  const auto found = std::find_if(lines.begin(), lines.end(), [&](const Line& line) {
    return plain(line) && has_time_of_day(line.text);
  });
  if (found == lines.end()) return false;
  const Line status = *found;
  std::erase_if(lines, [&](const Line& line) { return plain(line) && beside(line, status); });
  return true;
}

bool is_title(const std::vector<Line>& lines, int height) {
  if (lines.size() < 2) return false;
  const Line& first = lines.front();
  const int gap = lines[1].box.top - bottom_of(first);
  return bottom_of(first) < height * kTitleEnds && gap >= first.box.height;
}

}  // namespace

bool is_chinese(char32_t c) {
  return (c >= 0x2E80 && c <= 0x9FFF) || (c >= 0xF900 && c <= 0xFAFF) ||
         (c >= 0xFE30 && c <= 0xFE4F) || (c >= 0xFF00 && c <= 0xFF60) || c >= 0x20000 ||
         (c >= 0x2018 && c <= 0x201D) || c == 0x2026 || c == 0xB7;
}

std::string spaced(std::string_view line) {
  std::string out;
  char32_t before = 0;
  bool gap = false;
  for (std::size_t at = 0; at < line.size();) {
    const char32_t c = text::next_character(line, &at);
    if (c == ' ' || c == '\t' || c == 0x3000 || c == 0xA0) {
      gap = true;
      continue;
    }
    if (gap && before != 0 && !is_chinese(before) && !is_chinese(c)) out += ' ';
    gap = false;
    before = c;
    text::append_character(out, c);
  }
  return out;
}

Screen read_screen(const std::vector<Line>& lines, int width, int height) {
  Screen out;
  for (const Line& line : lines) {
    std::string words = spaced(line.text);
    if (!words.empty()) out.lines.push_back({std::move(words), line.confidence, line.box});
  }
  if (height <= width) return out;
  const bool whole = take_status(out.lines, height);
  // A title stands apart from what follows it, the times included.
  const bool titled = whole && is_title(out.lines, height);
  const std::size_t before = out.lines.size();
  std::erase_if(out.lines, [&](const Line& line) {
    return is_time(line.text) || (line.box.top > height * kFieldBegins && is_field(line.text));
  });
  const bool conversation = out.lines.size() < before;
  if (titled && conversation && !out.lines.empty()) {
    out.title = std::move(out.lines.front().text);
    out.lines.erase(out.lines.begin());
  }
  return out;
}

}  // namespace analyzer::pictures
