#include <catch2/catch.hpp>

#include "analyzer/core/json.h"
#include "analyzer/wire/write.h"

namespace analyzer::wire {
namespace {

Time at(std::string_view text) { return parse_time(text).value(); }

Verdict attempt_verdict() {
  Verdict verdict;
  verdict.decision = Decision::kReview;
  verdict.score = 0.3100049;
  verdict.margin = -0.8001;
  verdict.reasons = {
      {"registry.death_before", {"有死亡登记", "A death is recorded"}, 3.104, 22.0, {}},
      {"device.persons_7d", {"同一手机", ""}, 1.896, 14.0, {}}};
  verdict.typologies = {"village_push"};
  verdict.required_actions = {"call_back"};
  verdict.missing = {"biometric.injection"};
  verdict.versions = {"snap", "r1", "m1", "l1", "e1"};
  return verdict;
}

Verdict report_verdict() {
  Verdict verdict;
  verdict.level = Level::kCritical;
  verdict.score = 0.99444;
  verdict.reasons = {
      {"text.threat_and_deadline", {"威胁", "Threat"}, 2.1, {}, {{14, 27}, {30, 33}}}};
  verdict.tactics = {Tactic::kSuspensionThreat, Tactic::kDeadline};
  UrlVerdict url;
  url.facts.raw = "hxxp://12333.example.invalid";
  url.facts.span = Span{3, 9};
  url.facts.valid = true;
  url.facts.url = "http://12333.example.invalid/";
  url.facts.host = "12333.example.invalid";
  url.facts.host_unicode = url.facts.host;
  url.facts.registrable_domain = "example.invalid";
  url.facts.disguises = {LinkDisguise::kHxxp};
  url.level = Level::kCritical;
  url.score = 0.98765;
  url.imitates = Imitated{"国家社会保险公共服务平台", "si.12333.gov.cn"};
  url.listed = {"list-a"};
  url.reasons = {{"url.imitates", {"仿冒", "Imitates"}, 2.0, {}, {}}};
  UrlVerdict broken;
  broken.facts.raw = "http://";
  verdict.urls = {url, broken};
  verdict.advice = {{{"请不要点", "Do not open it"}}, {{"登记", "Record it"}}};
  return verdict;
}

TEST_CASE("the answer to an attempt has the API's keys in their order") {
  const Verdict verdict = attempt_verdict();
  const std::string answer = write_attempt_answer({.attempt_id = "gs-1",
                                                   .verdict = &verdict,
                                                   .case_id = "cas_1",
                                                   .decided_at = at("2026-01-02T01:30:11.204Z")});
  CHECK(answer ==
        R"({"attempt_id":"gs-1","decision":"review","score":0.31,"reasons":[)"
        R"({"code":"registry.death_before","text":"有死亡登记","weight":3.1,"value":22},)"
        R"({"code":"device.persons_7d","text":"同一手机","weight":1.9,"value":14}],)"
        R"("typologies":["village_push"],"required_actions":["call_back"],"help":[],)"
        R"("missing":["biometric.injection"],"case_id":"cas_1","degraded":false,)"
        R"("versions":{"rules":"r1","model":"m1","lists":"l1","engine":"e1","snapshot":"snap"},)"
        R"("decided_at":"2026-01-02T01:30:11.204Z"})");
}

TEST_CASE("a hold says until when, what holds meanwhile and what else can be done") {
  Verdict verdict = attempt_verdict();
  verdict.decision = Decision::kHold;
  verdict.hold = Hold{at("2026-01-07T09:00:00Z"), {"window", "video"}};
  verdict.public_message = Sentence{"正在核对", "Being checked"};
  verdict.help = {{"光线", "Light"}};
  verdict.degraded = {"model"};
  const std::vector<std::string> ignored{"/x"};
  const AttemptAnswer answer{.attempt_id = "a",
                             .verdict = &verdict,
                             .decided_at = at("2026-01-02T00:00:00Z"),
                             .ignored = &ignored,
                             .lang = Lang::kEn};
  const json::Object body = json::parse(write_attempt_answer(answer)).value().get_object();
  CHECK(json::write(body.at("hold")) ==
        R"({"decide_by":"2026-01-07T09:00:00.000Z","meanwhile":"submitted_in_time",)"
        R"("alternatives":["window","video"]})");
  CHECK(body.at("public_message") == "Being checked");
  CHECK(json::write(body.at("help")) == R"(["Light"])");
  CHECK(body.at("case_id").is_null());
  CHECK(body.at("degraded") == true);
  CHECK(json::write(body.at("degraded_parts")) == R"(["model"])");
  CHECK(json::write(body.at("ignored")) == R"(["/x"])");
  // English where there is some, else the Chinese sentence.
  CHECK(body.at("reasons").at(0).at("text") == "A death is recorded");
  CHECK(body.at("reasons").at(1).at("text") == "同一手机");
}

TEST_CASE("the answer to a report has the API's keys in their order") {
  const Verdict verdict = report_verdict();
  ReportAnswer answer{.report_id = "r-1",
                      .verdict = &verdict,
                      .case_id = "cas_1",
                      .decided_at = at("2026-01-02T00:00:00Z")};
  answer.campaign =
      CampaignSummary{"cam_1", 7, at("2026-01-01T00:00:00Z"), at("2026-01-02T00:00:00Z")};
  CHECK(write_report_answer(answer) ==
        R"({"report_id":"r-1","level":"critical","score":0.9944,"reasons":[)"
        R"({"code":"text.threat_and_deadline","text":"威胁","weight":2.1,)"
        R"("spans":[[14,27],[30,33]]}],"tactics":["suspension_threat","deadline"],"urls":[)"
        R"({"raw":"hxxp://12333.example.invalid","url":"http://12333.example.invalid/",)"
        R"("host":"12333.example.invalid","registrable_domain":"example.invalid",)"
        R"("span":[3,9],"disguises":["hxxp"],"level":"critical","score":0.9877,)"
        R"("official":null,"imitates":{"name":"国家社会保险公共服务平台",)"
        R"("host":"si.12333.gov.cn"},"listed":["list-a"],)"
        R"("reasons":[{"code":"url.imitates","text":"仿冒","weight":2}]},)"
        R"({"raw":"http://","url":null,"host":null,"registrable_domain":null,"valid":false,)"
        R"("level":"low","score":0,"official":null,"imitates":null,"listed":[],"reasons":[]}],)"
        R"("advice":{"say":["请不要点"],"do":["登记"]},)"
        R"("campaign":{"id":"cam_1","reports":7,"first_seen":"2026-01-01T00:00:00.000Z",)"
        R"("last_seen":"2026-01-02T00:00:00.000Z"},"case_id":"cas_1","degraded":false,)"
        R"("versions":{"rules":"","model":"","lists":"","engine":""},)"
        R"("decided_at":"2026-01-02T00:00:00.000Z"})");
}

TEST_CASE("the answer to a check has neither report nor case") {
  Verdict verdict = report_verdict();
  verdict.urls[0].official =
      OfficialEntry{"掌上12333", "人社部", "app", "", true, "example.cn/a", "某局", "2026-01-02"};
  const ReportAnswer answer{.verdict = &verdict, .decided_at = at("2026-01-02T00:00:00Z")};
  const json::Object body = json::parse(write_report_answer(answer)).value().get_object();
  CHECK_FALSE(body.contains("report_id"));
  CHECK_FALSE(body.contains("case_id"));
  CHECK(body.at("campaign").is_null());
  CHECK(json::write(body.at("urls").at(0).at("official")) ==
        R"({"name":"掌上12333","owner":"人社部","kind":"app","confirmed":true,)"
        R"("confirmed_by":"某局","confirmed_at":"2026-01-02","source":"example.cn/a"})");
}

TEST_CASE("a whole verdict shows explained signals, both languages and unrounded numbers") {
  Verdict verdict = attempt_verdict();
  Signal signal;
  signal.code = "device.persons_7d";
  signal.weight = 1.896;
  signal.value = 14;
  signal.group = "device";
  signal.arguments = {{"place", "某\"村"}};
  signal.explained_by = "operator.registered";
  verdict.signals = {signal};
  verdict.degraded = {"history"};
  std::string text;
  write_verdict(text, verdict);
  const json::Object body = json::parse(text).value().get_object();
  CHECK(body.at("score").get_double() == 0.3100049);
  CHECK(json::write(body.at("signals")) ==
        R"([{"code":"device.persons_7d","weight":1.896,"value":14,"group":"device",)"
        R"("arguments":[["place","某\"村"]],"explained_by":"operator.registered"}])");
  CHECK(json::write(body.at("reasons").at(0).at("text")) ==
        R"({"zh":"有死亡登记","en":"A death is recorded"})");
  CHECK(json::write(body.at("degraded")) == R"(["history"])");
  CHECK_FALSE(body.contains("level"));
  CHECK_FALSE(body.contains("tactics"));
}

TEST_CASE("a whole verdict on a report holds links and advice") {
  std::string text;
  write_verdict(text, report_verdict());
  const json::Object body = json::parse(text).value().get_object();
  CHECK(body.at("level") == "critical");
  CHECK(body.at("urls").get_array().size() == 2);
  CHECK(body.at("urls").at(0).at("score").get_double() == 0.98765);
  CHECK(json::write(body.at("advice").at("say")) == R"([{"zh":"请不要点","en":"Do not open it"}])");
  CHECK_FALSE(body.contains("decision"));
}

TEST_CASE("texts from strangers stay inside their quotes") {
  Verdict verdict = attempt_verdict();
  verdict.reasons[0].text.zh = "\"},{\\\n\x01";
  const std::string answer =
      write_attempt_answer({.attempt_id = "a\"b", .verdict = &verdict, .case_id = {}});
  const auto body = json::parse(answer);
  REQUIRE(body);
  CHECK(body->at("attempt_id") == "a\"b");
  CHECK(body->at("reasons").at(0).at("text") == "\"},{\\\n\x01");
}

}  // namespace
}  // namespace analyzer::wire
