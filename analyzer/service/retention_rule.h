// How long what is kept, as the settings of `analyzer serve` say it and `analyzer purge`
// is told.

#ifndef ANALYZER_SERVICE_RETENTION_RULE_H_
#define ANALYZER_SERVICE_RETENTION_RULE_H_

#include <string>

#include "analyzer/core/time.h"

namespace analyzer {

namespace store {
struct PurgePolicy;
}  // namespace store

// Days; 0: kept for ever.
struct RetentionRule {
  int hour = 3;  // of the day in China at which the service erases
  int observations_days = 0;
  int captures_days = 0;
  int cases_days = 0;
  int details_days = 0;
  int campaigns_days = 0;  // 0: with the observations
  int visits_days = 0;     // 0: with the observations
  int disputes_days = 0;   // 0: with the cases
  int tips_days = 0;

  // Whether nothing is ever erased.
  bool empty() const;
  store::PurgePolicy policy(Time now) const;
  // "observations_days 400, captures_days 90".
  std::string text() const;
};

}  // namespace analyzer

#endif  // ANALYZER_SERVICE_RETENTION_RULE_H_
