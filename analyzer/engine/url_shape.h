// A link cut into the parts that the url model's columns look at, and the plain
// measures of a string that they are made of.

#ifndef ANALYZER_ENGINE_URL_SHAPE_H_
#define ANALYZER_ENGINE_URL_SHAPE_H_

#include <bitset>
#include <cstddef>
#include <string>
#include <string_view>
#include <vector>

#include "analyzer/core/facts.h"

namespace analyzer {

// The parts in lower case, cut where they are longer than names and pages are. The registrable
// label and what lies left of it are empty for an IP address.
struct UrlShape {
  explicit UrlShape(const UrlFacts& url);

  const UrlFacts& facts;
  std::string host;       // without "www."
  std::string path;       // without a trailing slash; empty for the root
  std::string query;      // "&amp;" read as "&"
  std::string subdomain;  // left of the registrable domain, without its dot
  std::string label;      // the registrable domain without its public suffix
  std::string suffix;     // the public suffix
};

// Which pairs of neighbouring characters a text holds: most words that it does not
// hold are known by their first pair.
class TextPairs {
 public:
  explicit TextPairs(std::string_view text);
  // False only if `word`, of two characters or more, is not in the text.
  bool may_hold(std::string_view word) const { return pairs_.test(slot(word[0], word[1])); }

 private:
  static std::size_t slot(char a, char b) {
    return (static_cast<unsigned char>(a) * 37U + static_cast<unsigned char>(b)) % 1024U;
  }
  std::bitset<1024> pairs_;
};

// Numbers in [0, size] unless said otherwise; an empty text has 0 of everything.
std::size_t count_digits(std::string_view text);
std::size_t count_of(std::string_view text, char what);
std::size_t longest_run_of_consonants(std::string_view text);
// Changes from letter to digit or back.
std::size_t switches(std::string_view text);
// Shannon entropy of the characters, in bits.
double entropy(std::string_view text);
// Share of the letters that are vowels, in [0,1]; 0 without letters.
double vowel_share(std::string_view text);
// Share of the letters that can be read as whole syllables of pinyin, in [0,1].
double pinyin_share(std::string_view text);
// Length of the longest part between any of `separators`.
std::size_t longest_part(std::string_view text, std::string_view separators);
// Length of the longest run of hexadecimal digits or base-64 characters that
// holds at least a letter and a digit.
std::size_t longest_code(std::string_view text);

// How many of `words`, of two characters or more, occur in `text`, each at most once.
template <class Words>
std::size_t count_words(std::string_view text, const Words& words) {
  if (text.size() < 2) return 0;
  const TextPairs pairs(text);
  std::size_t found = 0;
  for (const std::string_view word : words) {
    if (pairs.may_hold(word) && text.find(word) != std::string_view::npos) ++found;
  }
  return found;
}

}  // namespace analyzer

#endif  // ANALYZER_ENGINE_URL_SHAPE_H_
