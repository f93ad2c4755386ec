#include "models/split.h"

#include <algorithm>
#include <cstdint>
#include <unordered_set>

namespace analyzer::models {
namespace {

std::uint64_t mix(std::uint64_t hash, std::string_view text) {
  for (const char c : text) {
    hash = (hash ^ static_cast<unsigned char>(c)) * 0x100000001b3ULL;  // FNV-1a
  }
  return hash;
}

}  // namespace

std::size_t fold_of(std::string_view group, std::string_view salt, std::size_t folds) {
  std::uint64_t hash = mix(mix(0xcbf29ce484222325ULL, salt), "\x1f");
  hash = mix(hash, group);
  hash ^= hash >> 33;  // FNV's low bits are weak: finish as MurmurHash3 does
  hash *= 0xff51afd7ed558ccdULL;
  hash ^= hash >> 33;
  return static_cast<std::size_t>(hash % folds);
}

Split split_by_group(const Matrix& matrix, double share, std::string_view salt) {
  constexpr std::size_t kParts = 1000;
  const auto held = static_cast<std::size_t>(std::clamp(share, 0.0, 1.0) * kParts + 0.5);
  Split out;
  for (std::size_t i = 0; i < matrix.rows(); ++i) {
    (fold_of(matrix.groups[i], salt, kParts) < held ? out.held : out.fit).push_back(i);
  }
  return out;
}

Split split_by_time(const Matrix& matrix, Time at) {
  Split out;
  std::unordered_set<std::string_view> early;
  for (std::size_t i = 0; i < matrix.rows(); ++i) {
    if (matrix.times[i] == Time{} || matrix.times[i] < at) {
      out.fit.push_back(i);
      early.insert(matrix.groups[i]);
    }
  }
  for (std::size_t i = 0; i < matrix.rows(); ++i) {
    const bool late = matrix.times[i] != Time{} && matrix.times[i] >= at;
    if (late && !early.contains(matrix.groups[i])) out.held.push_back(i);
  }
  return out;
}

Time time_quantile(const Matrix& matrix, double share) {
  std::vector<Time> known;
  std::copy_if(matrix.times.begin(), matrix.times.end(), std::back_inserter(known),
               [](Time time) { return time != Time{}; });
  if (known.empty()) return Time{};
  std::sort(known.begin(), known.end());
  const auto at =
      static_cast<std::size_t>(std::clamp(share, 0.0, 1.0) * static_cast<double>(known.size()));
  return known[std::min(at, known.size() - 1)];
}

}  // namespace analyzer::models
