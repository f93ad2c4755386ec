// The host of a link: its labels, the dots between them, and where it ends.

#include <algorithm>

#include "analyzer/text/domains.h"
#include "analyzer/text/link_reader.h"
#include "analyzer/text/link_words.h"

namespace analyzer::text {
namespace {

using Item = LinkItem::Kind;

constexpr std::size_t kMaxLabels = 40;
constexpr std::size_t kMaxLabel = 63;      // letters
constexpr std::size_t kSpokenAddress = 7;  // digits of an IPv4 address read out
constexpr std::size_t kLongestOctet = 3;   // digits of a part of such an address

bool all_digits(std::string_view text) {
  return !text.empty() &&
         std::all_of(text.begin(), text.end(), [](char c) { return c >= '0' && c <= '9'; });
}

bool is_octet(std::string_view text) {
  return all_digits(text) && text.size() <= 3 && std::stoi(std::string(text)) <= 255;
}

}  // namespace

std::string LinkReader::Label::ascii() const {
  std::string out;
  for (const auto& [c, glyph] : letters) {
    out.push_back(c < 0x80 ? static_cast<char>(lower(c)) : '?');
  }
  return out;
}

// Whether the letters behind the blank at `blank` belong to the same label:
// where each letter stands by itself, or a spoken digit does.
bool LinkReader::joins_letters(const Label& label, bool first_label, std::size_t piece,
                               std::size_t blank, std::size_t* next) const {
  *next = skip_blanks(blank, dictated_ ? kMaxBlanks : 1);
  const LinkItem first = item(*next);
  if (first.kind != Item::kLetter || label.letters.empty() || is(*next - 1, U'\n')) return false;
  const bool next_alone = item(first.end).kind != Item::kLetter || item(first.end).spoken;
  // Behind a spoken hyphen syllables are read out one by one.
  if (dictated_ && (label.open || label.hyphened)) return true;
  // A long number behind a dot is no ending: the label goes on.
  if (dictated_ && !first_label && label.spoken && label.letters.size() > kLongestOctet &&
      all_digits(label.ascii())) {
    return true;
  }
  const bool hyphen = label.letters.back().first == U'-' || first.c == U'-';
  if (dictated_ && (first.spoken || (hyphen && next_alone))) return true;
  return next_alone && (piece == 1 || (dictated_ && label.spoken));
}

// Whether a line break at `at` stands inside a label: what is before it is no
// end of a host, and with what follows it would be, or would go on.
bool LinkReader::breaks_line(const Label& label, std::size_t at, std::size_t* next) const {
  *next = is(at, U'\r') ? at + 1 : at;
  if (!is(*next, U'\n') || label.letters.empty() || label.has_han) return false;
  ++*next;
  std::string joined = label.ascii();
  // A number may be an address' last, and what follows the next point of a list.
  if (is_top_level(joined) || (all_digits(joined) && !is(*next, U'-'))) return false;
  if (begins_scheme(*next) || match_letters(*next, U"www") != 0) return false;
  std::size_t end = *next;
  while (end < glyphs_.size() && end - *next < kMaxLabel &&
         (is_ascii_alnum(glyphs_[end].c) || is(end, U'-'))) {
    joined.push_back(static_cast<char>(lower(glyphs_[end++].c)));
  }
  if (end == *next) return false;
  const bool goes_on = is(end, U'.') && item(end + 1).kind == Item::kLetter;
  return goes_on || is_top_level(joined);
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
      label.open = next.spoken && (next.c == U'-' || next.c == U'_');
      label.hyphened |= label.open;
      label.end = next.end;
      ++piece;
    } else if (next.kind == Item::kHan && has_scheme) {
      // Chinese words glued to the end of a finished host are no part of it.
      if (!first && !label.has_han && is_top_level(label.ascii())) break;
      label.has_han = true;
      label.letters.emplace_back(next.c, static_cast<std::uint32_t>(label.end));
      label.end = next.end;
    } else if (std::size_t joined = 0; next.kind == Item::kBlank &&
                                       (joins_letters(label, first, piece, label.end, &joined) ||
                                        (has_scheme && breaks_line(label, label.end, &joined)))) {
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
  next.dot_bracketed = std::u32string_view(U"[({<【（「").find(mark) != std::u32string_view::npos;
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
    label.dot_bracketed = dot.dot_bracketed;
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

// Whether the first four labels are an IPv4 address. Where the dots are words,
// single digits are counting (一点一点).
bool LinkReader::is_address(const Labels& labels) {
  std::size_t digits = 0;
  for (std::size_t i = 0; i < 4; ++i) {
    if (!is_octet(labels[i].ascii())) return false;
    digits += labels[i].letters.size();
  }
  return digits >= kSpokenAddress || !labels[1].dot_word;
}

// Whether the first `count` labels end as a host does.
bool LinkReader::ends_host(const Labels& labels, std::size_t count) const {
  const Label& last = labels[count - 1];
  const std::string top = last.ascii();
  if (count == 4 && is_address(labels)) return true;
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
  const bool plain = std::none_of(labels.begin(), labels.end(), [&](const Label& label) {
    return doubtful(label) && (label.dot_spaced || !label.dot_bracketed);
  });
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

}  // namespace analyzer::text
