// Patterns compiled for PhraseSet: steps over numbered word sets and classes, shared
// by all patterns of a set.

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

// A part of a pattern as it is walked. The children of a step stand side by side:
// what a walk reads lies close together, since waiting for memory is most of its cost.
struct PhraseStep {
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
  static constexpr std::uint16_t kNoLimit = 0xFFFF;
  using Required = std::array<std::uint32_t, 3>;

  Kind kind = Kind::kConcat;
  bool nullable = false;       // kWords: the empty word is one of them
  std::uint16_t children = 0;  // their number
  std::uint32_t id = 0;        // kWords: word set; kClass, kRun: class; else: the first child
  std::uint16_t min = 0;       // kGap, kRun, kRepeat
  std::uint16_t max = 0;       // the same; RE2 takes no more than 1,000 but kNoLimit
  // Word sets of each of which one word must occur for the step to match; filled up
  // with kAlways.
  Required required{};
};

class PhraseProgram {
 public:
  // The set that every text is taken to have a word of.
  static constexpr std::uint32_t kAlways = 0;

  PhraseProgram() { intern_set({}); }

  // Compiles a pattern into the shared tables and returns its step.
  std::uint32_t add(const PatternNode& pattern);

  // Call once, after the last add().
  void build();

  const PhraseStep& step(std::uint32_t index) const { return steps_[index]; }
  std::span<const PhraseStep> children(const PhraseStep& step) const {
    return std::span(steps_).subspan(step.id, step.children);
  }
  const WordTrie& words() const { return words_; }
  // The classes by the numbers of steps.
  const CharKinds& char_kinds() const { return char_kinds_; }
  std::size_t class_count() const { return classes_.size(); }
  std::size_t set_count() const { return sets_.size(); }
  // The words of a set and their lengths, by the set's number.
  struct Member {
    std::uint32_t word = 0;
    std::uint32_t length = 0;  // characters
  };
  std::span<const Member> members(std::uint32_t set) const {
    return std::span(words_of_).subspan(first_word_[set], first_word_[set + 1] - first_word_[set]);
  }
  // The sets that hold a word, by the word's number.
  std::span<const std::uint32_t> sets_of(std::uint32_t word) const {
    return std::span(sets_of_).subspan(first_set_[word], first_set_[word + 1] - first_set_[word]);
  }

 private:
  using Strings = std::set<std::u32string>;
  // A step while its children are still to be laid out.
  struct Node {
    PhraseStep step;
    std::vector<Node> children;
    std::vector<std::uint32_t> required;  // as of the step, as many as there are
  };

  static std::optional<Strings> exact(const PatternNode& pattern);
  Node compile(const PatternNode& pattern);
  Node words_node(Strings strings);
  Node chars_node(const CharClass& chars);
  Node concat_node(const PatternNode& pattern);
  Node alternate_node(const PatternNode& pattern);
  Node repeat_node(const PatternNode& pattern);
  void lay_out(const Node& node, std::uint32_t index);
  std::uint32_t intern_set(const Strings& strings);
  std::uint32_t intern_class(const CharClass& chars);
  std::uint32_t united(const std::vector<std::uint32_t>& sets);

  std::vector<PhraseStep> steps_;
  WordTrie words_;
  std::vector<CharClass> classes_;
  CharKinds char_kinds_;
  std::map<Strings, std::uint32_t> sets_;
  std::vector<Strings> members_;  // by number of the set
  // The sets of word w are sets_of_[first_set_[w], first_set_[w + 1]).
  std::vector<std::uint32_t> first_set_;
  std::vector<std::uint32_t> sets_of_;
  // The words of set s are words_of_[first_word_[s], first_word_[s + 1]).
  std::vector<std::uint32_t> first_word_;
  std::vector<Member> words_of_;
};

}  // namespace analyzer

#endif  // ANALYZER_RULES_PHRASE_PROGRAM_H_
