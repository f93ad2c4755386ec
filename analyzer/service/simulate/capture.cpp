// What the camera saw: scores, hashes and the timing of steps, of a living
// person, of a picture shown to the camera, of a look-alike, of an injection.

#include <algorithm>

#include "analyzer/service/simulate/stage.h"

namespace analyzer::simulate {
namespace {

// Distance of a new capture to an own one that is not seen as a replay.
constexpr int kReplayBits = 3;
constexpr int kReplayFarBits = 12;
constexpr double kSameSeat = 0.008;  // honest captures that hash alike

std::uint64_t flip(std::uint64_t bits, int count, Random& random) {
  for (int i = 0; i < count; ++i) bits ^= std::uint64_t{1} << random.below(64);
  return bits;
}

std::string hex(std::uint64_t bits) {
  std::string out(16, '0');
  for (std::size_t i = 16; i-- > 0; bits >>= 4U) out[i] = "0123456789abcdef"[bits & 15U];
  return out;
}

std::vector<double> steps(Capture kind, Random& random) {
  const double mean = random.between(700, 1500);
  // Half of the injections play a script whose steps are even.
  const bool script = kind == Capture::kInjected && random.chance(0.5);
  std::vector<double> out;
  for (int i = 0; i < 4; ++i) {
    out.push_back(std::max(150.0, std::round(random.normal(mean, script ? 15.0 : 260.0))));
  }
  return out;
}

}  // namespace

void Stage::genuine_face(Biometric& face, const SimPerson& person, Date day) {
  const int age = age_on(person, day);
  const double aged = 0.006 * face.template_age_years.value_or(5) + (age >= 85 ? 0.03 : 0.0);
  face.face_match = std::clamp(0.60 + 0.39 * random.beta(18, 3) - aged * 0.5, 0.30, 0.995);
  // Those who blink late or cannot see the prompt look less alive to a machine.
  const bool slow = age >= 85 || person.blind;
  face.liveness = slow ? random.beta(7, 3) : random.beta(20, 2);
  face.injection =
      random.chance(p.injection_false) ? random.between(0.4, 0.95) : random.beta(1.2, 30);
  face.recapture =
      random.chance(p.recapture_false) ? random.between(0.4, 0.9) : random.beta(1.2, 25);
  face.estimated_age = age + static_cast<int>(std::round(random.normal(-2, 6.5)));
}

// Starts from the genuine face and changes what gives the trick away, where it does.
void Stage::other_face(Biometric& face, Capture kind) {
  switch (kind) {
    case Capture::kReplay:
      face.liveness = random.beta(9, 3);
      if (random.chance(p.recapture_seen)) face.recapture = random.between(0.4, 0.98);
      break;
    case Capture::kLookAlike:
      face.face_match = std::clamp(random.normal(p.face_threshold, 0.05), 0.3, 0.95);
      face.estimated_age =
          std::max<std::int64_t>(30, *face.estimated_age + std::llround(random.normal(-6, 7)));
      if (random.chance(0.2)) face.faces_tried = random.integer(2, 3);
      break;
    case Capture::kInjected:
      face.face_match = std::clamp(random.normal(0.94, 0.03), 0.5, 0.995);
      if (random.chance(p.injection_seen)) face.injection = random.between(0.5, 0.99);
      break;
    case Capture::kGenuine:
      break;
  }
}

std::uint64_t Stage::capture_bits(SimPerson& person, Capture kind) {
  const bool has_old = person.last_capture.has_value();
  if (kind == Capture::kReplay && has_old) {
    const int bits = random.chance(p.replay_seen) ? random.integer(0, kReplayBits)
                                                  : random.integer(5, kReplayFarBits);
    return flip(*person.last_capture, bits, random);
  }
  if (kind == Capture::kLookAlike) return flip(person.face, 26, random);
  if (kind == Capture::kGenuine && has_old && random.chance(kSameSeat)) {
    return flip(*person.last_capture, 3, random);
  }
  const double bits = std::max(4.0, random.normal(p.capture_flips, 3.0));
  return flip(person.face, static_cast<int>(bits), random);
}

void Stage::capture(Attempt& attempt, std::size_t index, Capture kind) {
  SimPerson& person = world.people[index];
  Biometric& face = attempt.biometric;
  if (!face.mode) {
    constexpr BiometricMode kModes[] = {BiometricMode::kBlink, BiometricMode::kMouth,
                                        BiometricMode::kReadDigits, BiometricMode::kPassive};
    face.mode = kModes[random.below(4)];
  }
  face.algorithm = "sim 1";
  face.face_threshold = p.face_threshold;
  genuine_face(face, person, shanghai_date(attempt.occurred_at));
  other_face(face, kind);
  // Passing and failing agree with the score they are given with.
  const double threshold = p.face_threshold;
  if (attempt.outcome == Outcome::kPassed && *face.face_match < threshold) {
    face.face_match = threshold + 0.02 * random.uniform();
  }
  if (attempt.failure_code == FailureCode::kActionNotDone)
    face.liveness = random.between(0.05, 0.8);
  if (attempt.failure_code == FailureCode::kLowSimilarity) {
    face.face_match = std::min(*face.face_match, threshold - 0.2 * random.uniform());
  }
  const std::uint64_t bits = capture_bits(person, kind);
  face.capture_hash = hex(bits);
  if (kind == Capture::kGenuine && attempt.outcome == Outcome::kPassed) person.last_capture = bits;
  face.extra_faces = random.chance(0.05) ? 1 : 0;
  if (!face.faces_tried) face.faces_tried = random.chance(0.02) ? 2 : 1;
  if (face.mode != BiometricMode::kStatic) face.step_ms = steps(kind, random);
}

FailureCode Stage::failure(Capture kind) {
  static constexpr double kHonest[] = {38, 31, 16, 8, 4, 3};
  static constexpr double kTrick[] = {30, 40, 10, 6, 2, 2};
  constexpr FailureCode kCodes[] = {FailureCode::kLowSimilarity, FailureCode::kActionNotDone,
                                    FailureCode::kLight,         FailureCode::kNetwork,
                                    FailureCode::kWrongIdentity, FailureCode::kTimeout};
  return kCodes[random.weighted(kind == Capture::kGenuine ? kHonest : kTrick)];
}

}  // namespace analyzer::simulate
