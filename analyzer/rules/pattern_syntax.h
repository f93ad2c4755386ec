// Reads patterns in RE2's syntax into a tree, as far as PhraseSet can search
// them: characters, classes, groups, |, ? * + {m,n} (also lazy), ^ and $. No
// flags, no \b, no classes by name but \d \s \w (ASCII) and \p{Han}.

#ifndef ANALYZER_RULES_PATTERN_SYNTAX_H_
#define ANALYZER_RULES_PATTERN_SYNTAX_H_

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

namespace analyzer {

// A set of characters.
struct CharClass {
  std::vector<std::pair<char32_t, char32_t>> ranges;  // inclusive
  bool negated = false;                               // an empty negated class is any character

  bool any() const { return negated && ranges.empty(); }
  bool contains(char32_t c) const;
  bool operator==(const CharClass&) const = default;
};

struct PatternNode {
  enum class Kind : std::uint8_t { kChars, kConcat, kAlternate, kRepeat, kBegin, kEnd };
  static constexpr int kNoLimit = -1;

  Kind kind = Kind::kConcat;  // a kConcat without children is the empty text
  CharClass chars;            // kChars: one character of this class
  std::vector<PatternNode> children;
  int min = 0;  // kRepeat of its one child
  int max = 0;
};

// Returns the tree of `pattern`, or nothing if it is not valid UTF-8 or uses
// what is not named above. Every pattern that is read matches what RE2 matches
// by it with dot_nl set; which of several matches RE2 would prefer is not kept.
std::optional<PatternNode> parse_pattern(std::string_view pattern);

// Decodes UTF-8 that is known to be valid; other bytes become U+FFFD.
// `offsets`, if given, gets the byte offset of each character and, last, the size.
std::u32string decode_utf8(std::string_view text, std::vector<std::uint32_t>* offsets = nullptr);

}  // namespace analyzer

#endif  // ANALYZER_RULES_PATTERN_SYNTAX_H_
