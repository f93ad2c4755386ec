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

class Positions {
 public:
  static constexpr std::size_t kBits = 4096;

  // The empty set of positions [0, size); size is at most kBits.
  explicit Positions(std::size_t size) : size_(size), words_((size + 63) / 64) {
    std::fill_n(bits_.begin(), words_, 0);
  }
  Positions(const Positions& other) : size_(other.size_), words_(other.words_) {
    std::copy_n(other.bits_.begin(), words_, bits_.begin());
  }
  Positions& operator=(const Positions& other) {
    size_ = other.size_;
    words_ = other.words_;
    std::copy_n(other.bits_.begin(), words_, bits_.begin());
    return *this;
  }
  ~Positions() = default;

  void set(std::size_t i) { bits_[i / 64] |= std::uint64_t{1} << (i % 64); }
  // Adds the positions [begin, end).
  void set(std::size_t begin, std::size_t end) {
    for (std::size_t w = begin / 64; w * 64 < end; ++w) {
      std::uint64_t word = ~std::uint64_t{0};
      if (w == begin / 64) word <<= begin % 64;
      if (end < (w + 1) * 64) word &= (std::uint64_t{1} << (end % 64)) - 1;
      bits_[w] |= word;
    }
  }

  bool empty() const {
    return std::all_of(bits_.begin(), bits_.begin() + words_, [](auto word) { return word == 0; });
  }
  // The first position not before `from`, or size() if there is none.
  std::size_t next(std::size_t from) const {
    for (std::size_t w = from / 64; w < words_; ++w) {
      std::uint64_t word = bits_[w];
      if (w == from / 64) word &= ~std::uint64_t{0} << (from % 64);
      if (word != 0) return std::min(size_, w * 64 + std::countr_zero(word));
    }
    return size_;
  }
  std::size_t size() const { return size_; }

  Positions& operator&=(const Positions& other) {
    for (std::size_t w = 0; w < words_; ++w) bits_[w] &= other.bits_[w];
    return *this;
  }
  Positions& operator|=(const Positions& other) {
    for (std::size_t w = 0; w < words_; ++w) bits_[w] |= other.bits_[w];
    return *this;
  }
  // Removes the positions of `other`.
  Positions& operator-=(const Positions& other) {
    for (std::size_t w = 0; w < words_; ++w) bits_[w] &= ~other.bits_[w];
    return *this;
  }

  // Moves every position by `by` towards the end; what leaves the text is lost.
  Positions& operator<<=(std::size_t by) {
    const std::size_t whole = by / 64;
    const std::size_t part = by % 64;
    for (std::size_t w = words_; w-- > 0;) {
      std::uint64_t word = w >= whole ? bits_[w - whole] << part : 0;
      if (part != 0 && w > whole) word |= bits_[w - whole - 1] >> (64 - part);
      bits_[w] = word;
    }
    if (size_ % 64 != 0) bits_[words_ - 1] &= (std::uint64_t{1} << (size_ % 64)) - 1;
    return *this;
  }
  // Moves every position by `by` towards the beginning.
  Positions& operator>>=(std::size_t by) {
    const std::size_t whole = by / 64;
    const std::size_t part = by % 64;
    for (std::size_t w = 0; w < words_; ++w) {
      std::uint64_t word = w + whole < words_ ? bits_[w + whole] >> part : 0;
      if (part != 0 && w + whole + 1 < words_) word |= bits_[w + whole + 1] << (64 - part);
      bits_[w] = word;
    }
    return *this;
  }

 private:
  std::size_t size_;
  std::size_t words_;
  std::array<std::uint64_t, kBits / 64> bits_;  // only the first words_ are meant
};

}  // namespace analyzer

#endif  // ANALYZER_RULES_POSITIONS_H_
