// What one attempt costs between its bytes and its answer's.

#include <benchmark/benchmark.h>

#include <string>

#include "analyzer/core/attempt_fields.h"
#include "analyzer/core/digest.h"
#include "analyzer/core/json.h"
#include "analyzer/wire/parse.h"
#include "analyzer/wire/write.h"

namespace analyzer::wire {
namespace {

// About 1.5 KB: what a complete caller sends.
constexpr std::string_view kAttempt =
    R"({"attempt_id":"gs-2026-000123","occurred_at":"2026-01-02T09:30:11+08:00",)"
    R"("channel":"alipay","outcome":"passed","region":"411302","site_region":"411302004",)"
    R"("person":{"ref":"0a4f2c7be1d8","age":78,"sex":"f","scheme":"resident",)"
    R"("benefit_status":"active","due_on":"2026-02-28","last_certified_on":"2025-02-28",)"
    R"("last_channel":"community","residence_region":"411302","abroad":false,)"
    R"("special":["bedridden"],"phone_changed_days":400,"payee_ref":"9b1d5e","monthly_benefit_yuan":213},)"
    R"("operator":{"role":"relative","ref":"77c1d2aa","relation":"child","registered":false,)"
    R"("account_age_days":640,"bound_count":3,"phone":"13800000000","phone_kind":"mobile",)"
    R"("region":"440300","same_household":true,"same_surname":true},)"
    R"("device":{"ref":"5f0e77","os":"android","model":"M 12","rooted":false,"emulator":false,)"
    R"("hooked":false,"virtual_camera":false,"screen_shared":false,"remote_control":false,)"
    R"("accessibility_on":false},)"
    R"("network":{"ip":"203.0.113.7","kind":"mobile","country":"CN","region":"411300"},)"
    R"("location":{"lat":32.99,"lon":112.53},)"
    R"("biometric":{"mode":"blink","algorithm":"vendor 3.2","face_match":0.83,)"
    R"("face_threshold":0.7,"liveness":0.94,"injection":0.02,"recapture":0.01,)"
    R"("capture_hash":"c3f10123456789ab","scene_hash":"00ff00ff00ff00ff","estimated_age":74,)"
    R"("faces_tried":1,"extra_faces":0,"tries":2,"step_ms":[900,1400]},)"
    R"("session":{"duration_ms":41000}})";

void json_parse(benchmark::State& state) {
  for (auto _ : state) benchmark::DoNotOptimize(json::parse(kAttempt));
  state.SetBytesProcessed(state.iterations() * static_cast<std::int64_t>(kAttempt.size()));
}
BENCHMARK(json_parse);

void canonical_digest(benchmark::State& state) {
  const json::Value body = json::parse(kAttempt).value();
  for (auto _ : state) benchmark::DoNotOptimize(sha256(json::canonical(body)));
}
BENCHMARK(canonical_digest);

// Fields and digest; the digest alone is the bench above.
void attempt_parse(benchmark::State& state) {
  const json::Value body = json::parse(kAttempt).value();
  for (auto _ : state) benchmark::DoNotOptimize(parse_attempt(body));
}
BENCHMARK(attempt_parse);

void attempt_write(benchmark::State& state) {
  const Attempt attempt = parse_attempt(json::parse(kAttempt).value())->value;
  std::string out;
  for (auto _ : state) {
    out.clear();
    write_attempt(out, attempt);
    benchmark::DoNotOptimize(out.data());
  }
}
BENCHMARK(attempt_write);

void attempt_answer(benchmark::State& state) {
  Verdict verdict;
  verdict.decision = Decision::kReview;
  verdict.score = 0.31004;
  for (int i = 0; i < 4; ++i) {
    verdict.reasons.push_back({"device.persons_7d",
                               {"同一手机7天内为14名老人认证,且未登记为协办点", "One phone"},
                               1.93,
                               14.0,
                               {}});
  }
  verdict.typologies = {"village_push"};
  verdict.required_actions = {"call_back"};
  verdict.missing = {"biometric.injection"};
  const std::string hash(64, 'a');
  verdict.versions = {hash, hash, hash, hash, "0.1.0"};
  const AttemptAnswer answer{
      .attempt_id = "gs-2026-000123", .verdict = &verdict, .case_id = "cas_01"};
  for (auto _ : state) benchmark::DoNotOptimize(write_attempt_answer(answer));
}
BENCHMARK(attempt_answer);

void attempt_has_field(benchmark::State& state) {
  const Attempt attempt = parse_attempt(json::parse(kAttempt).value())->value;
  for (auto _ : state) benchmark::DoNotOptimize(has_field(attempt, "biometric.injection"));
}
BENCHMARK(attempt_has_field);

}  // namespace
}  // namespace analyzer::wire
