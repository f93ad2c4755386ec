// What may be said to the pensioner who did not get through. Never a reason for
// suspicion: every weight of group "help" is 0.

#include "analyzer/engine/attempt_signals.h"

namespace analyzer {
namespace {

constexpr double kManyFailures = 3;

template <FailureCode... codes>
std::optional<Measured> failed_with(const AttemptContext& context) {
  const auto& code = context.attempt.failure_code;
  return attempt::speaks(code && ((*code == codes) || ...));
}

std::optional<Measured> many_failures(const AttemptContext& context) {
  if (context.attempt.outcome == Outcome::kPassed) return std::nullopt;
  double failures = static_cast<double>(context.attempt.biometric.tries.value_or(0));
  if (context.history.available) failures += context.history.person.failures_1d;
  if (failures < kManyFailures) return std::nullopt;
  return attempt::measured(failures);
}

constexpr AttemptSignal kHelp[] = {
    {"help.many_failures", many_failures},
    {"help.light", failed_with<FailureCode::kLight, FailureCode::kOcclusion, FailureCode::kCamera>},
    {"help.action", failed_with<FailureCode::kActionNotDone, FailureCode::kLiveness>},
    {"help.low_similarity", failed_with<FailureCode::kLowSimilarity, FailureCode::kNoTemplate>},
    {"help.try_later",
     failed_with<FailureCode::kNetwork, FailureCode::kTimeout, FailureCode::kMaintenance>},
    {"help.not_found",
     failed_with<FailureCode::kNotFound, FailureCode::kWrongIdentity, FailureCode::kWrongRegion>},
    {"help.app_outdated", failed_with<FailureCode::kAppOutdated>},
};

}  // namespace

std::span<const AttemptSignal> help_signals() { return kHelp; }

}  // namespace analyzer
