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
#include "models/ngram_slots.h"

namespace analyzer::models {

struct NgramHeadsSpec {
  NgramRange range = {1, 3, 17};
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
  static constexpr std::size_t kMost = 24;

  // Fits one logistic regression a head, all in one L-BFGS. The same data and spec
  // give the same bytes; a head none of whose texts has the label never speaks for
  // it. Fails with kInvalid if the spec is out of range or the spans' lengths do not
  // fit one another. Takes some 20 s for 10,000 texts of 60 characters.
  static Result<NgramHeads> train(const NgramHeadsData& data, const NgramHeadsSpec& spec,
                                  const Progress& progress = {});

  // Reads what bytes() wrote. Fails with kCorrupt.
  static Result<NgramHeads> parse(std::string_view bytes);
  std::string bytes() const;

  // Log-odds of each head into `out`, which has size() places; `extras` as many as
  // extras(). Takes some 20 us for 200 characters (tests/bench/models_bench.cpp).
  void margins(std::string_view text, std::span<const float> extras, std::span<double> out) const;

  // For each of `heads` the bytes of `text`, within one clause, that speak most for it:
  // first and one past the last. Both are the same if nothing does.
  std::vector<std::pair<std::size_t, std::size_t>> evidence(
      std::string_view text, std::span<const std::size_t> heads) const;

  std::size_t size() const { return heads_; }
  std::size_t extras() const { return extras_; }

 private:
  friend class NgramHeadsTrainer;
  NgramHeads() = default;

  // Weights as signed squares of what the file holds (-127 to 127): shares of largest_.
  using Row = std::array<std::int16_t, kMost>;
  static std::int16_t square(std::int8_t root) {
    return static_cast<std::int16_t>(root < 0 ? -root * root : root * root);
  }
  static std::int8_t root(std::int16_t square);

  bool known(std::uint32_t slot) const { return (known_[slot / 8] >> (slot % 8) & 1U) != 0; }

  NgramRange range_;
  std::size_t heads_ = 0;
  std::size_t extras_ = 0;
  std::array<float, kMost> intercepts_{};
  std::array<float, kMost> largest_{};  // magnitude that 127 squared stands for
  std::vector<float> extra_weights_;    // heads_ runs of extras_
  std::vector<std::uint8_t> known_;     // a bit a slot
  std::vector<Row> rows_;               // one a slot
};

}  // namespace analyzer::models

#endif  // MODELS_NGRAM_HEADS_H_
