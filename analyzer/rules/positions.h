// A set of positions between the characters of a text: bit i stands before
// character i, the last one behind the text. A pattern's parts turn the set of
// positions before them into the set behind them, for all starts at once.

#ifndef ANALYZER_RULES_POSITIONS_H_
#define ANALYZER_RULES_POSITIONS_H_

#include <algorithm>
#include <array>
#include <bit>
#include <cstddef>
#include <cstdint>

namespace analyzer {

// kWords is the number of machine words: a text may have 64 * kWords - 1
// characters.
template <std::size_t kWords>
class Positions {
 public:
  static constexpr std::size_t kBits = 64 * kWords;

  // No position.
  Positions() : bits_{} {}

  // The positions [begin, end).
  static Positions range(std::size_t begin, std::size_t end) {
    Positions out;
    for (std::size_t w = begin / 64; w * 64 < end; ++w) {
      std::uint64_t word = ~std::uint64_t{0};
      if (w == begin / 64) word <<= begin % 64;
      if (end < (w + 1) * 64) word &= (std::uint64_t{1} << (end % 64)) - 1;
      out.bits_[w] = word;
    }
    return out;
  }

  void set(std::size_t i) { bits_[i / 64] |= std::uint64_t{1} << (i % 64); }

  // Adds the positions i below `end` of which test(i) is true.
  template <class Test>
  void set_where(std::size_t end, Test&& test) {
    for (std::size_t i = 0; i < end;) {
      std::uint64_t word = 0;
      const std::size_t stop = std::min(end, i + 64);
      for (std::size_t bit = 0; i < stop; ++i, ++bit) word |= std::uint64_t{test(i)} << bit;
      bits_[(stop - 1) / 64] |= word;
    }
  }

  bool has(std::size_t i) const { return (bits_[i / 64] >> (i % 64) & 1U) != 0; }
  bool empty() const {
    std::uint64_t any = 0;
    for (const std::uint64_t word : bits_) any |= word;
    return any == 0;
  }
  bool operator==(const Positions&) const = default;

  // The first position not before `from`, or kBits if there is none; `from` may
  // be kBits.
  std::size_t next(std::size_t from) const {
    for (std::size_t w = from / 64; w < kWords; ++w) {
      std::uint64_t word = bits_[w];
      if (w == from / 64) word &= ~std::uint64_t{0} << (from % 64);
      if (word != 0) return w * 64 + static_cast<std::size_t>(std::countr_zero(word));
    }
    return kBits;
  }

  Positions& operator&=(const Positions& other) {
    for (std::size_t w = 0; w < kWords; ++w) bits_[w] &= other.bits_[w];
    return *this;
  }
  Positions& operator|=(const Positions& other) {
    for (std::size_t w = 0; w < kWords; ++w) bits_[w] |= other.bits_[w];
    return *this;
  }
  // Removes the positions of `other`.
  Positions& operator-=(const Positions& other) {
    for (std::size_t w = 0; w < kWords; ++w) bits_[w] &= ~other.bits_[w];
    return *this;
  }

  // Moves every position by `by` towards the end; what leaves is lost. Positions
  // behind the text may come up: `&=` them with the text's own.
  Positions& operator<<=(std::size_t by) {
    for (; by >= 64; by -= 64) {
      for (std::size_t w = kWords - 1; w > 0; --w) bits_[w] = bits_[w - 1];
      bits_[0] = 0;
    }
    if (by == 0) return *this;
    for (std::size_t w = kWords - 1; w > 0; --w) {
      bits_[w] = (bits_[w] << by) | (bits_[w - 1] >> (64 - by));
    }
    bits_[0] <<= by;
    return *this;
  }
  // Moves every position by `by` towards the beginning.
  Positions& operator>>=(std::size_t by) {
    for (; by >= 64; by -= 64) {
      for (std::size_t w = 0; w + 1 < kWords; ++w) bits_[w] = bits_[w + 1];
      bits_[kWords - 1] = 0;
    }
    if (by == 0) return *this;
    for (std::size_t w = 0; w + 1 < kWords; ++w) {
      bits_[w] = (bits_[w] >> by) | (bits_[w + 1] << (64 - by));
    }
    bits_[kWords - 1] >>= by;
    return *this;
  }

 private:
  std::array<std::uint64_t, kWords> bits_;
};

}  // namespace analyzer

#endif  // ANALYZER_RULES_POSITIONS_H_
