// From a model's margin to a probability that means what it says.

#ifndef MODELS_CALIBRATION_H_
#define MODELS_CALIBRATION_H_

#include <cstdint>
#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "analyzer/core/result.h"

namespace analyzer::models {

// Margins (log-odds) with what they should have said. Spans of one length;
// `weights` may be empty (all 1).
struct Scored {
  std::span<const double> margins;
  std::span<const std::uint8_t> labels;
  std::span<const float> weights;
};

// A value; probability() may be called from any thread. Never falls as the
// margin grows, never 0 or 1.
class Calibration {
 public:
  // The logistic function itself.
  Calibration() = default;

  // Platt's sigmoid 1/(1+exp(-(slope*margin+offset))), slope >= 0.
  // Source: Platt 1999 with the targets of Lin, Lin and Weng 2007.
  static Calibration platt(const Scored& scored);

  // Pool-adjacent-violators, straight lines between the blocks' centres.
  static Calibration isotonic(const Scored& scored);

  // Whichever has the lower Brier score on groups it was not fitted on (five
  // folds by group), then fitted on all. `groups`: one a row.
  static Calibration choose(const Scored& scored, std::span<const std::string> groups);

  // Reads what to_json() wrote. Fails with kCorrupt.
  static Result<Calibration> from_json(std::string_view text);
  std::string to_json() const;

  // Probability in (0,1) of a margin; of NaN, NaN.
  double probability(double margin) const;

  std::string_view kind() const { return points_.empty() ? "platt" : "isotonic"; }

 private:
  struct Point {
    double margin;
    double probability;
  };

  double slope_ = 1.0;
  double offset_ = 0.0;
  std::vector<Point> points_;  // margins strictly ascending; empty: Platt
};

}  // namespace analyzer::models

#endif  // MODELS_CALIBRATION_H_
