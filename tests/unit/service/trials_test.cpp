// Trials of a policy: what other thresholds and floors would have done, and putting them
// in force.

#include "analyzer/engine/snapshot.h"
#include "analyzer/service/rule_work.h"
#include "analyzer/service/tried_policy.h"
#include "tests/unit/service/casework_world.h"

namespace analyzer {
namespace {

std::string code_of(const Result<Document>& document) {
  REQUIRE_FALSE(document.has_value());
  return document.error().fields.empty() ? "refused" : document.error().fields.front().code;
}

// Asks for a trial and makes it; the trial.
json::Value tried(World& world, const std::string& body) {
  RuleWork& work = world.service().rule_work();
  world.now += std::chrono::minutes(1);
  const std::string id = text_at(parsed(work.add_trial(kZhao, body)), "/id");
  work.tend();
  const json::Value trial = at(parsed(work.trials(kLi)), "/data/0");
  CHECK(text_at(trial, "/id") == id);
  CHECK(text_at(trial, "/state") == "done");
  return trial;
}

void switch_on(World& world, const json::Value& trial) {
  const auto done = world.service().rule_work().switch_on(supervisor(), text_at(trial, "/id"));
  CHECK(text_at(parsed(done), "/state") == "in_force");
}

bool floor_is_on(World& world, const std::string& id) {
  const json::Value list = at(parsed(world.service().rule_work().trials(kLi)), "/floors");
  for (const json::Value& floor : list.get_array()) {
    if (text_at(floor, "/id") == id) return at(floor, "/on").get_bool();
  }
  FAIL("no such floor: " << id);
  return false;
}

// One that passes, with little that speaks against it.
std::string harmless(const std::string& id) {
  return R"({"attempt_id":")" + id +
         R"(","occurred_at":"2026-03-10T09:00:00+08:00","channel":"alipay","outcome":"passed",)"
         R"("region":"990102","person":{"ref":"h-)" +
         id + R"(","age":72},"operator":{"role":"self","ref":"o-)" + id + R"("},"biometric":)" +
         R"({"mode":"blink","injection":0.2},"device":{"ref":"e-)" + id +
         R"(","os":"android","remote_control":true}})";
}

}  // namespace

TEST_CASE(
    "a trial tells what other values would have done, and another person puts them in force") {
  World world;
  RuleWork& work = world.service().rule_work();
  const std::string id = text_at(world.attempt(after_death("t-1")), "/case_id");
  REQUIRE_FALSE(id.empty());
  const double before = world.service().snapshot()->policy().attempt.review;
  CHECK(code_of(work.add_trial(kLi, R"({"review":0.5,"reason":"确属误报"})")) == "forbidden");
  CHECK(code_of(work.add_trial(kZhao, R"({"reason":"确属误报"})")) == "required");
  CHECK(code_of(work.add_trial(kZhao, R"({"review":2,"reason":"确属误报"})")) == "range");
  CHECK(code_of(work.add_trial(kZhao, R"({"review":0.5})")) == "required");
  const auto asked = parsed(work.add_trial(kZhao, R"({"review":0.875,"reason":"队列积压"})"));
  CHECK(text_at(asked, "/state") == "running");
  work.tend();
  const auto list = parsed(work.trials(kLi));
  CHECK(text_at(list, "/data/0/state") == "done");
  CHECK(number_at(list, "/data/0/result/attempts") == 1);
  CHECK(number_at(list, "/data/0/result/queue/before") == 1);
  CHECK(number_at(list, "/data/0/result/queue/after") == 1);  // a floor holds it, no threshold
  CHECK(text_at(list, "/data/0/result/ages/0/age") == "80-89");
  CHECK(text_at(list, "/data/0/result/residences/0/residence") == "unknown");
  CHECK(world.service().snapshot()->policy().attempt.review == before);

  const std::string trial = text_at(asked, "/id");
  Actor zhao = supervisor();
  zhao.id = kZhao.id;
  CHECK(code_of(work.switch_on(zhao, trial)) == "same_person");
  CHECK(code_of(work.switch_on(kZhao, trial)) == "forbidden");
  const std::string name = world.service().snapshot()->name();
  CHECK(text_at(parsed(work.switch_on(supervisor(), trial)), "/state") == "in_force");
  CHECK(world.service().snapshot()->policy().attempt.review == 0.875);
  CHECK(world.service().snapshot()->name() != name);
  world.reopen();
  CHECK(world.service().snapshot()->policy().attempt.review == 0.875);  // also after a restart
}

