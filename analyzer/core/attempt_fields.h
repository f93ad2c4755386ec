// The one description of an Attempt's fields: names as in the API, members and
// limits (see fields.h). wire reads and writes attempts by it; known_attempt_field
// and has_field serve tables that name fields ("biometric.injection").

#ifndef ANALYZER_CORE_ATTEMPT_FIELDS_H_
#define ANALYZER_CORE_ATTEMPT_FIELDS_H_

#include <optional>
#include <string_view>
#include <vector>

#include "analyzer/core/attempt.h"
#include "analyzer/core/fields.h"

namespace analyzer {

template <class V, field::Either<Person> P>
void fields(V& v, P& person) {
  v("ref", person.ref, field::kRef);
  v("id_number", person.id_number, field::kIdNumber);
  v("age", person.age, field::kAge);
  v("sex", person.sex, field::kAny);
  v("scheme", person.scheme, field::kAny);
  v("benefit_status", person.benefit_status, field::kAny);
  v("due_on", person.due_on, field::kAny);
  v("last_certified_on", person.last_certified_on, field::kAny);
  v("last_channel", person.last_channel, field::kAny);
  v("residence_region", person.residence_region, field::kRegion);
  v("abroad", person.abroad, field::kAny);
  v("special", person.special, field::list(10));
  v("phone_changed_days", person.phone_changed_days, field::kDays);
  v("bank_account_changed_days", person.bank_account_changed_days, field::kDays);
  v("template_changed_days", person.template_changed_days, field::kDays);
  v("record_changed_days", person.record_changed_days, field::kDays);
  v("payee_ref", person.payee_ref, field::kRef);
  v("monthly_benefit_yuan", person.monthly_benefit_yuan, field::kYuan);
}

template <class V, field::Either<Operator> O>
void fields(V& v, O& operator_) {
  v("role", operator_.role, field::kAny);
  v("ref", operator_.ref, field::kRef);
  v("relation", operator_.relation, field::kAny);
  v("registered", operator_.registered, field::kAny);
  v("account_age_days", operator_.account_age_days, field::kDays);
  v("bound_count", operator_.bound_count, field::kSmallCount);
  v("phone", operator_.phone, field::text(32));
  v("phone_kind", operator_.phone_kind, field::kAny);
  v("region", operator_.region, field::kRegion);
  v("same_household", operator_.same_household, field::kAny);
  v("same_surname", operator_.same_surname, field::kAny);
  v("bound_at", operator_.bound_at, field::kAny);
  v("unbound_at", operator_.unbound_at, field::kAny);
}

template <class V, field::Either<Device> D>
void fields(V& v, D& device) {
  v("ref", device.ref, field::kRef);
  v("os", device.os, field::text(64));
  v("model", device.model, field::text(128));
  v("rooted", device.rooted, field::kAny);
  v("emulator", device.emulator, field::kAny);
  v("hooked", device.hooked, field::kAny);
  v("virtual_camera", device.virtual_camera, field::kAny);
  v("screen_shared", device.screen_shared, field::kAny);
  v("remote_control", device.remote_control, field::kAny);
  v("accessibility_on", device.accessibility_on, field::kAny);
}

template <class V, field::Either<Network> N>
void fields(V& v, N& network) {
  v("ip", network.ip, field::kIp);
  v("kind", network.kind, field::kAny);
  v("country", network.country, field::kCountry);
  v("region", network.region, field::kRegion);
  v("wifi_ref", network.wifi_ref, field::kRef);
}

template <class V, field::Either<Location> L>
void fields(V& v, L& location) {
  v("lat", location.lat, field::range(-90, 90));
  v("lon", location.lon, field::range(-180, 180));
}

template <class V, field::Either<Biometric> B>
void fields(V& v, B& biometric) {
  v("mode", biometric.mode, field::kAny);
  v("algorithm", biometric.algorithm, field::text(128));
  v("face_match", biometric.face_match, field::kShare);
  v("face_threshold", biometric.face_threshold, field::kShare);
  v("liveness", biometric.liveness, field::kShare);
  v("injection", biometric.injection, field::kShare);
  v("recapture", biometric.recapture, field::kShare);
  v("capture_hash", biometric.capture_hash, field::kHash64);
  v("scene_hash", biometric.scene_hash, field::kHash64);
  v("estimated_age", biometric.estimated_age, field::kAge);
  v("faces_tried", biometric.faces_tried, field::kSmallCount);
  v("extra_faces", biometric.extra_faces, field::kSmallCount);
  v("tries", biometric.tries, field::kSmallCount);
  v("step_ms", biometric.step_ms, field::list(32, field::range(0, 3'600'000)));
  v("template_age_years", biometric.template_age_years, field::range(0, 100));
}

template <class V, field::Either<Evidence> E>
void fields(V& v, E& evidence) {
  v("work_order", evidence.work_order, field::kRef);
  v("site_ref", evidence.site_ref, field::kRef);
  v("terminal_ref", evidence.terminal_ref, field::kRef);
  v("staff_ref", evidence.staff_ref, field::kRef);
  v("second_staff_ref", evidence.second_staff_ref, field::kRef);
  v("document_kind", evidence.document_kind, field::text(64));
  v("document_hash", evidence.document_hash, field::kRef);
  v("id_chip_read", evidence.id_chip_read, field::kAny);
  v("source", evidence.source, field::kAny);
  v("source_at", evidence.source_at, field::kAny);
}

template <class V, field::Either<RegistryHit> R>
void fields(V& v, R& hit) {
  v("kind", hit.kind, field::required());
  v("on", hit.on, field::required());
  v("source", hit.source, field::text(128));
}

template <class V, field::Either<Session> S>
void fields(V& v, S& session) {
  v("referrer", session.referrer, field::text(4096));
  v("duration_ms", session.duration_ms, field::kMilliseconds);
}

template <class V, field::Either<Fee> F>
void fields(V& v, F& fee) {
  v("yuan", fee.yuan, field::kYuan);
  v("payee_ref", fee.payee_ref, field::kRef);
}

template <class V, field::Either<Subject> S>
void fields(V& v, S& subject) {
  v("name", subject.name, field::text(128));
  v("id_last4", subject.id_last4, field::text(4));
  v("phone", subject.phone, field::text(32));
  v("backup_contact", subject.backup_contact, field::text(256));
  v("address", subject.address, field::text(512));
}

template <class V, field::Either<Attempt> A>
void fields(V& v, A& attempt) {
  v("attempt_id", attempt.attempt_id, field::kId);
  v("occurred_at", attempt.occurred_at, field::required());
  v("channel", attempt.channel, field::required());
  v("carrier", attempt.carrier, field::text(128));
  v("outcome", attempt.outcome, field::required());
  v("failure_code", attempt.failure_code, field::kAny);
  v("region", attempt.region, field::required(field::kRegion));
  v("site_region", attempt.site_region, field::kRegion);
  v("recorded_at", attempt.recorded_at, field::kAny);
  v("deadline_ms", attempt.deadline_ms, field::range(1, 60'000));
  v.object("person", attempt.person);
  v.object("operator", attempt.operator_);
  v.object("device", attempt.device);
  v.object("network", attempt.network);
  v.object("location", attempt.location);
  v.object("biometric", attempt.biometric);
  v.object("evidence", attempt.evidence);
  v.objects("registry", attempt.registry, field::list(16));
  v.object("session", attempt.session);
  v.object("fee", attempt.fee);
  v.object("subject", attempt.subject);
}

// True if `dotted` names a field of an attempt: "region", "person.age",
// "registry". Groups ("person") are not fields.
bool known_attempt_field(std::string_view dotted);

// True if `attempt` carries the field; false for an unknown name. A list that
// was sent empty is carried if it is optional, else not. Takes under a
// microsecond.
bool has_field(const Attempt& attempt, std::string_view dotted);

}  // namespace analyzer

#endif  // ANALYZER_CORE_ATTEMPT_FIELDS_H_
