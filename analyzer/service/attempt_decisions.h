// What the policy would decide about generated cities: how many attempts of
// each fraud scenario it sends to a person, and how many honest ones of each
// kind, at several thresholds. The table from which `review` in data/policy.toml
// is chosen.

#ifndef ANALYZER_SERVICE_ATTEMPT_DECISIONS_H_
#define ANALYZER_SERVICE_ATTEMPT_DECISIONS_H_

#include <span>
#include <string>
#include <vector>

#include "analyzer/core/result.h"
#include "analyzer/service/attempt_rows.h"
#include "models/scorer.h"

namespace analyzer {

// One kind of attempt, flagged (by a floor, or by the probability together with
// a signal that speaks) at each threshold.
struct FlaggedKind {
  std::string kind;  // "F02", "F02 after the drift", "ordinary: village", ...
  std::size_t rows = 0;
  std::size_t groups = 0;            // gangs, persons, villages
  std::size_t floors = 0;            // rows that a floor alone flags
  std::vector<std::size_t> flagged;  // rows, one a threshold
  std::vector<std::size_t> found;    // groups with at least one flagged row
};

// How many rows one floor of the policy holds for.
struct FloorCount {
  std::string id;
  std::size_t fraud = 0;
  std::size_t ordinary = 0;    // without helpers of a fraud
  std::size_t likenesses = 0;  // honest scenarios that look odd
};

struct DecisionTable {
  std::vector<double> thresholds;
  std::vector<FlaggedKind> frauds;      // by scenario
  std::vector<FlaggedKind> ordinary;    // "all" first, then by helper and by person
  std::vector<FlaggedKind> likenesses;  // honest scenarios that look odd (G01 ...)
  std::vector<FloorCount> floors;       // by id
};

// Counts decisions over `rows`, whose groups are told apart by `cities` (one a
// row). Fails as Scorer::margin does.
Result<DecisionTable> count_decisions(std::span<const AttemptRow> rows,
                                      std::span<const std::string> cities,
                                      const models::Scorer& model,
                                      std::span<const double> thresholds);

// Markdown, one table a part.
std::string format_decisions(const DecisionTable& table);

}  // namespace analyzer

#endif  // ANALYZER_SERVICE_ATTEMPT_DECISIONS_H_
