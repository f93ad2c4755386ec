// From labelled rows to a shipped model: grow trees, calibrate, measure, write
// the artifact with its card. The same rows and notes give the same bytes.
//
// Example:
//   const Split parts = split_by_time(rows, time_quantile(rows, 0.8));
//   const Split later = split_by_group(held, 0.5, "attempt");
//   auto result = train_model(rows.take(parts.fit), held.take(later.fit),
//                             held.take(later.held), notes, "models/artifacts/attempt");
//   if (result) std::cout << format_evaluation(*result);

#ifndef MODELS_TRAIN_H_
#define MODELS_TRAIN_H_

#include <cstddef>
#include <functional>
#include <span>
#include <string>
#include <vector>

#include "analyzer/core/result.h"
#include "models/booster.h"
#include "models/matrix.h"
#include "models/metrics.h"
#include "models/tables.h"

namespace analyzer::models {

// Makes what is trained on `margins`, which the trees gave the rows of groups they had
// not seen, and shipped in `tables` beside them.
using FinishTables = std::function<Status(std::span<const double> margins, Tables& tables)>;

// One file or generator that rows came from.
struct DataSource {
  std::string name;    // "url/train.csv.gz", or a generator with its seed and preset
  std::string sha256;  // of its bytes; of its parameters for a generator
  std::size_t rows = 0;
  std::string terms;  // licence and conditions, as far as known
};

// What the card says besides the figures.
struct ModelNotes {
  std::string name = {};     // of the artifact: "attempt"
  std::string purpose = {};  // one or two sentences
  std::vector<DataSource> data = {};
  std::string split = {};                // how train, calibration and test rows were parted
  std::vector<std::string> limits = {};  // where it fails, one sentence each
  std::string command = {};              // that makes it again
};

// Trains on `train` (params.stop_share of its groups held out to stop early),
// calibrates on `calibrate`, measures on `test`, and writes the artifact to
// `out_dir`. No group may be in two of the three. If `calibrate` is weighted
// (say, harmless rows ten times where frauds were enriched ten times), so are
// probability and thresholds. `tables` are shipped too: the rows must already hold
// their numbers as columns, those of `train` from tables that have not seen the
// row's group.
//
// With few rows leave `calibrate` empty: then all rows of `train` are trained
// on, for as many rounds as params.folds models by group needed on average, and
// calibrated by the margins that those gave the groups they had not seen. The
// card then also tells the figures of those margins. `test` may be empty then too: the
// cross-fitted figures are returned in its place.
//
// `finish`, if any, is called with the margins that calibrate.
//
// Fails with kInvalid if a matrix is not sound, the columns differ, a group is in
// two parts, or a part has one label only; with kUnavailable if the artifact
// cannot be written.
Result<Evaluation> train_model(const Matrix& train, const Matrix& calibrate, const Matrix& test,
                               const ModelNotes& notes, const std::string& out_dir,
                               const TrainParams& params = {}, Tables tables = {},
                               const Progress& progress = {}, const FinishTables& finish = {});

// Measures the artifact in `dir` on `test`, whose columns must include the
// model's. Fails as Scorer::load does.
Result<Evaluation> evaluate_model(const std::string& dir, const Matrix& test);

// How well each single column parts the labels: ROC-AUC, NaN values left out, at
// least 0.5 whichever the direction. A column near 1 is a leak until shown
// otherwise.
struct ColumnPower {
  std::string column;
  double roc_auc = 0.5;
  double missing = 0.0;  // share of the rows
};
std::vector<ColumnPower> column_powers(const Matrix& matrix);

}  // namespace analyzer::models

#endif  // MODELS_TRAIN_H_
