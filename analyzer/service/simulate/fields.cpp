#include "analyzer/service/simulate/fields.h"

#include <utility>

namespace analyzer::simulate {
namespace {

constexpr double kNeverSent = 0.2;   // of fields that are sometimes missing
constexpr double kAlwaysSent = 0.4;  // hardly ever missing, rather
constexpr double kLostAnyway = 0.02;
constexpr double kRichMiniPrograms = 0.3;  // of cities

Caller caller_of(Channel channel) {
  switch (channel) {
    case Channel::kWechat:
    case Channel::kAlipay:
      return Caller::kMiniProgram;
    case Channel::kNationalPlatform:
    case Channel::kConsulate:
      return Caller::kWeb;
    case Channel::kECard:
    case Channel::kApp12333:
    case Channel::kProvinceApp:
    case Channel::kPartnerApp:
      return Caller::kApp;
    case Channel::kSilent:
      return Caller::kSilent;
    default:
      return Caller::kOffice;
  }
}

// Any field may be missing anywhere: systems differ, and so do their versions.
constexpr double usual_loss(Sent field) {
  switch (field) {
    case Sent::kBankChanged:
      return 0.5;
    case Sent::kPhoneChanged:
    case Sent::kDuration:
      return 0.4;
    case Sent::kResidence:
      return 0.3;
    case Sent::kTemplateAge:
      return 0.25;
    case Sent::kAccountAge:
    case Sent::kRegistered:
    case Sent::kDeviceState:
      return 0.2;
    case Sent::kLastCertified:
    case Sent::kDueOn:
    case Sent::kSpecial:
    case Sent::kTemplateChanged:
    case Sent::kNetworkKind:
    case Sent::kSiteRegion:
    case Sent::kLiveness:
      return 0.15;
    case Sent::kFaceMatch:
      return 0.1;
    case Sent::kRole:
      return 0.05;
    default:
      return 0.0;
  }
}

// A mini-program knows the account, an address and how it ended; in some cities
// the bureau's own gateway adds what it holds on the person.
constexpr double usual_loss_mini(Sent field) {
  switch (field) {
    case Sent::kPersonFacts:
      return 0.65;
    case Sent::kSpecial:
      return 0.5;
    case Sent::kTemplateChanged:
      return 0.7;
    case Sent::kSurname:
    case Sent::kPhone:
      return 0.6;
    case Sent::kAccountAge:
      return 0.5;
    case Sent::kRegistered:
    case Sent::kPhoneKind:
    case Sent::kHousehold:
    case Sent::kDeviceRef:
    case Sent::kDeviceState:
    case Sent::kAccessibility:
    case Sent::kLocation:
    case Sent::kWifi:
      return 1.0;
    default:
      return usual_loss(field);
  }
}

constexpr double usual_loss_app(Sent field) {
  switch (field) {
    case Sent::kEstimatedAge:
      return 0.6;
    case Sent::kWifi:
    case Sent::kAccessibility:
      return 0.5;
    case Sent::kSteps:
    case Sent::kHousehold:
      return 0.4;
    case Sent::kRecapture:
    case Sent::kCaptureHash:
    case Sent::kSurname:
    case Sent::kLocation:
      return 0.3;
    case Sent::kInjection:
      return 0.25;
    case Sent::kPhone:
    case Sent::kBoundCount:
      return 0.2;
    case Sent::kDeviceRef:
      return 0.05;
    default:
      return usual_loss(field);
  }
}

constexpr double usual_loss_web(Sent field) {
  switch (field) {
    case Sent::kDeviceRef:
    case Sent::kDeviceState:
    case Sent::kLocation:
    case Sent::kWifi:
      return 1.0;
    case Sent::kInjection:
      return 0.5;
    default:
      return usual_loss(field);
  }
}

constexpr double usual_loss_office(Sent field) {
  switch (field) {
    case Sent::kInjection:
    case Sent::kRecapture:
    case Sent::kSteps:
    case Sent::kLiveness:
    case Sent::kEstimatedAge:
      return 1.0;
    case Sent::kCaptureHash:
      return 0.6;
    case Sent::kSecondStaff:
      return 0.3;
    default:
      return usual_loss(field);
  }
}

double usual_loss(Caller caller, Sent field) {
  switch (caller) {
    case Caller::kMiniProgram:
      return usual_loss_mini(field);
    case Caller::kWeb:
      return usual_loss_web(field);
    case Caller::kApp:
      return usual_loss_app(field);
    case Caller::kOffice:
      return usual_loss_office(field);
    case Caller::kSilent:
      return usual_loss(field);
  }
  return 0.0;
}

}  // namespace

// Decides field by field for one attempt.
struct FieldHabits::Loss {
  const FieldHabits& habits;
  Caller caller;
  Random& random;

