// Times in microseconds, counted in buckets that are at most 1/64 wide: a
// percentile is off by no more than 1.6 %. Holds everything from 0 to an hour.

#ifndef ANALYZER_TESTS_BENCH_LOAD_HISTOGRAM_H_
#define ANALYZER_TESTS_BENCH_LOAD_HISTOGRAM_H_

#include <algorithm>
#include <bit>
#include <cstddef>
#include <cstdint>
#include <vector>

namespace analyzer::bench {

class Histogram {
 public:
  void add(std::uint64_t micros) {
    ++counts_[bucket_of(std::min(micros, kMost))];
    ++size_;
    most_ = std::max(most_, micros);
  }

  std::uint64_t size() const { return size_; }
  std::uint64_t most() const { return most_; }

  // The time that `share` (0 to 1) of all stayed within: the upper end of its
  // bucket, never above the longest; 0 if nothing was counted.
  std::uint64_t percentile(double share) const {
    const auto wanted = static_cast<std::uint64_t>(share * static_cast<double>(size_));
    std::uint64_t seen = 0;
    for (std::size_t i = 0; i < counts_.size(); ++i) {
      seen += counts_[i];
      if (seen > wanted || (seen == size_ && seen > 0)) return std::min(upper_of(i), most_);
    }
    return 0;
  }

 private:
  static constexpr std::uint64_t kMost = 3'600'000'000;
  static constexpr unsigned kBits = 6;
  static constexpr std::size_t kHalf = std::size_t{1} << kBits;  // buckets a doubling

  static std::size_t bucket_of(std::uint64_t micros) {
    if (micros < 2 * kHalf) return static_cast<std::size_t>(micros);
    const auto shift = static_cast<unsigned>(std::bit_width(micros)) - kBits - 1;
    return kHalf * shift + static_cast<std::size_t>(micros >> shift);
  }
  static std::uint64_t upper_of(std::size_t bucket) {
    if (bucket < 2 * kHalf) return bucket;
    const std::size_t shift = bucket / kHalf - 1;
    return ((bucket - kHalf * shift + 1) << shift) - 1;
  }

  std::vector<std::uint64_t> counts_ = std::vector<std::uint64_t>(bucket_of(kMost) + 1);
  std::uint64_t size_ = 0;
  std::uint64_t most_ = 0;
};

}  // namespace analyzer::bench

#endif  // ANALYZER_TESTS_BENCH_LOAD_HISTOGRAM_H_
