// Gradient-boosted trees: the only wrapper round XGBoost. Turns rows into
// margins (log-odds) and grows new trees.

#ifndef MODELS_BOOSTER_H_
#define MODELS_BOOSTER_H_

#include <cstddef>
#include <cstdint>
#include <memory>
#include <span>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "analyzer/core/result.h"
#include "models/matrix.h"

namespace analyzer::models {

// How trees are grown. The defaults suit some thousand to some hundred thousand
// rows of some dozen columns.
struct TrainParams {
  int max_rounds = 500;
  int early_stopping = 40;  // rounds without a better log-loss on the held rows
  int max_depth = 6;
  double eta = 0.1;
  double min_child_weight = 5.0;
  double subsample = 0.8;
  double column_share = 0.6;  // columns tried for each tree
  double l2 = 2.0;
  std::uint32_t seed = 20260101;
  double stop_share = 0.1;  // of the training groups, held out to stop early
  int folds = 5;            // of cross-fitting, where there are no calibration rows
  // Columns whose growth may only raise (+1) or only lower (-1) the margin.
  std::vector<std::pair<std::string, int>> monotone;
  // Column in log-odds from which the trees start: they learn what it gets wrong, and
  // what they never saw keeps its say. Empty: from nothing. NaN counts as zero.
  std::string start = {};
};

// margin(), margins() and contributions() may be called from any number of
// threads at once.
class Booster {
 public:
  // Grows trees on `fit` until the log-loss on `stop` no longer falls, and keeps
  // the best number of rounds. With `stop` empty, grows params.max_rounds. The
  // same rows and parameters give the same bytes: one thread, fixed seed.
  //
  // Fails with kInvalid if a matrix is not sound, their columns differ, `fit`
  // lacks one of the labels, or a monotone column or the start does not exist.
  static Result<Booster> train(const Matrix& fit, const Matrix& stop, const TrainParams& params,
                               const Progress& progress = {});

  // Reads what bytes() wrote. Fails with kCorrupt.
  static Result<Booster> parse(std::string_view bytes);

  Booster(Booster&&) noexcept;
  Booster& operator=(Booster&&) noexcept;
  ~Booster();

  // The model as XGBoost's UBJSON.
  Result<std::string> bytes() const;

  // Log-odds of one row with columns() values: the bits that margins() gives. Fails
  // with kInvalid if the size is wrong, with kUnavailable if XGBoost must be asked
  // and fails. Takes a few us at 400 trees of depth 6 (tests/bench/models_bench.cpp).
  Result<double> margin(std::span<const float> row) const;

  // Log-odds of each row of `values`, row-major.
  Result<std::vector<double>> margins(std::span<const float> values) const;

  // Exact SHAP values in log-odds, one a column, then the base value; their sum
  // is the margin. What the trees start from counts for its column. Takes about a
  // millisecond and calls wait for one another:
  // for what is flagged, off a request's path.
  Result<std::vector<double>> contributions(std::span<const float> row) const;

  std::size_t columns() const;
  int rounds() const;

 private:
  struct Impl;
  explicit Booster(std::unique_ptr<Impl> impl);

  std::unique_ptr<Impl> impl_;  // null only after a move
};

}  // namespace analyzer::models

#endif  // MODELS_BOOSTER_H_
