// How a HashNet is trained: AdaGrad, one row at a time, on one thread.

#include <algorithm>
#include <cmath>
#include <random>
#include <unordered_map>

#include "models/hash_net.h"

namespace analyzer::models {
namespace {

constexpr float kFirstSquares = 0.1F;       // what AdaGrad's sums of squares begin with
constexpr float kInitialEmbedding = 0.08F;  // largest; uniform
constexpr double kLastRate = 0.1;           // share of the first one
constexpr float kInterceptRate = 0.01F;
// Of the magnitudes in the table this share is kept exactly; larger ones are cut
// to the largest byte.
constexpr double kUncut = 0.9999;

// The distributions of <random> differ between libraries, so own ones.
class Random {
 public:
  explicit Random(std::uint32_t seed) : engine_(seed) {}
  std::size_t below(std::size_t end) { return engine_() % end; }
  float uniform(float low, float high) {
    return low + (high - low) * static_cast<float>(engine_() >> 8U) / 16777216.0F;
  }
  void shuffle(std::vector<std::size_t>& values) {
    for (std::size_t i = values.size(); i > 1; --i) std::swap(values[i - 1], values[below(i)]);
  }

 private:
  std::mt19937 engine_;
};

// The rows' known features as places in the table, end to end.
struct Places {
  std::vector<std::uint32_t> places;
  std::vector<std::uint8_t> marks;  // of the table's rows, as HashNet::marks_
  std::vector<std::size_t> begin{0};

  std::span<const std::uint32_t> of(std::size_t row) const {
    return {places.data() + begin[row], begin[row + 1] - begin[row]};
  }
};

template <class MarkOf>
Places known_places(const HashNetData& data, std::span<const std::size_t> rows,
                    const HashNetSpec& spec, MarkOf mark_of) {
  struct Seen {
    std::uint32_t last_group = 0;  // from 1
    std::uint32_t groups = 0;
  };
  std::unordered_map<Feature, Seen> seen;
  std::unordered_map<std::string_view, std::uint32_t> numbers;
  // Rows of a group need not stand together: one out of order counts twice at most
  // as often as it is met, which a threshold of a few bears.
  for (const std::size_t row : rows) {
    const auto number = numbers.try_emplace(data.groups[row], numbers.size() + 1).first->second;
    for (const Feature feature : data.features[row]) {
      Seen& one = seen[feature];
      if (one.last_group == number) continue;
      one.last_group = number;
      ++one.groups;
    }
  }
  Places out;
  out.marks.resize(std::size_t{1} << spec.bits);
  for (const std::size_t row : rows) {
    for (const Feature feature : data.features[row]) {
      if (seen[feature].groups < spec.fewest_groups) continue;
      out.places.push_back(feature >> (32 - spec.bits));
      out.marks[out.places.back()] |= mark_of(feature);
    }
    out.begin.push_back(out.places.size());
  }
  return out;
}

Status check(const HashNetData& data, std::span<const std::size_t> rows, const HashNetSpec& spec) {
  if (spec.bits < 8 || spec.bits > 22 || spec.epochs < 1 || !(spec.rate > 0.0) ||
      !(spec.dropout >= 0.0) || !(spec.dropout < 1.0)) {
    return fail(ErrorCode::kInvalid, "network: the spec is out of range");
  }
  if (data.labels.size() != data.features.size() || data.groups.size() != data.features.size()) {
    return fail(ErrorCode::kInvalid, "network: the numbers of rows disagree");
  }
  const auto positives = static_cast<std::size_t>(std::count_if(
      rows.begin(), rows.end(), [&](std::size_t row) { return data.labels[row] == 1; }));
  if (positives == 0 || positives == rows.size()) {
    return fail(ErrorCode::kInvalid, "network: all rows have the same label");
  }
  return {};
}

}  // namespace

class HashNetTrainer {
 public:
  static constexpr std::size_t kIn = HashNet::kDimensions;
  static constexpr std::size_t kOut = HashNet::kHidden;

  explicit HashNetTrainer(const HashNetSpec& spec)
      : spec_(spec),
        random_(spec.seed),
        table_(std::size_t{1} << spec.bits),
        squares_(table_.size(), kFirstSquares) {
    net_.bits_ = spec.bits;
    for (auto& row : table_) {
      for (float& value : row) value = random_.uniform(-kInitialEmbedding, kInitialEmbedding);
    }
    const float first = std::sqrt(6.0F / static_cast<float>(kIn));  // He et al., 2015
    const float second = std::sqrt(3.0F / static_cast<float>(kOut));
    for (std::size_t unit = 0; unit < kOut; ++unit) {
      for (float& weight : net_.weights_[unit]) weight = random_.uniform(-first, first);
      net_.outputs_[unit] = random_.uniform(-second, second);
      weight_squares_[unit].fill(kFirstSquares);
    }
    bias_squares_.fill(kFirstSquares);
    output_squares_.fill(kFirstSquares);
  }

