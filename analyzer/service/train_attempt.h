// `analyzer train attempt` and `analyzer evaluate attempt`: the attempt model,
// from generated cities (simulate/simulate.h), since nobody's data is public.
//
// Cities are parted by seed: those trained on, those calibrated on, those measured
// on; so that no gang, village or family is in two parts.
//
// The same parameters and seed give the same artifact, byte for byte.

#ifndef ANALYZER_SERVICE_TRAIN_ATTEMPT_H_
#define ANALYZER_SERVICE_TRAIN_ATTEMPT_H_

#include <cstdint>
#include <string>
#include <string_view>

#include "analyzer/core/result.h"
#include "analyzer/service/attempt_decisions.h"
#include "models/matrix.h"

namespace analyzer {

struct AttemptTraining {
  std::string root;        // holds data/
  std::string parameters;  // empty: root/data/simulation.toml
  std::string out_dir;     // of the artifact; empty: root/models/artifacts/attempt
  std::uint64_t seed = 20260101;
  int train_cities = 16;
  int test_cities = 5;
};

// Trains, writes the artifact and returns the tables that evaluate_attempt() would.
// Fails as Snapshot::load, Parameters::load and models::train_model do. Takes some
// minutes.
Result<std::string> train_attempt(const AttemptTraining& training,
                                  const models::Progress& progress = {});

// Of the artifact, or of what is learnt when one scenario after the other is left
// out of training.
enum class AttemptQuestion : std::uint8_t { kArtifact, kUnseen };

// Measures on the test cities of the same seed (attempt_study.h). Markdown.
Result<std::string> evaluate_attempt(const AttemptTraining& training, AttemptQuestion question,
                                     const models::Progress& progress = {});

}  // namespace analyzer

#endif  // ANALYZER_SERVICE_TRAIN_ATTEMPT_H_
