#include "analyzer/service/stored_facts.h"

#include "analyzer/core/json.h"
#include "analyzer/wire/parse.h"

namespace analyzer {
namespace {

constexpr wire::ParseOptions kSealed{.synthetic_ids = true, .sealed = true};
constexpr json::Limits kStored{.max_depth = 32, .max_bytes = 8U << 20U};

template <class T, class Parse>
Result<T> read_facts(const store::NewObservation& row, Parse parse) {
  const auto facts = json::parse(row.facts, kStored);
  if (!facts) return tl::unexpected(facts.error());
  auto read = parse(*facts, kSealed);
  if (!read) return tl::unexpected(read.error());
  return std::move(read->value);
}

}  // namespace

Result<Attempt> stored_attempt(const store::NewObservation& row) {
  return read_facts<Attempt>(row, [](const auto& facts, const auto& options) {
    return wire::parse_attempt(facts, options);
  });
}

Result<Report> stored_report(const store::NewObservation& row) {
  return read_facts<Report>(row, [](const auto& facts, const auto& options) {
    return wire::parse_report(facts, options);
  });
}

}  // namespace analyzer
