// Random numbers whose sequence is ours: the same seed gives the same numbers
// with any compiler and library, which the standard's distributions do not.

#ifndef ANALYZER_SERVICE_SIMULATE_RANDOM_H_
#define ANALYZER_SERVICE_SIMULATE_RANDOM_H_

#include <cmath>
#include <cstdint>
#include <numbers>
#include <span>
#include <string_view>
#include <vector>

namespace analyzer::simulate {

// xoshiro256** (Blackman and Vigna 2018), seeded by splitmix64.
class Random {
 public:
  explicit Random(std::uint64_t seed) {
    for (std::uint64_t& word : state_) {
      seed += 0x9e3779b97f4a7c15ULL;
      std::uint64_t z = seed;
      z = (z ^ (z >> 30U)) * 0xbf58476d1ce4e5b9ULL;
      z = (z ^ (z >> 27U)) * 0x94d049bb133111ebULL;
      word = z ^ (z >> 31U);
    }
  }

  // A stream of its own for one part of the world, so that a change to one
  // part does not shift the numbers of the others.
  static Random named(std::uint64_t seed, std::string_view name) {
    for (const char c : name) seed = (seed ^ static_cast<unsigned char>(c)) * 0x100000001b3ULL;
    return Random(seed);
  }

  std::uint64_t bits() {
    const std::uint64_t out = rotate(state_[1] * 5, 7) * 9;
    const std::uint64_t t = state_[1] << 17U;
    state_[2] ^= state_[0];
    state_[3] ^= state_[1];
    state_[1] ^= state_[2];
    state_[0] ^= state_[3];
    state_[2] ^= t;
    state_[3] = rotate(state_[3], 45);
    return out;
  }

  // In [0, 1).
  double uniform() { return static_cast<double>(bits() >> 11U) * 0x1.0p-53; }
  double between(double low, double high) { return low + (high - low) * uniform(); }
  // In [low, high].
  int integer(int low, int high) { return low + static_cast<int>(uniform() * (high - low + 1)); }
  std::size_t below(std::size_t count) {
    return static_cast<std::size_t>(uniform() * static_cast<double>(count));
  }
  bool chance(double probability) { return uniform() < probability; }

  double normal(double mean, double deviation) {
    const double u = 1.0 - uniform();
    return mean +
           deviation * std::sqrt(-2.0 * std::log(u)) * std::cos(2.0 * std::numbers::pi * uniform());
  }
  double lognormal(double median, double sigma) { return median * std::exp(normal(0.0, sigma)); }
  double exponential(double mean) { return -mean * std::log(1.0 - uniform()); }

  double beta(double a, double b) {
    const double x = gamma(a);
    return x / (x + gamma(b));
  }

  int poisson(double mean) {
    int count = 0;
    for (double left = exponential(1.0); left < mean; left += exponential(1.0)) ++count;
    return count;
  }

  // The index of one of `weights`, by weight.
  std::size_t weighted(std::span<const double> weights) {
    double sum = 0.0;
    for (const double weight : weights) sum += weight;
    double left = uniform() * sum;
    for (std::size_t i = 0; i + 1 < weights.size(); ++i) {
      left -= weights[i];
      if (left < 0.0) return i;
    }
    return weights.size() - 1;
  }

  template <class T>
  const T& pick(const std::vector<T>& from) {
    return from[below(from.size())];
  }

 private:
  static std::uint64_t rotate(std::uint64_t x, unsigned k) { return (x << k) | (x >> (64U - k)); }

  // Marsaglia and Tsang 2000, shape >= 1.
  double gamma(double shape) {
    const double d = shape - 1.0 / 3.0;
    const double c = 1.0 / std::sqrt(9.0 * d);
    while (true) {
      const double x = normal(0.0, 1.0);
      const double v = (1.0 + c * x) * (1.0 + c * x) * (1.0 + c * x);
      if (v <= 0.0) continue;
      if (std::log(1.0 - uniform()) < 0.5 * x * x + d - d * v + d * std::log(v)) return d * v;
    }
  }

  std::uint64_t state_[4]{};
};

}  // namespace analyzer::simulate

#endif  // ANALYZER_SERVICE_SIMULATE_RANDOM_H_
