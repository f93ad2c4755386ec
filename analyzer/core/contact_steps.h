// How a person is looked for before anybody may say that he cannot be found: three
// calls on at least two days, the spare contact, the village, then a visit. Pure.

#ifndef ANALYZER_CORE_CONTACT_STEPS_H_
#define ANALYZER_CORE_CONTACT_STEPS_H_

#include <cstdint>
#include <optional>

#include "analyzer/core/names.h"
#include "analyzer/core/time.h"

namespace analyzer {

// One row of a case's call log: by which way, and with what result.
enum class ContactWay : std::uint8_t {
  kPhone,       // 本人电话
  kSparePhone,  // 备用联系人
  kVillage,     // 村(社区)核实
  kVisit,       // 上门
  kVideo,       // 视频
  kWindow,      // 本人到窗口
  kLetter       // 函询公安、民政、医院、监所
};
template <>
inline constexpr auto kNames<ContactWay> = std::to_array<std::string_view>(
    {"phone", "spare_phone", "village", "visit", "video", "window", "letter"});

enum class ContactResult : std::uint8_t {
  kReached, kNoAnswer, kWrongNumber, kRefused, kNotFound, kSent
};
template <>
inline constexpr auto kNames<ContactResult> = std::to_array<std::string_view>(
    {"reached", "no_answer", "wrong_number", "refused", "not_found", "sent"});

// What a case's call log adds up to. Days are China's.
struct ContactTally {
  std::uint32_t entries = 0;
  std::uint32_t calls = 0;      // to the person's own number
  std::uint32_t call_days = 0;  // on how many days these were
  std::optional<Date> last_call_day = {};
  bool spare_tried = false;
  bool village_asked = false;
  bool visited = false;
  bool reached = false;  // by whichever way
  bool operator==(const ContactTally&) const = default;
};

// The tally with one entry more; entries come in the order of their times.
ContactTally count_contact(ContactTally tally, ContactWay way, ContactResult result, Time at);

enum class ContactStep : std::uint8_t { kCall, kCallAnotherDay, kSparePhone, kVillage, kVisit };
template <>
inline constexpr auto kNames<ContactStep> = std::to_array<std::string_view>(
    {"call", "call_another_day", "spare_phone", "village", "visit"});

// The next step that is owed, or nothing where all were gone.
std::optional<ContactStep> next_contact_step(const ContactTally& tally);

}  // namespace analyzer

#endif  // ANALYZER_CORE_CONTACT_STEPS_H_
