// Which of many classes of characters a character is in: characters that no class
// tells apart are of one kind, and a kind is looked up once for all classes.
//
// Immutable after build(); any number of threads may ask at once.

#ifndef ANALYZER_RULES_CHAR_KINDS_H_
#define ANALYZER_RULES_CHAR_KINDS_H_

#include <cstddef>
#include <cstdint>
#include <span>
#include <vector>

#include "analyzer/rules/pattern_syntax.h"

namespace analyzer {

class CharKinds {
 public:
  using Kind = std::uint16_t;

  // Call once, before all else.
  void build(std::span<const CharClass> classes);

  Kind kind(char32_t c) const { return c < table_.size() ? table_[c] : kind_beyond(c); }

  // Whether the characters of `kind` are in class `index` of those given to build().
  bool in(std::size_t index, Kind kind) const { return members_[index * kinds_ + kind]; }

 private:
  static constexpr char32_t kTable = 0x10000;

  Kind kind_beyond(char32_t c) const;

  std::vector<char32_t> begins_;   // of the runs of characters of one kind, ascending
  std::vector<Kind> kind_of_run_;  // as begins_
  std::vector<Kind> table_;        // by character below kTable
  std::size_t kinds_ = 0;
  std::vector<std::uint8_t> members_;  // by class, then kind
};

}  // namespace analyzer

#endif  // ANALYZER_RULES_CHAR_KINDS_H_
