#include "models/ngram.h"

#include <algorithm>
#include <cmath>
#include <numeric>

#include "models/bytes.h"
#include "models/folds.h"
#include "models/lbfgs.h"
#include "models/split.h"

namespace analyzer::models {
namespace {

constexpr std::string_view kMagic = "ngram-2\n";

// The slots of many texts, end to end.
struct SlotRows {
  std::vector<std::uint32_t> slots;
  std::vector<std::size_t> begin{0};
  std::vector<float> scale;

  SlotRows(std::span<const std::string> texts, const NgramSpec& spec) {
    for (const std::string& text : texts) {
      const std::vector<Feature> one = ngram_features(text, spec.longest);
      for (const Feature ngram : one) slots.push_back(slot_of(ngram, spec.bits));
      begin.push_back(slots.size());
      scale.push_back(one.empty() ? 0.0F : 1.0F / std::sqrt(static_cast<float>(one.size())));
    }
  }
};

// Log-loss and gradient of the rows in `rows`; the intercept is the last weight
// and is not pulled towards zero.
class Loss {
 public:
  Loss(const SlotRows& data, const NgramData& labels, std::vector<std::size_t> rows, double l2)
      : data_(data), labels_(labels), rows_(std::move(rows)), l2_(l2) {}

  double operator()(std::span<const float> w, std::span<float> gradient) const {
    const std::size_t last = w.size() - 1;
    double loss = 0.0;
    double intercept = 0.0;
    for (std::size_t i = 0; i < last; ++i) {
      gradient[i] = static_cast<float>(l2_) * w[i];
      loss += 0.5 * l2_ * static_cast<double>(w[i]) * static_cast<double>(w[i]);
    }
    for (const std::size_t row : rows_) {
      const std::span slots(data_.slots.data() + data_.begin[row],
                            data_.begin[row + 1] - data_.begin[row]);
      float sum = 0.0F;
      for (const std::uint32_t slot : slots) sum += w[slot];
      const double z = static_cast<double>(sum * data_.scale[row] + w[last]);
      const double weight = labels_.weights.empty() ? 1.0 : labels_.weights[row];
      const double y = labels_.labels[row];
      const double e = std::exp(-std::abs(z));
      const double p = z >= 0.0 ? 1.0 / (1.0 + e) : e / (1.0 + e);
      loss += weight * (std::max(z, 0.0) + std::log1p(e) - y * z);
      const double d = weight * (p - y);
      intercept += d;
      const float step = static_cast<float>(d) * data_.scale[row];
      for (const std::uint32_t slot : slots) gradient[slot] += step;
    }
    gradient[last] = static_cast<float>(intercept);
    return loss;
  }