TEST_CASE("a county's people do not set what counts for other counties") {
  World world;
  RuleWork& work = world.service().rule_work();
  const std::string body = R"({"review":0.9,"reason":"队列积压"})";
  add_user(world, "usr_zhao", "zhao", "second_reviewer");
  Actor county = kZhao;
  county.region = "990102";
  CHECK(code_of(work.add_trial(county, body)) == "site_wide");  // others work everywhere
  CHECK(code_of(work.add_trial(kZhao, R"({"review":0.9,"reason":" 　"})")) == "required");
  const std::string id = text_at(parsed(work.add_trial(kZhao, body)), "/id");
  work.tend();
  CHECK(code_of(work.switch_on(supervisor("990102"), id)) == "site_wide");
  CHECK(work.switch_on(supervisor(), id));
}

TEST_CASE("a county that is alone on its service sets its own thresholds") {
  World world;
  store::User user;
  user.id = user.name = "usr_zhao";
  user.roles = {"second_reviewer"};
  user.region = "990102001";  // a township of it
  REQUIRE(world.service().write(
      [&](store::Session& s) { return s.accounts().put_user(user, std::nullopt); }));
  Actor county = kZhao;
  county.region = "990102";
  CHECK(world.service().rule_work().add_trial(county, R"({"review":0.9,"reason":"队列积压"})"));
}

TEST_CASE("a floor is tried off, put in force, and tried on again") {
  World world;
  world.attempt(after_death("t-1"));
  CHECK(code_of(world.service().rule_work().add_trial(
            kZhao, R"({"floors_off":["no_such"],"reason":"确属误报"})")) == "unknown");
  CHECK(code_of(world.service().rule_work().add_trial(
            kZhao, R"({"floors_off":["farm"],"floors_on":["farm"],"reason":"确属误报"})")) ==
        "unknown");
  REQUIRE(floor_is_on(world, "death_two_sources"));
  const auto off = tried(
      world, R"({"floors_off":["death_two_sources","death_and_replay"],"reason":"只建议核查"})");
  CHECK(text_at(off, "/change/floors_off/0") == "death_and_replay");
  CHECK(number_at(off, "/result/holds/before") == 1);
  CHECK(number_at(off, "/result/holds/after") == 0);
  CHECK(number_at(off, "/result/queue/after") == 1);  // another floor has it reviewed
  CHECK(at(off, "/result/reports").is_null());
  switch_on(world, off);
  CHECK_FALSE(floor_is_on(world, "death_two_sources"));
  CHECK(floor_is_on(world, "death_before"));
  CHECK(text_at(world.attempt(after_death("t-2")), "/decision") == "review");

  // A further trial keeps what is in force beside what it changes.
  const auto on = tried(world, R"({"floors_on":["death_two_sources"],"reason":"恢复"})");
  CHECK(text_at(on, "/change/floors_on/0") == "death_two_sources");
  CHECK(text_at(on, "/change/floors_off/0") == "death_and_replay");
  CHECK(number_at(on, "/result/holds/before") == 0);
  CHECK(number_at(on, "/result/holds/after") == 2);
  switch_on(world, on);
  CHECK(floor_is_on(world, "death_two_sources"));
  CHECK_FALSE(floor_is_on(world, "death_and_replay"));
}

TEST_CASE("a floor that is switched on is tried on what passed, by its own fields") {
  World world;
  switch_on(world, tried(world, R"({"floors_off":["injected_picture"],"review":1,)"
                                R"("review_without_model":1,"reason":"试一试"})"));
  REQUIRE(text_at(world.attempt(
                      R"({"attempt_id":"t-1","occurred_at":"2026-03-10T09:00:00+08:00",)"
                      R"("channel":"alipay","outcome":"passed","region":"990102",)"
                      R"("person":{"ref":"p-1","age":72},"device":{"ref":"d-1","os":"android",)"
                      R"("virtual_camera":true}})"),
                  "/decision") == "pass");
  const auto on = tried(world, R"({"floors_on":["injected_picture"],"reason":"恢复"})");
  CHECK(number_at(on, "/result/without_history") == 1);
  CHECK(number_at(on, "/result/queue/before") == 0);
  CHECK(number_at(on, "/result/queue/after") == 1);
}

