// The indicators as the engine looks them up: immutable once built, published
// with the snapshot. Any number of threads may ask at once.
//
// Four million values take some 400 MB and a look-up under half a microsecond
// (tests/bench/indicators_bench.cpp).

#ifndef FEEDS_INDEX_H_
#define FEEDS_INDEX_H_

#include <cstddef>
#include <memory>
#include <optional>
#include <span>
#include <string>
#include <string_view>

#include "feeds/precedence.h"

namespace analyzer::feeds {

class IndicatorIndex {
 public:
  // Takes in statements one by one, beside whatever index is live.
  class Builder {
   public:
    // `values`: about so many will come; they are then never moved.
    explicit Builder(std::size_t values = 0);
    // Goes on from what `index` holds, which is copied.
    explicit Builder(const IndicatorIndex& index);
    Builder(Builder&&) noexcept;
    ~Builder();
    // Takes about a microsecond.
    void add(const Statement& statement);
    // What was added, in any order; once.
    IndicatorIndex build();

   private:
    struct Impl;
    std::unique_ptr<Impl> impl_;
  };

  // The order of the statements does not matter.
  static IndicatorIndex build(std::span<const Statement> statements);

  // What follows from more statements. A few are kept beside what is shared with this
  // index: takes some 100 µs, whatever the size; once `most_beside` values stand there,
  // or would, all is copied into one (0.2 s at four million).
  IndicatorIndex with(std::span<const Statement> more, std::size_t most_beside = 4096) const;

  IndicatorIndex();
  IndicatorIndex(IndicatorIndex&&) noexcept;
  IndicatorIndex& operator=(IndicatorIndex&&) noexcept;
  ~IndicatorIndex();

  // What was said about the value, if anything: statements without reasons, those of
  // persons under kManualSource.
  std::optional<Ledger> find(IndicatorKind kind, std::string_view value) const;

  // Values about which anything was said.
  std::size_t size() const;
  // Names everything that can matter; the same for the same statements in any order.
  const std::string& digest() const;
  // What it takes in memory, bytes; what it shares with others counts.
  std::size_t bytes() const;

 private:
  struct Impl;
  explicit IndicatorIndex(std::unique_ptr<const Impl> impl);
  std::unique_ptr<const Impl> impl_;  // null only after a move
};

}  // namespace analyzer::feeds

#endif  // FEEDS_INDEX_H_
