// One certification attempt as a caller sent it (POST /v1/attempts). An absent
// optional is "not known", never zero or false. Raw references live only until
// service/seal.h has turned them into Links; a sealed Attempt holds "*" instead.

#ifndef ANALYZER_CORE_ATTEMPT_H_
#define ANALYZER_CORE_ATTEMPT_H_

#include <optional>
#include <string>
#include <vector>

#include "analyzer/core/time.h"
#include "analyzer/core/words.h"

namespace analyzer {

using Text = std::optional<std::string>;
using Flag = std::optional<bool>;
using Number = std::optional<double>;
using Count = std::optional<std::int64_t>;

struct Person {
  Text ref;        // caller's pseudonym; masked by sealing
  Text id_number;  // GB 11643; masked by sealing
  Count age;       // years
  std::optional<Sex> sex;
  std::optional<Scheme> scheme;
  std::optional<BenefitStatus> benefit_status;
  std::optional<Date> due_on;
  std::optional<Date> last_certified_on;
  std::optional<Channel> last_channel;
  Text residence_region;  // administrative code
  Flag abroad;
  std::optional<std::vector<Special>> special;
  Count phone_changed_days;
  Count bank_account_changed_days;
  Count template_changed_days;
  Count record_changed_days;
  Text payee_ref;  // account the pension is paid to; masked by sealing
  Number monthly_benefit_yuan;
};

struct Operator {
  std::optional<OperatorRole> role;
  Text ref;  // masked by sealing
  std::optional<Relation> relation;
  Flag registered;
  Count account_age_days;
  Count bound_count;
  Text phone;  // masked by sealing
  std::optional<PhoneKind> phone_kind;
  Text region;
  Flag same_household;
  Flag same_surname;
  std::optional<Time> bound_at;
  std::optional<Time> unbound_at;
};

struct Device {
  Text ref;  // masked by sealing
  Text os;
  Text model;
  Flag rooted;
  Flag emulator;
  Flag hooked;
  Flag virtual_camera;
  Flag screen_shared;
  Flag remote_control;
  Flag accessibility_on;
};

struct Network {
  Text ip;  // masked by sealing
  std::optional<NetworkKind> kind;
  Text country;  // ISO 3166-1 alpha-2
  Text region;
  Text wifi_ref;  // masked by sealing
};

struct Location {
  Number lat;  // degrees, WGS 84
  Number lon;
};

struct Biometric {
  std::optional<BiometricMode> mode;
  Text algorithm;
  Number face_match;      // [0,1]
  Number face_threshold;  // [0,1]
  Number liveness;        // [0,1]
  Number injection;       // [0,1]
  Number recapture;       // [0,1]
  Text capture_hash;      // 16 hex digits, 64-bit perceptual hash of the face area
  Text scene_hash;        // the same of the background
  Count estimated_age;
  Count faces_tried;
  Count extra_faces;
  Count tries;
  std::optional<std::vector<double>> step_ms;
  Number template_age_years;
};

struct Evidence {
  Text work_order;        // masked by sealing
  Text site_ref;          // masked by sealing
  Text terminal_ref;      // masked by sealing
  Text staff_ref;         // masked by sealing
  Text second_staff_ref;  // masked by sealing
  Text document_kind;
  Text document_hash;     // masked by sealing
  Flag id_chip_read;
  std::optional<EvidenceSource> source;
  std::optional<Time> source_at;
};

// One registry hit that the caller knew of.
struct RegistryHit {
  RegistryKind kind = RegistryKind::kDeathMedical;
  Date on{};
  Text source;
};

struct Session {
  Text referrer;
  Count duration_ms;
};

struct Fee {
  Number yuan;
  Text payee_ref;  // masked by sealing
};

// For the reviewer alone; encrypted, kept only when a case opens.
struct Subject {
  Text name;
  Text id_last4;
  Text phone;
  Text backup_contact;
  Text address;
};

struct Attempt {
  std::string attempt_id;
  Time occurred_at{};
  Channel channel = Channel::kNationalPlatform;
  Text carrier;  // e_card: name of the carrying app
  Outcome outcome = Outcome::kPassed;
  std::optional<FailureCode> failure_code;
  std::string region;  // where the benefit is paid: 6, 9 or 12 digits
  Text site_region;    // where it took place
  std::optional<Time> recorded_at;
  Count deadline_ms;
  Person person;
  Operator operator_;
  Device device;
  Network network;
  Location location;
  Biometric biometric;
  Evidence evidence;
  std::vector<RegistryHit> registry;
  Session session;
  Fee fee;
  Subject subject;
};

}  // namespace analyzer

#endif  // ANALYZER_CORE_ATTEMPT_H_
