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

#include "analyzer/rules/char_kinds.h"
#include "analyzer/rules/pattern_syntax.h"
#include "analyzer/rules/word_trie.h"

namespace analyzer {

// The first few of the numbers of word sets that are added.
class RequiredSets {
 public:
  void add(std::uint32_t set) {
    if (count_ < sets_.size()) sets_[count_++] = set;
  }
  bool empty() const { return count_ == 0; }
  std::span<const std::uint32_t> all() const { return std::span(sets_).first(count_); }

 private:
  std::array<std::uint32_t, 3> sets_{};
  std::uint32_t count_ = 0;
};

struct PhraseNode {
  enum class Kind : std::uint8_t {
    kWords,
    kClass,
    kGap,
    kRun,
    kConcat,
    kAlternate,
    kRepeat,
    kBegin,
    kEnd
  };

  Kind kind = Kind::kConcat;
  bool nullable = false;  // kWords: the empty word is one of them
  std::uint32_t id = 0;   // kWords: word set; kClass, kRun: class
  int min = 0;            // kGap, kRun, kRepeat
  int max = 0;
  std::vector<PhraseNode> children;
  // Word sets of each of which one word must occur for the node to match.
  RequiredSets required;
};

class PhraseProgram {
 public:
  // Compiles a pattern into the shared tables.
  PhraseNode compile(const PatternNode& pattern);

  // Call once, after the last compile().
  void build();

  const WordTrie& words() const { return words_; }
  // The classes by the numbers of nodes.
  const CharKinds& char_kinds() const { return char_kinds_; }
  std::size_t class_count() const { return classes_.size(); }
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
  std::vector<CharClass> classes_;
  CharKinds char_kinds_;
  std::map<Strings, std::uint32_t> sets_;
  std::vector<Strings> members_;  // by number of the set
  // The sets of word w are sets_of_[first_set_[w], first_set_[w + 1]).
  std::vector<std::uint32_t> first_set_;
  std::vector<std::uint32_t> sets_of_;
};

}  // namespace analyzer

#endif  // ANALYZER_RULES_PHRASE_PROGRAM_H_
