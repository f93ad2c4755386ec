#include <algorithm>
#include <cmath>
#include <unordered_map>
#include <utility>

#include "models/lbfgs.h"
#include "models/ngram_heads.h"

namespace analyzer::models {
namespace {

constexpr std::size_t kMost = NgramHeads::kMost;

Status check(const NgramHeadsData& data, const NgramHeadsSpec& spec) {
  if (!sound_ngrams(spec.longest, spec.bits) || !(spec.l2 > 0.0) || !(spec.extra_unit > 0.0F) ||
      spec.iterations < 1 || data.heads < 1 || data.heads > kMost) {
    return fail(ErrorCode::kInvalid, "n-gram heads: the spec is out of range");
  }
  const std::size_t n = data.texts.size();
  if (n == 0 || data.labels.size() != n || data.groups.size() != n || data.extras.size() % n != 0) {
    return fail(ErrorCode::kInvalid, "n-gram heads: the numbers of rows disagree");
  }
  return {};
}

// Known n-grams of many texts, numbered from 0, end to end.
struct KnownRows {
  std::vector<std::uint32_t> slots;    // of each number, ascending
  std::vector<std::uint32_t> numbers;  // of the texts' distinct known n-grams
  std::vector<std::size_t> begin{0};
  std::vector<float> scale;

  KnownRows(const NgramHeadsData& data, const NgramHeadsSpec& spec) {
    // Of each slot the groups that had it, counted up to what makes it known.
    struct Seen {
      std::string_view last;
      std::size_t groups = 0;
    };
    std::unordered_map<std::uint32_t, Seen> seen;
    std::vector<std::size_t> order(data.texts.size());
    for (std::size_t i = 0; i < order.size(); ++i) order[i] = i;
    std::stable_sort(order.begin(), order.end(),
                     [&](std::size_t a, std::size_t b) { return data.groups[a] < data.groups[b]; });
    std::vector<std::vector<std::uint32_t>> all(data.texts.size());
    for (const std::size_t i : order) {
      for (const Feature ngram : ngram_features(data.texts[i], spec.longest)) {
        all[i].push_back(slot_of(ngram, spec.bits));
      }
      for (const std::uint32_t slot : all[i]) {
        Seen& one = seen[slot];
        if (one.groups == 0 || one.last != data.groups[i]) ++one.groups;
        one.last = data.groups[i];
      }
    }
    for (const auto& [slot, one] : seen) {
      if (one.groups >= spec.fewest_groups) slots.push_back(slot);
    }
    std::sort(slots.begin(), slots.end());
    for (const auto& row : all) {
      for (const std::uint32_t slot : row) {
        const auto at = std::lower_bound(slots.begin(), slots.end(), slot);
        if (at == slots.end() || *at != slot) continue;
        numbers.push_back(static_cast<std::uint32_t>(at - slots.begin()));
      }
      const std::size_t own = numbers.size() - begin.back();
      begin.push_back(numbers.size());
      scale.push_back(own == 0 ? 0.0F : 1.0F / std::sqrt(static_cast<float>(own)));
    }
  }

  std::span<const std::uint32_t> row(std::size_t i) const {
    return std::span(numbers).subspan(begin[i], begin[i + 1] - begin[i]);
  }
};

// Log-loss and gradient of all heads. The weights of an n-gram stand side by side,
// then those of each extra, the intercepts last; these are not pulled towards zero.
class Loss {
 public:
  Loss(const KnownRows& rows, const NgramHeadsData& data, const NgramHeadsSpec& spec)
      : rows_(rows), data_(data), extras_(data.extras.size() / data.texts.size()), spec_(spec) {}

  std::size_t variables() const { return (rows_.slots.size() + extras_ + 1) * kMost; }

  double operator()(std::span<const float> w, std::span<float> gradient) const {
    double loss = 0.0;
    const std::size_t last = w.size() - kMost;
    for (std::size_t i = 0; i < last; ++i) {
      gradient[i] = static_cast<float>(spec_.l2) * w[i];
      loss += 0.5 * spec_.l2 * static_cast<double>(w[i]) * static_cast<double>(w[i]);
    }
    std::fill(gradient.begin() + static_cast<std::ptrdiff_t>(last), gradient.end(), 0.0F);
    for (std::size_t i = 0; i < data_.texts.size(); ++i) loss += row(i, w, gradient);
    return loss;
  }

