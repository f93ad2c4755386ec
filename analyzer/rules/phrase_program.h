// Patterns compiled for PhraseSet: trees over numbered word sets and classes,
// shared by all patterns of a set.

#ifndef ANALYZER_RULES_PHRASE_PROGRAM_H_
#define ANALYZER_RULES_PHRASE_PROGRAM_H_

#include <array>
#include <cstdint>
#include <map>
#include <optional>
#include <set>
#include <span>
#include <string>
#include <vector>

#include "analyzer/rules/pattern_syntax.h"
#include "analyzer/rules/word_trie.h"

namespace analyzer {

struct PhraseNode {
  enum class Kind : std::uint8_t {
    kWords,
    kClass,
    kGap,
    kConcat,
    kAlternate,
    kRepeat,
    kBegin,
    kEnd
  };

  Kind kind = Kind::kConcat;
  bool nullable = false;  // kWords: the empty word is one of them
  std::uint32_t id = 0;   // kWords: word set; kClass: class
  int min = 0;            // kGap, kRepeat
  int max = 0;
  std::vector<PhraseNode> children;
  // Word sets of each of which one word must occur for the node to match.
  std::vector<std::uint32_t> required;
};

// A class of characters with the answers for ASCII at hand.
class QuickClass {
 public:
  explicit QuickClass(CharClass chars);

  bool contains(char32_t c) const {
    return c < kAscii ? ascii_[c] : others_alike_ ? chars_.negated : chars_.contains(c);
  }
  const CharClass& chars() const { return chars_; }

 private:
  static constexpr char32_t kAscii = 128;
  CharClass chars_;
  std::array<bool, kAscii> ascii_{};
  bool others_alike_ = false;  // no range goes beyond ASCII
};

class PhraseProgram {
 public:
  // Compiles a pattern into the shared tables.
  PhraseNode compile(const PatternNode& pattern);

  // Call once, after the last compile().
  void build();

  const WordTrie& words() const { return words_; }
  const std::vector<QuickClass>& classes() const { return classes_; }
  std::size_t set_count() const { return sets_.size(); }
  // The sets that hold a word, by the word's number.
  std::span<const std::uint32_t> sets_of(std::uint32_t word) const {
    return std::span(sets_of_).subspan(first_set_[word], first_set_[word + 1] - first_set_[word]);
  }

 private:
  using Strings = std::set<std::u32string>;

  static std::optional<Strings> exact(const PatternNode& pattern);
  PhraseNode words_node(Strings strings);
  PhraseNode chars_node(const CharClass& chars);
  PhraseNode concat_node(const PatternNode& pattern);
  PhraseNode alternate_node(const PatternNode& pattern);
  PhraseNode repeat_node(const PatternNode& pattern);
  std::uint32_t intern_set(const Strings& strings);
  std::uint32_t intern_class(const CharClass& chars);
  std::uint32_t united(const std::vector<std::uint32_t>& sets);

  WordTrie words_;
  std::vector<QuickClass> classes_;
  std::map<Strings, std::uint32_t> sets_;
  std::vector<Strings> members_;  // by number of the set
  // The sets of word w are sets_of_[first_set_[w], first_set_[w + 1]).
  std::vector<std::uint32_t> first_set_;
  std::vector<std::uint32_t> sets_of_;
};

}  // namespace analyzer

#endif  // ANALYZER_RULES_PHRASE_PROGRAM_H_
