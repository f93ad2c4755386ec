#include "models/ngram_heads.h"

#include <algorithm>
#include <cmath>

#include "models/bytes.h"

namespace analyzer::models {
namespace {

constexpr std::string_view kMagic = "nheads-1";

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

}  // namespace

std::int8_t NgramHeads::root(std::int16_t square) {
  const auto size = static_cast<int>(std::lround(std::sqrt(std::abs(square))));
  return static_cast<std::int8_t>(square < 0 ? -size : size);
}

void NgramHeads::margins(std::string_view text, std::span<const float> extras,
                         std::span<double> out) const {
  std::array<std::int32_t, kMost> sums{};  // of signed squares: exact in any order
  std::size_t distinct = 0;
  each_distinct_slot(text, range_, [&](std::uint32_t slot) {
    if (!known(slot)) return;
    ++distinct;
    const Row& row = rows_[slot];
    for (std::size_t h = 0; h < kMost; ++h) sums[h] += row[h];
  });
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
  PlacedSlots placed;
  placed_slots_of(text, range_, placed);
  const std::vector<std::size_t>& bytes = placed.bytes;
  const std::size_t characters = placed.characters.size();
  std::vector<bool> ends(characters, false);
  ends.front() = ends.back() = true;  // the marks at both ends are no text
  for (std::size_t i = 1; i + 1 < characters; ++i) ends[i] = ends_clause(placed.characters[i]);
  std::vector<std::pair<std::size_t, std::size_t>> out;
  out.reserve(heads.size());
  std::vector<double> weights;
  for (const std::size_t head : heads) {
    weights.assign(characters, 0.0);
    for (const PlacedSlot& slot : placed.slots) {
      if (!known(slot.slot)) continue;
      const double each = static_cast<double>(rows_[slot.slot][head]) / slot.length;
      for (std::size_t i = 0; i < slot.length; ++i) weights[slot.first + i] += each;
    }
    const auto [first, last] = heaviest_run(weights, ends);
    out.emplace_back(bytes[first], first == last ? bytes[first] : bytes[last]);
  }
  return out;
}

std::string NgramHeads::bytes() const {
  std::string out(kMagic);
  const std::array<std::int32_t, 5> head = {range_.shortest, range_.longest, range_.bits,
                                            static_cast<std::int32_t>(heads_),
                                            static_cast<std::int32_t>(extras_)};
  put(out, head.data(), head.size());
  put(out, intercepts_.data(), heads_);
  put(out, largest_.data(), heads_);
  put(out, extra_weights_.data(), extra_weights_.size());
  put(out, known_.data(), known_.size());
  for (std::uint32_t slot = 0; slot < rows_.size(); ++slot) {
    if (!known(slot)) continue;
    for (std::size_t h = 0; h < heads_; ++h) put(out, root(rows_[slot][h]));
  }
  return out;
}

Result<NgramHeads> NgramHeads::parse(std::string_view bytes) {
  const auto broken = [] { return fail(ErrorCode::kCorrupt, "n-gram heads: not understood"); };
  if (!bytes.starts_with(kMagic)) return broken();
  bytes.remove_prefix(kMagic.size());
  std::array<std::int32_t, 5> head{};
  if (!take(bytes, head.data(), head.size())) return broken();
  NgramHeads out;
  out.range_ = {head[0], head[1], head[2]};
  constexpr std::int32_t kMostExtras = 1000;
  if (!out.range_.sound() || head[3] < 1 || head[3] > static_cast<std::int32_t>(kMost) ||
      head[4] < 0 || head[4] > kMostExtras) {
    return broken();
  }
  out.heads_ = static_cast<std::size_t>(head[3]);
  out.extras_ = static_cast<std::size_t>(head[4]);
  out.extra_weights_.resize(out.heads_ * out.extras_);
  out.known_.resize((std::size_t{1} << out.range_.bits) / 8);
  out.rows_.resize(std::size_t{1} << out.range_.bits);
  if (!take(bytes, out.intercepts_.data(), out.heads_) ||
      !take(bytes, out.largest_.data(), out.heads_) ||
      !take(bytes, out.extra_weights_.data(), out.extra_weights_.size()) ||
      !take(bytes, out.known_.data(), out.known_.size())) {
    return broken();
  }
  for (std::uint32_t slot = 0; slot < out.rows_.size(); ++slot) {
    std::array<std::int8_t, kMost> roots{};
    if (!out.known(slot)) continue;
    if (!take(bytes, roots.data(), out.heads_)) return broken();
    std::transform(roots.begin(), roots.end(), out.rows_[slot].begin(), square);
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