 private:
  // Adds row `i`'s share of the gradient; returns its loss.
  double row(std::size_t i, std::span<const float> w, std::span<float> gradient) const {
    const std::span<const float> extras = data_.extras.subspan(i * extras_, extras_);
    const float* const extra_weights = w.data() + rows_.slots.size() * kMost;
    const float* const intercepts = extra_weights + extras_ * kMost;
    const float unit = spec_.extra_unit;
    std::array<float, kMost> z{};
    for (const std::uint32_t number : rows_.row(i)) add(z, w.data() + number * kMost, 1.0F);
    for (float& v : z) v *= rows_.scale[i];
    for (std::size_t k = 0; k < extras_; ++k) add(z, extra_weights + k * kMost, unit * extras[k]);
    add(z, intercepts, 1.0F);

    std::array<float, kMost> step{};
    double loss = 0.0;
    for (std::size_t h = 0; h < data_.heads; ++h) {
      const double m = static_cast<double>(z[h]);
      const double y = (data_.labels[i] >> h & 1U) != 0 ? 1.0 : 0.0;
      const double e = std::exp(-std::abs(m));
      const double p = m >= 0.0 ? 1.0 / (1.0 + e) : e / (1.0 + e);
      loss += std::max(m, 0.0) + std::log1p(e) - y * m;
      step[h] = static_cast<float>(p - y);
    }
    float* const g = gradient.data();
    for (const std::uint32_t number : rows_.row(i)) add(g + number * kMost, step, rows_.scale[i]);
    float* const extra_gradient = g + rows_.slots.size() * kMost;
    for (std::size_t k = 0; k < extras_; ++k)
      add(extra_gradient + k * kMost, step, unit * extras[k]);
    add(extra_gradient + extras_ * kMost, step, 1.0F);
    return loss;
  }

  static void add(std::array<float, kMost>& to, const float* from, float scale) {
    for (std::size_t h = 0; h < kMost; ++h) to[h] += scale * from[h];
  }
  static void add(float* to, const std::array<float, kMost>& from, float scale) {
    for (std::size_t h = 0; h < kMost; ++h) to[h] += scale * from[h];
  }

  const KnownRows& rows_;
  const NgramHeadsData& data_;
  std::size_t extras_;
  NgramHeadsSpec spec_;
};

}  // namespace

// Puts fitted weights into the table.
class NgramHeadsTrainer {
 public:
  static NgramHeads make(const NgramHeadsData& data, const NgramHeadsSpec& spec,
                         const KnownRows& rows, std::span<const float> w) {
    NgramHeads out;
    out.longest_ = spec.longest;
    out.bits_ = spec.bits;
    out.heads_ = data.heads;
    out.extras_ = data.extras.size() / data.texts.size();
    const std::size_t places = std::size_t{1} << spec.bits;
    out.known_.resize(places / 8);
    out.rows_.resize(places);
    const std::size_t known = rows.slots.size();
    for (std::size_t h = 0; h < data.heads; ++h) {
      out.intercepts_[h] = w[w.size() - kMost + h];
      for (std::size_t k = 0; k < out.extras_; ++k) {
        out.extra_weights_.push_back(spec.extra_unit * w[(known + k) * kMost + h]);
      }
      float& largest = out.largest_[h];
      for (std::size_t i = 0; i < known; ++i)
        largest = std::max(largest, std::abs(w[i * kMost + h]));
      for (std::size_t i = 0; i < known && largest > 0.0F; ++i) {
        const float weight = w[i * kMost + h];
        const float root = std::round(std::sqrt(std::abs(weight) / largest) * 127.0F);
        out.rows_[rows.slots[i]][h] = static_cast<std::int8_t>(std::copysign(root, weight));
      }
    }
    for (const std::uint32_t slot : rows.slots) {
      out.known_[slot / 8] = static_cast<std::uint8_t>(out.known_[slot / 8] | 1U << slot % 8);
    }
    return out;
  }
};

Result<NgramHeads> NgramHeads::train(const NgramHeadsData& data, const NgramHeadsSpec& spec,
                                     const Progress& progress) {
  if (Status good = check(data, spec); !good) return tl::unexpected(good.error());
  const KnownRows rows(data, spec);
  const Loss loss(rows, data, spec);
  std::vector<float> w(loss.variables(), 0.0F);
  minimize(loss, w, {.iterations = spec.iterations}, [&](int round) {
    if (progress) progress("n-gram heads", static_cast<double>(round) / spec.iterations);
  });
  return NgramHeadsTrainer::make(data, spec, rows, w);
}

}  // namespace analyzer::models
