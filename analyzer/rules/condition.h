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

#include <array>
#include <cstdint>
#include <optional>
#include <span>
#include <string>
#include <vector>

#include "analyzer/core/result.h"
#include "analyzer/core/signal.h"

namespace analyzer {

// The active ones among some signals, laid out so that conditions find them quickly.
// Signals (or codes given to add()) must stay where they are while it is used.
class Spoken {
 public:
  // Not explicit: whoever asks one condition gives the signals themselves.
  Spoken(std::span<const Signal> signals);
  Spoken(const Signals& signals) : Spoken(std::span<const Signal>(signals)) {}

  void add(std::string_view code, std::optional<double> value);

 private:
  friend class Condition;
  struct Word {
    std::string_view code;
    std::optional<double> value;
  };
  // Bits by the hash of a code: most conditions name codes that do not speak, and one
  // bit tells so instead of a search among strings.
  static constexpr std::size_t kBits = 2048;
  static std::uint16_t place_of(std::string_view code);
  void mark(std::uint16_t place) { marks_[place / 64] |= std::uint64_t{1} << (place % 64); }
  bool may_speak(std::uint16_t place) const {
    return (marks_[place / 64] >> (place % 64) & 1U) != 0;
  }

  std::vector<Word> words_;  // by code
  std::array<std::uint64_t, kBits / 64> marks_{};
};

class Condition {
 public:
  // Fails with kInvalid naming the term that does not parse.
  static Result<Condition> parse(const std::vector<std::string>& terms);

  // True if every term holds of the active signals. No terms: never. Who asks many
  // conditions of the same signals makes one Spoken of them.
  bool holds(const Spoken& spoken) const;

  // The signal codes and patterns that the terms name, for the loader's check
  // that each of them exists.
  std::vector<std::string> codes() const;

 private:
  struct Term {
    bool negated = false;
    std::string code;         // without the '*'
    bool prefix = false;      // a '*' stood behind it
    std::uint16_t place = 0;  // Spoken::place_of(code)
    char comparison = 0;      // 0 none, 'g' >=, '>' , 'l' <=, '<', '='
    double number = 0.0;
    std::vector<Term> any;  // any(...): the other fields are unused
  };
  static Result<Term> parse_term(std::string_view text);
  static bool holds(const Term& term, const Spoken& spoken);
  static std::string pattern_of(const Term& term);
  std::vector<Term> terms_;
};

// True if `code` equals `pattern`, or begins with it up to a final '*'.
bool code_matches(std::string_view pattern, std::string_view code);

}  // namespace analyzer

#endif  // ANALYZER_RULES_CONDITION_H_
