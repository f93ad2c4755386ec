// Bodies that the tests of this folder share, and how to change them.

#ifndef TESTS_UNIT_WIRE_BODIES_H_
#define TESTS_UNIT_WIRE_BODIES_H_

#include <string>
#include <string_view>

#include "analyzer/core/json.h"

namespace analyzer::wire::test {

// The example of the API, every field at once.
inline constexpr std::string_view kFullAttempt = R"({
 "attempt_id": "gs-2026-000123",
 "occurred_at": "2026-01-02T09:30:11+08:00",
 "channel": "e_card", "carrier": "某银行",
 "outcome": "failed",
 "failure_code": "light",
 "region": "411302",
 "site_region": "411302004",
 "recorded_at": "2026-01-02T09:40:00.250+08:00",
 "deadline_ms": 200,
 "person": {"ref":"p-1", "id_number":"990000194801010018", "age":78, "sex":"f",
  "scheme":"resident", "benefit_status":"active", "due_on":"2026-02-28",
  "last_certified_on":"2025-02-28", "last_channel":"community", "residence_region":"411302",
  "abroad":false, "special":["bedridden","blind"], "phone_changed_days":400,
  "bank_account_changed_days":1, "template_changed_days":20, "record_changed_days":0,
  "payee_ref":"acc-1", "monthly_benefit_yuan":213.5},
 "operator": {"role":"relative", "ref":"o-1", "relation":"child", "registered":false,
  "account_age_days":640, "bound_count":3, "phone":"13800000000", "phone_kind":"mobile",
  "region":"440300", "same_household":true, "same_surname":true,
  "bound_at":"2026-01-02T09:20:00+08:00", "unbound_at":"2026-01-02T09:35:00+08:00"},
 "device": {"ref":"d-1", "os":"android", "model":"M 1", "rooted":false, "emulator":false,
  "hooked":false, "virtual_camera":true, "screen_shared":false, "remote_control":false,
  "accessibility_on":false},
 "network": {"ip":"203.0.113.7", "kind":"mobile", "country":"CN", "region":"411300",
  "wifi_ref":"w-1"},
 "location": {"lat":32.99, "lon":112.53},
 "biometric": {"mode":"blink", "algorithm":"vendor 3.2", "face_match":0.83,
  "face_threshold":0.70, "liveness":0.94, "injection":0.02, "recapture":0.01,
  "capture_hash":"c3f10123456789ab", "scene_hash":"0000000000000000", "estimated_age":74,
  "faces_tried":1, "extra_faces":0, "tries":2, "step_ms":[900,1400], "template_age_years":9},
 "evidence": {"work_order":"wo-1", "site_ref":"s-1", "terminal_ref":"t-1", "staff_ref":"st-1",
  "second_staff_ref":"st-2", "document_kind":"paper", "document_hash":"abc",
  "id_chip_read":false, "source":"train", "source_at":"2026-01-01T00:00:00Z"},
 "registry": [{"kind":"death_medical","on":"2025-12-11","source":"hospital"},
  {"kind":"exit","on":"2025-01-01"}],
 "session": {"referrer":"https://example.invalid/", "duration_ms":41000},
 "fee": {"yuan":20, "payee_ref":"acc-2"},
 "subject": {"name":"张三", "id_last4":"001X", "phone":"13800000001",
  "backup_contact":"村委", "address":"某村1组"},
 "ext": {"own": [1, {"deep": "data"}]}
})";

inline constexpr std::string_view kFullReport = R"({
 "report_id":"12333-20260102-0007", "received_at":"2026-01-02T09:30:00+08:00", "source":"12333",
 "medium":"sms", "wording":"original", "region":"621000",
 "text":"【社保局】您的养老金认证未完成,\n请点击", "urls":["hxxp://a.invalid/x"],
 "sender":"+85261234567", "kind":"message", "agent_ref":"8021",
 "caller":{"age_band":"70-79","relation":"self","contact_ref":"c-1","callback_ok":true},
 "suspect":{"phones":["13900000000"],"wechat":"wx-1","payee_account":"6200","shop":"店",
  "app_name":"某App","mini_program":"小程序","public_account":"公众号","vehicle":"白车",
  "place":"村口"},
 "asked_for":["card","code"],
 "harm":{"clicked":true,"entered_card":false,"entered_password":false,"entered_code":false,
  "gave_id":false,"gave_face":false,"installed_app":false,"shared_screen":false,
  "certified":false,"paid_yuan":0,"paid_at":"2026-01-02T09:00:00+08:00","pay_method":"wechat",
  "police_called":false}
})";

inline constexpr std::string_view kPlainAttempt = R"({
 "attempt_id":"a-1", "occurred_at":"2026-01-02T09:30:11+08:00", "channel":"alipay",
 "outcome":"passed", "region":"411302", "person":{"ref":"p-1"}})";

inline constexpr std::string_view kPlainReport = R"({
 "report_id":"r-1", "received_at":"2026-01-02T09:30:00+08:00", "source":"web", "text":"您好"})";

inline constexpr std::string_view kRegistryEvent = R"({
 "event_id":"e-1", "person":{"ref":"p-1"}, "kind":"prison", "from":"2025-03-01",
 "to":"2027-03-01", "source":"court", "source_id":"c-9", "match":"id", "status":"confirmed",
 "received_at":"2026-01-02T09:30:00+08:00"})";

inline json::Value parsed(std::string_view text) { return json::parse(text).value(); }

// `body` with the members of the object `patch` merged in (RFC 7396, but a null
// stays as null).
inline void merge(json::Value& body, const json::Value& patch) {
  if (!patch.is_object() || !body.is_object()) {
    body = patch;
    return;
  }
  for (const auto& item : patch.get_object()) {
    merge(body.get_object()[item.key()], item.value());
  }
}
inline json::Value changed(std::string_view body, std::string_view patch) {
  json::Value value = parsed(body);
  merge(value, parsed(patch));
  return value;
}

}  // namespace analyzer::wire::test

#endif  // TESTS_UNIT_WIRE_BODIES_H_
