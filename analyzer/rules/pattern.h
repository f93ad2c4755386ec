// One compiled pattern and many: the only wrapper round RE2.
//
// Immutable once compiled; any number of threads may search at once.

#ifndef ANALYZER_RULES_PATTERN_H_
#define ANALYZER_RULES_PATTERN_H_

#include <memory>
#include <string>
#include <string_view>
#include <vector>

#include "analyzer/core/facts.h"
#include "analyzer/core/result.h"

namespace analyzer {

// Many patterns, of which those that can match a text are found by the literal
// strings they need before any is run.
class PatternSet {
 public:
  PatternSet();
  PatternSet(PatternSet&&) noexcept;
  PatternSet& operator=(PatternSet&&) noexcept;
  ~PatternSet();

  // Adds a pattern and returns its index, counted from 0. `unless` may be
  // empty: see Rule::unless. Fails with kInvalid if one of them does not parse,
  // or the pattern matches the empty text.
  Result<std::size_t> add(const std::string& pattern, const std::string& unless);

  // Call once, after the last add() and before candidates().
  void build();

  // Indices, ascending, of the patterns that may match `text`: all that do are
  // among them.
  std::vector<int> candidates(std::string_view text) const;

  // The first `limit` matches of one pattern, without those that its `unless`
  // takes back.
  std::vector<Span> search(std::size_t index, std::string_view text, std::size_t limit) const;

  std::size_t size() const;

 private:
  struct Impl;
  std::unique_ptr<Impl> impl_;
};

// The sentence of `text` that holds `span`: from behind the sentence end before
// it to before the one after it (。 ! ? ; line breaks, in any width).
std::string_view sentence_around(std::string_view text, Span span);

}  // namespace analyzer

#endif  // ANALYZER_RULES_PATTERN_H_