TEST_CASE("a lower threshold tells who would come into the queue") {
  World world;
  const auto answer = world.attempt(harmless("t-1"));
  REQUIRE(text_at(answer, "/decision") == "pass");
  const double score = at(answer, "/score").to_number<double>();
  REQUIRE(score > 0.0);
  const auto lower = tried(
      world, R"({"review":0.01,"review_without_model":0.01,"least_reason":0,"reason":"试一试"})");
  CHECK(number_at(lower, "/result/unreadable") == 0);
  CHECK(number_at(lower, "/result/queue/before") == 0);
  CHECK(number_at(lower, "/result/queue/after") == (score >= 0.01 ? 1 : 0));
}

TEST_CASE("thresholds of reports are tried on reports: who is missed and who is spared") {
  World world;
  const auto send = [&](const std::string& id, const std::string& region, const std::string& text) {
    return world.report(R"({"report_id":")" + id +
                        R"(","received_at":"2026-03-10T09:30:00+08:00","source":"12333",)"
                        R"("region":")" +
                        region + R"(","text":")" + text + R"("})");
  };
  const auto decided = [&](const json::Value& report, const std::string& finding) {
    const std::string id = text_at(report, "/case_id");
    REQUIRE(act(world, kLi, id, CaseAction::kClaim) == "");
    REQUIRE(act(world, kLi, id, CaseAction::kDecide, R"({"finding":")" + finding + R"("})") == "");
    return id;
  };
  const auto door = send("r1", "990102", "社保局的,在家等着,上门给您拍人脸认证");
  const auto photo = send("r2", "990202", "发身份证照片给我,我帮你认证");
  int critical = 0;
  for (const json::Value* report : {&door, &photo}) {
    const std::string level = text_at(*report, "/level");
    REQUIRE((level == "high" || level == "critical"));
    critical += level == "critical" ? 1 : 0;
  }
  // Both between the thresholds in force and those tried below.
  REQUIRE(at(door, "/score").to_number<double>() < 0.98);
  REQUIRE(at(photo, "/score").to_number<double>() < 0.98);
  const std::string fraud = decided(door, "scam");
  const std::string harmless = decided(photo, "not_scam");
  settle(world);

  RuleWork& work = world.service().rule_work();
  CHECK(code_of(work.add_trial(kZhao, R"({"report_high":0.95,"reason":"确属误报"})")) == "range");
  CHECK(code_of(work.add_trial(kZhao, R"({"report_medium":0.9,"reason":"确属误报"})")) == "range");
  const auto lower = tried(world, R"({"report_high":0.5,"reason":"多提示"})");
  CHECK(number_at(lower, "/result/reports/reports") == 2);
  CHECK(number_at(lower, "/result/reports/high/before") == 2);
  CHECK(number_at(lower, "/result/reports/high/after") == 2);
  CHECK(number_at(lower, "/result/reports/missed") == 0);

  const auto strict =
      tried(world, R"({"report_high":0.98,"report_critical":0.99,"reason":"少误报"})");
  const json::Value result = at(strict, "/result/reports");
  CHECK(number_at(result, "/queue/after") == 2);  // medium still opens a case
  CHECK(number_at(result, "/high/before") == 2);
  CHECK(number_at(result, "/high/after") == 0);
  CHECK(number_at(result, "/critical/before") == critical);
  CHECK(number_at(result, "/critical/after") == 0);
  CHECK(text_at(result, "/sources/0/source") == "12333");
  CHECK(number_at(result, "/sources/0/before") == 2);
  CHECK(at(result, "/counties").get_array().size() == 2);
  CHECK(number_at(result, "/missed") == 1);
  CHECK(text_at(result, "/missed_cases/0") == fraud);
  CHECK(number_at(result, "/spared") == 1);
  CHECK(text_at(result, "/spared_cases/0") == harmless);

  switch_on(world, strict);
  CHECK(text_at(send("r3", "990302", "发身份证照片给我,我来帮你认证"), "/level") == "medium");
}

}  // namespace analyzer
