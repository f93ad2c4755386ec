// One mistake a line: the pointer and the code that it is told by.

#include <catch2/catch.hpp>

#include "analyzer/wire/parse.h"
#include "tests/unit/wire/bodies.h"

namespace analyzer::wire {
namespace {

using test::changed;
using test::kPlainAttempt;
using test::kPlainReport;
using test::kRegistryEvent;
using test::parsed;

struct Mistake {
  std::string_view patch;
  std::string_view pointer;
  std::string_view code;
};

const ParseOptions kToday{.now = parse_time("2026-01-02T12:00:00+08:00").value()};

template <class T>
void check_one(const Result<T>& result, const Mistake& mistake) {
  INFO(mistake.patch);
  REQUIRE_FALSE(result);
  CHECK(result.error().code == ErrorCode::kInvalid);
  REQUIRE(result.error().fields.size() == 1);
  const FieldError& error = result.error().fields[0];
  CHECK(error.pointer == mistake.pointer);
  CHECK(error.code == mistake.code);
  CHECK_FALSE(error.message.empty());
}

TEST_CASE("each mistake in an attempt is named by pointer and code") {
  const std::string long_text(257, 'x');
  const std::string long_ref = "{\"device\":{\"ref\":\"" + long_text + "\"}}";
  const std::string big_ext = "{\"ext\":{\"a\":\"" + std::string(4096, 'x') + "\"}}";
  const Mistake mistakes[] = {
      // required
      {R"({"attempt_id":null})", "/attempt_id", "required"},
      {R"({"attempt_id":""})", "/attempt_id", "required"},
      {R"({"occurred_at":null})", "/occurred_at", "required"},
      {R"({"channel":null})", "/channel", "required"},
      {R"({"outcome":null})", "/outcome", "required"},
      {R"({"region":null})", "/region", "required"},
      {R"({"person":null})", "/person/ref", "required"},
      {R"({"person":{"ref":null}})", "/person/ref", "required"},
      {R"({"person":{"ref":""}})", "/person/ref", "required"},
      {R"({"registry":[{"kind":"exit"}]})", "/registry/0/on", "required"},
      {R"({"registry":[{"on":"2025-01-01"}]})", "/registry/0/kind", "required"},
      // type
      {R"({"attempt_id":5})", "/attempt_id", "type"},
      {R"({"occurred_at":1767317411})", "/occurred_at", "type"},
      {R"({"channel":["alipay"]})", "/channel", "type"},
      {R"({"person":"p-1"})", "/person", "type"},
      {R"({"person":{"ref":17}})", "/person/ref", "type"},
      {R"({"person":{"age":"78"}})", "/person/age", "type"},
      {R"({"person":{"age":78.5}})", "/person/age", "type"},
      {R"({"person":{"abroad":0}})", "/person/abroad", "type"},
      {R"({"person":{"abroad":"false"}})", "/person/abroad", "type"},
      {R"({"person":{"special":"blind"}})", "/person/special", "type"},
      {R"({"person":{"special":["blind",3]}})", "/person/special/1", "type"},
      {R"({"person":{"due_on":20260228}})", "/person/due_on", "type"},
      {R"({"biometric":{"liveness":"0.9"}})", "/biometric/liveness", "type"},
      {R"({"biometric":{"step_ms":[900,null]}})", "/biometric/step_ms/1", "type"},
      {R"({"registry":{}})", "/registry", "type"},
      {R"({"registry":[null]})", "/registry/0", "type"},
      {R"({"ext":[]})", "/ext", "type"},
      // range
      {R"({"person":{"age":131}})", "/person/age", "range"},
      {R"({"person":{"age":-1}})", "/person/age", "range"},
      {R"({"person":{"age":18446744073709551615}})", "/person/age", "range"},
      {R"({"person":{"monthly_benefit_yuan":10000000.5}})", "/person/monthly_benefit_yuan",
       "range"},
      {R"({"person":{"phone_changed_days":40001}})", "/person/phone_changed_days", "range"},
      {R"({"biometric":{"face_match":1.01}})", "/biometric/face_match", "range"},
      {R"({"biometric":{"injection":-0.01}})", "/biometric/injection", "range"},
      {R"({"biometric":{"step_ms":[1,-1]}})", "/biometric/step_ms/1", "range"},
      {R"({"location":{"lat":90.1}})", "/location/lat", "range"},
      {R"({"location":{"lon":-180.5}})", "/location/lon", "range"},
      {R"({"deadline_ms":0})", "/deadline_ms", "range"},
      {R"({"occurred_at":"2026-01-03T12:00:01+08:00"})", "/occurred_at", "range"},
      {R"({"recorded_at":"2027-01-03T12:00:01+08:00"})", "/recorded_at", "range"},
      {R"({"operator":{"bound_at":"2027-01-01T00:00:00Z"}})", "/operator/bound_at", "range"},
      {R"({"evidence":{"source_at":"1900-01-01T00:00:00+08:00"}})", "/evidence/source_at", "range"},
      // too long, too many
      {long_ref, "/device/ref", "too_long"},
      {big_ext, "/ext", "too_long"},
      {R"({"subject":{"id_last4":"12345"}})", "/subject/id_last4", "too_long"},
      {R"({"person":{"special":["blind","blind","blind","blind","blind","blind","blind","blind",
        "blind","blind","blind"]}})",
       "/person/special", "too_many"},
      // format
      {R"({"occurred_at":"2026-01-02 09:30"})", "/occurred_at", "format"},
      {R"({"occurred_at":"2026-01-02T09:30:11"})", "/occurred_at", "format"},
      {R"({"person":{"due_on":"2026-02-30"}})", "/person/due_on", "format"},
      {R"({"attempt_id":"a\n1"})", "/attempt_id", "format"},
      {R"({"attempt_id":"a\u0000"})", "/attempt_id", "format"},
      {R"({"attempt_id":"a\u0085"})", "/attempt_id", "format"},
      {R"({"region":"41130"})", "/region", "format"},
      {R"({"region":"4113024"})", "/region", "format"},
      {R"({"region":"41130a"})", "/region", "format"},
      {R"({"site_region":""})", "/site_region", "format"},
      {R"({"network":{"ip":"203.0.113.256"}})", "/network/ip", "format"},
      {R"({"network":{"ip":"1"}})", "/network/ip", "format"},
      {R"({"network":{"ip":"::1\u0000"}})", "/network/ip", "format"},
      {R"({"network":{"country":"cn"}})", "/network/country", "format"},
      {R"({"biometric":{"capture_hash":"c3f1"}})", "/biometric/capture_hash", "format"},
      {R"({"biometric":{"scene_hash":"gggggggggggggggg"}})", "/biometric/scene_hash", "format"},
      {R"({"person":{"id_number":"12345"}})", "/person/id_number", "format"},
      {R"({"person":{"id_number":"99000019480101001Y"}})", "/person/id_number", "format"},
      {R"({"person":{"id_number":"990000194801010018"}})", "/person/id_number", "format"},
      // words
      {R"({"channel":"alypay"})", "/channel", "unknown_word"},
      {R"({"channel":""})", "/channel", "unknown_word"},
      {R"({"channel":"Alipay"})", "/channel", "unknown_word"},
      {R"({"person":{"special":["blind","lame"]}})", "/person/special/1", "unknown_word"},
      {R"({"registry":[{"kind":"died","on":"2025-01-01"}]})", "/registry/0/kind", "unknown_word"},
      // fields
      {R"({"atempt_id":"x"})", "/atempt_id", "unknown_field"},
      {R"({"a~b/c":1})", "/a~0b~1c", "unknown_field"},
      {R"({"person":{"Age":1}})", "/person/Age", "unknown_field"},
      {R"({"biometric":{"ext":{}}})", "/biometric/ext", "unknown_field"},
      {R"({"device":{"unknown":null}})", "/device/unknown", "unknown_field"},
      // one field against another
      {R"({"failure_code":"light"})", "/failure_code", "contradiction"},
  };
  for (const Mistake& mistake : mistakes) {
    check_one(parse_attempt(changed(kPlainAttempt, mistake.patch), kToday), mistake);
  }
}

