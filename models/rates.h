// How often things of one kind were fraud: a category as one number ("target
// statistics"). A value that was seen little is pulled towards the whole's rate.
//
// Immutable: any number of threads may call log_odds() at once.

#ifndef MODELS_RATES_H_
#define MODELS_RATES_H_

#include <cstdint>
#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "analyzer/core/result.h"
#include "analyzer/core/text_map.h"

namespace analyzer::models {

// Rows to learn from; spans of one length.
struct RatesData {
  std::span<const std::string> values;   // the category
  std::span<const std::uint8_t> labels;  // 1 = fraud
  std::span<const std::string> groups;   // a group counts once, shared among its rows
};

class Rates {
 public:
  // Learns from the rows of `rows` (indices into `data`), as if each value had
  // besides been seen in `prior` groups of the whole's rate (> 0). A second model
  // must be trained on the log-odds that a Rates without the row's group gives, since
  // a rare value's knows the label.
  static Rates learn(const RatesData& data, std::span<const std::size_t> rows, double prior);

  // Of a value never seen the whole's. Takes some nanoseconds.
  double log_odds(std::string_view value) const;

  // Text: "value<TAB>log-odds in thousandths" a line, sorted, the whole's first with
  // an empty value. parse() fails with kCorrupt.
  static Result<Rates> parse(std::string_view text);
  std::string bytes() const;

 private:
  std::int32_t whole_ = 0;  // thousandths
  TextMap<std::int32_t> values_;
};

}  // namespace analyzer::models

#endif  // MODELS_RATES_H_
