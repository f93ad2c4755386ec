// Rows of numbers with names over the columns and what training needs to know of
// each row. NaN stands for a missing value and is never read as zero.

#ifndef MODELS_MATRIX_H_
#define MODELS_MATRIX_H_

#include <cstddef>
#include <cstdint>
#include <functional>
#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "analyzer/core/result.h"
#include "analyzer/core/time.h"

namespace analyzer::models {

// Told now and then how far a long work is: the stage's name and the share of it
// that is done, in [0,1].
using Progress = std::function<void(std::string_view stage, double done)>;

// A value, not safe to change from several threads at once.
struct Matrix {
  std::vector<std::string> columns;  // unique names
  std::vector<float> values;         // row-major, columns.size() a row; NaN = missing
  std::vector<std::uint8_t> labels;  // one a row; 1 = fraud
  std::vector<std::string> groups;   // one a row; rows of one group belong together in a split
  std::vector<std::string> sources;  // one a row; where the row came from, for reports
  std::vector<Time> times;           // one a row; Time{} = not known
  std::vector<float> weights;        // empty (all 1), or one positive number a row

  std::size_t rows() const { return labels.size(); }
  std::size_t positives() const;
  std::span<const float> row(std::size_t index) const {
    return {values.data() + index * columns.size(), columns.size()};
  }
  float weight(std::size_t index) const { return weights.empty() ? 1.0F : weights[index]; }

  // Appends one row of columns.size() values; `weights` stays as it is.
  void add(std::span<const float> row, bool label, std::string group, std::string source,
           Time time);

  // The rows with these indices, in the order given.
  Matrix take(std::span<const std::size_t> indices) const;

  // Fails with kInvalid, naming what is wrong, if the sizes disagree, a column's
  // name is empty or given twice, a label is not 0 or 1, a value is infinite, or
  // a weight is not positive.
  Status check() const;
};

}  // namespace analyzer::models

#endif  // MODELS_MATRIX_H_
