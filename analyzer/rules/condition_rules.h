// Condition rules: evidence that lies in signals standing together ("a threat,
// a deadline and a link that is not official"), and contexts that explain other
// signals away. Written as [[condition]] in data/rules/*.toml:
//
//   [[condition]]
//   id = "text.threat_deadline_link"
//   title = "限时停发并附链接"
//   zh = "…"
//   en = "…"
//   when = ["threat.*", "deadline.*", "link.not_official"]   # condition.h
//   weight = 2.0
//   group = "text_link"
//   tactic = "phishing_link"      # optional
//   explains = ["text.*"]         # optional: makes it a context
//
// Immutable once compiled; any number of threads may evaluate at once.

#ifndef ANALYZER_RULES_CONDITION_RULES_H_
#define ANALYZER_RULES_CONDITION_RULES_H_

#include <optional>
#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "analyzer/core/result.h"
#include "analyzer/core/signal.h"
#include "analyzer/rules/condition.h"

namespace analyzer {

struct ConditionRule {
  std::string id;  // as Rule::id
  std::string title;
  Sentence reason;
  std::vector<std::string> when;  // terms that must all hold
  LogOdds weight = 0.0;           // in [-5, 5]
  std::string group;
  std::optional<Tactic> tactic;
  std::vector<std::string> explains;
  std::string where;  // "file:line"; empty if not from a file
};

class ConditionRules {
 public:
  // No rules.
  ConditionRules() = default;

  // Keeps the order given: a rule may name the signals of rules before it.
  //
  // Fails with kInvalid, naming every mistake, if an id is malformed or taken
  // twice, a term does not parse, or a weight is out of range.
  static Result<ConditionRules> compile(std::vector<ConditionRule> rules);

  // Reads the [[condition]] tables of every *.toml in `folder`.
  static Result<ConditionRules> load(const std::string& folder);

  // Adds to `signals` the signal of every context (a rule with `explains`) that
  // holds, in order. To be called before signals are explained away.
  void add_contexts(Signals& signals) const;
  // Adds the signal of every other rule that holds of the active signals, in
  // order. To be called after signals were explained away.
  void add_combinations(Signals& signals) const;

  // The rule of `id`, or null.
  const ConditionRule* find(std::string_view id) const;
  std::span<const ConditionRule> rules() const { return rules_; }
  std::size_t size() const { return rules_.size(); }
  // Every code and pattern of codes that a term or `explains` names.
  std::vector<std::string> codes() const;
  const std::string& digest() const { return digest_; }

 private:
  void add(Signals& signals, bool contexts) const;

  std::vector<ConditionRule> rules_;
  std::vector<Condition> conditions_;  // as rules_
  std::string digest_;
};

// Marks each signal of `signals` that an active context silences: `code` is the
// context's, `explains` what it silences. A context never silences itself.
void explain(Signals& signals, std::string_view code, std::span<const std::string> explains);

}  // namespace analyzer

#endif  // ANALYZER_RULES_CONDITION_RULES_H_
