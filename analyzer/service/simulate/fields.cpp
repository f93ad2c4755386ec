// What a caller of each channel knows. The same for everybody: what is missing
// must not tell frauds from honest people.

#include "analyzer/service/simulate/stage.h"

namespace analyzer::simulate {
namespace {

template <class T>
void lose(T& field, double probability, Random& random) {
  if (random.chance(probability)) field.reset();
}

// A mini-program knows the account, an address and how it ended.
void mini_program(Attempt& attempt, Random& random) {
  const Text ref = attempt.person.ref;
  Person known;
  known.ref = ref;
  // The bureau's own gateway sometimes adds what it holds on the person.
  if (random.chance(0.35)) {
    known = attempt.person;
    lose(known.special, 0.5, random);
    lose(known.template_changed_days, 0.7, random);
  }
  attempt.person = known;
  attempt.device = {};
  attempt.biometric = {};
  attempt.location = {};
  attempt.network.wifi_ref.reset();
  attempt.operator_.phone_kind.reset();
  attempt.operator_.same_household.reset();
  lose(attempt.operator_.same_surname, 0.6, random);
  lose(attempt.operator_.account_age_days, 0.5, random);
  lose(attempt.operator_.phone, 0.6, random);
  attempt.operator_.registered.reset();
}

void web(Attempt& attempt, Random& random) {
  attempt.device.ref.reset();
  attempt.device.rooted.reset();
  attempt.location = {};
  attempt.network.wifi_ref.reset();
  lose(attempt.biometric.injection, 0.5, random);
}

// Any field may be missing anywhere: systems differ, and so do their versions.
void anywhere(Attempt& attempt, Random& random) {
  Person& person = attempt.person;
  lose(person.phone_changed_days, 0.4, random);
  lose(person.bank_account_changed_days, 0.5, random);
  lose(person.residence_region, 0.3, random);
  lose(person.last_certified_on, 0.15, random);
  lose(person.due_on, 0.15, random);
  lose(person.special, 0.15, random);
  lose(person.template_changed_days, 0.15, random);
  lose(attempt.operator_.account_age_days, 0.2, random);
  lose(attempt.operator_.registered, 0.2, random);
  lose(attempt.operator_.role, 0.05, random);
  lose(attempt.session.duration_ms, 0.4, random);
  lose(attempt.network.kind, 0.15, random);
  lose(attempt.site_region, 0.15, random);
  lose(attempt.biometric.face_match, 0.1, random);
  lose(attempt.biometric.liveness, 0.15, random);
  lose(attempt.biometric.template_age_years, 0.25, random);
  lose(attempt.device.rooted, 0.2, random);
}

void app(Attempt& attempt, Random& random) {
  Biometric& face = attempt.biometric;
  lose(face.estimated_age, 0.6, random);
  lose(face.recapture, 0.3, random);
  lose(face.injection, 0.25, random);
  lose(face.step_ms, 0.4, random);
  lose(face.capture_hash, 0.3, random);
  lose(attempt.network.wifi_ref, 0.5, random);
  lose(attempt.device.accessibility_on, 0.5, random);
  lose(attempt.operator_.same_surname, 0.3, random);
  lose(attempt.operator_.same_household, 0.4, random);
}

void office(Attempt& attempt, Random& random) {
  Biometric& face = attempt.biometric;
  face.injection.reset();
  face.recapture.reset();
  face.step_ms.reset();
  face.liveness.reset();
  face.estimated_age.reset();
  lose(face.capture_hash, 0.6, random);
  lose(attempt.evidence.second_staff_ref, 0.3, random);
}

}  // namespace

void keep_known(Attempt& attempt, Random& random) {
  anywhere(attempt, random);
  switch (attempt.channel) {
    case Channel::kWechat:
    case Channel::kAlipay:
      return mini_program(attempt, random);
    case Channel::kNationalPlatform:
    case Channel::kConsulate:
      return web(attempt, random);
    case Channel::kECard:
    case Channel::kApp12333:
    case Channel::kProvinceApp:
    case Channel::kPartnerApp:
      return app(attempt, random);
    case Channel::kSilent:
      attempt.biometric = {};
      return;
    default:
      return office(attempt, random);
  }
}

}  // namespace analyzer::simulate
