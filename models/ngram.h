// A linear model of the character n-grams of a text, hashed into a fixed table:
// what a text is written like, as one margin.
//
// Texts are cut as models/ngram_features.h says. Each distinct n-gram counts once,
// and the margin is scaled by the root of their number, so that repeating a phrase
// gains nothing. The caller normalizes.
//
// A Ngram is immutable: any number of threads may call margin() at once.

#ifndef MODELS_NGRAM_H_
#define MODELS_NGRAM_H_

#include <cstddef>
#include <cstdint>
#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "analyzer/core/result.h"
#include "models/matrix.h"
#include "models/ngram_features.h"

namespace analyzer::models {

struct NgramSpec {
  int longest = 3;      // characters an n-gram at most; 1 to kLongestNgram
  int bits = 18;        // the table has 2^bits weights of one byte; 8 to 22
  double l2 = 1.0;      // strength of the pull towards zero
  int iterations = 60;  // of L-BFGS, at most
};

// Texts to learn from. Spans of one length; `weights` may be empty (all 1).
struct NgramData {
  std::span<const std::string> texts;
  std::span<const std::uint8_t> labels;  // 1 = fraud
  std::span<const float> weights;
};

class Ngram {
 public:
  // Fits a logistic regression by L-BFGS. The same data and spec give the same
  // bytes. Fails with kInvalid if the spec is out of range, the spans' lengths
  // differ, or a label is lacking.
  static Result<Ngram> train(const NgramData& data, const NgramSpec& spec,
                             const Progress& progress = {});

  // Trains `folds` models, two at a time; the k-th has not seen the texts whose
  // group's fold_for() is k. A second model must be trained on margins that come
  // from them, since the margin that a model gives its own training texts knows
  // their labels. Fails as train() does.
  static Result<std::vector<Ngram>> cross_train(const NgramData& data,
                                                std::span<const std::string> groups,
                                                std::size_t folds, const NgramSpec& spec,
                                                const Progress& progress = {});

  // Which of cross_train()'s `folds` models has not seen `group`.
  static std::size_t fold_for(std::string_view group, std::size_t folds);

  // The margin of each text by the model that has not seen its group.
  static Result<std::vector<double>> cross_fit(const NgramData& data,
                                               std::span<const std::string> groups,
                                               std::size_t folds, const NgramSpec& spec,
                                               const Progress& progress = {});

  // Reads what bytes() wrote. Fails with kCorrupt.
  static Result<Ngram> parse(std::string_view bytes);
  std::string bytes() const;

  // Log-odds of what has these n-grams: ngram_features() of spec().longest. Takes about
  // 3 us for 200 characters (tests/bench/models_bench.cpp), cutting the text aside.
  double margin(std::span<const Feature> ngrams) const;
  double margin(std::string_view text) const { return margin(ngram_features(text, spec_.longest)); }

  const NgramSpec& spec() const { return spec_; }

 private:
  // Of the weights that were fitted, the intercept last.
  Ngram(const NgramSpec& spec, std::span<const float> weights);
  Ngram() = default;

  NgramSpec spec_;
  float intercept_ = 0.0F;
  float largest_ = 0.0F;              // magnitude that byte 127 stands for
  std::vector<std::int8_t> weights_;  // sign and root of the share of largest_
};

}  // namespace analyzer::models

#endif  // MODELS_NGRAM_H_