  bool operator()(Sent field) const {
    const double usual = usual_loss(caller, field);
    if (usual >= 1.0) return true;
    if (usual <= 0.0) return false;
    switch (habits.habits_[static_cast<std::size_t>(caller)][static_cast<std::size_t>(field)]) {
      case Habit::kNever:
        return true;
      case Habit::kAlways:
        return random.chance(kLostAnyway);
      case Habit::kSometimes:
        break;
    }
    return random.chance(usual);
  }

  template <class... Fields>
  void drop(Sent field, Fields&... values) const {
    if ((*this)(field)) (values.reset(), ...);
  }
};

FieldHabits::FieldHabits(Random random) : rich_mini_programs_(random.chance(kRichMiniPrograms)) {
  for (auto& caller : habits_) {
    for (Habit& habit : caller) {
      const double draw = random.uniform();
      habit = draw < kNeverSent                 ? Habit::kNever
              : draw < kNeverSent + kAlwaysSent ? Habit::kAlways
                                                : Habit::kSometimes;
    }
  }
}

void FieldHabits::keep_known(Attempt& attempt, Random& random) const {
  Caller caller = caller_of(attempt.channel);
  if (caller == Caller::kMiniProgram && rich_mini_programs_) caller = Caller::kApp;
  const Loss lost{*this, caller, random};
  Person& person = attempt.person;
  if (lost(Sent::kPersonFacts)) {
    Person known;
    known.ref = person.ref;
    person = std::move(known);
  }
  lost.drop(Sent::kSpecial, person.special);
  lost.drop(Sent::kPhoneChanged, person.phone_changed_days);
  lost.drop(Sent::kBankChanged, person.bank_account_changed_days);
  lost.drop(Sent::kTemplateChanged, person.template_changed_days);
  lost.drop(Sent::kResidence, person.residence_region);
  lost.drop(Sent::kLastCertified, person.last_certified_on);
  lost.drop(Sent::kDueOn, person.due_on);
  Operator& helper = attempt.operator_;
  lost.drop(Sent::kRole, helper.role, helper.relation);
  lost.drop(Sent::kRegistered, helper.registered);
  lost.drop(Sent::kAccountAge, helper.account_age_days);
  lost.drop(Sent::kPhone, helper.phone);
  lost.drop(Sent::kPhoneKind, helper.phone_kind);
  lost.drop(Sent::kBoundCount, helper.bound_count, helper.bound_at, helper.unbound_at);
  lost.drop(Sent::kHousehold, helper.same_household);
  lost.drop(Sent::kSurname, helper.same_surname);
  Device& device = attempt.device;
  lost.drop(Sent::kDeviceState, device.rooted, device.emulator, device.hooked,
            device.virtual_camera, device.screen_shared, device.remote_control);
  lost.drop(Sent::kAccessibility, device.accessibility_on);
  lost.drop(Sent::kDeviceRef, device.ref, device.os);
  lost.drop(Sent::kLocation, attempt.location.lat, attempt.location.lon);
  lost.drop(Sent::kWifi, attempt.network.wifi_ref);
  lost.drop(Sent::kNetworkKind, attempt.network.kind);
  lost.drop(Sent::kSiteRegion, attempt.site_region);
  lost.drop(Sent::kDuration, attempt.session.duration_ms);
  lost.drop(Sent::kSecondStaff, attempt.evidence.second_staff_ref);
  Biometric& face = attempt.biometric;
  if (caller == Caller::kMiniProgram || caller == Caller::kSilent) {
    face = {};
    return;
  }
  lost.drop(Sent::kFaceMatch, face.face_match);
  lost.drop(Sent::kLiveness, face.liveness);
  lost.drop(Sent::kInjection, face.injection);
  lost.drop(Sent::kRecapture, face.recapture);
  lost.drop(Sent::kCaptureHash, face.capture_hash);
  lost.drop(Sent::kEstimatedAge, face.estimated_age);
  lost.drop(Sent::kSteps, face.step_ms);
  lost.drop(Sent::kTemplateAge, face.template_age_years);
}

}  // namespace analyzer::simulate
