// Links that are no host with a path: those that open an app, those that stand
// percent-escaped as a whole, and Chinese domain names in running text.

#include <algorithm>

#include "analyzer/text/link_reader.h"
#include "analyzer/text/link_words.h"
#include "analyzer/text/percent.h"
#include "analyzer/text/url.h"
#include "analyzer/text/utf8.h"

namespace analyzer::text {
namespace {

using Item = LinkItem::Kind;

constexpr std::size_t kLookBack = 12;  // Chinese characters before a dot

struct EscapedScheme {
  std::u32string_view written;
  int rounds;  // of unescaping
};
constexpr EscapedScheme kEscapedSchemes[] = {{U"http%3a%2f%2f", 1},
                                             {U"https%3a%2f%2f", 1},
                                             {U"http%253a%252f%252f", 2},
                                             {U"https%253a%252f%252f", 2}};

// A byte and the glyph it came from.
using Bytes = std::vector<std::pair<char, std::uint32_t>>;

// Undoes the percent escapes of `bytes` once.
Bytes unescaped(const Bytes& bytes) {
  Bytes out;
  for (std::size_t i = 0; i < bytes.size(); ++i) {
    const bool room = i + 2 < bytes.size();
    const char escape[] = {bytes[i].first, room ? bytes[i + 1].first : ' ',
                           room ? bytes[i + 2].first : ' '};
    const std::string decoded = percent_decode({escape, 3});
    out.emplace_back(decoded[0], bytes[i].second);
    if (decoded.size() == 1) i += 2;
  }
  return out;
}

}  // namespace

std::optional<LinkDraft> LinkReader::read_app(std::size_t at) const {
  constexpr std::size_t kLongestScheme = 24;
  std::size_t end = at;
  while (end < glyphs_.size() && end - at < kLongestScheme &&
         (is_ascii_alnum(glyphs_[end].c) || is(end, U'+') || is(end, U'-') || is(end, U'.'))) {
    ++end;
  }
  if (!is(end, U':') || !is(end + 1, U'/') || !is(end + 2, U'/')) return std::nullopt;
  std::string scheme;
  for (std::size_t i = at; i < end; ++i) scheme.push_back(static_cast<char>(lower(glyphs_[i].c)));
  if (!is_app_scheme(scheme)) return std::nullopt;
  LinkDraft draft;
  draft.begin = at;
  draft.has_scheme = true;
  for (; at < end + 3; ++at) draft.append(glyphs_[at].c, at);
  draft.end = end + 3;
  const std::size_t size = draft.url.size();
  while (draft.end < glyphs_.size() && in_tail(draft.end)) {
    draft.append(glyphs_[draft.end].c, draft.end);
    ++draft.end;
  }
  trim_tail(draft, size);
  if (draft.url.size() == size) return std::nullopt;
  return draft;
}

// #小程序://name/path, as WeChat copies it.
std::optional<LinkDraft> LinkReader::read_mini_program(std::size_t at) const {
  constexpr std::u32string_view kBegin = U"#小程序://";
  LinkDraft draft;
  draft.begin = at;
  draft.has_scheme = true;
  for (const char32_t c : kBegin) {
    if (!is(at, c)) return std::nullopt;
    draft.append(c, at++);
  }
  const std::size_t size = draft.url.size();
  while (at < glyphs_.size() && item(at).kind != Item::kBlank &&
         std::u32string_view(U",。!;()【】「」").find(glyphs_[at].c) == std::u32string_view::npos) {
    draft.append(glyphs_[at].c, at);
    ++at;
  }
  draft.end = at;
  if (draft.url.size() == size) return std::nullopt;
  return draft;
}

// http%3A%2F%2Frz.example.top%2Fa, as it is copied out of another link's query.
std::optional<LinkDraft> LinkReader::read_escaped(std::size_t at) const {
  if (at >= glyphs_.size() || lower(glyphs_[at].c) != U'h') return std::nullopt;
  const auto* const scheme =
      std::find_if(std::begin(kEscapedSchemes), std::end(kEscapedSchemes),
                   [&](const EscapedScheme& s) { return match_letters(at, s.written) != 0; });
  if (scheme == std::end(kEscapedSchemes)) return std::nullopt;
  LinkDraft draft;
  draft.begin = at;
  draft.has_scheme = true;
  Bytes bytes;
  // A plain '&' or '#' belongs to the link around it.
  for (; at < glyphs_.size() && in_tail(at) && !is(at, U'&') && !is(at, U'#'); ++at) {
    bytes.emplace_back(static_cast<char>(glyphs_[at].c), static_cast<std::uint32_t>(at));
  }
  draft.end = at;
  for (int round = 0; round < scheme->rounds; ++round) bytes = unescaped(bytes);
  for (const auto& [byte, glyph] : bytes) {
    draft.url.push_back(byte);
    draft.glyphs.push_back(glyph);
  }
  trim_tail(draft, draft.url.find("//") + 2);
  mark_glyphs(draft);
  return draft;
}

// Whether the Chinese name whose dot word is at `dot` was announced as an address
// and ends at `end`: 点 is part of many other words (重点, 三点, 点击).
bool LinkReader::is_spoken_domain(std::size_t begin, std::size_t dot, std::size_t end) const {
  constexpr std::u32string_view kNever =
      U"重地网热景优缺特要焦难差几零一二两三四五六七八九十半站务早晚";
  if (kNever.find(glyphs_[dot - 1].c) != std::u32string_view::npos) return false;
  if (item(end).kind == Item::kHan) return false;
  while (begin > 0 && item(begin - 1).kind == Item::kBlank) --begin;
  std::u32string before;
  for (std::size_t i = begin - std::min(begin, kLookBack); i < begin; ++i) {
    before.push_back(glyphs_[i].c);
  }
  return announces_address(before);
}

std::optional<LinkDraft> LinkReader::read_chinese(std::size_t dot, std::size_t floor) const {
  std::u32string before;
  std::size_t begin = dot;
  while (begin > floor && before.size() < kLookBack && is_han_character(glyphs_[begin - 1].c)) {
    before.insert(before.begin(), glyphs_[--begin].c);
  }
  const std::size_t own = own_characters(before);
  if (own < 2 || own == kLookBack) return std::nullopt;
  std::u32string top;
  const std::size_t dot_end = item(dot).end;
  std::size_t end = dot_end;
  const bool ascii = end < glyphs_.size() && is_ascii_alnum(glyphs_[end].c);
  while (end < glyphs_.size() && top.size() < 8 &&
         (ascii ? is_ascii_alnum(glyphs_[end].c) : is_han_character(glyphs_[end].c))) {
    top.push_back(lower(glyphs_[end++].c));
    if (!ascii && is_chinese_top_level(top)) break;
  }
  const bool known = ascii ? is_strong_top_level(to_utf8(top)) : is_chinese_top_level(top);
  if (!known) return std::nullopt;
  LinkDraft draft;
  draft.begin = dot - own;
  draft.end = end;
  if (!is(dot, U'.')) {
    if (!is_spoken_domain(draft.begin, dot, end)) return std::nullopt;
    draft.mark(LinkDisguise::kDotWord);
  }
  for (const char32_t c : std::u32string_view(U"http://")) draft.append(c, draft.begin);
  for (std::size_t i = draft.begin; i < dot; ++i) draft.append(glyphs_[i].c, i);
  draft.append(U'.', dot);
  for (std::size_t i = dot_end; i < end; ++i) draft.append(glyphs_[i].c, i);
  read_behind_host(draft);
  return draft;
}

}  // namespace analyzer::text
