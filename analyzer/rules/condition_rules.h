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
//   normal_zh, normal_en          # optional: when the same is harmless
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
  Sentence normal;                // when the same is harmless, for the reviewer; may be empty
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

  // Returns the signal of every rule that holds, in order. A rule sees the
  // active ones among `signals` and what the rules before it found.
  Signals evaluate(std::span<const Signal> signals) const;

  // The rule of `id`, or null.
  const ConditionRule* find(std::string_view id) const;
  std::span<const ConditionRule> rules() const { return rules_; }
  std::size_t size() const { return rules_.size(); }
  // Every code and pattern of codes that a term or `explains` names.
  std::vector<std::string> codes() const;
  const std::string& digest() const { return digest_; }

 private:
  std::vector<ConditionRule> rules_;
  std::vector<Condition> conditions_;  // as rules_
  std::string digest_;
};

}  // namespace analyzer

#endif  // ANALYZER_RULES_CONDITION_RULES_H_
