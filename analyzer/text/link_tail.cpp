// What follows the host of a link: port, path, query and fragment.

#include <algorithm>

#include "analyzer/text/link_reader.h"
#include "analyzer/text/link_words.h"

namespace analyzer::text {
namespace {

using Item = LinkItem::Kind;

constexpr std::size_t kLongestHost = 253;  // RFC 1035

// Behind a spoken digit: it counts things and belongs to no address (一个, 两次).
constexpr std::u32string_view kMeasures = U"个位条次下回天年月日点分块元种段";

}  // namespace

// 冒号 8 0 8 0, digit by digit.
bool LinkReader::read_spoken_port(LinkDraft& draft) const {
  const std::size_t colon = skip_blanks(draft.end, kMaxBlanks);
  if (!dictated_ || item(colon).kind != Item::kColon || !item(colon).spoken) return false;
  std::vector<std::pair<char32_t, std::size_t>> digits;
  std::size_t end = item(colon).end;
  for (std::size_t at = skip_blanks(end, kMaxBlanks); digits.size() < 6;) {
    const LinkItem next = item(at);
    if (next.kind != Item::kLetter || !is_digit(next.c)) break;
    digits.emplace_back(next.c, at);
    end = next.end;
    at = skip_blanks(end, kMaxBlanks);
  }
  if (digits.size() < 2 || digits.size() > 5) return false;
  draft.append(U':', colon);
  for (const auto& [digit, glyph] : digits) draft.append(digit, glyph);
  draft.end = end;
  draft.mark(LinkDisguise::kSpoken);
  return true;
}

void LinkReader::read_port(LinkDraft& draft) const {
  if (read_spoken_port(draft)) return;
  const LinkItem colon = item(draft.end);
  if (colon.kind != Item::kColon) return;
  const bool styled = glyphs_[draft.end].styled && !glyphs_[draft.end - 1].styled;
  std::size_t end = colon.end;
  while (end < glyphs_.size() && is_digit(glyphs_[end].c)) ++end;
  const std::size_t digits = end - colon.end;
  if (styled || digits == 0 || digits > 5) return;
  if (end < glyphs_.size() && is_ascii_alnum(glyphs_[end].c)) return;
  draft.append(U':', draft.end);
  for (std::size_t i = colon.end; i < end; ++i) draft.append(glyphs_[i].c, i);
  draft.end = end;
}

// Whether path, query or fragment begins behind the host.
bool LinkReader::begins_tail(const LinkDraft& draft) const {
  const std::size_t at = draft.end;
  if (at >= glyphs_.size()) return false;
  const bool letter_next = at + 1 < glyphs_.size() && is_ascii_alnum(glyphs_[at + 1].c);
  const LinkItem first = item(at);
  if (first.kind == Item::kSlash) return first.spoken || !glyphs_[at].styled || letter_next;
  if (is(at, U'#')) return letter_next || is(at + 1, U'/') || is(at + 1, U'!');
  if (!is(at, U'?') || !letter_next) return false;
  // "is it a.com?yes" asks; "a.com?x=1" is a query.
  for (std::size_t i = at + 1; i < glyphs_.size() && in_tail(i); ++i) {
    if (is(i, U'=')) return true;
  }
  return draft.has_scheme;
}

bool LinkReader::in_tail(std::size_t at) const {
  const Glyph& glyph = glyphs_[at];
  if (glyph.c <= 0x20 || glyph.c >= 0x7F) return false;
  if (std::u32string_view(U"\"<>^`{|}").find(glyph.c) != std::u32string_view::npos) return false;
  if (!glyph.styled || is_ascii_alnum(glyph.c)) return true;
  // Full-width punctuation belongs to the sentence unless the link is full-width.
  const bool letter_next = at + 1 < glyphs_.size() && is_ascii_alnum(glyphs_[at + 1].c);
  const bool styled_before = at > 0 && glyphs_[at - 1].styled && glyphs_[at - 1].c < 0x80;
  if (!letter_next) return false;
  if (std::u32string_view(U"/?=&%#._-").find(glyph.c) != std::u32string_view::npos) return true;
  return styled_before && (glyph.c == U':' || glyph.c == U'@' || glyph.c == U'~');
}

// Where the path or query begins that was read out, or 0.
std::size_t LinkReader::spoken_tail_begin(const LinkDraft& draft) const {
  if (!dictated_) return 0;
  const std::size_t at = skip_blanks(draft.end, kMaxBlanks);
  const LinkItem first = item(at);
  const bool slash = first.kind == Item::kSlash && (first.spoken || at > draft.end);
  const bool mark = first.kind == Item::kMark && first.c != U'=';
  return slash || mark ? at : 0;
}

// The glyph where the next part of a spoken tail stands, from `at` on behind
// blanks; 0 if the sentence goes on there.
std::size_t LinkReader::next_spoken(std::size_t at) const {
  const std::size_t next = skip_blanks(at, kMaxBlanks);
  const LinkItem part = item(next);
  const bool comma = next > at && (is(at, U',') || is(next - 1, U','));
  if (part.kind == Item::kSlash || part.kind == Item::kMark) return next;
  if (comma) return 0;
  if (part.kind == Item::kDot) {
    const std::size_t behind = skip_blanks(part.end, kMaxBlanks);
    return item(behind).kind == Item::kLetter && next_spoken(part.end) != 0 ? next : 0;
  }
  if (part.kind == Item::kLetter) {
    const bool counts = part.spoken && part.end < glyphs_.size() &&
                        kMeasures.find(glyphs_[part.end].c) != std::u32string_view::npos;
    return counts ? 0 : next;
  }
  const bool sign = next == at && next < glyphs_.size() && !glyphs_[next].styled && in_tail(next);
  return sign ? next : 0;
}

void LinkReader::read_spoken_tail(LinkDraft& draft, std::size_t at) const {
  draft.mark(LinkDisguise::kSpoken);
  if (item(at).kind == Item::kMark && item(at).c != U'?') draft.append(U'/', at);
  while (at != 0 && at < glyphs_.size()) {
    const LinkItem part = item(at);
    const bool word = part.kind == Item::kLetter || part.kind == Item::kMark;
    const char32_t c = part.kind == Item::kSlash ? U'/'
                       : part.kind == Item::kDot ? U'.'
                       : word                    ? part.c
                                                 : glyphs_[at].c;
    for (std::uint32_t n = 0; n < (word ? part.times : 1); ++n) draft.append(c, at);
    draft.end = part.end;
    const std::size_t next = part.end;
    at = next < glyphs_.size() ? next_spoken(next) : 0;
  }
}

// Whether the mark at `at` parts a list of links: a whole host follows it.
bool LinkReader::begins_next(std::size_t at) const {
  if (!is(at, U';') && !is(at, U',')) return false;
  std::string host;
  std::size_t end = at + 1;
  while (end < glyphs_.size() && host.size() < kLongestHost &&
         (is_ascii_alnum(glyphs_[end].c) || is(end, U'-') || is(end, U'.'))) {
    host.push_back(static_cast<char>(lower(glyphs_[end++].c)));
  }
  const std::size_t dot = host.rfind('.');
  if (dot == std::string::npos || dot == 0) return false;
  const bool ends = end >= glyphs_.size() || !in_tail(end) || is(end, U'/') || is(end, U':');
  return ends && is_strong_top_level(std::string_view(host).substr(dot + 1));
}

void LinkReader::read_tail(LinkDraft& draft) const {
  if (const std::size_t at = spoken_tail_begin(draft); at != 0) return read_spoken_tail(draft, at);
  if (!begins_tail(draft)) return;
  int round_open = 0;
  int square_open = 0;
  for (; draft.end < glyphs_.size() && in_tail(draft.end); ++draft.end) {
    const char32_t c = glyphs_[draft.end].c;
    round_open += c == U'(' ? 1 : c == U')' ? -1 : 0;
    square_open += c == U'[' ? 1 : c == U']' ? -1 : 0;
    if (round_open < 0 || square_open < 0) break;  // closes a bracket of the text around
    if (begins_next(draft.end)) break;
    draft.append(c, draft.end);
  }
}

// Takes the punctuation of the sentence off the end.
void LinkReader::trim_tail(LinkDraft& draft, std::size_t host_size) const {
  const auto count = [&](char c) { return std::count(draft.url.begin(), draft.url.end(), c); };
  while (draft.url.size() > host_size) {
    const char last = draft.url.back();
    const bool stop = std::string_view(".,;:!?'*~([").find(last) != std::string_view::npos;
    const bool bracket =
        (last == ')' && count(')') > count('(')) || (last == ']' && count(']') > count('['));
    if (!stop && !bracket) break;
    draft.end = draft.glyphs.back();
    draft.url.pop_back();
    draft.glyphs.pop_back();
  }
}

void LinkReader::read_behind_host(LinkDraft& draft) const {
  const std::size_t host_size = draft.url.size();
  read_port(draft);
  read_tail(draft);
  trim_tail(draft, host_size);
  mark_glyphs(draft);
}

}  // namespace analyzer::text
