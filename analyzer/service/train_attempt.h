// `analyzer train attempt` and `analyzer evaluate attempt`: the attempt model,
// from generated cities (simulate/simulate.h), since nobody's data is public.
//
// Cities are parted by seed: those trained on, one calibrated on, those measured
// on; so that no gang, village or family is in two parts. Scenarios F05, F09 and
// F17 are kept out of training and calibration altogether, and rows after
// `drift_from`, when frauds adapt, out of training: both are reported apart.
//
// The same parameters and seed give the same artifact, byte for byte.

#ifndef ANALYZER_SERVICE_TRAIN_ATTEMPT_H_
#define ANALYZER_SERVICE_TRAIN_ATTEMPT_H_

#include <cstdint>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "analyzer/core/result.h"
#include "analyzer/service/attempt_decisions.h"
#include "models/matrix.h"
#include "models/metrics.h"

namespace analyzer {

struct AttemptTraining {
  std::string root;        // holds data/
  std::string parameters;  // empty: root/data/simulation.toml
  std::string out_dir;     // of the artifact; empty: root/models/artifacts/attempt
  std::uint64_t seed = 20260101;
  int train_cities = 12;
  int test_cities = 3;
};

// How often honest attempts of one kind are flagged at the 1 % threshold.
struct FalseAlarms {
  std::string who;  // "age 80-84", "rural", "disabled" ...
  std::size_t rows = 0;
  double model = 0.0;  // share flagged by the model
  double rules = 0.0;  // share that the rules alone would send to review
};

struct AttemptEvaluation {
  // By kind of row: "all" (before the drift, known scenarios), "scenario",
  // "channel", "drifted", "held_out".
  std::vector<std::pair<std::string, models::Evaluation>> parts;
  std::vector<FalseAlarms> fairness;
  DecisionTable decisions;
};

// Trains, writes the artifact and measures it. Fails as Snapshot::load,
// Parameters::load and models::train_model do. Takes some minutes.
Result<AttemptEvaluation> train_attempt(const AttemptTraining& training,
                                        const models::Progress& progress = {});

// Measures the artifact in `out_dir` on the test cities of the same seed.
Result<AttemptEvaluation> evaluate_attempt(const AttemptTraining& training,
                                           const models::Progress& progress = {});

// Markdown tables.
std::string format_attempt_evaluation(const AttemptEvaluation& evaluation);

}  // namespace analyzer

#endif  // ANALYZER_SERVICE_TRAIN_ATTEMPT_H_
