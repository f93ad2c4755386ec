// Several linear models that read a text's character n-grams at once: what each of
// some labels is worded like, beside a few numbers known of the text otherwise
// (extras). One row of the table holds an n-gram's weight for every label, so that a
// further label costs next to nothing. N-grams that too few groups had in training
// are not known and count for nothing.
//
// Each distinct n-gram counts once, and their sum is scaled by the root of the number
// of known ones. The caller normalizes texts.
//
// A NgramHeads is immutable: any number of threads may ask it at once.

#ifndef MODELS_NGRAM_HEADS_H_
#define MODELS_NGRAM_HEADS_H_

#include <array>
#include <cstddef>
#include <cstdint>
#include <span>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "analyzer/core/result.h"
#include "models/matrix.h"
#include "models/ngram_features.h"

namespace analyzer::models {

struct NgramHeadsSpec {
  int longest = 3;       // characters an n-gram at most; 1 to kLongestNgram
  int bits = 17;         // the table has 2^bits rows of 32 bytes; 8 to 22
  double l2 = 0.05;      // strength of the pull towards zero
  int iterations = 100;  // of L-BFGS, at most
  // Extras are fitted in this unit: beside n-grams that count a tenth each, ones of
  // size 1 would decide the length of every step.
  float extra_unit = 0.1F;
  std::size_t fewest_groups = 2;  // that must have an n-gram, or it is not known
};

// Texts to learn from. `texts`, `labels` and `groups` are of one length; bit h of a
// label is head h's. `extras` are the texts' further numbers, end to end.
struct NgramHeadsData {
  std::span<const std::string> texts;
  std::span<const float> extras;
  std::span<const std::uint32_t> labels;
  std::span<const std::string> groups;
  std::size_t heads = 1;  // 1 to NgramHeads::kMost
};

class NgramHeads {
 public:
  static constexpr std::size_t kMost = 32;

  // Fits one logistic regression a head, all in one L-BFGS. The same data and spec
  // give the same bytes; a head none of whose texts has the label never speaks for
  // it. Fails with kInvalid if the spec is out of range or the spans' lengths do not
  // fit one another. Takes some 20 s for 10,000 texts of 60 characters.
  static Result<NgramHeads> train(const NgramHeadsData& data, const NgramHeadsSpec& spec,
                                  const Progress& progress = {});

  // Reads what bytes() wrote. Fails with kCorrupt.
  static Result<NgramHeads> parse(std::string_view bytes);
  std::string bytes() const;

  // Log-odds of each head into `out`, which has size() places, for what has these n-grams
  // (ngram_features() of longest()); `extras` as many as extras(). Takes some 10 us for
  // 200 characters (tests/bench/models_bench.cpp).
  void margins(std::span<const Feature> ngrams, std::span<const float> extras,
               std::span<double> out) const;

  // For each of `heads` the bytes of `text`, within one clause, that speak most for it:
  // first and one past the last. Both are the same if nothing does.
  std::vector<std::pair<std::size_t, std::size_t>> evidence(
      std::string_view text, std::span<const std::size_t> heads) const;

  int longest() const { return longest_; }
  std::size_t size() const { return heads_; }
  std::size_t extras() const { return extras_; }

 private:
  friend class NgramHeadsTrainer;
  NgramHeads() = default;

  // Sign and root of a weight's share of largest_; two rows a cache line.
  struct alignas(32) Row : std::array<std::int8_t, kMost> {};

  bool known(std::uint32_t slot) const { return (known_[slot / 8] >> (slot % 8) & 1U) != 0; }

  int longest_ = 0;
  int bits_ = 0;
  std::size_t heads_ = 0;
  std::size_t extras_ = 0;
  std::array<float, kMost> intercepts_{};
  std::array<float, kMost> largest_{};  // magnitude that 127 stands for
  std::vector<float> extra_weights_;    // heads_ runs of extras_
  std::vector<std::uint8_t> known_;     // a bit a slot
  std::vector<Row> rows_;               // one a slot
};

}  // namespace analyzer::models

#endif  // MODELS_NGRAM_HEADS_H_
