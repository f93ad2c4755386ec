#include "analyzer/text/link_reader.h"

#include <algorithm>

#include "analyzer/text/link_words.h"
#include "analyzer/text/url.h"
#include "analyzer/text/utf8.h"

namespace analyzer::text {
namespace {

using Item = LinkItem::Kind;

constexpr std::size_t kUsualLength = 64;  // bytes of a link

struct WrittenScheme {
  std::u32string_view written;
  std::string_view scheme;
  bool hidden;
};
constexpr WrittenScheme kWrittenSchemes[] = {
    {U"https", "https", false}, {U"http", "http", false},  {U"hxxps", "https", true},
    {U"hxxp", "http", true},    {U"hxtps", "https", true}, {U"hxtp", "http", true},
    {U"htxps", "https", true},  {U"htxp", "http", true},   {U"h**ps", "https", true},
    {U"h**p", "http", true},    {U"wss", "wss", false},    {U"ws", "ws", false},
    {U"ftp", "ftp", false},
};

}  // namespace

void LinkDraft::append(char32_t c, std::size_t glyph) {
  if (url.empty()) {
    url.reserve(kUsualLength);
    glyphs.reserve(kUsualLength);
  }
  append_character(url, c);
  while (glyphs.size() < url.size()) glyphs.push_back(static_cast<std::uint32_t>(glyph));
}

std::size_t LinkReader::skip_blanks(std::size_t at, std::size_t most) const {
  for (std::size_t n = 0; n < most && item(at).kind == Item::kBlank; ++n) at = item(at).end;
  return at;
}

// The glyph behind `word`, written together or with a blank between all letters;
// 0 if it does not stand there.
std::size_t LinkReader::match_letters(std::size_t at, std::u32string_view word) const {
  const bool spaced = item(at + 1).kind == Item::kBlank;
  for (std::size_t i = 0; i < word.size(); ++i) {
    if (i > 0 && spaced) {
      if (item(at).kind != Item::kBlank) return 0;
      at = item(at).end;
    }
    if (at >= glyphs_.size() || lower(glyphs_[at].c) != word[i]) return 0;
    ++at;
  }
  return at;
}

// Returns the glyph behind "http://", or `at` if no scheme stands there.
std::size_t LinkReader::read_scheme(std::size_t at, LinkDraft& draft) const {
  const char32_t first = at < glyphs_.size() ? lower(glyphs_[at].c) : 0;
  if (first != U'h' && first != U'w' && first != U'f') return at;
  for (const WrittenScheme& written : kWrittenSchemes) {
    std::size_t end = match_letters(at, written.written);
    if (end == 0) continue;
    end = skip_blanks(end, kMaxBlanks);
    if (item(end).kind != Item::kColon) continue;
    const std::size_t colon_end = item(end).end;
    end = skip_blanks(colon_end, kMaxBlanks);
    std::size_t slashes = 0;
    for (LinkItem slash = item(end); slash.kind == Item::kSlash; slash = item(end)) {
      slashes += slash.times;
      end = skip_blanks(slash.end, 1);
    }
    if (slashes == 0 && (end != colon_end || item(end).kind != Item::kLetter)) continue;
    end = skip_blanks(end, kMaxBlanks);
    for (const char c : written.scheme) draft.append(static_cast<char32_t>(c), at);
    for (const char32_t c : {U':', U'/', U'/'}) draft.append(c, at);
    draft.has_scheme = true;
    if (written.hidden) draft.mark(LinkDisguise::kHxxp);
    return end;
  }
  return at;
}

bool LinkReader::begins_scheme(std::size_t at) const {
  if (at >= glyphs_.size() || lower(glyphs_[at].c) != U'h') return false;
  for (const std::u32string_view word : {U"https", U"http", U"hxxps", U"hxxp"}) {
    const std::size_t end = match_letters(at, word);
    if (end != 0 && is(end, U':') && (is(end + 1, U'/') || is(end + 1, U'\\'))) return true;
  }
  return false;
}

// Behind a scheme, everything up to the last '@' before the path.
std::size_t LinkReader::read_credentials(std::size_t at, LinkDraft& draft) const {
  std::size_t last = at;
  for (std::size_t i = at; i < glyphs_.size() && in_tail(i); ++i) {
    const char32_t c = glyphs_[i].c;
    if (c == U'/' || c == U'\\' || c == U'?' || c == U'#') break;
    if (c == U'@') last = i + 1;
  }
  for (; at < last; ++at) draft.append(glyphs_[at].c, at);
  return at;
}

std::size_t LinkReader::read_ipv6(std::size_t at, LinkDraft& draft) const {
  std::size_t end = at;
  while (end < glyphs_.size() && end - at < 64 && glyphs_[end].c < 0x80 && !is(end, U']')) ++end;
  if (!is(end, U']')) return at;
  for (; at <= end; ++at) draft.append(glyphs_[at].c, at);
  return at;
}

void LinkReader::mark_glyphs(LinkDraft& draft) const {
  for (std::size_t i = draft.begin; i < draft.end; ++i) {
    const Glyph& glyph = glyphs_[i];
    if (glyph.styled && glyph.c != U'。') draft.mark(LinkDisguise::kFullWidth);
    if (glyph.invisible_before && i > draft.begin) draft.mark(LinkDisguise::kInvisible);
    if (glyph.c <= 0x20) draft.mark(LinkDisguise::kSpaced);
  }
  if (!draft.has_scheme) draft.mark(LinkDisguise::kNoScheme);
}

std::optional<LinkDraft> LinkReader::read(std::size_t at, std::size_t* resume) const {
  *resume = at + 1;
  if (is(at, U'#')) return read_mini_program(at);
  if (auto app = read_app(at)) return app;
  if (auto escaped = read_escaped(at)) return escaped;
  LinkDraft draft;
  draft.begin = at;
  std::size_t host_at = read_scheme(at, draft);
  if (draft.has_scheme) host_at = read_credentials(host_at, draft);
  if (draft.has_scheme && is(host_at, U'[')) {
    draft.end = read_ipv6(host_at, draft);
  } else {
    const Labels labels = read_labels(host_at, draft.has_scheme);
    if (labels.empty()) return std::nullopt;
    const std::size_t count = usable_labels(labels, draft.has_scheme);
    // No host ends here, so none that begins inside these labels does either.
    const bool plain = std::none_of(labels.begin(), labels.end(), [](const Label& l) {
      return l.dot_word || l.dot_spaced || l.joins > 0;
    });
    if (plain || count == 0) *resume = labels.back().end;
    if (count == 0) return std::nullopt;
    if (!draft.has_scheme && !is_plausible(labels, count, at)) return std::nullopt;
    if (!draft.has_scheme) {
      for (const char32_t c : std::u32string_view(U"http://")) draft.append(c, at);
    }
    append_labels(labels, count, draft);
  }
  read_behind_host(draft);
  return draft;
}

}  // namespace analyzer::text
