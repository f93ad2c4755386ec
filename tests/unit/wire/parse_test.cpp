#include "analyzer/wire/parse.h"

#include <catch2/catch.hpp>

#include "analyzer/core/digest.h"
#include "analyzer/wire/write.h"
#include "tests/unit/wire/bodies.h"

namespace analyzer::wire {
namespace {

using test::changed;
using test::kFullAttempt;
using test::kFullReport;
using test::kPlainAttempt;
using test::kPlainReport;
using test::parsed;

const ParseOptions kSynthetic{.synthetic_ids = true};

std::string written(const Attempt& attempt) {
  std::string out;
  write_attempt(out, attempt);
  return out;
}
std::string written(const Report& report) {
  std::string out;
  write_report(out, report);
  return out;
}

TEST_CASE("the attempt with every field is read field by field") {
  const auto result = parse_attempt(parsed(kFullAttempt), kSynthetic);
  REQUIRE(result);
  const Attempt& a = result->value;
  CHECK(a.attempt_id == "gs-2026-000123");
  CHECK(format_time(a.occurred_at) == "2026-01-02T01:30:11.000Z");
  CHECK(a.channel == Channel::kECard);
  CHECK(a.failure_code == FailureCode::kLight);
  CHECK(a.person.age == 78);
  CHECK(a.person.sex == Sex::kFemale);
  CHECK(a.person.abroad == false);
  CHECK(a.person.special == std::vector{Special::kBedridden, Special::kBlind});
  CHECK(format_date(*a.person.due_on) == "2026-02-28");
  CHECK(a.person.monthly_benefit_yuan == 213.5);
  CHECK(a.operator_.relation == Relation::kChild);
  CHECK(a.device.virtual_camera == true);
  CHECK(a.network.ip == "203.0.113.7");
  CHECK(a.location.lon == 112.53);
  CHECK(a.biometric.step_ms == std::vector{900.0, 1400.0});
  CHECK(a.evidence.source == EvidenceSource::kTrain);
  REQUIRE(a.registry.size() == 2);
  CHECK(a.registry[1].kind == RegistryKind::kExit);
  CHECK_FALSE(a.registry[1].source);
  CHECK(a.session.duration_ms == 41000);
  CHECK(a.fee.yuan == 20.0);
  CHECK(a.subject.id_last4 == "001X");
  CHECK(result->ignored.empty());
}

TEST_CASE("an attempt written and read again is the same, and writes the same keys") {
  const json::Value body = parsed(kFullAttempt);
  const auto first = parse_attempt(body, kSynthetic);
  REQUIRE(first);
  const std::string text = written(first->value);
  const auto second = parse_attempt(parsed(text), kSynthetic);
  REQUIRE(second);
  CHECK(written(second->value) == text);

  // Nothing of what was sent is lost but `ext`; only times change their form.
  json::Value expected = body;
  expected.get_object().erase("ext");
  for (const auto& [object, key, value] :
       {std::tuple{"", "occurred_at", "2026-01-02T01:30:11.000Z"},
        std::tuple{"", "recorded_at", "2026-01-02T01:40:00.250Z"},
        std::tuple{"operator", "bound_at", "2026-01-02T01:20:00.000Z"},
        std::tuple{"operator", "unbound_at", "2026-01-02T01:35:00.000Z"},
        std::tuple{"evidence", "source_at", "2026-01-01T00:00:00.000Z"}}) {
    json::Object& holder =
        *object == '\0' ? expected.get_object() : expected.get_object()[object].get_object();
    REQUIRE(holder.contains(key));
    holder[key] = value;
  }
  CHECK(json::canonical(parsed(text)) == json::canonical(expected));
}

TEST_CASE("a report written and read again is the same") {
  const auto first = parse_report(parsed(kFullReport));
  REQUIRE(first);
  CHECK(first->value.source == ReportSource::k12333);
  CHECK(first->value.medium == Medium::kSms);
  CHECK(first->value.urls == std::vector<std::string>{"hxxp://a.invalid/x"});
  CHECK(first->value.suspect.phones->size() == 1);
  CHECK(first->value.harm.paid_yuan == 0.0);
  CHECK(first->value.harm.clicked == true);
  const std::string text = written(first->value);
  const auto second = parse_report(parsed(text));
  REQUIRE(second);
  CHECK(written(second->value) == text);
  CHECK(parsed(text).get_object().size() == parsed(kFullReport).get_object().size());
}

TEST_CASE("what was erased is absent when written") {
  Attempt attempt = parse_attempt(parsed(kPlainAttempt))->value;
  attempt.person.ref.reset();
  CHECK(written(attempt) ==
        R"({"attempt_id":"a-1","occurred_at":"2026-01-02T01:30:11.000Z","channel":"alipay",)"
        R"("outcome":"passed","region":"411302"})");
}

TEST_CASE("null is absent, also of a whole group, and so is an empty text") {
  const auto result = parse_attempt(changed(kPlainAttempt, R"({
    "failure_code":null, "device":null, "registry":null, "carrier":"", "ext":null,
    "person":{"age":null,"special":null,"payee_ref":""}})"));
  REQUIRE(result);
  CHECK(written(result->value) == written(parse_attempt(parsed(kPlainAttempt))->value));
}

TEST_CASE("zero, false and an empty list are values and stay") {
  const auto result = parse_attempt(changed(kPlainAttempt, R"({"fee":{"yuan":0},
    "person":{"abroad":false,"special":[],"age":0}, "biometric":{"step_ms":[]}})"));
  REQUIRE(result);
  CHECK(result->value.fee.yuan == 0.0);
  CHECK(result->value.person.abroad == false);
  REQUIRE(result->value.person.special);
  CHECK(result->value.person.special->empty());
  CHECK(result->value.person.age == 0);
  CHECK(result->value.biometric.step_ms->empty());
}

TEST_CASE("a whole number may be written with a point") {
  const auto result = parse_attempt(changed(kPlainAttempt, R"({"person":{"age":78.0}})"));
  REQUIRE(result);
  CHECK(result->value.person.age == 78);
}

TEST_CASE("the digest knows neither the order of keys nor nulls, but every value") {
  const std::string digest = parse_attempt(parsed(kPlainAttempt))->digest;
  CHECK(digest.size() == 32);
  CHECK(digest == sha256(json::canonical(parsed(kPlainAttempt))));
  CHECK(parse_attempt(changed(kPlainAttempt, R"({"carrier":null})"))->digest == digest);
  CHECK(parse_attempt(changed(kPlainAttempt, R"({"outcome":"manual"})"))->digest != digest);
  CHECK(parse_attempt(changed(kPlainAttempt, R"({"ext":{"n":1}})"))->digest != digest);
  const auto reordered = parsed(R"({"person":{"ref":"p-1"},"region":"411302","outcome":"passed",
    "channel":"alipay","occurred_at":"2026-01-02T09:30:11+08:00","attempt_id":"a-1"})");
  CHECK(parse_attempt(reordered)->digest == digest);
}

TEST_CASE("without strictness unknown fields are ignored and named") {
  const auto result =
      parse_attempt(changed(kPlainAttempt, R"({"new/field":1,"person":{"agee":3},"registry":[
        {"kind":"exit","on":"2025-01-01","x":1}]})"),
                    {.strict = false});
  REQUIRE(result);
  CHECK(result->ignored ==
        std::vector<std::string>{"/person/agee", "/registry/0/x", "/new~1field"});
}

