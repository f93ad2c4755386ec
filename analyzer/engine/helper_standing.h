// How an attempt stands to what was agreed with its helper: whether it keeps
// within area, time, hours and number, and where it does not, in what.
//
// Pure; any number of threads may call these at once.

#ifndef ANALYZER_ENGINE_HELPER_STANDING_H_
#define ANALYZER_ENGINE_HELPER_STANDING_H_

#include <cstdint>
#include <optional>

#include "analyzer/core/attempt.h"
#include "analyzer/core/helper.h"
#include "analyzer/core/history.h"
#include "analyzer/engine/policy.h"

namespace analyzer {

// More persons than were agreed.
struct OverVolume {
  std::uint32_t persons = 0;  // counted, this one included
  std::uint32_t expected = 0;
  int days = 1;  // 1 or 7
};

struct HelperStanding {
  // The entry that fits the attempt best; null: our register holds none. Points
  // into the History.
  const Registration* entry = nullptr;
  // Known by more than the network: by the phone, the account, the site, the clerk
  // or the work order.
  bool strong = false;
  bool revoked = false;
  bool out_of_time = false;  // before the first day or after the last
  bool outside_area = false;
  bool outside_hours = false;
  std::optional<OverVolume> over_volume;
  std::optional<OverVolume> over_beds;  // persons of a year; `expected` are the beds

  // Everything agreed is kept: what many persons alone would say is explained.
  bool covers() const {
    return entry != nullptr && !revoked && !out_of_time && !outside_area && !outside_hours &&
           !over_volume && !over_beds;
  }
};

// Of several entries the one that covers the attempt wins, then a strong one, then
// the one with the fewest departures, then the earlier registered.
//
// `days_left` until the person is due: in the last days before it more persons are
// allowed (HelperPolicy). Volume counts the busiest of the links by which the
// entry is known. Where the history could not be read volume says nothing.
HelperStanding helper_standing(const Attempt& attempt, const History& history,
                               std::optional<double> days_left, const HelperPolicy& policy);

// What the register says of `operator.registered`, which the caller may claim
// otherwise; nothing where it holds no strong entry.
std::optional<bool> registered_by_us(const HelperStanding& standing);

}  // namespace analyzer

#endif  // ANALYZER_ENGINE_HELPER_STANDING_H_
