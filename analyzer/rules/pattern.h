// The patterns of one scope, compiled together. Patterns of words and gaps are
// searched by PhraseSet; the few that use more of RE2's syntax (flags, \b) by
// RE2, of which this is the only wrapper.
//
// Immutable after build(); any number of threads may search at once.

#ifndef ANALYZER_RULES_PATTERN_H_
#define ANALYZER_RULES_PATTERN_H_

#include <memory>
#include <string>
#include <string_view>
#include <vector>

#include "analyzer/core/facts.h"
#include "analyzer/core/result.h"
#include "analyzer/rules/lap.h"

namespace analyzer {

// What one pattern found.
struct PatternMatch {
  std::size_t pattern = 0;
  std::vector<Span> spans;  // bytes of the text, ascending, not empty
};

class PatternSet {
 public:
  PatternSet();
  PatternSet(PatternSet&&) noexcept;
  PatternSet& operator=(PatternSet&&) noexcept;
  ~PatternSet();

  // Adds a pattern and returns its index, counted from 0. `unless` may be
  // empty: see Rule::unless.
  //
  // Fails with kInvalid if one of them is not RE2 syntax or matches the empty
  // text.
  Result<std::size_t> add(const std::string& pattern, const std::string& unless);

  // Call once, after the last add() and before search().
  void build();

  // Returns the patterns that match `text`, ascending, each with at most
  // `limit` of its matches, without those that its `unless` takes back: the
  // leftmost, and from there the shortest (RE2's choice where RE2 searches), not
  // overlapping. `times` has size() entries, or none.
  std::vector<PatternMatch> search(std::string_view text, std::size_t limit,
                                   PatternTimes times = {}) const;

  std::size_t size() const;
  // Patterns that were left to RE2.
  std::size_t left_to_re2() const;

 private:
  struct Impl;
  std::unique_ptr<Impl> impl_;
};

}  // namespace analyzer

#endif  // ANALYZER_RULES_PATTERN_H_
