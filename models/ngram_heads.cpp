#include "models/ngram_heads.h"

#include <algorithm>
#include <cmath>

#include "models/bytes.h"

namespace analyzer::models {
namespace {

constexpr std::string_view kMagic = "nheads-2";

// Where a clause ends: the marks as normalized texts write them and as others do.
bool ends_clause(std::uint32_t character) {
  switch (character) {
    case U',':
    case U'.':
    case U';':
    case U'!':
    case U'?':
    case U'\n':
    case U'。':
    case U'，':
    case U'；':
    case U'！':
    case U'？':
      return true;
    default:
      return false;
  }
}

// The run of `weights` with the greatest sum that no clause's end parts; `ends` says
// of each place whether it ends one. First and one past the last.
std::pair<std::size_t, std::size_t> heaviest_run(const std::vector<double>& weights,
                                                 const std::vector<bool>& ends) {
  std::pair<std::size_t, std::size_t> best{0, 0};
  double most = 0.0;
  double sum = 0.0;
  std::size_t start = 0;
  for (std::size_t i = 0; i < weights.size(); ++i) {
    if (ends[i] || sum + weights[i] <= 0.0) {
      sum = 0.0;
      start = i + 1;
      continue;
    }
    sum += weights[i];
    if (sum > most) {
      most = sum;
      best = {start, i + 1};
    }
  }
  return best;
}

// What the root of a weight stands for, in shares of 127 squared. In 16 bits, which
// hold it, eight of them are worked out at once.
std::int16_t signed_square(std::int8_t root) {
  const auto wide = static_cast<std::int16_t>(root);
  const auto magnitude = static_cast<std::int16_t>(wide < 0 ? -wide : wide);
  return static_cast<std::int16_t>(wide * magnitude);
}

}  // namespace

void NgramHeads::margins(std::span<const Feature> ngrams, std::span<const float> extras,
                         std::span<double> out) const {
  std::array<std::int32_t, kMost> sums{};  // of signed squares: exact in any order
  std::size_t distinct = 0;
  constexpr std::size_t kAhead = 12;  // rows lie anywhere: asked for before they are needed
  for (std::size_t i = 0; i < ngrams.size(); ++i) {
    if (i + kAhead < ngrams.size()) {
      __builtin_prefetch(&rows_[slot_of(ngrams[i + kAhead], bits_)]);
    }
    const std::uint32_t slot = slot_of(ngrams[i], bits_);
    if (!known(slot)) continue;
    ++distinct;
    const Row& row = rows_[slot];
    for (std::size_t h = 0; h < kMost; ++h) sums[h] += signed_square(row[h]);
  }
  const double scale = distinct == 0 ? 0.0 : 1.0 / std::sqrt(static_cast<double>(distinct));
  for (std::size_t h = 0; h < heads_; ++h) {
    double margin = static_cast<double>(intercepts_[h]) +
                    sums[h] * static_cast<double>(largest_[h]) / (127.0 * 127.0) * scale;
    for (std::size_t k = 0; k < extras_; ++k) {
      margin +=
          static_cast<double>(extra_weights_[h * extras_ + k]) * static_cast<double>(extras[k]);
    }
    out[h] = margin;
  }
}

std::vector<std::pair<std::size_t, std::size_t>> NgramHeads::evidence(
    std::string_view text, std::span<const std::size_t> heads) const {
  const PlacedFeatures placed = placed_ngram_features(text, longest_);
  const std::vector<std::size_t>& bytes = placed.bytes;
  const std::size_t characters = placed.characters.size();
  std::vector<bool> ends(characters, false);
  ends.front() = ends.back() = true;  // the marks at both ends are no text
  for (std::size_t i = 1; i + 1 < characters; ++i) ends[i] = ends_clause(placed.characters[i]);
  // The n-grams that were learnt, looked up once for all heads.
  struct Known {
    const Row* row;
    std::uint32_t first;
    std::uint32_t length;
  };
  std::vector<Known> learnt;
  learnt.reserve(placed.features.size());
  for (const PlacedFeature& ngram : placed.features) {
    const std::uint32_t slot = slot_of(ngram.feature, bits_);
    if (known(slot)) learnt.push_back({&rows_[slot], ngram.first, ngram.length});
  }
  std::vector<std::pair<std::size_t, std::size_t>> out;
  out.reserve(heads.size());
  std::vector<double> weights;
  for (const std::size_t head : heads) {
    weights.assign(characters, 0.0);
    for (const Known& ngram : learnt) {
      const double each = static_cast<double>(signed_square((*ngram.row)[head])) / ngram.length;
      for (std::size_t i = 0; i < ngram.length; ++i) weights[ngram.first + i] += each;
    }
    const auto [first, last] = heaviest_run(weights, ends);
    out.emplace_back(bytes[first], first == last ? bytes[first] : bytes[last]);
  }
  return out;
}

std::string NgramHeads::bytes() const {
  std::string out(kMagic);
  const std::array<std::int32_t, 4> head = {longest_, bits_, static_cast<std::int32_t>(heads_),
                                            static_cast<std::int32_t>(extras_)};
  put(out, head.data(), head.size());
  put(out, intercepts_.data(), heads_);
  put(out, largest_.data(), heads_);
  put(out, extra_weights_.data(), extra_weights_.size());
  put(out, known_.data(), known_.size());
  for (std::uint32_t slot = 0; slot < rows_.size(); ++slot) {
    if (!known(slot)) continue;
    put(out, rows_[slot].data(), heads_);
  }
  return out;
}

Result<NgramHeads> NgramHeads::parse(std::string_view bytes) {
  const auto broken = [] { return fail(ErrorCode::kCorrupt, "n-gram heads: not understood"); };
  if (!bytes.starts_with(kMagic)) return broken();
  bytes.remove_prefix(kMagic.size());
  std::array<std::int32_t, 4> head{};
  if (!take(bytes, head.data(), head.size())) return broken();
  NgramHeads out;
  out.longest_ = head[0];
  out.bits_ = head[1];
  constexpr std::int32_t kMostExtras = 1000;
  if (!sound_ngrams(out.longest_, out.bits_) || head[2] < 1 ||
      head[2] > static_cast<std::int32_t>(kMost) || head[3] < 0 || head[3] > kMostExtras) {
    return broken();
  }
  out.heads_ = static_cast<std::size_t>(head[2]);
  out.extras_ = static_cast<std::size_t>(head[3]);
  out.extra_weights_.resize(out.heads_ * out.extras_);
  out.known_.resize((std::size_t{1} << out.bits_) / 8);
  out.rows_.resize(std::size_t{1} << out.bits_);
  if (!take(bytes, out.intercepts_.data(), out.heads_) ||
      !take(bytes, out.largest_.data(), out.heads_) ||
      !take(bytes, out.extra_weights_.data(), out.extra_weights_.size()) ||
      !take(bytes, out.known_.data(), out.known_.size())) {
    return broken();
  }
  for (std::uint32_t slot = 0; slot < out.rows_.size(); ++slot) {
    if (!out.known(slot)) continue;
    if (!take(bytes, out.rows_[slot].data(), out.heads_)) return broken();
  }
  const auto finite = [](float v) { return std::isfinite(v); };
  const bool sound = std::all_of(out.intercepts_.begin(), out.intercepts_.end(), finite) &&
                     std::all_of(out.extra_weights_.begin(), out.extra_weights_.end(), finite) &&
                     std::all_of(out.largest_.begin(), out.largest_.end(),
                                 [&](float v) { return finite(v) && v >= 0.0F; });
  if (!bytes.empty() || !sound) return broken();
  return out;
}

}  // namespace analyzer::models
