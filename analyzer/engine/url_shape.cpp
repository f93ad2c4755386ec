#include "analyzer/engine/url_shape.h"

#include <algorithm>
#include <array>
#include <cmath>

namespace analyzer {
namespace {

bool is_digit(char c) { return c >= '0' && c <= '9'; }
bool is_letter(char c) { return c >= 'a' && c <= 'z'; }
bool is_vowel(char c) { return c == 'a' || c == 'e' || c == 'i' || c == 'o' || c == 'u'; }

std::string lower(std::string_view text) {
  std::string out(text);
  for (char& c : out) {
    if (c >= 'A' && c <= 'Z') c = static_cast<char>(c - 'A' + 'a');
  }
  return out;
}

// Lists copied out of web pages hold "&amp;" for "&".
std::string without_entities(std::string text) {
  for (std::size_t at = text.find("&amp;"); at != std::string::npos;
       at = text.find("&amp;", at + 1)) {
    text.erase(at + 1, 4);
  }
  return text;
}

constexpr auto kInitials =
    std::to_array<std::string_view>({"zh", "ch", "sh", "b", "p", "m", "f", "d", "t", "n", "l", "g",
                                     "k",  "h",  "j",  "q", "x", "r", "z", "c", "s", "y", "w", ""});
constexpr auto kFinals = std::to_array<std::string_view>(
    {"iang", "iong", "uang", "ang", "eng", "ing", "ong", "ian", "iao", "uai", "uan",
     "ai",   "an",   "ao",   "ei",  "en",  "er",  "ia",  "ie",  "in",  "iu",  "ou",
     "ua",   "ue",   "ui",   "un",  "uo",  "a",   "e",   "i",   "o",   "u",   "v"});

// Calls told(end) for each syllable that begins at `at`. An initial with any
// final: a few more syllables than are spoken, which does not matter for a share.
template <class Told>
void syllables(std::string_view text, std::size_t at, Told told) {
  const std::string_view rest = text.substr(at);
  if (!is_letter(rest.front())) return;
  for (const std::string_view initial : kInitials) {
    if (!initial.empty() && (initial[0] != rest[0] || !rest.starts_with(initial))) continue;
    const std::string_view after = rest.substr(initial.size());
    if (after.empty()) continue;
    for (const std::string_view final : kFinals) {
      if (final[0] != after[0] || !after.starts_with(final)) continue;
      if (initial.empty() && final.find_first_of("iuv") == 0) continue;
      told(at + initial.size() + final.size());
    }
  }
}

bool is_code_character(char c) { return is_digit(c) || is_letter(c); }

}  // namespace

// Names have 63 characters a label and 253 in all (RFC 1035); what is longer is
// nobody's, and no more of it needs to be looked at. The end tells whose it is.
constexpr std::size_t kLongestLabel = 63;
constexpr std::size_t kLongestHost = 253;
constexpr std::size_t kLongestPart = 512;  // of path and query

UrlShape::UrlShape(const UrlFacts& url) : facts(url) {
  const std::size_t size = url.host.size();
  host = lower(std::string_view(url.host).substr(size - std::min(size, kLongestHost)));
  if (host.starts_with("www.") && host.size() > url.registrable_domain.size()) host.erase(0, 4);
  path = lower(std::string_view(url.path).substr(0, kLongestPart));
  while (!path.empty() && path.back() == '/') path.pop_back();
  query = without_entities(lower(std::string_view(url.query).substr(0, kLongestPart)));
  if (url.host_is_ip) return;
  suffix = url.public_suffix;
  const std::string& domain = url.registrable_domain;
  if (domain.size() > suffix.size() + 1 && !suffix.empty()) {
    label = lower(std::string_view(domain).substr(0, domain.size() - suffix.size() - 1));
  } else if (suffix.empty()) {
    label = domain;
  }
  if (label.size() > kLongestLabel) label.resize(kLongestLabel);
  if (host.size() > domain.size() + 1) subdomain = host.substr(0, host.size() - domain.size() - 1);
}

TextPairs::TextPairs(std::string_view text) {
  for (std::size_t i = 1; i < text.size(); ++i) pairs_.set(slot(text[i - 1], text[i]));
}

std::size_t count_digits(std::string_view text) {
  return static_cast<std::size_t>(std::count_if(text.begin(), text.end(), is_digit));
}

std::size_t count_of(std::string_view text, char what) {
  return static_cast<std::size_t>(std::count(text.begin(), text.end(), what));
}

std::size_t longest_run_of_consonants(std::string_view text) {
  std::size_t longest = 0;
  std::size_t run = 0;
  for (const char c : text) {
    run = is_letter(c) && !is_vowel(c) ? run + 1 : 0;
    longest = std::max(longest, run);
  }
  return longest;
}

std::size_t switches(std::string_view text) {
  std::size_t out = 0;
  for (std::size_t i = 1; i < text.size(); ++i) {
    if ((is_digit(text[i]) && is_letter(text[i - 1])) ||
        (is_letter(text[i]) && is_digit(text[i - 1]))) {
      ++out;
    }
  }
  return out;
}

double entropy(std::string_view text) {
  std::array<std::size_t, 256> counts{};
  for (const char c : text) ++counts[static_cast<unsigned char>(c)];
  double bits = 0.0;
  for (const std::size_t count : counts) {
    if (count == 0) continue;
    const double share = static_cast<double>(count) / static_cast<double>(text.size());
    bits -= share * std::log2(share);
  }
  return bits;
}

double vowel_share(std::string_view text) {
  const auto letters = std::count_if(text.begin(), text.end(), is_letter);
  const auto vowels = std::count_if(text.begin(), text.end(), is_vowel);
  return letters == 0 ? 0.0 : static_cast<double>(vowels) / static_cast<double>(letters);
}

double pinyin_share(std::string_view text) {
  // best[i]: most letters of text[0, i) that whole syllables cover.
  std::vector<std::size_t> best(text.size() + 1, 0);
  std::size_t letters = 0;
  for (std::size_t i = 0; i < text.size(); ++i) {
    if (is_letter(text[i])) ++letters;
    best[i + 1] = std::max(best[i + 1], best[i]);
    syllables(text, i,
              [&](std::size_t end) { best[end] = std::max(best[end], best[i] + (end - i)); });
  }
  return letters == 0 ? 0.0 : static_cast<double>(best[text.size()]) / static_cast<double>(letters);
}

std::size_t longest_part(std::string_view text, std::string_view separators) {
  std::size_t longest = 0;
  std::size_t begin = 0;
  while (begin <= text.size()) {
    const std::size_t end = std::min(text.find_first_of(separators, begin), text.size());
    longest = std::max(longest, end - begin);
    begin = end + 1;
  }
  return longest;
}

std::size_t longest_code(std::string_view text) {
  std::size_t longest = 0;
  for (std::size_t begin = 0; begin < text.size();) {
    std::size_t end = begin;
    bool letter = false;
    bool digit = false;
    for (; end < text.size() && is_code_character(text[end]); ++end) {
      letter = letter || is_letter(text[end]);
      digit = digit || is_digit(text[end]);
    }
    if (letter && digit) longest = std::max(longest, end - begin);
    begin = end + 1;
  }
  return longest;
}

}  // namespace analyzer
