#include "analyzer/text/link_reader.h"

#include <algorithm>

#include "analyzer/text/domains.h"
#include "analyzer/text/link_words.h"
#include "analyzer/text/url.h"
#include "analyzer/text/utf8.h"

namespace analyzer::text {
namespace {

using Item = LinkItem::Kind;

constexpr std::size_t kMaxLabels = 40;
constexpr std::size_t kMaxLabel = 63;  // letters
constexpr std::size_t kMaxBlanks = 2;  // around a dot
constexpr std::size_t kLookBack = 12;  // Chinese characters before a dot

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

char32_t lower(char32_t c) { return c >= U'A' && c <= U'Z' ? c + 32 : c; }
bool is_upper(char32_t c) { return c >= U'A' && c <= U'Z'; }
bool is_digit(char32_t c) { return c >= U'0' && c <= U'9'; }

bool all_digits(std::string_view text) {
  return !text.empty() &&
         std::all_of(text.begin(), text.end(), [](char c) { return c >= '0' && c <= '9'; });
}

bool is_octet(std::string_view text) {
  return all_digits(text) && text.size() <= 3 && std::stoi(std::string(text)) <= 255;
}

}  // namespace

void LinkDraft::append(char32_t c, std::size_t glyph) {
  append_character(url, c);
  glyphs.resize(url.size(), static_cast<std::uint32_t>(glyph));
}

std::string LinkReader::Label::ascii() const {
  std::string out;
  for (const auto& [c, glyph] : letters) {
    out.push_back(c < 0x80 ? static_cast<char>(lower(c)) : '?');
  }
  return out;
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

// Whether the letters behind the blank at `blank` belong to the same label:
// where each letter stands by itself, or a spoken digit does.
bool LinkReader::joins_letters(const Label& label, std::size_t piece, std::size_t blank,
                               std::size_t* next) const {
  *next = skip_blanks(blank, dictated_ ? kMaxBlanks : 1);
  const LinkItem first = item(*next);
  if (first.kind != Item::kLetter || label.letters.empty()) return false;
  const bool next_alone = item(first.end).kind != Item::kLetter || item(first.end).spoken;
  const bool hyphen = label.letters.back().first == U'-' || first.c == U'-';
  if (dictated_ && (first.spoken || (hyphen && next_alone))) return true;
  return next_alone && (piece == 1 || (dictated_ && label.spoken));
}

// A percent escape, which browsers undo in hosts.
bool LinkReader::is_escape(std::size_t at) const {
  const auto hex = [&](std::size_t i) {
    return i < glyphs_.size() &&
           (is_digit(glyphs_[i].c) || (lower(glyphs_[i].c) >= U'a' && lower(glyphs_[i].c) <= U'f'));
  };
  return is(at, U'%') && hex(at + 1) && hex(at + 2);
}

LinkReader::Label LinkReader::read_label(std::size_t at, bool has_scheme, bool first) const {
  Label label;
  label.end = at;
  std::size_t piece = 0;  // letters since the last blank
  while (label.letters.size() <= kMaxLabel) {
    const LinkItem next = item(label.end);
    if (has_scheme && is_escape(label.end)) {
      for (std::size_t i = label.end; i < label.end + 3; ++i) {
        label.letters.emplace_back(glyphs_[i].c, static_cast<std::uint32_t>(i));
      }
      label.end += 3;
    } else if (next.kind == Item::kLetter) {
      if (!label.letters.empty() && begins_scheme(label.end)) break;
      for (std::uint32_t n = 0; n < next.times; ++n) {
        label.letters.emplace_back(next.c, static_cast<std::uint32_t>(label.end));
      }
      label.spoken |= next.spoken;
      label.end = next.end;
      ++piece;
    } else if (next.kind == Item::kHan && has_scheme) {
      // Chinese words glued to the end of a finished host are no part of it.
      if (!first && !label.has_han && is_top_level(label.ascii())) break;
      label.has_han = true;
      label.letters.emplace_back(next.c, static_cast<std::uint32_t>(label.end));
      label.end = next.end;
    } else if (std::size_t joined = 0;
               next.kind == Item::kBlank && joins_letters(label, piece, label.end, &joined)) {
      ++label.joins;
      label.end = joined;
      piece = 0;
    } else {
      break;
    }
  }
  return label;
}

// Returns the glyph behind the dot at `at` if a label follows it, else 0; notes
// in `next` how the dot was written.
std::size_t LinkReader::read_dot(std::size_t at, bool has_scheme, Label& next) const {
  const std::size_t dot_at = skip_blanks(at, kMaxBlanks);
  LinkItem dot = item(dot_at);
  // " dot " in letters needs blanks around it.
  const std::size_t dot_word = dot_at > at ? match_letters(dot_at, U"dot") : 0;
  if (dot_word != 0 && item(dot_word).kind == Item::kBlank) {
    dot.kind = Item::kDot;
    dot.dot_word = true;
    dot.end = dot_word;
  }
  if (dot.kind != Item::kDot) return 0;
  const std::size_t end = skip_blanks(dot.end, kMaxBlanks);
  next.dot_word = dot.dot_word;
  next.dot_spaced = dot_at > at || end > dot.end;
  // Marks that end sentences or stand in lists are dots only inside a word.
  const char32_t mark = glyphs_[dot_at].c;
  const bool is_mark = dot.dot_word && !is_han_character(mark) && dot.end == dot_at + 1;
  if (is_mark && next.dot_spaced) return 0;
  const LinkItem after = item(end);
  const bool starts = after.kind == Item::kLetter || (has_scheme && is_escape(end)) ||
                      (after.kind == Item::kHan && has_scheme);
  return starts && !begins_scheme(end) ? end : 0;
}

LinkReader::Labels LinkReader::read_labels(std::size_t at, bool has_scheme) const {
  Labels labels;
  Label dot;
  while (labels.size() < kMaxLabels) {
    Label label = read_label(at, has_scheme, labels.empty());
    if (label.letters.empty()) break;
    label.dot_word = dot.dot_word;
    label.dot_spaced = dot.dot_spaced;
    labels.push_back(std::move(label));
    at = read_dot(labels.back().end, has_scheme, dot);
    if (at == 0) break;
  }
  return labels;
}

bool LinkReader::is_address_version(std::size_t begin, std::size_t end) const {
  for (const std::u32string_view word :
       {U"版本号", U"版本", U"版", U"ersion", U"ver", U"v", U"V"}) {
    std::size_t at = begin;
    while (at > 0 && (glyphs_[at - 1].c == U' ' || glyphs_[at - 1].c == U':')) --at;
    if (at < word.size()) continue;
    if (std::equal(word.begin(), word.end(),
                   glyphs_.begin() + static_cast<std::ptrdiff_t>(at - word.size()),
                   [](char32_t a, const Glyph& g) { return a == g.c; })) {
      return true;
    }
  }
  return std::u32string_view(U"版条节款").find(end < glyphs_.size() ? glyphs_[end].c : U' ') !=
         std::u32string_view::npos;
}

// Whether the first `count` labels end as a host does.
bool LinkReader::ends_host(const Labels& labels, std::size_t count) const {
  const Label& last = labels[count - 1];
  const std::string top = last.ascii();
  if (count == 4 && std::all_of(labels.begin(), labels.begin() + 4,
                                [](const Label& l) { return is_octet(l.ascii()); })) {
    return true;
  }
  if (count < 2 || all_digits(top) || !is_top_level(top)) return false;
  if (last.dot_word) {
    const Label& before = labels[count - 2];
    const bool hour = count == 2 && all_digits(before.ascii()) && before.letters.size() <= 2;
    return !is_word_top_level(top) && !hour;
  }
  return !last.dot_spaced || is_strong_top_level(top);
}

// How many of `labels` make the host; 0 if none do. A dot that may be something
// else (a blank beside it, a word) may end the host before it.
std::size_t LinkReader::usable_labels(const Labels& labels, bool has_scheme) const {
  std::size_t count = labels.size();
  const auto doubtful = [](const Label& label) { return label.dot_word || label.dot_spaced; };
  const bool plain = std::none_of(labels.begin(), labels.end(), doubtful);
  if (has_scheme && plain) return count;
  while (count > 0 && !ends_host(labels, count)) {
    const Label& last = labels[count - 1];
    const bool sentence = is_upper(last.letters[0].first) && !is_upper(labels[0].letters[0].first);
    if (!has_scheme && !doubtful(last) && !sentence) return 0;
    --count;
  }
  if (count > 0 || !has_scheme) return count;
  for (count = 1; count < labels.size() && !doubtful(labels[count]);) ++count;
  return count;
}

// Tells a host without scheme from words, numbers and files that look like one.
bool LinkReader::is_plausible(const Labels& labels, std::size_t count, std::size_t at) const {
  const Label& last = labels[count - 1];
  const std::string top = last.ascii();
  const std::string first = labels[0].ascii();
  const bool address = all_digits(top);
  if (address) return !is_address_version(at, last.end);
  const bool has_path = is(last.end, U'/') || is(last.end, U':');
  const char32_t before = labels[count - 2].letters.back().first;
  const auto& letters = last.letters;
  const bool capitalized = is_upper(letters[0].first) && !is_upper(letters.back().first);
  if (capitalized && !is_upper(before) && !has_path) return false;  // "done.It was"
  if (count == 2 && !has_path) {
    if (is_file_ending(top)) return false;
    if (top == "net" && (first == "asp" || first == "vb" || first == "ado")) return false;
  }
  std::size_t joins = 0;
  for (std::size_t i = 0; i < count; ++i) joins += labels[i].joins;
  // "plan a b.com": letters apart are a way of writing only if all are.
  return dictated_ || joins == 0 || (joins >= 3 && is_strong_top_level(top));
}

void LinkReader::append_labels(const Labels& labels, std::size_t count, LinkDraft& draft) const {
  for (std::size_t i = 0; i < count; ++i) {
    const Label& label = labels[i];
    if (i > 0) draft.append(U'.', label.letters[0].second);
    if (label.dot_word && i > 0) draft.mark(LinkDisguise::kDotWord);
    if (label.spoken) draft.mark(LinkDisguise::kSpoken);
    for (const auto& [c, glyph] : label.letters) draft.append(c, glyph);
    draft.end = label.end;
  }
}

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

void LinkReader::mark_glyphs(LinkDraft& draft) const {
  for (std::size_t i = draft.begin; i < draft.end; ++i) {
    const Glyph& glyph = glyphs_[i];
    if (glyph.styled && glyph.c != U'。') draft.mark(LinkDisguise::kFullWidth);
    if (glyph.invisible_before && i > draft.begin) draft.mark(LinkDisguise::kInvisible);
    if (glyph.c <= 0x20) draft.mark(LinkDisguise::kSpaced);
  }
  if (!draft.has_scheme) draft.mark(LinkDisguise::kNoScheme);
}

std::optional<LinkDraft> LinkReader::read_app(std::size_t at) const {
  std::string scheme;
  std::size_t end = at;
  while (end < glyphs_.size() && scheme.size() < 24 &&
         (is_ascii_alnum(glyphs_[end].c) || is(end, U'+') || is(end, U'-') || is(end, U'.'))) {
    scheme.push_back(static_cast<char>(lower(glyphs_[end++].c)));
  }
  if (!is(end, U':') || !is(end + 1, U'/') || !is(end + 2, U'/') || !is_app_scheme(scheme)) {
    return std::nullopt;
  }
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

std::optional<LinkDraft> LinkReader::read(std::size_t at, std::size_t* resume) const {
  *resume = at + 1;
  if (is(at, U'#')) return read_mini_program(at);
  if (auto app = read_app(at)) return app;
  LinkDraft draft;
  draft.begin = at;
  std::size_t host_at = read_scheme(at, draft);
  if (draft.has_scheme) {
    host_at = read_credentials(host_at, draft);
  } else {
    for (const char32_t c : std::u32string_view(U"http://")) draft.append(c, at);
  }
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
    append_labels(labels, count, draft);
  }
  const std::size_t host_size = draft.url.size();
  read_port(draft);
  read_tail(draft);
  trim_tail(draft, host_size);
  mark_glyphs(draft);
  return draft;
}

std::optional<LinkDraft> LinkReader::read_chinese(std::size_t dot) const {
  std::u32string before;
  std::size_t begin = dot;
  while (begin > 0 && before.size() < kLookBack && is_han_character(glyphs_[begin - 1].c)) {
    before.insert(before.begin(), glyphs_[--begin].c);
  }
  const std::size_t own = own_characters(before);
  if (own < 2 || own == kLookBack) return std::nullopt;
  std::u32string top;
  std::size_t end = dot + 1;
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
  for (const char32_t c : std::u32string_view(U"http://")) draft.append(c, draft.begin);
  for (std::size_t i = draft.begin; i < end; ++i) draft.append(glyphs_[i].c, i);
  const std::size_t host_size = draft.url.size();
  read_port(draft);
  read_tail(draft);
  trim_tail(draft, host_size);
  mark_glyphs(draft);
  return draft;
}

}  // namespace analyzer::text
