// The indicators as the engine looks them up: immutable once built, published
// with the snapshot. Any number of threads may ask at once.

#ifndef FEEDS_INDEX_H_
#define FEEDS_INDEX_H_

#include <cstddef>
#include <memory>
#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "feeds/precedence.h"

namespace analyzer::feeds {

class IndicatorIndex {
 public:
  // The order of the statements does not matter. Takes about a microsecond a
  // statement.
  static IndicatorIndex build(std::span<const Statement> statements);

  IndicatorIndex();
  IndicatorIndex(IndicatorIndex&&) noexcept;
  IndicatorIndex& operator=(IndicatorIndex&&) noexcept;
  ~IndicatorIndex();

  // What was said about the value, or null. One probe of a hash table.
  const Ledger* find(IndicatorKind kind, std::string_view value) const;

  // Values about which anything was said.
  std::size_t size() const;
  // SHA-256, hex, over everything that can matter; the same for the same
  // statements in any order.
  const std::string& digest() const;

 private:
  struct Impl;
  explicit IndicatorIndex(std::unique_ptr<const Impl> impl);
  std::unique_ptr<const Impl> impl_;  // null only after a move
};

}  // namespace analyzer::feeds

#endif  // FEEDS_INDEX_H_
