// A trained model as it is shipped: trees, the names of their columns, the
// calibration and the tables whose numbers are columns. Read from a folder
// models/artifacts/<name>/ (see artifact.h).
//
// A Scorer is immutable once loaded: any number of threads may use it at once
// without synchronization. It must end before main() does: XGBoost's own statics
// end with it.
//
// Example:
//   auto scorer = Scorer::load("models/artifacts/url", column_names());
//   if (!scorer) ...                     // no model: rules alone, degraded
//   Result<double> margin = scorer->margin(row);   // row in column_names()' order
//   double probability = scorer->probability(*margin);

#ifndef MODELS_SCORER_H_
#define MODELS_SCORER_H_

#include <cstddef>
#include <memory>
#include <optional>
#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "analyzer/core/result.h"
#include "models/metrics.h"
#include "models/tables.h"

namespace analyzer::models {

class Scorer {
 public:
  // Reads the artifact in folder `dir`. `known` names the columns that the
  // caller can compute, in the order in which it will hand them in; the model
  // may use any of them and in any order.
  //
  // Fails with kNotFound if there is no artifact, with kCorrupt if a file is
  // missing, is not what the artifact's own list of digests says, or is not
  // understood, and with kInvalid, naming it, if the model uses a column that is
  // not known.
  //
  // Takes some milliseconds: for start and reload.
  static Result<Scorer> load(const std::string& dir, std::span<const std::string_view> known);

  Scorer(Scorer&&) noexcept;
  Scorer& operator=(Scorer&&) noexcept;
  ~Scorer();

  // Log-odds of one row: a value for each of `known`, NaN where missing. Fails
  // with kInvalid if the size is wrong, with kUnavailable if the trees cannot be
  // asked. Takes about 10 us (tests/bench/models_bench.cpp).
  Result<double> margin(std::span<const float> row) const;

  // The calibrated probability, in (0,1), of a margin.
  double probability(double margin) const;

  // Exact SHAP values in log-odds of each column of `known` (0 for those the
  // model does not use), then the base value; their sum is the margin. Takes
  // about a millisecond, one caller at a time: off the request's path.
  Result<std::vector<double>> contributions(std::span<const float> row) const;

  // The small models of the artifact.
  const Tables& tables() const;

  // Margins at which 1 % and 0.1 % of the calibration rows' harmless were flagged.
  const Thresholds& thresholds() const;

  // Columns that the model uses.
  const std::vector<std::string>& columns() const;

  // SHA-256 in hex of everything that decides what margin() and probability()
  // say.
  const std::string& digest() const;

 private:
  struct Impl;
  explicit Scorer(std::unique_ptr<const Impl> impl);

  std::unique_ptr<const Impl> impl_;  // null only after a move
};

}  // namespace analyzer::models

#endif  // MODELS_SCORER_H_
