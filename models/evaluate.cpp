// The bootstrap by group of metrics.h: draws are taken as weights on rows that
// were sorted once, so that a draw costs one pass.

#include <algorithm>
#include <array>
#include <cmath>
#include <cstdio>
#include <map>
#include <numeric>
#include <random>
#include <unordered_map>

#include "models/metrics.h"

namespace analyzer::models {
namespace {

constexpr int kDraws = 200;
constexpr std::uint32_t kSeed = 12333;

// Some rows, sorted from the highest margin down, with everything a draw needs.
struct Rows {
  std::vector<double> margins;
  std::vector<double> probabilities;
  std::vector<std::uint8_t> labels;
  std::vector<float> weights;
  std::vector<std::uint32_t> groups;  // 0 ... group_count-1
  std::size_t group_count = 0;
};

Rows gather(std::span<const double> margins, std::span<const double> probabilities,
            const Matrix& matrix, std::vector<std::size_t> rows) {
  std::stable_sort(rows.begin(), rows.end(),
                   [&](std::size_t a, std::size_t b) { return margins[a] > margins[b]; });
  Rows out;
  std::unordered_map<std::string_view, std::uint32_t> ids;
  for (const std::size_t row : rows) {
    out.margins.push_back(margins[row]);
    out.probabilities.push_back(probabilities[row]);
    out.labels.push_back(matrix.labels[row]);
    out.weights.push_back(matrix.weight(row));
    const auto id = static_cast<std::uint32_t>(ids.size());
    out.groups.push_back(ids.try_emplace(matrix.groups[row], id).first->second);
  }
  out.group_count = ids.size();
  return out;
}

// Calls measure(weights) on the rows as they are and on kDraws draws of groups.
template <class Measure>
auto bootstrap(const Rows& rows, Measure measure) {
  using Numbers = decltype(measure(std::span<const float>{}));  // std::array<double, N>
  const Numbers value = measure(std::span<const float>(rows.weights));
  std::array<std::vector<double>, std::tuple_size_v<Numbers>> drawn;
  std::mt19937 random(kSeed);
  std::vector<std::uint32_t> count(rows.group_count);
  std::vector<float> weights(rows.margins.size());
  for (int draw = 0; draw < kDraws && rows.group_count > 1; ++draw) {
    std::fill(count.begin(), count.end(), 0U);
    for (std::size_t i = 0; i < rows.group_count; ++i) {
      // By hand: the standard distributions differ between libraries.
      const std::uint64_t pick = (std::uint64_t{random()} * rows.group_count) >> 32;
      ++count[pick];
    }
    for (std::size_t i = 0; i < weights.size(); ++i) {
      weights[i] = rows.weights[i] * static_cast<float>(count[rows.groups[i]]);
    }
    const Numbers numbers = measure(std::span<const float>(weights));
    for (std::size_t i = 0; i < numbers.size(); ++i) {
      if (!std::isnan(numbers[i])) drawn[i].push_back(numbers[i]);
    }
  }
  std::array<Interval, std::tuple_size_v<Numbers>> out;
  for (std::size_t i = 0; i < out.size(); ++i) {
    out[i] = {value[i], value[i], value[i]};
    if (drawn[i].empty()) continue;
    std::sort(drawn[i].begin(), drawn[i].end());
    const auto at = [&](double share) {
      return drawn[i][static_cast<std::size_t>(share * static_cast<double>(drawn[i].size() - 1))];
    };
    out[i].low = at(0.025);
    out[i].high = at(0.975);
  }
  return out;
}

// Everything in one pass over rows sorted from the highest margin down.
struct Curve {
  double auc = NAN, average_precision = NAN, recall_1 = NAN, recall_01 = NAN;
};

Curve curve(const Rows& rows, std::span<const float> weights) {
  double all_positives = 0.0;
  double all_negatives = 0.0;
  for (std::size_t i = 0; i < weights.size(); ++i) {
    (rows.labels[i] == 1 ? all_positives : all_negatives) += weights[i];
  }
  if (all_positives <= 0.0 || all_negatives <= 0.0) return {};
  double positives = 0.0, negatives = 0.0, last_positives = 0.0, last_negatives = 0.0;
  Curve out{0.0, 0.0, 0.0, 0.0};
  for (std::size_t i = 0; i < weights.size(); ++i) {
    (rows.labels[i] == 1 ? positives : negatives) += weights[i];
    if (i + 1 < weights.size() && rows.margins[i + 1] == rows.margins[i]) continue;
    const double gained = positives - last_positives;
    out.auc += (negatives - last_negatives) * (positives + last_positives) / 2.0;
    if (gained > 0.0) out.average_precision += gained * positives / (positives + negatives);
    if (negatives <= 0.01 * all_negatives) out.recall_1 = positives / all_positives;
    if (negatives <= 0.001 * all_negatives) out.recall_01 = positives / all_positives;
    last_positives = positives;
    last_negatives = negatives;
  }
  out.auc /= all_positives * all_negatives;
  out.average_precision /= all_positives;
  return out;
}

// Share of the rows with this label whose margin is at or above the threshold.
double flagged(const Rows& rows, std::span<const float> weights, std::uint8_t label,
               double threshold) {
  double hit = 0.0;
  double all = 0.0;
  for (std::size_t i = 0; i < weights.size(); ++i) {
    if (rows.labels[i] != label) continue;
    all += weights[i];
    if (rows.margins[i] >= threshold) hit += weights[i];
  }
  return all > 0.0 ? hit / all : NAN;
}

SourceMetrics evaluate_source(const std::string& source, const std::vector<std::size_t>& own,
                              std::span<const double> margins,
                              std::span<const double> probabilities, const Matrix& matrix,
                              const Thresholds& thresholds) {
  SourceMetrics out;
  out.source = source;
  out.rows = own.size();
  for (const std::size_t row : own) out.positives += matrix.labels[row];
  const Rows rows = gather(margins, probabilities, matrix, own);
  const auto numbers = bootstrap(rows, [&](std::span<const float> weights) {
    return std::array<double, 3>{brier_score(rows.probabilities, rows.labels, weights),
                                 flagged(rows, weights, 0, thresholds.fpr_1),
                                 flagged(rows, weights, 1, thresholds.fpr_1)};
  });
  out.brier = numbers[0];
  out.false_positives = numbers[1];
  out.recall = numbers[2];

  std::vector<std::size_t> against = own;
  if (out.positives == 0 || out.positives == out.rows) {
    for (std::size_t row = 0; row < matrix.rows(); ++row) {
      if ((matrix.labels[row] == 1) == (out.positives == 0)) against.push_back(row);
    }
  }
  const Rows both = gather(margins, probabilities, matrix, std::move(against));
  out.roc_auc = bootstrap(both, [&](std::span<const float> weights) {
    return std::array<double, 1>{curve(both, weights).auc};
  })[0];
  return out;
}

std::string show(const Interval& interval, int digits) {
  if (std::isnan(interval.value)) return "–";
  std::array<char, 96> out{};
  std::snprintf(out.data(), out.size(), "%.*f [%.*f, %.*f]", digits, interval.value, digits,
                interval.low, digits, interval.high);
  return out.data();
}

}  // namespace

Evaluation evaluate(std::span<const double> margins, std::span<const double> probabilities,
                    const Matrix& matrix, const Thresholds& thresholds) {
  std::vector<std::size_t> all(matrix.rows());
  std::iota(all.begin(), all.end(), std::size_t{0});
  const Rows rows = gather(margins, probabilities, matrix, all);
  const auto numbers = bootstrap(rows, [&](std::span<const float> weights) {
    const Curve whole = curve(rows, weights);
    return std::array<double, 7>{whole.auc,
                                 whole.average_precision,
                                 whole.recall_1,
                                 whole.recall_01,
                                 brier_score(rows.probabilities, rows.labels, weights),
                                 flagged(rows, weights, 0, thresholds.fpr_1),
                                 flagged(rows, weights, 0, thresholds.fpr_01)};
  });
  Evaluation out{
      matrix.rows(), matrix.positives(), rows.group_count, numbers[0], numbers[1], numbers[2],
      numbers[3],    numbers[4],         numbers[5],       numbers[6], {}};
  std::map<std::string, std::vector<std::size_t>> sources;
  for (const std::size_t row : all) sources[matrix.sources[row]].push_back(row);
  for (const auto& [source, own] : sources) {
    out.sources.push_back(evaluate_source(source, own, margins, probabilities, matrix, thresholds));
  }
  return out;
}

std::string format_evaluation(const Evaluation& e) {
  std::string out = "| measure | value [95 % interval] |\n|---|---|\n";
  const auto line = [&out](std::string_view name, const std::string& value) {
    out += "| ";
    out += name;
    out += " | " + value + " |\n";
  };
  line("rows / fraud / groups", std::to_string(e.rows) + " / " + std::to_string(e.positives) +
                                    " / " + std::to_string(e.groups));
  line("ROC-AUC", show(e.roc_auc, 4));
  line("PR-AUC", show(e.pr_auc, 4));
  line("recall at 1 % false positives", show(e.recall_1, 3));
  line("recall at 0.1 % false positives", show(e.recall_01, 3));
  line("Brier", show(e.brier, 4));
  line("false positives at the threshold set for 1 % on the calibration rows",
       show(e.realised_1, 4));
  line("the same for 0.1 %", show(e.realised_01, 4));
  out +=
      "\n| source | rows | fraud | ROC-AUC | Brier | false positives (1 % threshold) | recall "
      "(1 % threshold) |\n|---|---|---|---|---|---|---|\n";
  for (const SourceMetrics& s : e.sources) {
    out += "| " + s.source + " | " + std::to_string(s.rows) + " | " + std::to_string(s.positives) +
           " | " + show(s.roc_auc, 3) + " | " + show(s.brier, 3) + " | " +
           show(s.false_positives, 3) + " | " + show(s.recall, 3) + " |\n";
  }
  return out;
}

}  // namespace analyzer::models
