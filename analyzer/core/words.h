// The closed lists of words of the API (channels, outcomes, roles, tactics ...)
// as enumerations. Their spelling is the contract's; see openapi.yaml.

#ifndef ANALYZER_CORE_WORDS_H_
#define ANALYZER_CORE_WORDS_H_

#include <array>
#include <cstdint>
#include <string_view>

#include "analyzer/core/names.h"

namespace analyzer {

#define ANALYZER_WORDS(Type, ...)           \
  template <>                               \
  inline constexpr auto kNames<Type> = std::to_array<std::string_view>({__VA_ARGS__})

enum class Channel : std::uint8_t {
  kNationalPlatform, kApp12333, kECard, kWechat, kAlipay, kProvinceApp, kPartnerApp, kConsulate,
  kWindow, kCommunity, kBank, kPost, kHomeVisit, kEmployer, kKiosk, kMail, kVideo, kSilent
};
ANALYZER_WORDS(Channel, "national_platform", "app_12333", "e_card", "wechat", "alipay",
               "province_app", "partner_app", "consulate", "window", "community", "bank", "post",
               "home_visit", "employer", "kiosk", "mail", "video", "silent");

enum class Outcome : std::uint8_t { kPassed, kFailed, kManual, kAbandoned };
ANALYZER_WORDS(Outcome, "passed", "failed", "manual", "abandoned");

enum class FailureCode : std::uint8_t {
  kLowSimilarity, kActionNotDone, kLight, kNetwork, kWrongIdentity, kNotFound, kTimeout, kLiveness,
  kOutsideWindow, kMaintenance, kAppOutdated, kCamera, kOcclusion, kNoTemplate, kWrongRegion,
  kAlreadyDone, kOther
};
ANALYZER_WORDS(FailureCode, "low_similarity", "action_not_done", "light", "network",
               "wrong_identity", "not_found", "timeout", "liveness", "outside_window",
               "maintenance", "app_outdated", "camera", "occlusion", "no_template", "wrong_region",
               "already_done", "other");

enum class Sex : std::uint8_t { kFemale, kMale };
ANALYZER_WORDS(Sex, "f", "m");

enum class Scheme : std::uint8_t { kEmployee, kPublic, kResident, kSurvivor, kInjury };
ANALYZER_WORDS(Scheme, "employee", "public", "resident", "survivor", "injury");

enum class BenefitStatus : std::uint8_t { kNotStarted, kActive, kSuspended, kTerminated };
ANALYZER_WORDS(BenefitStatus, "not_started", "active", "suspended", "terminated");

enum class Special : std::uint8_t {
  kBedridden, kBlind, kDeaf, kDisabled, kDementia, kHospitalized, kNursingHome, kLivesAlone,
  kLivingElsewhere, kNoSmartphone
};
ANALYZER_WORDS(Special, "bedridden", "blind", "deaf", "disabled", "dementia", "hospitalized",
               "nursing_home", "lives_alone", "living_elsewhere", "no_smartphone");

enum class OperatorRole : std::uint8_t {
  kSelf, kRelative, kNeighbour, kVillage, kCommunity, kVolunteer, kBank, kPost, kWindow,
  kHomeVisit, kEmployer, kNursingHome, kConsulate, kCarer, kVillageDoctor, kSystem, kOther
};
ANALYZER_WORDS(OperatorRole, "self", "relative", "neighbour", "village", "community", "volunteer",
               "bank", "post", "window", "home_visit", "employer", "nursing_home", "consulate",
               "carer", "village_doctor", "system", "other");

enum class Relation : std::uint8_t {
  kChild, kChildInLaw, kSpouse, kSibling, kGrandchild, kParent, kGuardian, kOther
};
ANALYZER_WORDS(Relation, "child", "child_in_law", "spouse", "sibling", "grandchild", "parent",
               "guardian", "other");

enum class PhoneKind : std::uint8_t { kMobile, kVirtual, kIot, kForeign, kLandline };
ANALYZER_WORDS(PhoneKind, "mobile", "virtual", "iot", "foreign", "landline");

enum class NetworkKind : std::uint8_t { kMobile, kHome, kGovernment, kDatacenter, kVpn, kForeign };
ANALYZER_WORDS(NetworkKind, "mobile", "home", "government", "datacenter", "vpn", "foreign");

enum class BiometricMode : std::uint8_t {
  kBlink, kMouth, kShake, kReadDigits, kNod, kLookUp, kFlash, kPassive, kStatic, kFingerprint,
  kInPerson
};
ANALYZER_WORDS(BiometricMode, "blink", "mouth", "shake", "read_digits", "nod", "look_up", "flash",
               "passive", "static", "fingerprint", "in_person");

enum class EvidenceSource : std::uint8_t {
  kHospitalInpatient, kBorder, kHomeVisit, kTrain, kFlight, kVaccination, kCheckup, kOutpatient,
  kBankCounter, kFamilyDoctor, kPharmacy, kBus, kPhoneTopup
};
ANALYZER_WORDS(EvidenceSource, "hospital_inpatient", "border", "home_visit", "train", "flight",
               "vaccination", "checkup", "outpatient", "bank_counter", "family_doctor", "pharmacy",
               "bus", "phone_topup");

enum class RegistryKind : std::uint8_t {
  kDeathMedical, kDeathCremation, kDeathHousehold, kPrison, kMissing, kDuplicateBenefit, kExit,
  kEntry, kProbation
};
ANALYZER_WORDS(RegistryKind, "death_medical", "death_cremation", "death_household", "prison",
               "missing", "duplicate_benefit", "exit", "entry", "probation");

enum class RegistryMatch : std::uint8_t { kId, kName };
ANALYZER_WORDS(RegistryMatch, "id", "name");

enum class RegistryStatus : std::uint8_t { kConfirmed, kSuspected, kWithdrawn };
ANALYZER_WORDS(RegistryStatus, "confirmed", "suspected", "withdrawn");

enum class ReportSource : std::uint8_t {
  k12333, k96110, k12321, k12345, k110, kWindow, kWeb, kService, kOther
};
ANALYZER_WORDS(ReportSource, "12333", "96110", "12321", "12345", "110", "window", "web", "service",
               "other");

enum class Medium : std::uint8_t {
  kSms, kCall, kWechat, kGroup, kQr, kApp, kMiniProgram, kWeb, kVideo, kShortVideo, kPublicAccount,
  kRcs, kImessage, kLoudspeaker, kLetter, kParcel, kPoster, kVisit, kEmail, kOther
};
ANALYZER_WORDS(Medium, "sms", "call", "wechat", "group", "qr", "app", "mini_program", "web",
               "video", "short_video", "public_account", "rcs", "imessage", "loudspeaker", "letter",
               "parcel", "poster", "visit", "email", "other");

enum class Wording : std::uint8_t { kOriginal, kDictated, kScreenshot };
ANALYZER_WORDS(Wording, "original", "dictated", "screenshot");

enum class ReportKind : std::uint8_t { kLink, kMessage, kCall, kFee, kQuestion };
ANALYZER_WORDS(ReportKind, "link", "message", "call", "fee", "question");

enum class Tactic : std::uint8_t {
  kSuspensionThreat, kDeadline, kPhishingLink, kFeeRequest, kPaidAgent, kCredentialRequest,
  kOtpRequest, kScreenShare, kAppDownload, kQrLure, kSubsidyBait, kAuthorityImpersonation,
  kPoliceTransfer, kSafeAccount, kSecrecy, kPrivateContact, kFaceHarvest, kLoanBait,
  kHomeVisitFraud, kGiftBait, kFakeMiniProgram, kInvestmentBait, kIdentitySale
};
ANALYZER_WORDS(Tactic, "suspension_threat", "deadline", "phishing_link", "fee_request",
               "paid_agent", "credential_request", "otp_request", "screen_share", "app_download",
               "qr_lure", "subsidy_bait", "authority_impersonation", "police_transfer",
               "safe_account", "secrecy", "private_contact", "face_harvest", "loan_bait",
               "home_visit_fraud", "gift_bait", "fake_mini_program", "investment_bait",
               "identity_sale");

enum class Decision : std::uint8_t { kPass, kReview, kHold };
ANALYZER_WORDS(Decision, "pass", "review", "hold");

// Levels of a report, least to most suspicious.
enum class Level : std::uint8_t { kOfficial, kLow, kMedium, kHigh, kCritical };
ANALYZER_WORDS(Level, "official", "low", "medium", "high", "critical");

// How a held or reviewed attempt ended for the caller.
enum class ReviewOutcome : std::uint8_t { kAccept, kDoNotAccept, kRedo };
ANALYZER_WORDS(ReviewOutcome, "accept", "do_not_accept", "redo");

#undef ANALYZER_WORDS

}  // namespace analyzer

#endif  // ANALYZER_CORE_WORDS_H_
