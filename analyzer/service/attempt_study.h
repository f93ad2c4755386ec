// How well attempts are judged, in the figures by which the product is held: what
// share of frauds and of gangs is found at 0.5 % false positives, beside the rules
// alone and a plain model of the windows; what is left of it after frauds have
// adapted; whom the shipped policy queues and holds by mistake; how soon a gang is
// seen; whether probabilities mean what they say; and whether the generated cities
// are hard enough for any of this to mean something.
//
// All shares are those of a real city: ordinary rows stand for as many more as
// frauds and their look-alikes are drawn too often (weigh()). Intervals are 95 %
// bootstraps over groups, 200 draws, fixed seed.

#ifndef ANALYZER_SERVICE_ATTEMPT_STUDY_H_
#define ANALYZER_SERVICE_ATTEMPT_STUDY_H_

#include <span>
#include <string>
#include <vector>

#include "analyzer/core/result.h"
#include "analyzer/service/attempt_cities.h"
#include "models/booster.h"
#include "models/metrics.h"
#include "models/scorer.h"

namespace analyzer {

// Rows of the test cities with what a scorer says of each.
struct JudgedRows {
  const CityRows& from;
  std::vector<double> margins;        // one a row
  std::vector<double> probabilities;  // empty if the scorer is not calibrated
  double scale = 1.0;                 // of weigh()
  bool floors = false;                // what a floor of the policy holds for ranks first

  // By which a row is ranked.
  double rank(std::size_t row) const {
    constexpr double kFirst = 1000.0;
    return margins[row] + (floors && from.rows[row].floored ? kFirst : 0.0);
  }
};

// What is found at a rate of false positives.
struct Found {
  double threshold = 0.0;
  models::Interval roc_auc;
  models::Interval pr_auc;
  models::Interval attempts;  // share of fraudulent attempts
  models::Interval entities;  // share of gangs, persons and offices with at least one found
};

// Over the rows whose index it `takes`; the threshold is that of these rows.
Found found_at(const JudgedRows& judged, double fpr, const std::function<bool(std::size_t)>& takes);
// Over all rows.
Found found_at(const JudgedRows& judged, double fpr);

// Markdown of the whole study of the shipped model. `train` are the cities from
// which the plain model of the windows is learnt, and that of the time before frauds
// adapted. Takes some minutes.
Result<std::string> attempt_study(const AttemptWorld& world, const CityRows& test,
                                  const models::Scorer& scorer, const CityRows& train,
                                  const models::TrainParams& params);

// Markdown: each scenario of fraud left out of training in turn, and how much of it
// is found by what was learnt from the others. Takes half a minute a scenario.
Result<std::string> study_unseen_scenarios(const AttemptWorld& world, const CityRows& test,
                                           const CityRows& train, const models::TrainParams& params,
                                           const models::Progress& progress);

}  // namespace analyzer

#endif  // ANALYZER_SERVICE_ATTEMPT_STUDY_H_