TEST_CASE("a check needs neither id, time nor source, but something to judge") {
  const Time now = parse_time("2026-01-02T09:00:00Z").value();
  const auto result =
      parse_check(parsed(R"({"urls":["https://si.example.invalid"]})"), {.now = now});
  REQUIRE(result);
  CHECK(result->value.received_at == now);
  CHECK(result->value.report_id.empty());
  CHECK(result->value.source == ReportSource::kOther);
  CHECK(parse_check(parsed(kFullReport)));
  CHECK_FALSE(parse_check(parsed(R"({"source":"web"})")));
}

TEST_CASE("times up to 24 hours ahead are taken") {
  const Time now = parse_time("2026-01-01T01:30:11Z").value();
  CHECK(parse_attempt(parsed(kPlainAttempt), {.now = now}));
  CHECK_FALSE(parse_attempt(parsed(kPlainAttempt), {.now = now - Milliseconds{1}}));
  CHECK(parse_attempt(parsed(kPlainAttempt), {}));
}

TEST_CASE("what was stored masked is read again, but only as such") {
  const json::Value body = changed(kPlainAttempt, R"({"person":{"ref":"*","id_number":"*"},
    "network":{"ip":"*"}})");
  const auto result = parse_attempt(body, {.sealed = true});
  REQUIRE(result);
  CHECK(result->value.network.ip == "*");
  CHECK_FALSE(parse_attempt(body));
}

TEST_CASE("a later outcome is read") {
  const auto result =
      parse_outcome(parsed(R"({"outcome":"withdrawn","at":"2026-01-05T10:00:00+08:00"})"));
  REQUIRE(result);
  CHECK(result->value.outcome == FinalOutcome::kWithdrawn);
  CHECK(format_time(result->value.at) == "2026-01-05T02:00:00.000Z");
  CHECK_FALSE(result->value.source);
}

TEST_CASE("a registry event is read") {
  const auto result = parse_registry_event(parsed(test::kRegistryEvent));
  REQUIRE(result);
  CHECK(result->value.event_id == "e-1");
  CHECK(result->value.person.ref == "p-1");
  CHECK(result->value.kind == RegistryKind::kPrison);
  CHECK(format_date(result->value.from) == "2025-03-01");
  CHECK(format_date(*result->value.to) == "2027-03-01");
  CHECK(result->value.source_id == "c-9");
  CHECK(result->value.match == RegistryMatch::kId);
  CHECK(result->value.status == RegistryStatus::kConfirmed);
  REQUIRE(result->value.received_at);
}

TEST_CASE("long texts at their limit are taken, counted in characters or bytes") {
  std::string han;
  for (int i = 0; i < 128; ++i) han += "章";
  CHECK(parse_attempt(changed(kPlainAttempt, "{\"attempt_id\":\"" + han + "\"}")));
  CHECK_FALSE(parse_attempt(changed(kPlainAttempt, "{\"attempt_id\":\"" + han + "x\"}")));
  const std::string text(20'000, 'x');
  CHECK(parse_report(changed(kPlainReport, "{\"text\":\"" + text + "\"}")));
  CHECK_FALSE(parse_report(changed(kPlainReport, "{\"text\":\"" + text + "x\"}")));
}

}  // namespace
}  // namespace analyzer::wire
