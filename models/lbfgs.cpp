#include "models/lbfgs.h"

#include <cmath>
#include <cstddef>
#include <deque>
#include <utility>

namespace analyzer::models {
namespace {

double dot(const std::vector<float>& a, const std::vector<float>& b) {
  double sum = 0.0;
  for (std::size_t i = 0; i < a.size(); ++i) {
    sum += static_cast<double>(a[i]) * static_cast<double>(b[i]);
  }
  return sum;
}

// a += scale * b
void add(std::vector<float>& a, double scale, const std::vector<float>& b) {
  const auto s = static_cast<float>(scale);
  for (std::size_t i = 0; i < a.size(); ++i) a[i] += s * b[i];
}

// What one step taught about the curvature.
struct Pair {
  std::vector<float> step;    // x' - x
  std::vector<float> change;  // gradient' - gradient
  double rho;                 // 1 / (step . change)
};

// Minus the inverse Hessian, as the pairs know it, times the gradient.
std::vector<float> direction(const std::vector<float>& gradient, const std::deque<Pair>& pairs) {
  std::vector<float> q = gradient;
  std::vector<double> alpha(pairs.size());
  for (std::size_t i = pairs.size(); i-- > 0;) {
    alpha[i] = pairs[i].rho * dot(pairs[i].step, q);
    add(q, -alpha[i], pairs[i].change);
  }
  double scale = 1.0;
  if (!pairs.empty()) {
    const Pair& last = pairs.back();
    scale = 1.0 / (last.rho * dot(last.change, last.change));
  }
  for (float& v : q) v *= static_cast<float>(scale);
  for (std::size_t i = 0; i < pairs.size(); ++i) {
    const double beta = pairs[i].rho * dot(pairs[i].change, q);
    add(q, alpha[i] - beta, pairs[i].step);
  }
  for (float& v : q) v = -v;
  return q;
}

}  // namespace

void minimize(const Objective& objective, std::vector<float>& x, const MinimizeOptions& options,
              const std::function<void(int)>& told) {
  constexpr double kArmijo = 1e-4;
  constexpr int kHalvings = 30;
  std::vector<float> gradient(x.size());
  std::vector<float> next_gradient(x.size());
  double value = objective(x, gradient);
  std::deque<Pair> pairs;
  for (int round = 1; round <= options.iterations; ++round) {
    const std::vector<float> way = direction(gradient, pairs);
    const double slope = dot(gradient, way);
    if (!(slope < 0.0)) return;  // at the minimum, as far as floats can tell
    // Nothing is known of the scale yet at the first step.
    double length = pairs.empty() ? 1.0 / (1.0 + std::sqrt(dot(gradient, gradient))) : 1.0;
    std::vector<float> next;
    double next_value = value;
    int tries = 0;
    for (; tries < kHalvings; ++tries, length /= 2.0) {
      next = x;
      add(next, length, way);
      next_value = objective(next, next_gradient);
      if (next_value <= value + kArmijo * length * slope) break;
    }
    if (tries == kHalvings) return;
    Pair pair{next, next_gradient, 0.0};
    add(pair.step, -1.0, x);
    add(pair.change, -1.0, gradient);
    const double curvature = dot(pair.step, pair.change);
    if (curvature > 1e-10 * dot(pair.change, pair.change)) {
      pair.rho = 1.0 / curvature;
      pairs.push_back(std::move(pair));
      if (pairs.size() > static_cast<std::size_t>(options.memory)) pairs.pop_front();
    }
    const double gained = value - next_value;
    x = std::move(next);
    std::swap(gradient, next_gradient);
    value = next_value;
    if (told) told(round);
    if (gained < options.tolerance * value) return;
  }
}

}  // namespace analyzer::models
