#include "analyzer/service/train_attempt.h"

#include <algorithm>
#include <array>
#include <cstdio>
#include <map>

#include "analyzer/core/digest.h"
#include "analyzer/engine/attempt_columns.h"
#include "analyzer/service/attempt_rows.h"
#include "models/scorer.h"
#include "models/train.h"

namespace analyzer {
namespace {

using simulate::Truth;

// Scenarios that training never sees: what the model makes of the unknown.
constexpr std::array<std::string_view, 3> kHeldOut = {"F05", "F09", "F17"};
// Thresholds of the policy that the table of decisions compares.
constexpr std::array<double, 6> kThresholds = {0.02, 0.03, 0.04, 0.06, 0.08, 0.12};
constexpr std::chrono::days kWarmUp{240};  // until the windows are filled

struct Rows {
  std::vector<AttemptRow> rows;
  std::vector<std::string> cities;  // one a row
};

struct World {
  std::shared_ptr<const Snapshot> snapshot;
  simulate::Parameters parameters;
  std::string parameter_digest;
  std::string out_dir;
};

Result<World> open_world(const AttemptTraining& training) {
  World world;
  const std::string path =
      training.parameters.empty() ? training.root + "/data/simulation.toml" : training.parameters;
  auto parameters = simulate::Parameters::load(path);
  if (!parameters) return tl::unexpected(parameters.error());
  world.parameters = *std::move(parameters);
  const auto bytes = read_file(path);
  if (!bytes) return tl::unexpected(bytes.error());
  world.parameter_digest = sha256_hex(*bytes);
  auto snapshot = Snapshot::load(training.root);
  if (!snapshot) return tl::unexpected(snapshot.error());
  world.snapshot = *std::move(snapshot);
  world.out_dir =
      training.out_dir.empty() ? training.root + "/models/artifacts/attempt" : training.out_dir;
  return world;
}

Result<Rows> play_cities(const World& world, std::uint64_t first_seed, int count,
                         const models::Progress& progress) {
  Rows out;
  for (int i = 0; i < count; ++i) {
    if (progress) progress("simulating", static_cast<double>(i) / count);
    const std::uint64_t seed = first_seed + static_cast<std::uint64_t>(i);
    auto rows =
        attempt_rows(world.parameters, seed, *world.snapshot, world.parameters.first_day + kWarmUp);
    if (!rows) return tl::unexpected(rows.error());
    out.cities.insert(out.cities.end(), rows->size(), std::to_string(seed));
    std::move(rows->begin(), rows->end(), std::back_inserter(out.rows));
  }
  return out;
}

bool is_fraud(const AttemptRow& row) { return row.label.truth != Truth::kLegit; }

bool held_out(const AttemptRow& row) {
  return std::find(kHeldOut.begin(), kHeldOut.end(), row.label.scenario) != kHeldOut.end();
}

// Which rows a matrix takes, what they are labelled and called.
struct Choice {
  bool (*takes)(const AttemptRow&, bool drifted);
  bool (*positive)(const AttemptRow&) = is_fraud;
  std::string (*source)(const AttemptRow&);
};

std::string scenario_of(const AttemptRow& row) {
  return row.label.scenario.empty() ? "ordinary" : row.label.scenario;
}

std::string channel_of(const AttemptRow& row) { return std::string(name_of(row.channel)); }

models::Matrix matrix_of(const Rows& from, const World& world, const Choice& choice) {
  models::Matrix out;
  const auto names = attempt_column_names();
  out.columns.assign(names.begin(), names.end());
  for (std::size_t i = 0; i < from.rows.size(); ++i) {
    const AttemptRow& row = from.rows[i];
    const bool drifted = shanghai_date(row.at) >= world.parameters.drift_from;
    if (!choice.takes(row, drifted)) continue;
    out.add(row.values, choice.positive(row), from.cities[i] + "/" + row.label.group,
            choice.source(row), row.at);
  }
  return out;
}

constexpr Choice kKnown = {
    [](const AttemptRow& row, bool drifted) { return !drifted && !held_out(row); }, is_fraud,
    scenario_of};
// What reviewers said, mistakes included: a site has nothing better.
constexpr Choice kReviewed = {
    kKnown.takes, [](const AttemptRow& row) { return row.label.confirmed; }, scenario_of};
constexpr Choice kKnownByChannel = {kKnown.takes, is_fraud, channel_of};
constexpr Choice kDrifted = {
    [](const AttemptRow& row, bool drifted) { return drifted && !held_out(row); }, is_fraud,
    scenario_of};
constexpr Choice kUnknown = {
    [](const AttemptRow& row, bool) { return held_out(row) || !is_fraud(row); }, is_fraud,
    scenario_of};

// Frauds and look-alikes are drawn more often than in life; ordinary rows stand
// for as many more, so that a probability is that of a real city.
void weigh(models::Matrix& matrix, double scale) {
  matrix.weights.assign(matrix.rows(), 1.0F);
  for (std::size_t i = 0; i < matrix.rows(); ++i) {
    if (matrix.sources[i] == "ordinary") matrix.weights[i] = static_cast<float>(scale);
  }
}

models::ModelNotes notes_of(const AttemptTraining& training, const World& world, std::size_t rows) {
  return {
      .name = "attempt",
      .purpose =
          "How likely a certification attempt is one that a reviewer would find wrong: "
          "someone dead, in prison or represented by a trick, a fee taken, an account "
          "taken over. Reads what the attempt, the windows and the rules say.",
      .data = {{"analyzer simulate, data/simulation.toml, seed " + std::to_string(training.seed),
                world.parameter_digest, rows, "invented by this project"}},
      .split =
          "By city (seed): cities for training, one for calibration, others for the test. "
          "Training rows are those before the frauds adapt and carry the reviewers' noisy "
          "labels; test rows carry the truth. Scenarios F05, F09 and F17 are in no training "
          "row. Calibration rows of ordinary life are weighted up to a real city's share.",
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
  out.eta = 0.08;
  out.min_child_weight = 8.0;
  out.max_rounds = 350;
  for (const AttemptColumn& column : attempt_columns()) {
    if (only_raises(column)) out.monotone.emplace_back(column.name, 1);
  }
  return out;
}

// -- measuring -------------------------------------------------------------------

struct Band {
  std::string_view name;
  bool (*takes)(const AttemptRow&);
};
constexpr Band kBands[] = {
    {"all", [](const AttemptRow&) { return true; }},
    {"age below 70", [](const AttemptRow& r) { return r.age > 0 && r.age < 70; }},
    {"age 70-79", [](const AttemptRow& r) { return r.age >= 70 && r.age < 80; }},
    {"age 80-84", [](const AttemptRow& r) { return r.age >= 80 && r.age < 85; }},
    {"age 85 and more", [](const AttemptRow& r) { return r.age >= 85; }},
    {"rural", [](const AttemptRow& r) { return r.label.rural; }},
    {"urban", [](const AttemptRow& r) { return !r.label.rural; }},
    {"disabled", [](const AttemptRow& r) { return r.label.disabled; }},
};

Result<std::vector<FalseAlarms>> fairness_of(const Rows& rows, const World& world) {
  const auto scorer = models::Scorer::load(world.out_dir, attempt_column_names());
  if (!scorer) return tl::unexpected(scorer.error());
  std::vector<FalseAlarms> out;
  for (const Band& band : kBands) out.push_back({std::string(band.name), 0, 0.0, 0.0});
  for (const AttemptRow& row : rows.rows) {
    // Ordinary life only: the look-alikes are drawn more often than they occur.
    if (!row.label.scenario.empty()) continue;
    const auto margin = scorer->margin(row.values);
    if (!margin) return tl::unexpected(margin.error());
    const bool flagged = *margin >= scorer->thresholds().fpr_1;
    for (std::size_t i = 0; i < out.size(); ++i) {
      if (!kBands[i].takes(row)) continue;
      ++out[i].rows;
      out[i].model += flagged ? 1.0 : 0.0;
      out[i].rules += row.rule_flag ? 1.0 : 0.0;
    }
  }
  for (FalseAlarms& each : out) {
    const auto rows_of_band = std::max<double>(1.0, static_cast<double>(each.rows));
    each.model /= rows_of_band;
    each.rules /= rows_of_band;
  }
  return out;
}

Result<AttemptEvaluation> measure(const Rows& test, const World& world,
                                  const models::Progress& progress) {
  AttemptEvaluation out;
  const std::pair<std::string, Choice> parts[] = {{"all known scenarios", kKnown},
                                                  {"by channel", kKnownByChannel},
                                                  {"after the drift", kDrifted},
                                                  {"held-out scenarios", kUnknown}};
  for (const auto& [name, choice] : parts) {
    if (progress) progress("measuring " + name, 0.0);
    auto evaluation = models::evaluate_model(world.out_dir, matrix_of(test, world, choice));
    if (!evaluation) return tl::unexpected(evaluation.error());
    out.parts.emplace_back(name, *std::move(evaluation));
  }
  auto fairness = fairness_of(test, world);
  if (!fairness) return tl::unexpected(fairness.error());
  out.fairness = *std::move(fairness);
  const auto scorer = models::Scorer::load(world.out_dir, attempt_column_names());
  if (!scorer) return tl::unexpected(scorer.error());
  auto decisions = count_decisions(test.rows, test.cities, *scorer, kThresholds);
  if (!decisions) return tl::unexpected(decisions.error());
  out.decisions = *std::move(decisions);
  return out;
}

std::uint64_t calibration_seed(const AttemptTraining& t) { return t.seed + 1000; }
std::uint64_t test_seed(const AttemptTraining& t) { return t.seed + 2000; }

}  // namespace

Result<AttemptEvaluation> train_attempt(const AttemptTraining& training,
                                        const models::Progress& progress) {
  const auto world = open_world(training);
  if (!world) return tl::unexpected(world.error());
  const auto train = play_cities(*world, training.seed, training.train_cities, progress);
  if (!train) return tl::unexpected(train.error());
  const auto calibrate = play_cities(*world, calibration_seed(training), 1, progress);
  if (!calibrate) return tl::unexpected(calibrate.error());
  const auto test = play_cities(*world, test_seed(training), training.test_cities, progress);
  if (!test) return tl::unexpected(test.error());

  models::Matrix calibration = matrix_of(*calibrate, *world, kReviewed);
  weigh(calibration, world->parameters.fraud_scale);
  const std::size_t rows = train->rows.size() + calibrate->rows.size() + test->rows.size();
  const auto trained = models::train_model(
      matrix_of(*train, *world, kReviewed), calibration, matrix_of(*test, *world, kKnown),
      notes_of(training, *world, rows), world->out_dir, params(), {}, progress);
  if (!trained) return tl::unexpected(trained.error());
  return measure(*test, *world, progress);
}

Result<AttemptEvaluation> evaluate_attempt(const AttemptTraining& training,
                                           const models::Progress& progress) {
  const auto world = open_world(training);
  if (!world) return tl::unexpected(world.error());
  const auto test = play_cities(*world, test_seed(training), training.test_cities, progress);
  if (!test) return tl::unexpected(test.error());
  return measure(*test, *world, progress);
}

namespace {

// Each scenario counts once, so that one with hundreds of rows does not speak
// for the others.
double mean_recall(const models::Evaluation& evaluation) {
  double sum = 0.0;
  int scenarios = 0;
  for (const models::SourceMetrics& source : evaluation.sources) {
    if (source.positives == 0) continue;
    sum += source.recall.value;
    ++scenarios;
  }
  return scenarios == 0 ? 0.0 : sum / scenarios;
}

}  // namespace

std::string format_attempt_evaluation(const AttemptEvaluation& evaluation) {
  std::string out;
  for (const auto& [name, part] : evaluation.parts) {
    out += "## " + name + "\n\n" + models::format_evaluation(part) + "\n";
    std::array<char, 120> line{};
    std::snprintf(line.data(), line.size(),
                  "Mean recall of the parts with fraud (1 %% threshold): %.3f\n\n",
                  mean_recall(part));
    out += line.data();
  }
  out += "## Honest people flagged (ordinary life, threshold of 1 %)\n\n";
  out += "| who | rows | model | rules alone |\n|---|---|---|---|\n";
  for (const FalseAlarms& each : evaluation.fairness) {
    std::array<char, 160> line{};
    std::snprintf(line.data(), line.size(), "| %s | %zu | %.2f %% | %.2f %% |\n", each.who.c_str(),
                  each.rows, 100.0 * each.model, 100.0 * each.rules);
    out += line.data();
  }
  return out + "\n" + format_decisions(evaluation.decisions);
}

}  // namespace analyzer
