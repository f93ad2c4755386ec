// What the product's score is set against: models that know less. Parts of the study
// of attempts (attempt_study.h).

#ifndef ANALYZER_SERVICE_ATTEMPT_OTHERS_H_
#define ANALYZER_SERVICE_ATTEMPT_OTHERS_H_

#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "analyzer/core/result.h"
#include "analyzer/service/attempt_cities.h"
#include "models/booster.h"

namespace analyzer {

inline constexpr double kStudyAlarms = 0.005;  // false positives at which recall is told

inline constexpr std::string_view kRulePrefix = "rules.";  // of columns in which rules speak

using NamedMargins = std::vector<std::pair<std::string, std::vector<double>>>;

// Margins of `test` by trees grown on the windows alone, and on windows and fields
// without what the rules say. The last city of `train` stops the trees early.
Result<NamedMargins> plain_margins(const CityRows& train, const CityRows& test,
                                   const models::TrainParams& params);

// Margins of `test` by trees that saw only what happened before `drift`.
Result<std::vector<double>> margins_learnt_before(Date drift, const CityRows& train,
                                                  const CityRows& test,
                                                  const models::TrainParams& params);

}  // namespace analyzer

#endif  // ANALYZER_SERVICE_ATTEMPT_OTHERS_H_