 private:
  const SlotRows& data_;
  const NgramData& labels_;
  std::vector<std::size_t> rows_;
  double l2_;
};

Status check(const NgramData& data, const NgramSpec& spec) {
  if (!sound_ngrams(spec.longest, spec.bits) || !(spec.l2 > 0.0) || spec.iterations < 1) {
    return fail(ErrorCode::kInvalid, "n-grams: the spec is out of range");
  }
  const std::size_t n = data.texts.size();
  if (data.labels.size() != n || (!data.weights.empty() && data.weights.size() != n)) {
    return fail(ErrorCode::kInvalid, "n-grams: the numbers of rows disagree");
  }
  const auto positives =
      static_cast<std::size_t>(std::count(data.labels.begin(), data.labels.end(), std::uint8_t{1}));
  if (positives == 0 || positives == n) {
    return fail(ErrorCode::kInvalid, "n-grams: all texts have the same label");
  }
  return {};
}

std::vector<float> fit(const SlotRows& slots, const NgramData& data, std::vector<std::size_t> rows,
                       const NgramSpec& spec, const Progress& progress) {
  std::vector<float> w((std::size_t{1} << spec.bits) + 1, 0.0F);
  const Loss loss(slots, data, std::move(rows), spec.l2);
  minimize(loss, w, {.iterations = spec.iterations}, [&](int round) {
    if (progress) progress("n-grams", static_cast<double>(round) / spec.iterations);
  });
  return w;
}

}  // namespace

Ngram::Ngram(const NgramSpec& spec, std::span<const float> weights)
    : spec_(spec), intercept_(weights.back()), weights_(weights.size() - 1) {
  for (std::size_t i = 0; i < weights_.size(); ++i) {
    largest_ = std::max(largest_, std::abs(weights[i]));
  }
  for (std::size_t i = 0; i < weights_.size() && largest_ > 0.0F; ++i) {
    const float root = std::sqrt(std::abs(weights[i]) / largest_) * 127.0F;
    weights_[i] = static_cast<std::int8_t>(std::copysign(std::round(root), weights[i]));
  }
}

Result<Ngram> Ngram::train(const NgramData& data, const NgramSpec& spec, const Progress& progress) {
  if (Status good = check(data, spec); !good) return tl::unexpected(good.error());
  const SlotRows slots(data.texts, spec);
  std::vector<std::size_t> rows(data.texts.size());
  std::iota(rows.begin(), rows.end(), std::size_t{0});
  return Ngram(spec, fit(slots, data, std::move(rows), spec, progress));
}

std::size_t Ngram::fold_for(std::string_view group, std::size_t folds) {
  return fold_of(group, "ngram", folds);
}

Result<std::vector<Ngram>> Ngram::cross_train(const NgramData& data,
                                              std::span<const std::string> groups,
                                              std::size_t folds, const NgramSpec& spec,
                                              const Progress& progress) {
  if (Status good = check(data, spec); !good) return tl::unexpected(good.error());
  if (groups.size() != data.texts.size() || folds < 2) {
    return fail(ErrorCode::kInvalid, "n-grams: cross-fitting needs a group a text and two folds");
  }
  const SlotRows slots(data.texts, spec);
  std::vector<Ngram> out(folds, Ngram());
  for_each_fold(
      folds,
      [&](std::size_t fold) {
        std::vector<std::size_t> rows;
        for (std::size_t i = 0; i < groups.size(); ++i) {
          if (fold_for(groups[i], folds) != fold) rows.push_back(i);
        }
        out[fold] = Ngram(spec, fit(slots, data, std::move(rows), spec, {}));
      },
      progress);
  return out;
}

Result<std::vector<double>> Ngram::cross_fit(const NgramData& data,
                                             std::span<const std::string> groups, std::size_t folds,
                                             const NgramSpec& spec, const Progress& progress) {
  const auto models = cross_train(data, groups, folds, spec, progress);
  if (!models) return tl::unexpected(models.error());
  std::vector<double> out;
  out.reserve(groups.size());
  for (std::size_t i = 0; i < groups.size(); ++i) {
    out.push_back((*models)[fold_for(groups[i], folds)].margin(data.texts[i]));
  }
  return out;
}

double Ngram::margin(std::span<const Feature> ngrams) const {
  if (ngrams.empty()) return static_cast<double>(intercept_);
  std::int64_t sum = 0;  // of signed squares: exact in any order
  for (const Feature ngram : ngrams) {
    const int w = weights_[slot_of(ngram, spec_.bits)];
    sum += w * std::abs(w);
  }
  const double unit = static_cast<double>(largest_) / (127.0 * 127.0);
  return static_cast<double>(sum) * unit / std::sqrt(static_cast<double>(ngrams.size())) +
         static_cast<double>(intercept_);
}

std::string Ngram::bytes() const {
  std::string out(kMagic);
  put(out, static_cast<std::int32_t>(spec_.longest));
  put(out, static_cast<std::int32_t>(spec_.bits));
  put(out, intercept_);
  put(out, largest_);
  out.append(reinterpret_cast<const char*>(weights_.data()), weights_.size());
  return out;
}

Result<Ngram> Ngram::parse(std::string_view bytes) {
  const auto broken = [] { return fail(ErrorCode::kCorrupt, "n-gram model: not understood"); };
  constexpr std::size_t kHeader = 8 + 2 * 4 + 2 * 4;
  if (bytes.size() < kHeader || !bytes.starts_with(kMagic)) return broken();
  bytes.remove_prefix(kMagic.size());
  Ngram out;
  take(bytes, out.spec_.longest);
  take(bytes, out.spec_.bits);
  take(bytes, out.intercept_);
  take(bytes, out.largest_);
  const NgramSpec& spec = out.spec_;
  if (!sound_ngrams(spec.longest, spec.bits) || bytes.size() != std::size_t{1} << spec.bits ||
      !std::isfinite(out.intercept_) || !std::isfinite(out.largest_) || out.largest_ < 0.0F) {
    return broken();
  }
  out.weights_.resize(bytes.size());
  take(bytes, out.weights_.data(), out.weights_.size());
  return out;
}

}  // namespace analyzer::models
