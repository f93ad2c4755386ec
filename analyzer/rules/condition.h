// Conditions over signals, as written in condition rules, typologies and the
// policy: a list of terms that must all hold.
//   "device.persons_7d"          the signal speaks
//   "!context.registered"        it does not
//   "device.persons_7d >= 10"    it speaks and its value compares so (>= > <= < ==)
//   "any(a.b, c.d >= 2, !e.f)"   at least one of the terms holds
//   "text.fee_*"                 any signal whose code matches speaks
//
// Immutable once parsed; any number of threads may call holds().

#ifndef ANALYZER_RULES_CONDITION_H_
#define ANALYZER_RULES_CONDITION_H_

#include <optional>
#include <span>
#include <string>
#include <vector>

#include "analyzer/core/result.h"
#include "analyzer/core/signal.h"

namespace analyzer {

class Condition {
 public:
  // Fails with kInvalid naming the term that does not parse.
  static Result<Condition> parse(const std::vector<std::string>& terms);

  // True if every term holds of the active signals. No terms: never.
  bool holds(std::span<const Signal> signals) const { return holds(signals, {}); }
  // The same of both lists together.
  bool holds(std::span<const Signal> signals, std::span<const Signal> more) const;

  // The signal codes and patterns that the terms name, for the loader's check
  // that each of them exists.
  std::vector<std::string> codes() const;

 private:
  struct Term {
    bool negated = false;
    std::string code;     // may end in '*'
    char comparison = 0;  // 0 none, 'g' >=, '>' , 'l' <=, '<', '='
    double number = 0.0;
    std::vector<Term> any;  // any(...): the other fields are unused
  };
  static Result<Term> parse_term(std::string_view text);
  static bool holds(const Term& term, std::span<const Signal> signals,
                    std::span<const Signal> more);
  std::vector<Term> terms_;
};

// True if `code` equals `pattern`, or begins with it up to a final '*'.
bool code_matches(std::string_view pattern, std::string_view code);

}  // namespace analyzer

#endif  // ANALYZER_RULES_CONDITION_H_
