#include "models/matrix.h"

#include <algorithm>
#include <cmath>
#include <set>
#include <utility>

namespace analyzer::models {

std::size_t Matrix::positives() const {
  return static_cast<std::size_t>(std::count(labels.begin(), labels.end(), 1));
}

void Matrix::add(std::span<const float> row, bool label, std::string group, std::string source,
                 Time time) {
  values.insert(values.end(), row.begin(), row.end());
  labels.push_back(label ? 1 : 0);
  groups.push_back(std::move(group));
  sources.push_back(std::move(source));
  times.push_back(time);
}

Matrix Matrix::take(std::span<const std::size_t> indices) const {
  Matrix out;
  out.columns = columns;
  out.values.reserve(indices.size() * columns.size());
  for (const std::size_t index : indices) {
    out.add(row(index), labels[index] == 1, groups[index], sources[index], times[index]);
    if (!weights.empty()) out.weights.push_back(weights[index]);
  }
  return out;
}

Status Matrix::check() const {
  const std::size_t n = rows();
  if (values.size() != n * columns.size() || groups.size() != n || sources.size() != n ||
      times.size() != n || (!weights.empty() && weights.size() != n)) {
    return fail(ErrorCode::kInvalid, "matrix: the numbers of rows disagree");
  }
  std::set<std::string_view> names;
  for (const std::string& name : columns) {
    if (name.empty()) return fail(ErrorCode::kInvalid, "matrix: a column has no name");
    if (!names.insert(name).second) {
      return fail(ErrorCode::kInvalid, "matrix: column " + name + " is given twice");
    }
  }
  if (std::any_of(labels.begin(), labels.end(), [](auto label) { return label > 1; })) {
    return fail(ErrorCode::kInvalid, "matrix: a label is neither 0 nor 1");
  }
  const auto infinite =
      std::find_if(values.begin(), values.end(), [](float v) { return std::isinf(v); });
  if (infinite != values.end()) {
    const auto at = static_cast<std::size_t>(infinite - values.begin()) % columns.size();
    return fail(ErrorCode::kInvalid, "matrix: column " + columns[at] + " holds an infinite value");
  }
  const auto wrong = [](float w) { return !(w > 0.0F) || std::isinf(w); };
  if (std::any_of(weights.begin(), weights.end(), wrong)) {
    return fail(ErrorCode::kInvalid, "matrix: a weight is not positive");
  }
  return {};
}

}  // namespace analyzer::models
