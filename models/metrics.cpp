#include "models/metrics.h"

#include <algorithm>
#include <cmath>
#include <limits>
#include <numeric>

namespace analyzer::models {
namespace {

constexpr double kNan = std::numeric_limits<double>::quiet_NaN();

std::vector<std::size_t> order_by_score(std::span<const double> scores) {
  std::vector<std::size_t> order(scores.size());
  std::iota(order.begin(), order.end(), std::size_t{0});
  std::stable_sort(order.begin(), order.end(),
                   [&](std::size_t a, std::size_t b) { return scores[a] > scores[b]; });
  return order;
}

// Walks the rows from the highest score down, calling step(score, positives,
// negatives) with the weights above or at each distinct score.
template <class Step>
void walk(std::span<const double> scores, std::span<const std::uint8_t> labels,
          std::span<const float> weights, Step step) {
  double positives = 0.0;
  double negatives = 0.0;
  const std::vector<std::size_t> order = order_by_score(scores);
  for (std::size_t i = 0; i < order.size(); ++i) {
    const std::size_t row = order[i];
    const double w = weights.empty() ? 1.0 : static_cast<double>(weights[row]);
    (labels[row] == 1 ? positives : negatives) += w;
    if (i + 1 == order.size() || scores[order[i + 1]] != scores[row]) {
      step(scores[row], positives, negatives);
    }
  }
}

struct Totals {
  double positives = 0.0;
  double negatives = 0.0;
};

Totals totals(std::span<const std::uint8_t> labels, std::span<const float> weights) {
  Totals out;
  for (std::size_t i = 0; i < labels.size(); ++i) {
    const double w = weights.empty() ? 1.0 : static_cast<double>(weights[i]);
    (labels[i] == 1 ? out.positives : out.negatives) += w;
  }
  return out;
}

}  // namespace

double roc_auc(std::span<const double> scores, std::span<const std::uint8_t> labels,
               std::span<const float> weights) {
  const Totals all = totals(labels, weights);
  if (all.positives <= 0.0 || all.negatives <= 0.0) return kNan;
  double area = 0.0;
  double last_positives = 0.0;
  double last_negatives = 0.0;
  walk(scores, labels, weights, [&](double, double positives, double negatives) {
    area += (negatives - last_negatives) * (positives + last_positives) / 2.0;
    last_positives = positives;
    last_negatives = negatives;
  });
  return area / (all.positives * all.negatives);
}

double pr_auc(std::span<const double> scores, std::span<const std::uint8_t> labels,
              std::span<const float> weights) {
  const Totals all = totals(labels, weights);
  if (all.positives <= 0.0) return kNan;
  double area = 0.0;
  double last = 0.0;
  walk(scores, labels, weights, [&](double, double positives, double negatives) {
    if (positives > last) area += (positives - last) * positives / (positives + negatives);
    last = positives;
  });
  return area / all.positives;
}

double threshold_at_fpr(std::span<const double> scores, std::span<const std::uint8_t> labels,
                        double fpr, std::span<const float> weights) {
  const Totals all = totals(labels, weights);
  if (all.negatives <= 0.0) return kNan;
  double best = std::numeric_limits<double>::infinity();
  walk(scores, labels, weights, [&](double score, double, double negatives) {
    if (negatives <= fpr * all.negatives * (1.0 + 1e-12)) best = score;
  });
  return best;
}

double recall_at_fpr(std::span<const double> scores, std::span<const std::uint8_t> labels,
                     double fpr, std::span<const float> weights) {
  const Totals all = totals(labels, weights);
  if (all.positives <= 0.0 || all.negatives <= 0.0) return kNan;
  double best = 0.0;
  walk(scores, labels, weights, [&](double, double positives, double negatives) {
    if (negatives <= fpr * all.negatives * (1.0 + 1e-12)) best = positives;
  });
  return best / all.positives;
}

double brier_score(std::span<const double> probabilities, std::span<const std::uint8_t> labels,
                   std::span<const float> weights) {
  double sum = 0.0;
  double total = 0.0;
  for (std::size_t i = 0; i < labels.size(); ++i) {
    const double w = weights.empty() ? 1.0 : static_cast<double>(weights[i]);
    const double error = probabilities[i] - labels[i];
    sum += w * error * error;
    total += w;
  }
  return total > 0.0 ? sum / total : kNan;
}

}  // namespace analyzer::models
