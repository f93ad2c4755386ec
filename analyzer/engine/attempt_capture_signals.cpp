// What the face capture and the device it was made on say.

#include <cmath>

#include "analyzer/engine/attempt_signals.h"

namespace analyzer {
namespace {

using namespace attempt;  // NOLINT(google-build-using-namespace): the topic's own helpers

constexpr std::int64_t kOldFaceAge = 85;  // from here weak matches are normal
constexpr double kJustOver = 0.03;        // of the match above its threshold
constexpr double kLowLiveness = 0.75;
constexpr double kOldTemplateYears = 10;
constexpr double kTooHighMatch = 0.97;
constexpr double kTemplateReplacedDays = 30;
constexpr double kFreshTemplateYears = 0.1;
constexpr std::uint32_t kManyFailures = 5;
constexpr std::size_t kFewestSteps = 4;
constexpr double kRoboticSpreadMs = 30;
constexpr std::uint32_t kScansAgain = 2;  // attempts on the phone before this one, 30 days
constexpr std::uint32_t kOwnPhonePersons = 2;

std::optional<Measured> replay_own(const AttemptContext& context) {
  const PersonHistory& person = context.history.person;
  if (!context.history.available || person.captures_near_own == 0) return std::nullopt;
  std::string date = person.capture_near_own_on ? format_date(*person.capture_near_own_on) : "此前";
  return Measured{person.captures_near_own, {{"date", std::move(date)}}, {}};
}

std::optional<Measured> shared_between_persons(const AttemptContext& context) {
  const std::uint32_t others = context.history.person.captures_near_other;
  if (!context.history.available || others == 0) return std::nullopt;
  return measured(others);
}

std::optional<Measured> virtual_camera(const AttemptContext& context) {
  return speaks(context.attempt.device.virtual_camera.value_or(false));
}

std::optional<Measured> from(const Number& number) {
  if (!number) return std::nullopt;
  return measured(*number);
}

std::optional<Measured> injection(const AttemptContext& context) {
  return from(context.attempt.biometric.injection);
}

std::optional<Measured> recapture(const AttemptContext& context) {
  return from(context.attempt.biometric.recapture);
}

std::optional<Measured> match_just_over(const AttemptContext& context) {
  const Biometric& face = context.attempt.biometric;
  const Count& age = context.attempt.person.age;
  if (!face.face_match || !face.face_threshold || !face.liveness) return std::nullopt;
  if (age && *age >= kOldFaceAge) return std::nullopt;
  const double over = *face.face_match - *face.face_threshold;
  if (over < 0 || over > kJustOver || *face.liveness > kLowLiveness) return std::nullopt;
  return measured(over);
}

std::optional<Measured> age_gap(const AttemptContext& context) {
  const Count& age = context.attempt.person.age;
  const Count& estimated = context.attempt.biometric.estimated_age;
  if (!age || !estimated) return std::nullopt;
  return measured(static_cast<double>(*age - *estimated));
}

std::optional<Measured> match_too_high(const AttemptContext& context) {
  const Biometric& face = context.attempt.biometric;
  if (!face.face_match || !face.template_age_years) return std::nullopt;
  if (*face.template_age_years < kOldTemplateYears || *face.face_match < kTooHighMatch) {
    return std::nullopt;
  }
  return measured(*face.template_age_years);
}

std::optional<Measured> several_faces(const AttemptContext& context) {
  const Count& faces = context.attempt.biometric.faces_tried;
  if (!faces) return std::nullopt;
  return measured(static_cast<double>(*faces));
}

std::optional<Measured> extra_faces(const AttemptContext& context) {
  const Count& faces = context.attempt.biometric.extra_faces;
  if (!faces) return std::nullopt;
  return measured(static_cast<double>(*faces));
}

bool is_static(const Attempt& attempt) { return attempt.biometric.mode == BiometricMode::kStatic; }

std::optional<Measured> static_untagged(const AttemptContext& context) {
  const Attempt& attempt = context.attempt;
  return speaks(is_static(attempt) && attempt.person.special && !has_disability(attempt));
}

std::optional<Measured> static_mode(const AttemptContext& context) {
  return speaks(is_static(context.attempt) && !context.attempt.person.special);
}

std::optional<Measured> template_replaced(const AttemptContext& context) {
  const Count& days = context.attempt.person.template_changed_days;
  if (context.attempt.outcome != Outcome::kPassed || !context.mobile) return std::nullopt;
  if (!days || static_cast<double>(*days) > kTemplateReplacedDays) return std::nullopt;
  return measured(static_cast<double>(*days));
}

std::optional<Measured> remote_first_template(const AttemptContext& context) {
  const Attempt& attempt = context.attempt;
  const Number& age = attempt.biometric.template_age_years;
  return speaks(attempt.channel == Channel::kPartnerApp && age && *age < kFreshTemplateYears &&
                attempt.person.age && *attempt.person.age >= 80 && !abroad(attempt) &&
                !has_special(attempt, Special::kLivingElsewhere));
}

// The standard deviation of the steps' times; few equal steps say nothing.
std::optional<Measured> robotic_steps(const AttemptContext& context) {
  const auto& steps = context.attempt.biometric.step_ms;
  if (!steps || steps->size() < kFewestSteps) return std::nullopt;
  double sum = 0.0;
  double squares = 0.0;
  for (const double ms : *steps) {
    sum += ms;
    squares += ms * ms;
  }
  const auto count = static_cast<double>(steps->size());
  const double variance = squares / count - (sum / count) * (sum / count);
  if (variance >= kRoboticSpreadMs * kRoboticSpreadMs) return std::nullopt;
  return measured(std::ceil(std::sqrt(std::max(variance, 1.0))));
}

std::optional<Measured> failures_then_pass(const AttemptContext& context) {
  const PersonHistory& person = context.history.person;
  if (!context.history.available || context.attempt.outcome != Outcome::kPassed) {
    return std::nullopt;
  }
  if (person.failures_1d < kManyFailures || person.same_device_before) return std::nullopt;
  return measured(person.failures_1d);
}

std::optional<Measured> modified(const AttemptContext& context) {
  const Device& device = context.attempt.device;
  return speaks(device.emulator.value_or(false) || device.hooked.value_or(false));
}

std::optional<Measured> rooted(const AttemptContext& context) {
  const Device& device = context.attempt.device;
  return speaks(device.rooted.value_or(false) && !modified(context));
}

std::optional<Measured> remote_control(const AttemptContext& context) {
  const Device& device = context.attempt.device;
  return speaks(device.screen_shared.value_or(false) || device.remote_control.value_or(false));
}

// Scans begun again and again on a family's phone and not finished: nobody who
// only wants to be certified stops half-way each time.
std::optional<Measured> abandoned_again(const AttemptContext& context) {
  const Volume& device = context.history.device;
  if (!context.history.available || !context.mobile || !context.attempt.device.ref) {
    return std::nullopt;
  }
  if (context.attempt.outcome != Outcome::kAbandoned) return std::nullopt;
  if (device.events_30d < kScansAgain || device.persons_30d > kOwnPhonePersons) {
    return std::nullopt;
  }
  return measured(device.events_30d + 1);
}

std::optional<Measured> accessibility_on(const AttemptContext& context) {
  return speaks(context.attempt.device.accessibility_on.value_or(false));
}

constexpr AttemptSignal kCapture[] = {
    {"capture.replay_own", replay_own},
    {"capture.shared_between_persons", shared_between_persons},
    {"capture.virtual_camera", virtual_camera},
    {"capture.injection", injection},
    {"capture.recapture", recapture},
    {"capture.match_just_over", match_just_over},
    {"capture.age_gap", age_gap},
    {"capture.match_too_high", match_too_high},
    {"capture.several_faces", several_faces},
    {"capture.extra_faces", extra_faces},
    {"capture.static_untagged", static_untagged},
    {"capture.static_mode", static_mode},
    {"capture.template_replaced", template_replaced},
    {"capture.remote_first_template", remote_first_template},
    {"capture.robotic_steps", robotic_steps},
    {"capture.failures_then_pass", failures_then_pass},
    {"device.modified", modified},
    {"device.rooted", rooted},
    {"device.remote_control", remote_control},
    {"device.accessibility_on", accessibility_on},
    {"device.abandoned_again", abandoned_again},
};

}  // namespace

std::span<const AttemptSignal> capture_signals() { return kCapture; }

}  // namespace analyzer
