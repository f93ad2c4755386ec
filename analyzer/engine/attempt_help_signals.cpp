// What may be said to the pensioner who did not get through. Never a reason for
// suspicion: every weight of group "help" is 0.

#include "analyzer/engine/attempt_signals.h"

namespace analyzer {
namespace {

constexpr double kManyFailures = 3;
constexpr std::int64_t kOld = 80;

// Who cannot see or follow what the screen asks.
bool cannot_follow(const Attempt& attempt) {
  return attempt::has_special(attempt, Special::kBlind) ||
         attempt::has_special(attempt, Special::kDeaf) ||
         attempt::has_special(attempt, Special::kDisabled);
}

// Somebody else sees or steers the screen.
bool watched(const Attempt& attempt) {
  return attempt.device.screen_shared.value_or(false) ||
         attempt.device.remote_control.value_or(false);
}

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

// Going on alone would be asking too much: for whom nobody will go on is told.
std::optional<Measured> try_elsewhere(const AttemptContext& context) {
  if (cannot_follow(context.attempt) || watched(context.attempt)) return std::nullopt;
  return many_failures(context);
}

std::optional<Measured> action(const AttemptContext& context) {
  if (cannot_follow(context.attempt)) return std::nullopt;
  return failed_with<FailureCode::kActionNotDone, FailureCode::kLiveness>(context);
}

// Who cannot come to a screen or to an office: somebody can come.
std::optional<Measured> home_visit(const AttemptContext& context) {
  const Attempt& attempt = context.attempt;
  if (attempt::certifies(context)) return std::nullopt;
  const bool cannot = attempt::has_special(attempt, Special::kBedridden) ||
                      attempt::has_special(attempt, Special::kHospitalized) ||
                      attempt::has_special(attempt, Special::kDementia);
  const bool old = attempt.person.age && *attempt.person.age >= kOld;
  const bool alone = attempt::has_special(attempt, Special::kLivesAlone) ||
                     attempt::has_special(attempt, Special::kNoSmartphone);
  const bool worn_out = many_failures(context) && (old || alone || cannot_follow(attempt));
  return attempt::speaks(cannot || worn_out);
}

std::optional<Measured> disabled(const AttemptContext& context) {
  return attempt::speaks(!attempt::certifies(context) && cannot_follow(context.attempt));
}

std::optional<Measured> screen_watched(const AttemptContext& context) {
  return attempt::speaks(!attempt::certifies(context) && watched(context.attempt));
}

// What is true of any failure of which nothing is known.
std::optional<Measured> any_failure(const AttemptContext& context) {
  const auto& code = context.attempt.failure_code;
  return attempt::speaks(context.attempt.outcome == Outcome::kFailed &&
                         (!code || *code == FailureCode::kOther));
}

std::optional<Measured> abroad(const AttemptContext& context) {
  const Attempt& attempt = context.attempt;
  return attempt::speaks(!attempt::certifies(context) && attempt.channel != Channel::kConsulate &&
                         attempt.person.abroad.value_or(false));
}

// In the order in which they are said: who it is comes before what went wrong.
constexpr AttemptSignal kHelp[] = {
    {"help.screen_watched", screen_watched},
    {"help.already_done", failed_with<FailureCode::kAlreadyDone>},
    {"help.home_visit", home_visit},
    {"help.disabled", disabled},
    {"help.abroad", abroad},
    {"help.outside_window", failed_with<FailureCode::kOutsideWindow>},
    {"help.light", failed_with<FailureCode::kLight, FailureCode::kOcclusion, FailureCode::kCamera>},
    {"help.action", action},
    {"help.low_similarity", failed_with<FailureCode::kLowSimilarity, FailureCode::kNoTemplate>},
    {"help.try_later",
     failed_with<FailureCode::kNetwork, FailureCode::kTimeout, FailureCode::kMaintenance>},
    {"help.not_found",
     failed_with<FailureCode::kNotFound, FailureCode::kWrongIdentity, FailureCode::kWrongRegion>},
    {"help.app_outdated", failed_with<FailureCode::kAppOutdated>},
    {"help.try_elsewhere", try_elsewhere},
    {"help.any_failure", any_failure},
    {"help.many_failures", many_failures},
};

}  // namespace

std::span<const AttemptSignal> help_signals() { return kHelp; }

}  // namespace analyzer
