// A small network over a bag of hashed features: what a thing is made of, as one
// margin. Each feature has a few learnt numbers (its embedding); those of a thing's
// features are added up, scaled by the root of their number, and read by one hidden
// layer of rectified units. Features that too few groups had in training are not
// known and count for nothing, but for the few that cannot be told from a known one:
// a row of the table keeps three bits of each feature that shares it. Unlike a linear
// model it learns what features mean
// together, and it is as quick: one small row a feature
// (after Joulin et al., "Bag of Tricks for Efficient Text Classification", 2017,
// with a hidden layer; hashing after Weinberger et al., 2009).
//
// A HashNet is immutable: any number of threads may call margin() at once.

#ifndef MODELS_HASH_NET_H_
#define MODELS_HASH_NET_H_

#include <array>
#include <cstddef>
#include <cstdint>
#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "analyzer/core/result.h"
#include "models/feature.h"
#include "models/matrix.h"

namespace analyzer::models {

struct HashNetSpec {
  int bits = 20;         // the table has 2^bits rows of 9 bytes; 8 to 22
  int epochs = 3;        // passes over the rows
  double rate = 0.03;    // of AdaGrad in the first epoch, falling evenly to a tenth behind the last
  double dropout = 0.3;  // share of a row's features left out at each look, in [0,1)
  std::size_t fewest_groups = 3;  // that must have a feature, or it is not known
  std::uint32_t seed = 20260101;
};

// Rows to learn from; spans of one length. The features of a row are distinct.
struct HashNetData {
  std::span<const std::vector<Feature>> features;
  std::span<const std::uint8_t> labels;  // 1 = fraud
  std::span<const std::string> groups;   // rows of one group belong together
};

class HashNet {
 public:
  static constexpr std::size_t kDimensions = 8;
  static constexpr std::size_t kHidden = 16;

  // What some features add up to. Sums of parts may be added to one another.
  struct Sum {
    std::array<std::int32_t, kDimensions> values{};
    std::int32_t known = 0;  // features

    void add(const Sum& other);
  };

  // Trains on the rows of `rows` (indices into `data`) by stochastic
  // gradient descent. The same data and spec give the same bytes. Fails with
  // kInvalid if the spec is out of range, the spans' lengths differ, or a label is
  // lacking. Takes some seconds for 200,000 rows of 200 features.
  static Result<HashNet> train(const HashNetData& data, std::span<const std::size_t> rows,
                               const HashNetSpec& spec, const Progress& progress = {});

  // Reads what bytes() wrote. Fails with kCorrupt.
  static Result<HashNet> parse(std::string_view bytes);
  std::string bytes() const;

  // Of the known ones among `features`, each at most once. Takes a few nanoseconds a
  // feature while the table is in the cache.
  Sum sum(std::span<const Feature> features) const;

  // Log-odds; of an empty sum those of a thing of which nothing is known.
  double margin(const Sum& sum) const;

 private:
  friend class HashNetTrainer;
  HashNet() = default;

  using Row = std::array<std::int8_t, kDimensions>;

  std::size_t row_of(Feature feature) const { return slot_of(feature, bits_); }
  static std::uint8_t mark_of(Feature feature) {
    return static_cast<std::uint8_t>(1U << (feature & 7U));
  }

  int bits_ = 0;
  float unit_ = 0.0F;  // what 1 in a row stands for
  std::vector<Row> rows_;
  std::vector<std::uint8_t> marks_;  // mark_of() each known feature of a row
  // The hidden layer, then what its units add to the margin.
  std::array<std::array<float, kDimensions>, kHidden> weights_{};
  std::array<float, kHidden> biases_{};
  std::array<float, kHidden> outputs_{};
  float intercept_ = 0.0F;
};

}  // namespace analyzer::models

#endif  // MODELS_HASH_NET_H_
