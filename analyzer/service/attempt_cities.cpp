#include "analyzer/service/attempt_cities.h"

#include <cmath>
#include <iterator>
#include <unordered_map>

#include "analyzer/core/digest.h"
#include "analyzer/engine/attempt_columns.h"

namespace analyzer {
namespace {

constexpr std::chrono::days kWarmUp{240};  // until the windows are filled

// Weights of rows in training (weigh_for_training()). With the exponent 0 a gang counts
// by its attempts, with 1 as one person.
constexpr double kRepeats = 0.35;
constexpr double kHonest = 3.0;
constexpr double kReadBadly = 4.0;
constexpr int kVeryOld = 85;

}  // namespace

Result<AttemptWorld> AttemptWorld::open(const std::string& root,
                                        const std::string& parameters_file) {
  AttemptWorld world;
  const std::string path =
      parameters_file.empty() ? root + "/data/simulation.toml" : parameters_file;
  auto parameters = simulate::Parameters::load(path);
  if (!parameters) return tl::unexpected(parameters.error());
  world.parameters = *std::move(parameters);
  const auto bytes = read_file(path);
  if (!bytes) return tl::unexpected(bytes.error());
  world.parameter_digest = sha256_hex(*bytes);
  auto snapshot = Snapshot::load(root);
  if (!snapshot) return tl::unexpected(snapshot.error());
  world.snapshot = *std::move(snapshot);
  return world;
}

Result<CityRows> play_cities(const AttemptWorld& world, std::uint64_t first_seed, int count,
                             const models::Progress& progress) {
  CityRows out;
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

bool is_fraud(const AttemptRow& row) { return row.label.truth != simulate::Truth::kLegit; }

std::string scenario_of(const AttemptRow& row) {
  return row.label.scenario.empty() ? "ordinary" : row.label.scenario;
}

models::Matrix matrix_of(const CityRows& from, const Choice& choice) {
  models::Matrix out;
  const auto names = attempt_column_names();
  out.columns.assign(names.begin(), names.end());
  for (std::size_t i = 0; i < from.rows.size(); ++i) {
    const AttemptRow& row = from.rows[i];
    if (!choice.takes(row)) continue;
    out.add(row.values, choice.positive(row), from.group(i), choice.source(row), row.at);
  }
  return out;
}

const Choice& every_row() {
  static const Choice kEvery{[](const AttemptRow&) { return true; }, is_fraud, scenario_of};
  return kEvery;
}

double weight_of(const AttemptRow& row, double scale) {
  return row.label.scenario.empty() ? scale : 1.0;
}

void weigh_for_training(models::Matrix& matrix, const CityRows& from, const Choice& choice) {
  std::unordered_map<std::string, double> sizes;  // of entities
  std::vector<std::size_t> taken;
  for (std::size_t i = 0; i < from.rows.size(); ++i) {
    if (!choice.takes(from.rows[i])) continue;
    taken.push_back(i);
    if (is_fraud(from.rows[i])) sizes[from.group(i)] += 1.0;
  }
  double frauds = 0.0;
  double sum = 0.0;
  for (const auto& [group, size] : sizes) {
    frauds += size;
    sum += std::pow(size, 1.0 - kRepeats);  // `size` rows of weight size ^ -kRepeats
  }
  matrix.weights.clear();
  for (const std::size_t i : taken) {
    const AttemptRow& row = from.rows[i];
    double weight = kHonest;
    if (is_fraud(row)) {
      weight = frauds / sum * std::pow(sizes[from.group(i)], -kRepeats);
    } else if (row.age >= kVeryOld || row.label.disabled) {
      weight *= kReadBadly;
    }
    matrix.weights.push_back(static_cast<float>(weight));
  }
}

void weigh(models::Matrix& matrix, double scale) {
  matrix.weights.assign(matrix.rows(), 1.0F);
  for (std::size_t i = 0; i < matrix.rows(); ++i) {
    if (matrix.sources[i] == "ordinary") matrix.weights[i] = static_cast<float>(scale);
  }
}

}  // namespace analyzer