TEST_CASE("each mistake in a report is named by pointer and code") {
  std::string many = R"({"urls":["x")";
  for (int i = 0; i < 50; ++i) many += R"(,"x")";
  many += "]}";
  const std::string long_url = "{\"urls\":[\"a\",\"" + std::string(4097, 'x') + "\"]}";
  const std::string long_text = "{\"text\":\"" + std::string(20'001, 'x') + "\"}";
  const Mistake mistakes[] = {
      {R"({"report_id":null})", "/report_id", "required"},
      {R"({"received_at":null})", "/received_at", "required"},
      {R"({"source":null})", "/source", "required"},
      {R"({"text":null})", "/text", "required"},
      {R"({"text":""})", "/text", "required"},
      {R"({"text":null,"urls":[]})", "/text", "required"},
      {R"({"text":7})", "/text", "type"},
      {R"({"urls":"http://a.invalid"})", "/urls", "type"},
      {R"({"urls":["a",""]})", "/urls/1", "required"},
      {many, "/urls", "too_many"},
      {long_url, "/urls/1", "too_long"},
      {long_text, "/text", "too_long"},
      {R"({"source":"hotline"})", "/source", "unknown_word"},
      {R"({"medium":"tv"})", "/medium", "unknown_word"},
      {R"({"harm":{"paid_yuan":-1}})", "/harm/paid_yuan", "range"},
      {R"({"received_at":"2026-01-04T09:30:00+08:00"})", "/received_at", "range"},
      {R"({"harm":{"clickd":true}})", "/harm/clickd", "unknown_field"},
      {R"({"suspect":{"phones":["1","2\u0007"]}})", "/suspect/phones/1", "format"},
      {R"({"caller":{"callback_ok":"yes"}})", "/caller/callback_ok", "type"},
  };
  for (const Mistake& mistake : mistakes) {
    check_one(parse_report(changed(kPlainReport, mistake.patch), kToday), mistake);
  }
}

TEST_CASE("each mistake in an outcome or a registry event is named by pointer and code") {
  static constexpr std::string_view kOutcome =
      R"({"outcome":"passed","at":"2026-01-02T09:30:00+08:00"})";
  for (const Mistake& mistake : {
           Mistake{R"({"outcome":"manual"})", "/outcome", "unknown_word"},
           Mistake{R"({"outcome":null})", "/outcome", "required"},
           Mistake{R"({"at":null})", "/at", "required"},
           Mistake{R"({"at":"2026-01-04T09:30:00+08:00"})", "/at", "range"},
           Mistake{R"({"attempt_id":"a-1"})", "/attempt_id", "unknown_field"},
       }) {
    check_one(parse_outcome(changed(kOutcome, mistake.patch), kToday), mistake);
  }
  for (const Mistake& mistake : {
           Mistake{R"({"person":{"ref":null}})", "/person/ref", "required"},
           Mistake{R"({"person":{"age":70}})", "/person/age", "unknown_field"},
           Mistake{R"({"person":{"id_number":"990000194801010018"}})", "/person/id_number",
                   "format"},
           Mistake{R"({"to":"2025-02-28"})", "/to", "range"},
           Mistake{R"({"from":null})", "/from", "required"},
           Mistake{R"({"kind":"death_household","from":"2026-02-01","to":null})", "/from", "range"},
           Mistake{R"({"source":""})", "/source", "required"},
           Mistake{R"({"match":"face"})", "/match", "unknown_word"},
           Mistake{R"({"status":"open"})", "/status", "unknown_word"},
           Mistake{R"({"kind":"alive"})", "/kind", "unknown_word"},
       }) {
    check_one(parse_registry_event(changed(kRegistryEvent, mistake.patch), kToday), mistake);
  }
}

TEST_CASE("a body that is no object is refused at its root") {
  for (const std::string_view body : {"[]", "null", "7", "\"x\""}) {
    check_one(parse_attempt(parsed(body)), {body, "", "type"});
    check_one(parse_check(parsed(body)), {body, "", "type"});
  }
}

TEST_CASE("a text that is not UTF-8 is refused") {
  json::Value body = parsed(kPlainAttempt);
  for (const std::string_view bytes :
       {"\xff", "\xc0\x80", "\xe4\xb8", "\xed\xa0\x80", "\xf4\x90\x80\x80", "\x80"}) {
    body.get_object()["person"].get_object()["ref"] = bytes;
    check_one(parse_attempt(body), {"", "/person/ref", "not_utf8"});
  }
}

TEST_CASE("all mistakes of one body are told at once") {
  const auto result = parse_attempt(parsed(R"({"attempt_id":5,"channel":"x","person":{"age":200,
    "agee":1},"registry":[{"kind":"exit","on":"2025-01-01"},{"on":"x"}],"fee":7})"));
  REQUIRE_FALSE(result);
  std::vector<std::string> pointers;
  for (const FieldError& error : result.error().fields) pointers.push_back(error.pointer);
  CHECK(pointers == std::vector<std::string>{"/attempt_id", "/occurred_at", "/channel", "/outcome",
                                             "/region", "/person/age", "/person/agee",
                                             "/registry/1/kind", "/registry/1/on", "/fee",
                                             "/person/ref"});
}

TEST_CASE("no more than 32 mistakes are told") {
  std::string body = "{";
  for (int i = 0; i < 100; ++i) body += "\"f" + std::to_string(i) + "\":1,";
  body.back() = '}';
  const auto result = parse_attempt(parsed(body));
  REQUIRE_FALSE(result);
  CHECK(result.error().fields.size() == kMaxErrors);
}

TEST_CASE("no message holds what was refused, whatever the mistake") {
  for (const std::string_view patch :
       {R"({"channel":"S3CRET"})", R"({"person":{"ref":"S3CRET\n"}})",
        R"({"person":{"id_number":"S3CRET"}})", R"({"occurred_at":"S3CRET"})",
        R"({"person":{"due_on":"S3CRET"}})", R"({"network":{"ip":"S3CRET"}})",
        R"({"registry":[{"kind":"S3CRET","on":"S3CRET"}]})"}) {
    INFO(patch);
    const auto result = parse_attempt(changed(kPlainAttempt, patch));
    REQUIRE_FALSE(result);
    CHECK(result.error().message.find("S3CRET") == std::string::npos);
    for (const FieldError& error : result.error().fields) {
      CHECK(error.message.find("S3CRET") == std::string::npos);
      CHECK(error.pointer.find("S3CRET") == std::string::npos);
    }
  }
}

TEST_CASE("an unknown field is told with the nearest that there is") {
  const auto message = [](std::string_view patch) {
    const auto result = parse_attempt(changed(kPlainAttempt, patch));
    REQUIRE_FALSE(result);
    return result.error().fields.at(0).message;
  };
  CHECK(message(R"({"biometric":{"livenes":0.1}})") == "no such field; did you mean liveness?");
  CHECK(message(R"({"sitee_region":"411302"})") == "no such field; did you mean site_region?");
  CHECK(message(R"({"something":1})") == "no such field");
}

TEST_CASE("the pointer of an overlong name is cut to whole characters") {
  json::Value body = parsed(kPlainAttempt);
  std::string name;
  for (int i = 0; i < 1000; ++i) name += "章";
  body.get_object()[name] = 1;
  const auto result = parse_attempt(body);
  REQUIRE_FALSE(result);
  CHECK(result.error().fields.at(0).pointer == "/" + name.substr(0, 63));
}

}  // namespace
}  // namespace analyzer::wire
