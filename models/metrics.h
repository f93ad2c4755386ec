// How well margins part fraud from the rest, with intervals.
//
// Every interval is a 95 % bootstrap over groups (rows of one group go in or out
// together), 200 draws, fixed seed: the same rows give the same numbers. A
// number that cannot be known (one label only) is NaN.

#ifndef MODELS_METRICS_H_
#define MODELS_METRICS_H_

#include <cstddef>
#include <cstdint>
#include <span>
#include <string>
#include <vector>

#include "models/matrix.h"

namespace analyzer::models {

struct Interval {
  double value = 0.0;
  double low = 0.0;
  double high = 0.0;
};

// Area under the ROC curve; ties count half. `weights` may be empty (all 1).
double roc_auc(std::span<const double> scores, std::span<const std::uint8_t> labels,
               std::span<const float> weights = {});

// Average precision: precision summed over the steps of recall; ties are one step.
double pr_auc(std::span<const double> scores, std::span<const std::uint8_t> labels,
              std::span<const float> weights = {});

// Largest share of the positives that can be flagged (score >= some threshold)
// while at most `fpr` of the negatives are.
double recall_at_fpr(std::span<const double> scores, std::span<const std::uint8_t> labels,
                     double fpr, std::span<const float> weights = {});

// The smallest score at which at most `fpr` of the negatives are flagged by
// score >= threshold; infinity if there is none.
double threshold_at_fpr(std::span<const double> scores, std::span<const std::uint8_t> labels,
                        double fpr, std::span<const float> weights = {});

// Mean squared distance of the probability to the label.
double brier_score(std::span<const double> probabilities, std::span<const std::uint8_t> labels,
                   std::span<const float> weights = {});

// One source's rows. A source with one label only is set against all rows of the
// other label.
struct SourceMetrics {
  std::string source;
  std::size_t rows = 0;
  std::size_t positives = 0;
  Interval roc_auc;
  Interval brier;
  // Shares of its rows flagged at thresholds that were set elsewhere: of
  // negatives the realised false-positive rate, of positives the recall.
  Interval false_positives;  // at Thresholds::fpr_1
  Interval recall;           // at Thresholds::fpr_1
};

// Margins at and above which 1 % and 0.1 % of the calibration rows' negatives lie.
struct Thresholds {
  double fpr_1 = 0.0;
  double fpr_01 = 0.0;
};

struct Evaluation {
  std::size_t rows = 0;
  std::size_t positives = 0;
  std::size_t groups = 0;
  Interval roc_auc;
  Interval pr_auc;
  Interval recall_1;   // at 1 % false positives of these rows
  Interval recall_01;  // at 0.1 %
  Interval brier;
  Interval realised_1;                 // false-positive rate here at thresholds.fpr_1
  Interval realised_01;                // at thresholds.fpr_01
  std::vector<SourceMetrics> sources;  // by name
};

// Judges `margins` and `probabilities`, one for each row of `matrix` (whose
// values are not looked at). Takes some seconds for 20,000 rows.
Evaluation evaluate(std::span<const double> margins, std::span<const double> probabilities,
                    const Matrix& matrix, const Thresholds& thresholds);

// Markdown: one table of the whole, one of the sources.
std::string format_evaluation(const Evaluation& evaluation);

}  // namespace analyzer::models

#endif  // MODELS_METRICS_H_
