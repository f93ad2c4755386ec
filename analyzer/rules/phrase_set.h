// Many patterns of words and gaps ("转.{0,12}安全账户"), all searched in a text at
// once and in time that does not depend on how often their words occur.
//
// General automata do badly here: the ways in which the gaps of an unanchored
// pattern overlap are many, and each fresh text meets new ones. So one pass
// finds every word of every pattern, the words that a pattern cannot do without
// rule most patterns out, and the others are evaluated on sets of positions, 64
// at a time (positions.h).
//
// Immutable after build(); any number of threads may search at once.

#ifndef ANALYZER_RULES_PHRASE_SET_H_
#define ANALYZER_RULES_PHRASE_SET_H_

#include <cstddef>
#include <memory>
#include <string_view>
#include <vector>

#include "analyzer/core/facts.h"
#include "analyzer/rules/lap.h"
#include "analyzer/rules/pattern_syntax.h"

namespace analyzer {

// What one pattern found.
struct PhraseMatch {
  std::size_t pattern = 0;
  std::vector<Span> spans;  // bytes, ascending, at most the limit asked for
};

class PhraseSet {
 public:
  PhraseSet();
  PhraseSet(PhraseSet&&) noexcept;
  PhraseSet& operator=(PhraseSet&&) noexcept;
  ~PhraseSet();

  // Adds a pattern and returns its index, counted from 0. `unless` may be null:
  // see Rule::unless; both must not match the empty text.
  std::size_t add(const PatternNode& pattern, const PatternNode* unless);

  // Call once, after the last add() and before search().
  void build();

  // Returns the patterns that match `text` (UTF-8), ascending, each with its
  // first `limit` matches: the leftmost, then the shortest from there, not
  // overlapping, without those that `unless` takes back.
  //
  // A text of more than 4,095 characters is searched in windows that overlap by
  // 512: a longer match may be missed there. `times` has size() entries, or none; the one
  // pass that finds the words of all is nobody's time.
  std::vector<PhraseMatch> search(std::string_view text, std::size_t limit,
                                  PatternTimes times = {}) const;

  std::size_t size() const;

 private:
  struct Impl;
  std::unique_ptr<Impl> impl_;
};

}  // namespace analyzer

#endif  // ANALYZER_RULES_PHRASE_SET_H_
