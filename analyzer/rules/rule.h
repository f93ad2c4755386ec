// One pattern rule as written in data/rules/*.toml, and the texts of an
// observation that patterns search.

#ifndef ANALYZER_RULES_RULE_H_
#define ANALYZER_RULES_RULE_H_

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "analyzer/core/names.h"
#include "analyzer/core/signal.h"

namespace analyzer {

// What a pattern searches.
enum class Scope : std::uint8_t {
  kText,     // the normalized text: lower case, simplified, separators undone
  kTextRaw,  // the text as sent
  kUrl,      // each link, serialized
  kHost,     // each link's host, ASCII
  kSender,   // the sender as sent
  kAppName,  // names that the caller gave of the suspect's ...
  kMiniProgram,
  kPublicAccount,
};
template <>
inline constexpr auto kNames<Scope> = std::to_array<std::string_view>(
    {"text", "text_raw", "url", "host", "sender", "app_name", "mini_program", "public_account"});

struct Rule {
  std::string id;     // "group.name", [a-z0-9_] a part; unique; never reused
  std::string title;  // a few words, for lists
  Sentence reason;    // what was seen, for the reviewer
  Scope scope = Scope::kText;
  // RE2 syntax, unanchored, UTF-8; '.' matches line breaks too. Words, classes,
  // groups, gaps and anchors are searched fast, the rest (flags, \b) by RE2.
  std::string pattern;
  // RE2 syntax or empty. A match does not count where `unless` is found in the
  // sentence that holds it ("切勿转账": the demand is denied, not made).
  std::string unless;
  LogOdds weight = 0.0;               // in [-5, 5]
  std::string group;                  // rules that speak of the same thing; capped in policy.toml
  std::optional<Tactic> tactic;       // none for context rules
  std::vector<std::string> explains;  // codes that this context silences, "text.*" for many
  std::string source;                 // where the pattern was seen: a row of the domain's notes

  // Texts as people write them that must and must not match.
  std::vector<std::string> hits;
  std::vector<std::string> misses;

  std::string where;  // "file:line"; empty if not from a file
};

// One text of an observation. Only viewed: must outlive the call it is given to.
struct RuleText {
  Scope scope = Scope::kText;
  std::string_view text;
};

// True for "group.name": two or more parts of [a-z0-9_], joined by dots.
bool is_code(std::string_view text);

}  // namespace analyzer

#endif  // ANALYZER_RULES_RULE_H_
