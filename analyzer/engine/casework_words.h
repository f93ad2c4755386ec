// What a reviewer finds, where it goes and what is to be looked at: data/casework.toml.
// No verdict depends on it, so it is no part of a snapshot's name.
//
// Immutable once loaded; any number of threads may ask.

#ifndef ANALYZER_ENGINE_CASEWORK_WORDS_H_
#define ANALYZER_ENGINE_CASEWORK_WORDS_H_

#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "analyzer/core/case.h"
#include "analyzer/core/result.h"
#include "analyzer/core/signal.h"
#include "analyzer/core/time.h"
#include "analyzer/engine/working_days.h"

namespace analyzer {

struct FindingWord {
  std::string id;
  Sentence name;
  std::vector<CaseKind> kinds;
  Disposition disposition = Disposition::kCleared;
  Cause cause = Cause::kNone;
  std::optional<ReviewOutcome> outcome;   // nothing: as the disposition says
  std::vector<std::string> destinations;  // the usual ones

  bool is_for(CaseKind kind) const;
};

struct DestinationWord {
  std::string id;
  Sentence name;
};

struct CheckWord {
  std::string id;
  Sentence name;
  std::vector<std::string> actions;
  std::vector<std::string> typologies;
  std::vector<CaseKind> kinds;
};

struct CaseworkWords {
  // Fails with kInvalid naming file and line: of an id that stands twice, an unknown
  // destination, a kind of case without any finding.
  static Result<CaseworkWords> load(const std::string& path);

  const FindingWord* finding(std::string_view id) const;
  bool has_destination(std::string_view id) const;
  // What is to be looked at in a case whose verdicts ask for `actions` and name
  // `typologies`, in the order of the file.
  std::vector<const CheckWord*> checklist(CaseKind kind, const std::vector<std::string>& actions,
                                          const std::vector<std::string>& typologies) const;

  // Working days until a case should be decided.
  struct Due {
    int urgent = 1;
    int high = 3;
    int medium = 7;
    int low = 15;
    int objection = 5;
    int spot_check = 15;
  };
  // Calendar days after its decision until a case is archived by itself.
  int archive_days = 90;
  // Cases that one call in bulk may change.
  struct Bulk {
    int reviewer = 50;
    int second_reviewer = 200;
    int supervisor = 500;
  };

  std::vector<FindingWord> findings;
  std::vector<DestinationWord> destinations;
  std::vector<CheckWord> checks;
  Due due;
  Bulk bulk;
  double report_yuan = 0.0;  // from here on a notice stands beside the amount
  double major_yuan = 0.0;
};

// Priorities begin here where somebody loses money, and where secrets were given.
inline constexpr std::int64_t kMoneyPriority = 10000;
inline constexpr std::int64_t kSecretsPriority = 5000;
// Somebody objected, and waits; above what any score gives.
inline constexpr std::int64_t kObjectionPriority = 3000;

// Why a case stands where it does in the queue; the words of openapi.yaml.
enum class OrderReason : std::uint8_t {
  kHoldEnds,
  kReturned,
  kLosingMoney,
  kSecretsGiven,
  kHarm,
  kObjection,
  kSpotCheck
};
template <>
inline constexpr auto kNames<OrderReason> =
    std::to_array<std::string_view>({"hold_ends", "returned", "losing_money", "secrets_given",
                                     "expected_harm", "objection", "spot_check"});

OrderReason order_reason(const Case& c);

// When an undecided case should be decided: at the end of its hold, else so many
// working days after it was opened, or later where more time was granted.
Time due_of(const Case& c, const CaseworkWords::Due& due, const WorkingDays& days);

}  // namespace analyzer

#endif  // ANALYZER_ENGINE_CASEWORK_WORDS_H_
