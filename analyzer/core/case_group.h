// Which people a case is about, as far as waiting times are told apart by it: scheme,
// band of age, country or town. Pure.

#ifndef ANALYZER_CORE_CASE_GROUP_H_
#define ANALYZER_CORE_CASE_GROUP_H_

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>

#include "analyzer/core/names.h"
#include "analyzer/core/words.h"

namespace analyzer {

struct Attempt;

enum class AgeBand : std::uint8_t { kBelow60, k60s, k70s, k80s, k90AndMore };
template <>
inline constexpr auto kNames<AgeBand> = std::to_array<std::string_view>({"0-59", "60-69", "70-79",
                                                                         "80-89", "90-"});

// What is not known is nothing.
struct CaseGroup {
  std::optional<Scheme> scheme = {};
  std::optional<AgeBand> age = {};
  std::optional<bool> rural = {};
  bool operator==(const CaseGroup&) const = default;
};

CaseGroup group_of(const Attempt& attempt);

// In words, for figures by group: names of the enumerations, "rural" and "urban"; what is
// not known is "unknown".
std::string scheme_word(const CaseGroup& group);
std::string age_word(const CaseGroup& group);
std::string residence_word(const CaseGroup& group);

// Whether an administrative code stands for the country, by the ranges of the national
// statistical codes: of a village's three digits 2.. and 5.. are villages, 0.. and 4.. are
// neighbourhoods; of a township's three digits 0.. are streets of a town. Nothing for a
// county or wider, and for what these ranges leave open.
std::optional<bool> is_rural(std::string_view code);

}  // namespace analyzer

#endif  // ANALYZER_CORE_CASE_GROUP_H_
