// What follows the host of a link: port, path, query and fragment.

#include <algorithm>

#include "analyzer/text/link_reader.h"

namespace analyzer::text {
namespace {

using Item = LinkItem::Kind;

}  // namespace

void LinkReader::read_port(LinkDraft& draft) const {
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

void LinkReader::read_tail(LinkDraft& draft) const {
  if (!begins_tail(draft)) return;
  const LinkItem first = item(draft.end);
  if (first.spoken) {
    draft.append(U'/', draft.end);
    draft.mark(LinkDisguise::kSpoken);
    draft.end = skip_blanks(first.end, kMaxBlanks);
  }
  int round_open = 0;
  int square_open = 0;
  for (; draft.end < glyphs_.size() && in_tail(draft.end); ++draft.end) {
    const char32_t c = glyphs_[draft.end].c;
    round_open += c == U'(' ? 1 : c == U')' ? -1 : 0;
    square_open += c == U'[' ? 1 : c == U']' ? -1 : 0;
    if (round_open < 0 || square_open < 0) break;  // closes a bracket of the text around
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

}  // namespace analyzer::text
