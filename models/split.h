// Ways to part the rows of a matrix so that what is measured on one part says
// something about the other: by group and by time, never by chance row by row.
// The same rows are always parted the same way.

#ifndef MODELS_SPLIT_H_
#define MODELS_SPLIT_H_

#include <cstddef>
#include <string_view>
#include <vector>

#include "analyzer/core/time.h"
#include "models/matrix.h"

namespace analyzer::models {

// Indices of rows, ascending in each part.
struct Split {
  std::vector<std::size_t> fit;
  std::vector<std::size_t> held;
};

// The fold in [0, folds) of a group; a stable hash of its name and `salt`.
std::size_t fold_of(std::string_view group, std::string_view salt, std::size_t folds);

// Holds out about `share` (in [0,1], to a thousandth) of the groups, whole.
Split split_by_group(const Matrix& matrix, double share, std::string_view salt);

// Holds out the rows at or after `at`. Rows of a group that has rows on both
// sides stay in `fit` if before `at` and are left out of both parts if not, so
// that no group is on both sides. Rows whose time is not known go to `fit`.
Split split_by_time(const Matrix& matrix, Time at);

// The instant before which `share` of the rows with a known time lie; Time{} if
// none has one.
Time time_quantile(const Matrix& matrix, double share);

}  // namespace analyzer::models

#endif  // MODELS_SPLIT_H_
