#include "analyzer/service/train_attempt.h"

#include <algorithm>
#include <array>

#include "analyzer/engine/attempt_columns.h"
#include "analyzer/service/attempt_cities.h"
#include "analyzer/service/attempt_study.h"
#include "models/scorer.h"
#include "models/train.h"

namespace analyzer {
namespace {

// Thresholds of the policy that the table of decisions compares.
constexpr std::array<double, 6> kThresholds = {0.02, 0.03, 0.04, 0.06, 0.08, 0.12};

std::string channel_of(const AttemptRow& row) { return std::string(name_of(row.channel)); }

Choice by_channel() {
  Choice out = every_row();
  out.source = channel_of;
  return out;
}

std::string folder_of(const AttemptTraining& training) {
  return training.out_dir.empty() ? training.root + "/models/artifacts/attempt" : training.out_dir;
}

models::ModelNotes notes_of(const AttemptTraining& training, const AttemptWorld& world,
                            std::size_t rows) {
  return {
      .name = "attempt",
      .purpose =
          "How likely a certification attempt is one that a reviewer would find wrong: "
          "someone dead, in prison or represented by a trick, a fee taken, an account "
          "taken over. Reads what the attempt, the windows and the rules say.",
      .data = {{"analyzer simulate, data/simulation.toml, seed " + std::to_string(training.seed),
                world.parameter_digest, rows, "invented by this project"}},
      .split =
          "By city (seed): cities for training, others for calibration, others for the test; "
          "each city has shares, field habits and detectors of its own. What is left of it "
          "for scenarios and adaptations that training never saw is told by "
          "`analyzer evaluate attempt`. In training a gang's attempts count the less the more "
          "it has, honest rows three times, and honest ones of 85 and more or disabled four "
          "times as much again. Calibration rows of ordinary life are weighted up to a real "
          "city's share.",
      .limits = {"Every row is invented: the figures compare models, they do not say what "
                 "happens in a real city. Train again on a site's own decided cases.",
                 "Death that no register shows and silent certification that goes on (F01) "
                 "look like ordinary life and are hardly found.",
                 "Two numbers of one person (F13) are found only where a register says so.",
                 "Mini-programs send little: recall there is lower than in the bureau's app."},
      .command = "analyzer train attempt"};
}

// More of it never speaks for innocence: what rules say for fraud, and counts. A
// village doctor's many persons are told from a gang's by what explains them
// (operator.registered, rules.context, rules.explained), never by being more, so
// that a caller who sends little does not make a gang look like one.
bool only_raises(const AttemptColumn& column) {
  constexpr std::array<std::string_view, 6> kCounts = {"persons",  "villages", "counties",
                                                       "accounts", "devices",  "cycles"};
  constexpr std::array<std::string_view, 2> kShares = {"device.not_due_share",
                                                       "operator.unrelated_share"};
  const auto among = [](const auto& list, std::string_view word) {
    return std::find(list.begin(), list.end(), word) != list.end();
  };
  if (column.name.starts_with("rules.")) {
    return column.name != "rules.explained" && column.name != "rules.context";
  }
  return among(kCounts, column.unit) || among(kShares, column.name);
}

models::TrainParams params() {
  models::TrainParams out;
  out.max_depth = 4;
  out.eta = 0.1;
  out.min_child_weight = 8.0;
  out.max_rounds = 450;
  // The trees correct the rules and cannot unlearn what they say of frauds never seen.
  out.start = "rules.margin";
  for (const AttemptColumn& column : attempt_columns()) {
    if (only_raises(column)) out.monotone.emplace_back(column.name, 1);
  }
  return out;
}

constexpr int kCalibrationCities = 5;
constexpr int kUnseenCities = 6;  // learnt from where twenty models are

std::uint64_t calibration_seed(const AttemptTraining& t) { return t.seed + 1000; }
std::uint64_t test_seed(const AttemptTraining& t) { return t.seed + 2000; }

// Tables of the artifact on the test cities.
Result<std::string> tables(const AttemptTraining& training, const AttemptWorld& world,
                           const CityRows& train, const CityRows& test,
                           const models::Progress& progress) {
  const auto scorer = models::Scorer::load(folder_of(training), attempt_column_names());
  if (!scorer) return tl::unexpected(scorer.error());
  if (progress) progress("measuring", 0.0);
  const auto study = attempt_study(world, test, *scorer, train, params());
  if (!study) return tl::unexpected(study.error());
  const auto channels = models::evaluate_model(folder_of(training), matrix_of(test, by_channel()));
  if (!channels) return tl::unexpected(channels.error());
  const auto decisions = count_decisions(test.rows, test.cities, *scorer, kThresholds);
  if (!decisions) return tl::unexpected(decisions.error());
  return *study + "## By channel\n\n" + models::format_evaluation(*channels) + "\n" +
         format_decisions(*decisions);
}

}  // namespace

Result<std::string> train_attempt(const AttemptTraining& training,
                                  const models::Progress& progress) {
  const auto world = AttemptWorld::open(training.root, training.parameters);
  if (!world) return tl::unexpected(world.error());
  const auto train = play_cities(*world, training.seed, training.train_cities, progress);
  if (!train) return tl::unexpected(train.error());
  const auto calibrate =
      play_cities(*world, calibration_seed(training), kCalibrationCities, progress);
  if (!calibrate) return tl::unexpected(calibrate.error());
  const auto test = play_cities(*world, test_seed(training), training.test_cities, progress);
  if (!test) return tl::unexpected(test.error());

  models::Matrix learnt_from = matrix_of(*train, every_row());
  weigh_for_training(learnt_from, *train, every_row());
  models::Matrix calibration = matrix_of(*calibrate, every_row());
  weigh(calibration, world->parameters.fraud_scale);
  const std::size_t rows = train->rows.size() + calibrate->rows.size() + test->rows.size();
  const auto trained = models::train_model(learnt_from, calibration, matrix_of(*test, every_row()),
                                           notes_of(training, *world, rows), folder_of(training),
                                           params(), {}, progress);
  if (!trained) return tl::unexpected(trained.error());
  return tables(training, *world, *train, *test, progress);
}

Result<std::string> evaluate_attempt(const AttemptTraining& training, AttemptQuestion question,
                                     const models::Progress& progress) {
  const auto world = AttemptWorld::open(training.root, training.parameters);
  if (!world) return tl::unexpected(world.error());
  const bool unseen = question == AttemptQuestion::kUnseen;
  const int cities =
      unseen ? std::min(kUnseenCities, training.train_cities) : training.train_cities;
  const auto train = play_cities(*world, training.seed, cities, progress);
  if (!train) return tl::unexpected(train.error());
  const auto test = play_cities(*world, test_seed(training), training.test_cities, progress);
  if (!test) return tl::unexpected(test.error());
  if (unseen) {
    return study_unseen_scenarios(*world, *test, *train, params(), progress);
  }
  return tables(training, *world, *train, *test, progress);
}

}  // namespace analyzer
