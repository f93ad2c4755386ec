// Minimizes a smooth convex function of many variables (limited-memory BFGS).
// Source: Nocedal and Wright, Numerical Optimization, algorithm 7.4, with
// backtracking until Armijo's condition holds.

#ifndef MODELS_LBFGS_H_
#define MODELS_LBFGS_H_

#include <functional>
#include <span>
#include <vector>

namespace analyzer::models {

// Returns the value at `x` and writes the gradient there.
using Objective = std::function<double(std::span<const float> x, std::span<float> gradient)>;

struct MinimizeOptions {
  int iterations = 60;
  int memory = 8;           // pairs of steps remembered
  double tolerance = 1e-5;  // stop when an iteration gains less than this share
};

// Improves `x` in place; single-threaded, the same call gives the same bits.
// `told(n)` is called after the n-th iteration.
void minimize(const Objective& objective, std::vector<float>& x, const MinimizeOptions& options,
              const std::function<void(int)>& told);

}  // namespace analyzer::models

#endif  // MODELS_LBFGS_H_
