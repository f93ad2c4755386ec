#include "analyzer/text/link_glyphs.h"

#include <algorithm>
#include <array>
#include <optional>
#include <span>

#include "analyzer/text/character_table.h"
#include "analyzer/text/utf8.h"

namespace analyzer::text {
namespace {

using Item = LinkItem::Kind;

struct SpokenWord {
  std::u32string_view word;
  Item kind;
  char32_t c;
  std::uint32_t times;
};

// Longest first among those that begin alike.
constexpr SpokenWord kSpokenWords[] = {
    {U"三个达不溜", Item::kLetter, U'w', 3}, {U"三达不溜", Item::kLetter, U'w', 3},
    {U"三个w", Item::kLetter, U'w', 3},      {U"三个W", Item::kLetter, U'w', 3},
    {U"3个w", Item::kLetter, U'w', 3},       {U"3个W", Item::kLetter, U'w', 3},
    {U"三W", Item::kLetter, U'w', 3},        {U"三w", Item::kLetter, U'w', 3},
    {U"three w", Item::kLetter, U'w', 3},    {U"达不溜", Item::kLetter, U'w', 1},
    {U"下划线", Item::kLetter, U'_', 1},     {U"中划线", Item::kLetter, U'-', 1},
    {U"横杠", Item::kLetter, U'-', 1},       {U"横线", Item::kLetter, U'-', 1},
    {U"减号", Item::kLetter, U'-', 1},       {U"斜杠", Item::kSlash, U'/', 1},
    {U"斜线", Item::kSlash, U'/', 1},        {U"双斜杠", Item::kSlash, U'/', 2},
    {U"两个斜杠", Item::kSlash, U'/', 2},    {U"两条斜杠", Item::kSlash, U'/', 2},
    {U"两道斜杠", Item::kSlash, U'/', 2},    {U"两道杠", Item::kSlash, U'/', 2},
    {U"两条杠", Item::kSlash, U'/', 2},      {U"杠", Item::kLetter, U'-', 1},
    {U"冒号", Item::kColon, U':', 1},        {U"小写", Item::kBlank, U' ', 1},
    {U"大写", Item::kBlank, U' ', 1},        {U"字母", Item::kBlank, U' ', 1},
    {U"英文", Item::kBlank, U' ', 1},        {U"数字", Item::kBlank, U' ', 1},
    {U"问号", Item::kMark, U'?', 1},         {U"等于号", Item::kMark, U'=', 1},
    {U"等于", Item::kMark, U'=', 1},         {U"等号", Item::kMark, U'=', 1},
    {U"井号", Item::kMark, U'#', 1},
};

constexpr std::u32string_view kSpokenStarts = U"三3t达下中横减斜双两杠冒小大字英数问等井";

constexpr std::u32string_view kDotWords[] = {U"小圆点", U"小数点", U"圆点", U"点儿", U"點", U"点"};
constexpr std::u32string_view kDotStarts = U"点小圆點dD";
constexpr std::u32string_view kDotMarks = U"。·•・‧∙⋅●";

bool starts_with(const std::vector<Glyph>& glyphs, std::size_t at, std::u32string_view word) {
  if (glyphs.size() - at < word.size()) return false;
  return std::equal(word.begin(), word.end(), glyphs.begin() + static_cast<std::ptrdiff_t>(at),
                    [](char32_t a, const Glyph& g) { return a == g.c; });
}

// Length of a dot written as a mark or word at `at`, or 0.
std::size_t dot_word(const std::vector<Glyph>& glyphs, std::size_t at) {
  if (kDotMarks.find(glyphs[at].c) != std::u32string_view::npos) return 1;
  if (kDotStarts.find(glyphs[at].c) == std::u32string_view::npos) return 0;
  for (const std::u32string_view word : kDotWords) {
    if (starts_with(glyphs, at, word)) return word.size();
  }
  if (glyphs.size() - at >= 3 && lower(glyphs[at].c) == U'd' && lower(glyphs[at + 1].c) == U'o' &&
      lower(glyphs[at + 2].c) == U't') {
    return 3;
  }
  return 0;
}

// [.] (dot) 【点】 and the like: the glyph behind the closing bracket, or 0.
std::size_t bracketed_dot(const std::vector<Glyph>& glyphs, std::size_t at) {
  constexpr std::u32string_view kOpen = U"[({<【「";
  constexpr std::u32string_view kClose = U"])}>】」";
  const std::size_t which = kOpen.find(glyphs[at].c);
  if (which == std::u32string_view::npos || at + 2 >= glyphs.size()) return 0;
  const std::size_t length = glyphs[at + 1].c == U'.' ? 1 : dot_word(glyphs, at + 1);
  const std::size_t close = at + 1 + length;
  return length > 0 && close < glyphs.size() && glyphs[close].c == kClose[which] ? close + 1 : 0;
}

bool is_blank(char32_t c) { return c == U' ' || c == U'\t' || c == U'\n' || c == U'\r'; }

LinkItem item(Item kind, char32_t c, std::size_t end) {
  LinkItem made;
  made.kind = kind;
  made.c = c;
  made.end = end;
  return made;
}

std::optional<LinkItem> spoken_item(const std::vector<Glyph>& glyphs, std::size_t at) {
  const char32_t first = glyphs[at].c;
  if (first < 0x80 && first != U'3' && first != U't' && first != U',') return std::nullopt;
  const bool begins_word = kSpokenStarts.find(first) != std::u32string_view::npos;
  for (const SpokenWord& spoken :
       begins_word ? std::span(kSpokenWords) : std::span<const SpokenWord>{}) {
    if (!starts_with(glyphs, at, spoken.word)) continue;
    LinkItem made = item(spoken.kind, spoken.c, at + spoken.word.size());
    made.times = spoken.times;
    made.spoken = true;
    return made;
  }
  const int digit = han_digit(first);
  if (digit >= 0 && first != U'两') {
    LinkItem made = item(Item::kLetter, U'0' + static_cast<char32_t>(digit), at + 1);
    made.spoken = true;
    return made;
  }
  if (first == U'、' || first == U',') return item(Item::kBlank, U' ', at + 1);
  return std::nullopt;
}

bool is_enclosed_digit(char32_t c) {
  return (c >= 0x2460 && c <= 0x249B) || c == 0x24EA || (c >= 0x24F5 && c <= 0x24FF) ||
         (c >= 0x2776 && c <= 0x2793);
}

// A circled digit by itself counts a list (①); only among other styled
// characters is it a way of writing.
void restore_list_numbers(std::vector<Glyph>& glyphs, std::string_view original) {
  const auto styled = [&](std::size_t i) {
    return i < glyphs.size() && glyphs[i].styled && is_ascii_alnum(glyphs[i].c);
  };
  for (std::size_t i = 0; i < glyphs.size(); ++i) {
    if (!glyphs[i].styled || styled(i + 1) || (i > 0 && styled(i - 1))) continue;
    std::size_t at = glyphs[i].begin;
    const char32_t written = next_character(original, &at);
    if (is_enclosed_digit(written)) glyphs[i].c = written;
  }
}

}  // namespace

std::vector<Glyph> read_glyphs(std::string_view original) {
  using Action = CharacterTable::Action;
  const CharacterTable& table = CharacterTable::get();
  std::vector<Glyph> glyphs;
  glyphs.reserve(original.size() / 2 + 8);
  bool invisible = false;
  bool styled = false;
  for (std::size_t at = 0; at < original.size();) {
    Glyph glyph;
    glyph.begin = static_cast<std::uint32_t>(at);
    glyph.c = next_character(original, &at);
    glyph.end = static_cast<std::uint32_t>(at);
    if (glyph.c >= 0x80) {
      const CharacterTable::Entry entry = table.entry(glyph.c);
      if (entry.action == Action::kDrop || entry.action == Action::kCombine) {
        invisible = true;
        continue;
      }
      // Only what becomes ASCII (and the half-width 。) is changed: characters of
      // other scripts stay, since browsers tell them apart.
      if (entry.action == Action::kReplace && (entry.target < 0x80 || entry.target == U'。')) {
        glyph.styled = true;
        glyph.c = entry.target;
      }
    }
    glyph.invisible_before = invisible;
    invisible = false;
    glyphs.push_back(glyph);
    styled |= glyph.styled;
  }
  if (styled) restore_list_numbers(glyphs, original);
  return glyphs;
}

LinkItem read_item(const std::vector<Glyph>& glyphs, std::size_t at, bool dictated) {
  const char32_t c = glyphs[at].c;
  if (dictated) {
    if (const auto spoken = spoken_item(glyphs, at)) return *spoken;
  }
  if (is_ascii_alnum(c) || c == U'-' || c == U'_') return item(Item::kLetter, c, at + 1);
  if (c == U'.') return item(Item::kDot, U'.', at + 1);
  if (c == U':') return item(Item::kColon, U':', at + 1);
  if (c == U'/' || c == U'\\') return item(Item::kSlash, U'/', at + 1);
  if (is_blank(c)) return item(Item::kBlank, U' ', at + 1);
  const std::size_t bracketed = bracketed_dot(glyphs, at);
  const std::size_t word = c < 0x80 ? 0 : dot_word(glyphs, at);
  if (bracketed != 0 || word != 0) {
    LinkItem made = item(Item::kDot, U'.', bracketed != 0 ? bracketed : at + word);
    made.dot_word = true;
    return made;
  }
  if (is_han_character(c)) return item(Item::kHan, c, at + 1);
  if (is_foreign_letter(c)) return item(Item::kLetter, c, at + 1);
  return item(Item::kNone, c, at + 1);
}

}  // namespace analyzer::text
