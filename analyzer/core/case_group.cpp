#include "analyzer/core/case_group.h"

#include "analyzer/core/attempt.h"

namespace analyzer {
namespace {

constexpr const char* kUnknown = "unknown";

template <class E>
std::string word_of(const std::optional<E>& value) {
  return value ? std::string(name_of(*value)) : kUnknown;
}

}  // namespace

std::string scheme_word(const CaseGroup& group) { return word_of(group.scheme); }
std::string age_word(const CaseGroup& group) { return word_of(group.age); }
std::string residence_word(const CaseGroup& group) {
  if (!group.rural) return kUnknown;
  return *group.rural ? "rural" : "urban";
}

std::optional<bool> is_rural(std::string_view code) {
  constexpr std::size_t kTownship = 9;
  constexpr std::size_t kVillage = 12;
  if (code.size() == kVillage) {
    const char kind = code[kTownship];
    if (kind == '2' || kind == '3' || kind == '5') return true;
    if (kind == '0' || kind == '1' || kind == '4') return false;
    return std::nullopt;
  }
  if (code.size() != kTownship) return std::nullopt;
  const char kind = code[kTownship - 3];
  if (kind == '0') return false;
  if (kind == '1' || kind == '2' || kind == '3') return true;
  return std::nullopt;
}

CaseGroup group_of(const Attempt& attempt) {
  CaseGroup out;
  out.scheme = attempt.person.scheme;
  if (const Count& age = attempt.person.age) {
    constexpr std::int64_t kDecade = 10;
    constexpr std::int64_t kFirst = 50;
    const std::int64_t band = (*age - kFirst) / kDecade;
    const auto last = static_cast<std::int64_t>(AgeBand::k90AndMore);
    out.age = static_cast<AgeBand>(band < 0 ? 0 : band > last ? last : band);
  }
  out.rural = is_rural(attempt.person.residence_region.value_or(""));
  if (!out.rural) out.rural = is_rural(attempt.region);
  return out;
}

}  // namespace analyzer
