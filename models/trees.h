// Boosted trees laid out for one row at a time: what a request asks. Growing them
// and explaining them stays with XGBoost (booster.h).
//
// Immutable: any number of threads may call margin() at once.

#ifndef MODELS_TREES_H_
#define MODELS_TREES_H_

#include <cstddef>
#include <cstdint>
#include <span>
#include <string_view>
#include <vector>

#include "analyzer/core/result.h"

namespace analyzer::models {

class Trees {
 public:
  // Reads XGBoost's JSON of a model of `columns` columns whose base score is 0.5.
  // Fails with kCorrupt if it is not understood.
  static Result<Trees> from_json(std::string_view json, std::size_t columns);

  // Log-odds of one row of `columns` values, NaN where missing: the same bits that
  // XGBoost gives.
  double margin(std::span<const float> row) const;

 private:
  // A leaf steps to itself, so that all trees of a model can be walked in step.
  struct Node {
    float value = 0.0F;      // to split at; of a leaf what it adds
    std::uint32_t left = 0;  // index in nodes_; the right one follows
    std::uint16_t column = 0;
    bool inner = false;
    bool missing_left = false;
  };

  struct Source;  // one tree as XGBoost writes it
  Status add(const Source& source, std::size_t columns);

  std::vector<Node> nodes_;
  std::vector<std::uint32_t> roots_;
  std::size_t depth_ = 0;  // steps from a root to the farthest leaf
};

}  // namespace analyzer::models

#endif  // MODELS_TREES_H_
