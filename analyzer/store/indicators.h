// Everything that was said about values that lists call bad or good, in the order
// in which it came. Append only.
//
// Part of a Session: one thread at a time.

#ifndef ANALYZER_STORE_INDICATORS_H_
#define ANALYZER_STORE_INDICATORS_H_

#include <cstdint>
#include <functional>
#include <optional>
#include <string>
#include <vector>

#include "analyzer/core/result.h"
#include "analyzer/core/time.h"
#include "feeds/indicator.h"

namespace analyzer::store {

// A value and all that was said about it.
struct IndicatorValue {
  feeds::IndicatorKind kind = feeds::IndicatorKind::kUrl;
  std::string value;
  std::string label;                         // for people: the value, or a masked number
  std::uint64_t latest = 0;                  // number of the latest statement
  std::vector<feeds::Statement> statements;  // in the order in which they came
};

struct IndicatorQuery {
  std::optional<feeds::IndicatorKind> kind = {};
  std::string text = {};     // part of the label
  std::uint64_t before = 0;  // only those whose latest statement is older; 0: from the newest
  std::size_t limit = 50;
};

// Which statements are read; what is not given does not restrict.
struct StatementRange {
  std::uint64_t after = 0;  // numbers above it
  std::string source = {};
  bool spoken = false;  // only what persons and settled cases said, and what lists allow
  std::size_t limit = SIZE_MAX;
};

class Indicators {
 public:
  virtual ~Indicators() = default;

  // Records `statement`, which came at `arrived_at`, and returns its number.
  // `label` is kept from a value's first statement.
  virtual Result<std::uint64_t> append(const feeds::Statement& statement, std::string_view label,
                                       Time arrived_at) = 0;
  virtual Result<std::optional<IndicatorValue>> find(feeds::IndicatorKind kind,
                                                     std::string_view value) = 0;
  // Those spoken of last first.
  virtual Result<std::vector<IndicatorValue>> list(const IndicatorQuery& query) = 0;
  // Calls `each` with every statement of `range` in the order of arrival. Stops at its
  // first failure and returns it. Takes about a microsecond a statement that is read.
  using Each = std::function<Status(std::uint64_t number, const feeds::Statement&)>;
  virtual Status scan(const StatementRange& range, const Each& each) = 0;
  // Of values about which anything was said: about so many.
  virtual Result<std::uint64_t> count() = 0;
  // Another number after every append.
  virtual Result<std::uint64_t> revision() = 0;
};

}  // namespace analyzer::store

#endif  // ANALYZER_STORE_INDICATORS_H_
