#include "analyzer/core/contact_steps.h"

namespace analyzer {
namespace {

constexpr std::uint32_t kLeastCalls = 3;
constexpr std::uint32_t kLeastDays = 2;

void count_call(ContactTally& tally, Date day) {
  ++tally.calls;
  if (!tally.last_call_day || *tally.last_call_day < day) {
    ++tally.call_days;
    tally.last_call_day = day;
  }
}

}  // namespace

ContactTally count_contact(ContactTally tally, ContactWay way, ContactResult result, Time at) {
  ++tally.entries;
  if (way == ContactWay::kPhone) count_call(tally, shanghai_date(at));
  if (way == ContactWay::kSparePhone) tally.spare_tried = true;
  if (way == ContactWay::kVillage) tally.village_asked = true;
  if (way == ContactWay::kVisit) tally.visited = true;
  // An office that answers a letter is not the person.
  if (result == ContactResult::kReached && way != ContactWay::kLetter) tally.reached = true;
  return tally;
}

std::optional<ContactStep> next_contact_step(const ContactTally& tally) {
  if (tally.calls < kLeastCalls) {
    const bool only_a_day_left = tally.calls + 1 == kLeastCalls && tally.call_days < kLeastDays;
    return only_a_day_left ? ContactStep::kCallAnotherDay : ContactStep::kCall;
  }
  if (tally.call_days < kLeastDays) return ContactStep::kCallAnotherDay;
  if (!tally.spare_tried) return ContactStep::kSparePhone;
  if (!tally.village_asked) return ContactStep::kVillage;
  if (!tally.visited) return ContactStep::kVisit;
  return std::nullopt;
}

}  // namespace analyzer
