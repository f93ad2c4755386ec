// The register of helpers (协办点登记): points, devices, staff and homes that certify
// many persons in the open, and what was agreed with them. What was agreed comes
// to the engine with an attempt's History, as a value.

#ifndef ANALYZER_CORE_HELPER_H_
#define ANALYZER_CORE_HELPER_H_

#include <array>
#include <cstdint>
#include <optional>
#include <string>
#include <vector>

#include "analyzer/core/link.h"
#include "analyzer/core/names.h"
#include "analyzer/core/time.h"

namespace analyzer {

// The numbers are stored: append only.
enum class HelperKind : std::uint8_t {
  kPoint,
  kDevice,
  kStaff,
  kNursingHome,
  kVolunteer,
  kVillageDoctor,
  kVisitTeam,
  kWorkOrder,
};
template <>
inline constexpr auto kNames<HelperKind> =
    std::to_array<std::string_view>({"point", "device", "staff", "nursing_home", "volunteer",
                                     "village_doctor", "visit_team", "work_order"});

// The numbers are stored: append only.
enum class Weekday : std::uint8_t { kMon, kTue, kWed, kThu, kFri, kSat, kSun };
template <>
inline constexpr auto kNames<Weekday> = std::to_array<std::string_view>({"mon", "tue", "wed", "thu",
                                                                         "fri", "sat", "sun"});

// The weekday of a day in China.
constexpr Weekday weekday_of(Date day) {
  return static_cast<Weekday>(std::chrono::weekday(day).iso_encoding() - 1);
}

inline constexpr std::uint32_t kDayMinutes = 24 * 60;

// What was agreed with a helper.
struct HelperTerms {
  HelperKind kind = HelperKind::kPoint;
  std::string name;
  // Beginnings of administrative codes, of 2, 4, 6, 9 or 12 digits; never empty.
  std::vector<std::string> area;
  Date valid_from{};
  std::optional<Date> valid_until;  // the last day; nothing: until revoked
  std::vector<Weekday> weekdays;    // ascending; empty: every day
  // The time of day in China: minutes in [opens, closes).
  std::uint32_t opens = 0;
  std::uint32_t closes = kDayMinutes;
  std::optional<std::uint32_t> persons_day;  // expected; nothing: not agreed
  std::optional<std::uint32_t> persons_week;
  std::optional<std::uint32_t> beds;  // licensed, of a nursing home
  bool operator==(const HelperTerms&) const = default;
};

// One entry of the register that an attempt met.
struct Registration {
  std::string id;
  HelperTerms terms;
  std::optional<Date> revoked_on;
  std::vector<LinkKind> matched;  // by which of the attempt's links, ascending
  bool operator==(const Registration&) const = default;
};

// An administrative code without the zeros that fill it up: "370000" is all of
// "37", "411302004000" all of "411302004".
std::string area_prefix(std::string_view code);

// Whether what happened at `place` (a code, as exact as it is known) may have
// been within the area: what is not known to be outside is inside.
bool may_lie_in(const std::vector<std::string>& area, std::string_view place);

}  // namespace analyzer

#endif  // ANALYZER_CORE_HELPER_H_
