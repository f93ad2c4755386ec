#include "models/calibration.h"

#include <algorithm>
#include <array>
#include <cmath>
#include <numeric>

#include "analyzer/core/json.h"
#include "models/split.h"

namespace analyzer::models {
namespace {

constexpr double kFloor = 1e-6;  // no finite sample shows that a thing cannot be
constexpr std::size_t kFolds = 5;

double sigmoid(double x) {
  return x >= 0.0 ? 1.0 / (1.0 + std::exp(-x)) : std::exp(x) / (1.0 + std::exp(x));
}

double weight(const Scored& scored, std::size_t i) {
  return scored.weights.empty() ? 1.0 : static_cast<double>(scored.weights[i]);
}

// Log-loss of sigmoid(slope*margin+offset) against soft targets, with its
// gradient and Hessian.
struct PlattStep {
  double loss = 0, g_slope = 0, g_offset = 0, h_ss = 1e-9, h_so = 0, h_oo = 1e-9;
};

PlattStep platt_step(const Scored& scored, const std::array<double, 2>& targets, double slope,
                     double offset) {
  PlattStep step;
  for (std::size_t i = 0; i < scored.margins.size(); ++i) {
    const double x = scored.margins[i];
    const double w = weight(scored, i);
    const double t = targets[scored.labels[i]];
    const double z = slope * x + offset;
    const double p = sigmoid(z);
    // log(1+exp(z)) without overflow.
    step.loss += w * (std::max(z, 0.0) + std::log1p(std::exp(-std::abs(z))) - t * z);
    const double d = w * (p - t);
    const double h = w * p * (1.0 - p);
    step.g_slope += d * x;
    step.g_offset += d;
    step.h_ss += h * x * x;
    step.h_so += h * x;
    step.h_oo += h;
  }
  return step;
}

double brier(const Calibration& calibration, const Scored& scored,
             std::span<const std::size_t> rows) {
  double sum = 0.0;
  double total = 0.0;
  for (const std::size_t i : rows) {
    const double error = calibration.probability(scored.margins[i]) - scored.labels[i];
    sum += weight(scored, i) * error * error;
    total += weight(scored, i);
  }
  return total > 0.0 ? sum / total : 0.0;
}

// Rows picked out of a Scored, owned.
struct Picked {
  std::vector<double> margins;
  std::vector<std::uint8_t> labels;
  std::vector<float> weights;

