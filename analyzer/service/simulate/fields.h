// What a caller of each channel sends. The same for everybody in a city: what is
// missing must not tell frauds from honest people. But every city has systems of
// its own: what one always sends another never does.

#ifndef ANALYZER_SERVICE_SIMULATE_FIELDS_H_
#define ANALYZER_SERVICE_SIMULATE_FIELDS_H_

#include <array>
#include <cstddef>
#include <cstdint>

#include "analyzer/core/attempt.h"
#include "analyzer/service/simulate/random.h"

namespace analyzer::simulate {

// Kinds of callers that send alike.
enum class Caller : std::uint8_t { kMiniProgram, kWeb, kApp, kOffice, kSilent };

// Fields that may be missing.
enum class Sent : std::uint8_t {
  kPersonFacts,
  kSpecial,
  kPhoneChanged,
  kBankChanged,
  kTemplateChanged,
  kResidence,
  kLastCertified,
  kDueOn,
  kRole,
  kRegistered,
  kAccountAge,
  kPhone,
  kPhoneKind,
  kBoundCount,
  kHousehold,
  kSurname,
  kDeviceRef,
  kDeviceState,
  kAccessibility,
  kLocation,
  kWifi,
  kNetworkKind,
  kFaceMatch,
  kLiveness,
  kInjection,
  kRecapture,
  kCaptureHash,
  kEstimatedAge,
  kSteps,
  kTemplateAge,
  kDuration,
  kSiteRegion,
  kSecondStaff,
  kCount
};

class FieldHabits {
 public:
  // Draws the habits of one city's systems.
  explicit FieldHabits(Random random);

  // Takes out of `attempt` what its caller does not send.
  void keep_known(Attempt& attempt, Random& random) const;

 private:
  static constexpr std::size_t kCallers = 5;
  static constexpr auto kFields = static_cast<std::size_t>(Sent::kCount);

  // What a city does with a field that is sometimes sent.
  enum class Habit : std::uint8_t { kSometimes, kAlways, kNever };

  struct Loss;

  std::array<std::array<Habit, kFields>, kCallers> habits_{};
  bool rich_mini_programs_ = false;  // they send what an app sends
};

}  // namespace analyzer::simulate

#endif  // ANALYZER_SERVICE_SIMULATE_FIELDS_H_
