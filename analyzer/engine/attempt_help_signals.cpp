// What may be said to the pensioner who did not get through. Never a reason for
// suspicion: every weight of group "help" is 0.

#include "analyzer/engine/attempt_signals.h"

namespace analyzer {
namespace {

constexpr double kManyFailures = 3;
constexpr std::int64_t kVeryOld = 85;

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

// Who cannot come to a screen or to an office: somebody can come.
std::optional<Measured> home_visit(const AttemptContext& context) {
  const Attempt& attempt = context.attempt;
  if (attempt::certifies(context)) return std::nullopt;
  const bool cannot = attempt::has_special(attempt, Special::kBedridden) ||
                      attempt::has_special(attempt, Special::kHospitalized) ||
                      attempt::has_special(attempt, Special::kDementia);
  const bool very_old = attempt.person.age && *attempt.person.age >= kVeryOld;
  return attempt::speaks(cannot || (very_old && many_failures(context)));
}

std::optional<Measured> disabled(const AttemptContext& context) {
  const Attempt& attempt = context.attempt;
  return attempt::speaks(!attempt::certifies(context) &&
                         (attempt::has_special(attempt, Special::kBlind) ||
                          attempt::has_special(attempt, Special::kDeaf) ||
                          attempt::has_special(attempt, Special::kDisabled)));
}

std::optional<Measured> abroad(const AttemptContext& context) {
  const Attempt& attempt = context.attempt;
  return attempt::speaks(!attempt::certifies(context) && attempt.channel != Channel::kConsulate &&
                         attempt.person.abroad.value_or(false));
}

// In the order in which they are said: who it is comes before what went wrong.
constexpr AttemptSignal kHelp[] = {
    {"help.already_done", failed_with<FailureCode::kAlreadyDone>},
    {"help.home_visit", home_visit},
    {"help.disabled", disabled},
    {"help.abroad", abroad},
    {"help.outside_window", failed_with<FailureCode::kOutsideWindow>},
    {"help.light", failed_with<FailureCode::kLight, FailureCode::kOcclusion, FailureCode::kCamera>},
    {"help.action", failed_with<FailureCode::kActionNotDone, FailureCode::kLiveness>},
    {"help.low_similarity", failed_with<FailureCode::kLowSimilarity, FailureCode::kNoTemplate>},
    {"help.try_later",
     failed_with<FailureCode::kNetwork, FailureCode::kTimeout, FailureCode::kMaintenance>},
    {"help.not_found",
     failed_with<FailureCode::kNotFound, FailureCode::kWrongIdentity, FailureCode::kWrongRegion>},
    {"help.app_outdated", failed_with<FailureCode::kAppOutdated>},
    {"help.many_failures", many_failures},
};

}  // namespace

std::span<const AttemptSignal> help_signals() { return kHelp; }

}  // namespace analyzer
