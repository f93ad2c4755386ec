// A RuleSet holds every pattern rule of one snapshot, compiled, and finds all
// that match the texts of an observation.
//
// A RuleSet is immutable once compiled: any number of threads may call match()
// at once without synchronization.
//
// Example:
//   Result<RuleSet> rules = RuleSet::load("data/rules", normalize);
//   if (!rules) return tl::unexpected(rules.error());
//   Result<Signals> signals = match_report(*rules, report, facts);

#ifndef ANALYZER_RULES_RULE_SET_H_
#define ANALYZER_RULES_RULE_SET_H_

#include <cstddef>
#include <functional>
#include <memory>
#include <optional>
#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "analyzer/core/facts.h"
#include "analyzer/core/report.h"
#include "analyzer/core/result.h"
#include "analyzer/core/signal.h"
#include "analyzer/rules/rule.h"

namespace analyzer {

// Makes an example comparable as the engine makes texts comparable
// (text::normalize). Called while compiling only.
using Normalizer = std::function<std::string(std::string_view)>;

// One rule that matched.
struct RuleMatch {
  const Rule* rule = nullptr;  // owned by the RuleSet
  std::size_t text = 0;        // index of the text it was found in
  std::vector<Span> spans;     // of that text, ascending, at most kMaxSpans
};

class RuleSet {
 public:
  static constexpr std::size_t kMaxSpans = 4;            // matches shown of one rule
  static constexpr std::size_t kMaxTextBytes = 1 << 20;  // bytes

  // Compiles `rules`, in any order.
  //
  // Fails with kInvalid, naming every mistake with the rule's `where`: an id
  // that is malformed or taken twice, a pattern that does not parse or matches
  // the empty text, a weight out of range, a rule whose own `hits` or `misses`
  // disagree with its pattern or that has fewer than three of either.
  //
  // Takes some milliseconds a rule: for start and reload, not for a request.
  static Result<RuleSet> compile(std::vector<Rule> rules, const Normalizer& normalize);

  // Reads the [[rule]] tables of every *.toml in `folder` and compiles them.
  // Fails as compile() does and with kInvalid, naming file and line, where a
  // file does not read.
  static Result<RuleSet> load(const std::string& folder, const Normalizer& normalize);

  RuleSet(RuleSet&&) noexcept;
  RuleSet& operator=(RuleSet&&) noexcept;
  RuleSet(const RuleSet&) = delete;
  RuleSet& operator=(const RuleSet&) = delete;
  ~RuleSet();

  // Returns what matches, sorted by rule id, then by text.
  //
  // Fails with kUnavailable if a text is longer than kMaxTextBytes or memory
  // ran out: that is "unknown", and must not be taken for "no match".
  //
  // Takes time linear in the length of the texts, whatever the patterns
  // (tests/bench/rule_set_bench.cpp).
  [[nodiscard]] Result<std::vector<RuleMatch>> match(std::span<const RuleText> texts) const;

  // Microseconds that each rule of rules() took of a text of its scope, on average over
  // those texts whose search was timed (one match() in kTimedOneIn of each thread) since
  // this set was made; the pass that finds the words of all rules is not in it. Nothing for
  // a rule none of whose texts was timed yet.
  std::vector<std::optional<double>> costs() const;
  static constexpr unsigned kTimedOneIn = 64;

  // The rule of `id`, or null.
  const Rule* find(std::string_view id) const;
  // All rules, sorted by id.
  std::span<const Rule> rules() const;
  std::size_t size() const { return rules().size(); }

  // SHA-256 over the files' bytes, hex; empty if compiled from values.
  const std::string& digest() const;

 private:
  struct Impl;
  explicit RuleSet(std::unique_ptr<Impl> impl);

  std::unique_ptr<Impl> impl_;  // null only after a move
};

// The signal of every rule that matches a report: its text, links, sender and
// the suspect's names. One signal a rule; spans are of the text as sent.
//
// Fails as RuleSet::match() does.
[[nodiscard]] Result<Signals> match_report(const RuleSet& rules, const Report& report,
                                           const Facts& facts);

}  // namespace analyzer

#endif  // ANALYZER_RULES_RULE_SET_H_