  Picked(const Scored& scored, std::span<const std::size_t> rows) {
    for (const std::size_t i : rows) {
      margins.push_back(scored.margins[i]);
      labels.push_back(scored.labels[i]);
      weights.push_back(static_cast<float>(weight(scored, i)));
    }
  }
  Scored view() const { return {margins, labels, weights}; }
};

struct Block {
  double margin_sum;  // weighted
  double label_sum;   // weighted
  double weight;
  double mean() const { return label_sum / weight; }
};

}  // namespace

Calibration Calibration::platt(const Scored& scored) {
  double positive = 0.0;
  double negative = 0.0;
  for (std::size_t i = 0; i < scored.labels.size(); ++i) {
    (scored.labels[i] == 1 ? positive : negative) += weight(scored, i);
  }
  Calibration out;
  if (positive <= 0.0 || negative <= 0.0) return out;
  const std::array<double, 2> targets = {1.0 / (negative + 2.0),
                                         (positive + 1.0) / (positive + 2.0)};

  double slope = 1.0;
  double offset = 0.0;
  PlattStep now = platt_step(scored, targets, slope, offset);
  for (int round = 0; round < 100; ++round) {
    const double det = now.h_ss * now.h_oo - now.h_so * now.h_so;
    const double d_slope = -(now.h_oo * now.g_slope - now.h_so * now.g_offset) / det;
    const double d_offset = -(now.h_ss * now.g_offset - now.h_so * now.g_slope) / det;
    double length = 1.0;
    PlattStep next;
    for (; length > 1e-8; length /= 2.0) {
      next = platt_step(scored, targets, slope + length * d_slope, offset + length * d_offset);
      if (next.loss < now.loss) break;
    }
    if (length <= 1e-8) break;
    slope += length * d_slope;
    offset += length * d_offset;
    const double gained = now.loss - next.loss;
    now = next;
    if (gained < 1e-10 * (1.0 + now.loss)) break;
  }
  // A margin that speaks against itself carries nothing: say the base rate.
  out.slope_ = std::max(slope, 0.0);
  out.offset_ = slope < 0.0 ? std::log(positive / negative) : offset;
  return out;
}

Calibration Calibration::isotonic(const Scored& scored) {
  std::vector<std::size_t> order(scored.margins.size());
  std::iota(order.begin(), order.end(), std::size_t{0});
  std::stable_sort(order.begin(), order.end(), [&](std::size_t a, std::size_t b) {
    return scored.margins[a] < scored.margins[b];
  });
  std::vector<Block> blocks;
  double last = 0.0;
  for (const std::size_t i : order) {
    const double w = weight(scored, i);
    const double margin = scored.margins[i];
    const Block one{w * margin, w * scored.labels[i], w};
    if (!blocks.empty() && margin == last) {  // equal margins must be one block
      blocks.back() = {blocks.back().margin_sum + one.margin_sum,
                       blocks.back().label_sum + one.label_sum, blocks.back().weight + w};
    } else {
      blocks.push_back(one);
    }
    last = margin;
    while (blocks.size() > 1 && blocks[blocks.size() - 2].mean() >= blocks.back().mean()) {
      const Block top = blocks.back();
      blocks.pop_back();
      blocks.back().margin_sum += top.margin_sum;
      blocks.back().label_sum += top.label_sum;
      blocks.back().weight += top.weight;
    }
  }
  Calibration out;
  for (const Block& block : blocks) {
    // Half a row of each kind keeps a block of one label away from 0 and 1.
    const double p = (block.label_sum + 0.5) / (block.weight + 1.0);
    const double floor = out.points_.empty() ? kFloor : out.points_.back().probability;
    out.points_.push_back(
        {block.margin_sum / block.weight, std::clamp(std::max(p, floor), kFloor, 1.0 - kFloor)});
  }
  return out;
}

Calibration Calibration::choose(const Scored& scored, std::span<const std::string> groups) {
  double platt_brier = 0.0;
  double isotonic_brier = 0.0;
  for (std::size_t fold = 0; fold < kFolds; ++fold) {
    std::vector<std::size_t> fit;
    std::vector<std::size_t> held;
    for (std::size_t i = 0; i < groups.size(); ++i) {
      (fold_of(groups[i], "calibration", kFolds) == fold ? held : fit).push_back(i);
    }
    if (fit.empty() || held.empty()) continue;
    const Picked rows(scored, fit);
    const double share = static_cast<double>(held.size());
    platt_brier += share * brier(platt(rows.view()), scored, held);
    isotonic_brier += share * brier(isotonic(rows.view()), scored, held);
  }
  return isotonic_brier < platt_brier ? isotonic(scored) : platt(scored);
}

double Calibration::probability(double margin) const {
  if (std::isnan(margin)) return margin;
  if (points_.empty()) return std::clamp(sigmoid(slope_ * margin + offset_), kFloor, 1.0 - kFloor);
  const auto above = std::upper_bound(points_.begin(), points_.end(), margin,
                                      [](double m, const Point& p) { return m < p.margin; });
  if (above == points_.begin()) return points_.front().probability;
  if (above == points_.end()) return points_.back().probability;
  const Point& low = *(above - 1);
  const double share = (margin - low.margin) / (above->margin - low.margin);
  return low.probability + share * (above->probability - low.probability);
}

std::string Calibration::to_json() const {
  std::string out = R"({"kind":")" + std::string(kind()) + '"';
  const auto add = [&out](double value) { json::append_number(out, value); };
  if (points_.empty()) {
    out += R"(,"slope":)";
    add(slope_);
    out += R"(,"offset":)";
    add(offset_);
  } else {
    out += R"(,"points":[)";
    for (std::size_t i = 0; i < points_.size(); ++i) {
      out += i > 0 ? ",[" : "[";
      add(points_[i].margin);
      out += ',';
      add(points_[i].probability);
      out += ']';
    }
    out += ']';
  }
  return out + "}";
}

Result<Calibration> Calibration::from_json(std::string_view text) {
  const auto broken = [] { return fail(ErrorCode::kCorrupt, "calibration: not understood"); };
  const auto value = json::parse(text);
  if (!value || !value->is_object()) return broken();
  const auto number = [](const json::Value* v) -> Result<double> {
    if (v == nullptr || !v->is_number()) return fail(ErrorCode::kCorrupt, "calibration: number");
    return v->to_number<double>();
  };
  const json::Object& object = value->get_object();
  const json::Value* kind = object.if_contains("kind");
  Calibration out;
  if (kind != nullptr && *kind == "platt") {
    const auto slope = number(object.if_contains("slope"));
    const auto offset = number(object.if_contains("offset"));
    if (!slope || !offset || *slope < 0.0) return broken();
    out.slope_ = *slope;
    out.offset_ = *offset;
    return out;
  }
  const json::Value* points = object.if_contains("points");
  if (kind == nullptr || *kind != "isotonic" || points == nullptr || !points->is_array() ||
      points->get_array().empty()) {
    return broken();
  }
  for (const json::Value& item : points->get_array()) {
    if (!item.is_array() || item.get_array().size() != 2) return broken();
    const auto margin = number(&item.get_array()[0]);
    const auto p = number(&item.get_array()[1]);
    if (!margin || !p || !(*p > 0.0 && *p < 1.0)) return broken();
    if (!out.points_.empty() &&
        (*margin <= out.points_.back().margin || *p < out.points_.back().probability)) {
      return broken();
    }
    out.points_.push_back({*margin, *p});
  }
  return out;
}

}  // namespace analyzer::models
