// Which registry records make what was accepted after their day somebody's case,
// and where a day's look-backs are counted.

#ifndef ANALYZER_SERVICE_LOOK_BACK_H_
#define ANALYZER_SERVICE_LOOK_BACK_H_

#include "analyzer/core/words.h"

namespace analyzer {

// True for deaths, prison and missing persons: payment would have stopped. An exit
// or a second benefit alone does not stop it, and on probation it goes on.
bool stops_payment(RegistryKind kind);

// The measure of store::DailyCount under which persons whose case a registry record
// opened are counted, by the day it arrived, with what was accepted and may have been
// overpaid.
inline constexpr char kLookBackMeasure[] = "registry";
inline constexpr char kLookBackPersons[] = "persons";
inline constexpr char kLookBackAttempts[] = "attempts";
inline constexpr char kLookBackYuan[] = "yuan";

}  // namespace analyzer

#endif  // ANALYZER_SERVICE_LOOK_BACK_H_