  // `labels` one a row of `places`.
  HashNet run(const Places& places, const std::vector<std::uint8_t>& labels,
              const Progress& progress) {
    std::vector<std::size_t> order(labels.size());
    for (std::size_t i = 0; i < order.size(); ++i) order[i] = i;
    for (int epoch = 0; epoch < spec_.epochs; ++epoch) {
      const double done = static_cast<double>(epoch) / spec_.epochs;
      if (progress) progress("network", done);
      rate_ = static_cast<float>(spec_.rate * (1.0 - (1.0 - kLastRate) * done));
      random_.shuffle(order);
      for (const std::size_t row : order) learn(places.of(row), labels[row]);
    }
    quantize(places);
    return std::move(net_);
  }

 private:
  // One AdaGrad step of one number.
  void step(float& value, float& squares, float gradient) const {
    squares += gradient * gradient;
    value -= rate_ * gradient / std::sqrt(squares);
  }

  void learn(std::span<const std::uint32_t> places, std::uint8_t label) {
    kept_.clear();
    for (const std::uint32_t place : places) {
      if (random_.uniform(0.0F, 1.0F) >= static_cast<float>(spec_.dropout)) kept_.push_back(place);
    }
    if (kept_.empty()) return;
    const float scale = 1.0F / std::sqrt(static_cast<float>(kept_.size()));
    std::array<float, kIn> in{};
    for (const std::uint32_t place : kept_) {
      for (std::size_t i = 0; i < kIn; ++i) in[i] += table_[place][i];
    }
    for (float& value : in) value *= scale;
    std::array<float, kOut> active{};
    float margin = net_.intercept_;
    for (std::size_t unit = 0; unit < kOut; ++unit) {
      active[unit] = net_.biases_[unit];
      for (std::size_t i = 0; i < kIn; ++i) active[unit] += net_.weights_[unit][i] * in[i];
      if (active[unit] > 0.0F) margin += net_.outputs_[unit] * active[unit];
    }
    const float gradient = 1.0F / (1.0F + std::exp(-margin)) - static_cast<float>(label);
    net_.intercept_ -= rate_ * kInterceptRate * gradient;
    embed(hidden_layer(in, active, gradient), scale);
  }

  // Changes the hidden layer and returns the gradient of its input.
  std::array<float, kIn> hidden_layer(const std::array<float, kIn>& in,
                                      const std::array<float, kOut>& active, float gradient) {
    std::array<float, kIn> back{};
    for (std::size_t unit = 0; unit < kOut; ++unit) {
      if (active[unit] <= 0.0F) continue;
      const float into = gradient * net_.outputs_[unit];
      step(net_.outputs_[unit], output_squares_[unit], gradient * active[unit]);
      step(net_.biases_[unit], bias_squares_[unit], into);
      for (std::size_t i = 0; i < kIn; ++i) {
        back[i] += into * net_.weights_[unit][i];
        step(net_.weights_[unit][i], weight_squares_[unit][i], into * in[i]);
      }
    }
    return back;
  }

  // Changes the kept features' embeddings; one sum of squares an embedding.
  void embed(std::array<float, kIn> back, float scale) {
    float mean_square = 0.0F;
    for (float& value : back) {
      value *= scale;
      mean_square += value * value / static_cast<float>(kIn);
    }
    for (const std::uint32_t place : kept_) {
      squares_[place] += mean_square;
      const float rate = rate_ / std::sqrt(squares_[place]);
      for (std::size_t i = 0; i < kIn; ++i) table_[place][i] -= rate * back[i];
    }
  }

  void quantize(const Places& places) {
    std::vector<float> sizes;
    for (std::size_t place = 0; place < table_.size(); ++place) {
      if (places.marks[place] == 0) continue;
      for (const float value : table_[place]) sizes.push_back(std::abs(value));
    }
    const auto at =
        sizes.begin() + static_cast<std::ptrdiff_t>(kUncut * static_cast<double>(sizes.size() - 1));
    std::nth_element(sizes.begin(), at, sizes.end());
    net_.unit_ = *at / 127.0F;
    net_.marks_ = places.marks;
    net_.rows_.assign(table_.size(), {});
    for (std::size_t place = 0; place < table_.size() && net_.unit_ > 0.0F; ++place) {
      if (places.marks[place] == 0) continue;
      for (std::size_t i = 0; i < kIn; ++i) {
        const float byte = std::round(table_[place][i] / net_.unit_);
        net_.rows_[place][i] = static_cast<std::int8_t>(std::clamp(byte, -127.0F, 127.0F));
      }
    }
  }

  HashNetSpec spec_;
  Random random_;
  HashNet net_;
  float rate_ = 0.0F;
  std::vector<std::array<float, kIn>> table_;
  std::vector<float> squares_;
  std::array<std::array<float, kIn>, kOut> weight_squares_{};
  std::array<float, kOut> bias_squares_{};
  std::array<float, kOut> output_squares_{};
  std::vector<std::uint32_t> kept_;
};

Result<HashNet> HashNet::train(const HashNetData& data, std::span<const std::size_t> rows,
                               const HashNetSpec& spec, const Progress& progress) {
  if (Status good = check(data, rows, spec); !good) return tl::unexpected(good.error());
  const Places places = known_places(data, rows, spec, mark_of);
  if (places.places.empty()) return fail(ErrorCode::kInvalid, "network: no feature is known");
  std::vector<std::uint8_t> labels;
  for (const std::size_t row : rows) labels.push_back(data.labels[row]);
  return HashNetTrainer(spec).run(places, labels, progress);
}

}  // namespace analyzer::models
