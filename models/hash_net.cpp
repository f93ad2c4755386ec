#include "models/hash_net.h"

#include <algorithm>
#include <cmath>
#include <cstring>

#include "models/bytes.h"

namespace analyzer::models {
namespace {

constexpr std::string_view kMagic = "hashnet2";

template <class Values>
bool all_finite(const Values& values) {
  return std::all_of(values.begin(), values.end(),
                     [](float value) { return std::isfinite(value); });
}

}  // namespace

void HashNet::Sum::add(const Sum& other) {
  for (std::size_t i = 0; i < values.size(); ++i) values[i] += other.values[i];
  known += other.known;
}

HashNet::Sum HashNet::sum(std::span<const Feature> features) const {
  constexpr std::size_t kAhead = 12;  // rows lie anywhere: asked for before they are needed
  Sum out;
  for (std::size_t f = 0; f < features.size(); ++f) {
    if (f + kAhead < features.size()) {
      const std::size_t soon = row_of(features[f + kAhead]);
      __builtin_prefetch(&marks_[soon]);
      __builtin_prefetch(&rows_[soon]);
    }
    const std::size_t at = row_of(features[f]);
    if ((marks_[at] & mark_of(features[f])) == 0) continue;
    ++out.known;
    for (std::size_t i = 0; i < kDimensions; ++i) out.values[i] += rows_[at][i];
  }
  return out;
}

double HashNet::margin(const Sum& sum) const {
  std::array<float, kDimensions> in{};
  const float scale = sum.known == 0 ? 0.0F : unit_ / std::sqrt(static_cast<float>(sum.known));
  for (std::size_t i = 0; i < in.size(); ++i) in[i] = static_cast<float>(sum.values[i]) * scale;
  float out = intercept_;
  for (std::size_t unit = 0; unit < kHidden; ++unit) {
    float active = biases_[unit];
    for (std::size_t i = 0; i < in.size(); ++i) active += weights_[unit][i] * in[i];
    if (active > 0.0F) out += outputs_[unit] * active;
  }
  return static_cast<double>(out);
}

std::string HashNet::bytes() const {
  std::string out(kMagic);
  put(out, static_cast<std::int32_t>(bits_));
  put(out, unit_);
  put(out, weights_);
  put(out, biases_);
  put(out, outputs_);
  put(out, intercept_);
  out.append(reinterpret_cast<const char*>(marks_.data()), marks_.size());
  out.append(reinterpret_cast<const char*>(rows_.data()), rows_.size() * sizeof(Row));
  return out;
}

Result<HashNet> HashNet::parse(std::string_view bytes) {
  const auto broken = [] { return fail(ErrorCode::kCorrupt, "network: not understood"); };
  constexpr std::size_t kHead = kMagic.size() + sizeof(std::int32_t) + sizeof(unit_) +
                                sizeof(weights_) + sizeof(biases_) + sizeof(outputs_) +
                                sizeof(intercept_);
  if (bytes.size() < kHead || !bytes.starts_with(kMagic)) return broken();
  bytes.remove_prefix(kMagic.size());
  HashNet out;
  std::int32_t bits = 0;
  take(bytes, bits);
  take(bytes, out.unit_);
  take(bytes, out.weights_);
  take(bytes, out.biases_);
  take(bytes, out.outputs_);
  take(bytes, out.intercept_);
  if (bits < 8 || bits > 22 || bytes.size() != (std::size_t{1} << bits) * (sizeof(Row) + 1)) {
    return broken();
  }
  const bool sound = std::isfinite(out.unit_) && std::isfinite(out.intercept_) &&
                     all_finite(out.biases_) && all_finite(out.outputs_) &&
                     std::all_of(out.weights_.begin(), out.weights_.end(),
                                 [](const auto& weights) { return all_finite(weights); });
  if (!sound) return broken();
  out.bits_ = bits;
  const std::size_t rows = std::size_t{1} << bits;
  out.marks_.resize(rows);
  out.rows_.resize(rows);
  std::memcpy(out.marks_.data(), bytes.data(), rows);
  std::memcpy(out.rows_.data(), bytes.data() + rows, rows * sizeof(Row));
  return out;
}

}  // namespace analyzer::models
