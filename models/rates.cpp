#include "models/rates.h"

#include <algorithm>
#include <charconv>
#include <cmath>
#include <map>
#include <unordered_map>

namespace analyzer::models {
namespace {

struct Count {
  double fraud = 0.0;
  double all = 0.0;
};

std::int32_t thousandths(double fraud, double all) {
  return static_cast<std::int32_t>(std::lround(1000.0 * std::log(fraud / (all - fraud))));
}

}  // namespace

Rates Rates::learn(const RatesData& data, std::span<const std::size_t> rows, double prior) {
  std::unordered_map<std::string_view, double> sizes;
  for (const std::size_t row : rows) sizes[data.groups[row]] += 1.0;
  std::map<std::string_view, Count> counts;
  Count whole{1.0, 2.0};  // neither label is impossible
  for (const std::size_t row : rows) {
    const double share = 1.0 / sizes[data.groups[row]];
    for (Count* count : {&counts[data.values[row]], &whole}) {
      count->all += share;
      if (data.labels[row] == 1) count->fraud += share;
    }
  }
  const double rate = whole.fraud / whole.all;
  Rates out;
  out.whole_ = thousandths(whole.fraud, whole.all);
  for (const auto& [value, count] : counts) {
    if (value.empty()) continue;
    out.values_.emplace(value, thousandths(count.fraud + prior * rate, count.all + prior));
  }
  return out;
}

double Rates::log_odds(std::string_view value) const {
  const auto found = values_.find(value);
  return static_cast<double>(found == values_.end() ? whole_ : found->second) / 1000.0;
}

std::string Rates::bytes() const {
  const std::map<std::string_view, std::int32_t> sorted(values_.begin(), values_.end());
  std::string out = '\t' + std::to_string(whole_) + '\n';
  for (const auto& [value, odds] : sorted) {
    out.append(value).append(1, '\t').append(std::to_string(odds)).append(1, '\n');
  }
  return out;
}

Result<Rates> Rates::parse(std::string_view text) {
  const auto broken = [] { return fail(ErrorCode::kCorrupt, "rates: not understood"); };
  Rates out;
  bool first = true;
  while (!text.empty()) {
    const std::size_t end = text.find('\n');
    const std::size_t tab = text.find('\t');
    if (end == std::string_view::npos || tab > end) return broken();
    std::int32_t odds = 0;
    const char* last = text.data() + end;
    if (const auto read = std::from_chars(text.data() + tab + 1, last, odds);
        read.ec != std::errc() || read.ptr != last) {
      return broken();
    }
    const std::string_view value = text.substr(0, tab);
    if (value.empty() != first) return broken();
    if (first) {
      out.whole_ = odds;
    } else if (!out.values_.emplace(value, odds).second) {
      return broken();
    }
    first = false;
    text.remove_prefix(end + 1);
  }
  return first ? Result<Rates>(broken()) : Result<Rates>(std::move(out));
}

}  // namespace analyzer::models
