// What is done about observations after they were answered.

#include <catch2/catch.hpp>

#include "analyzer/core/case.h"
#include "tests/unit/service/world.h"

namespace analyzer {
namespace {

using namespace std::chrono_literals;

// An attempt on one phone, `minute` after nine, for the person of that number.
std::string on_one_phone(int person, int minute) {
  const std::string n = std::to_string(person);
  const std::string at = std::to_string(100 + minute).substr(1);
  return R"({"attempt_id":"a)" + n + R"(","occurred_at":"2026-03-10T09:)" + at +
         R"(:00+08:00","channel":"app_12333","outcome":"passed","region":"990102",)"
         R"("person":{"ref":"p)" +
         n +
         R"(","age":78},"operator":{"role":"other","ref":"o1",)"
         R"("same_household":false,"same_surname":false},"device":{"ref":"d1"}})";
}

constexpr const char* kHeld = R"({"attempt_id":"held","occurred_at":"2026-03-10T09:32:11+08:00",
  "channel":"app_12333","outcome":"passed","region":"990102","person":{"ref":"p1","age":83},
  "registry":[{"kind":"death_medical","on":"2025-12-11","source":"医疗机构"},
              {"kind":"death_cremation","on":"2025-12-13","source":"殡葬管理"}],
  "biometric":{"mode":"blink","injection":0.93}})";

// A session of one person at `hour` whose picture is the same each time.
std::string same_picture(const std::string& id, int hour) {
  return R"({"attempt_id":")" + id + R"(","occurred_at":"2026-03-10T0)" + std::to_string(hour) +
         R"(:00:00+08:00","channel":"app_12333","outcome":"passed","region":"990102",)"
         R"("person":{"ref":"p1","age":78},"operator":{"role":"self","ref":"o1"},)"
         R"("biometric":{"mode":"blink","capture_hash":"c3f1a0b2d4e59687"}})";
}

}  // namespace

TEST_CASE("a hold that nobody decides lapses: accepted for now, the case open and escalated") {
  World world;
  CHECK(text_at(world.attempt(kHeld), "/decision") == "hold");
  world.service().tend();
  CHECK(at(world.cases(supervisor()), "/data/0/held").as_bool());

  world.now += std::chrono::days{20};
  world.service().tend();
  const json::Value row = at(world.cases(supervisor()), "/data/0");
  CHECK_FALSE(at(row, "/held").as_bool());
  CHECK(at(row, "/escalated").as_bool());
  CHECK(text_at(row, "/state") == "open");
  CHECK(text_at(world.answer_of("held"), "/review/state") == "open");
  CHECK(text_at(world.answer_of("held"), "/decision") == "hold");  // the answer stays
}

TEST_CASE("the time to decide a hold counts from the decision, also of a late upload") {
  World world;
  world.now += std::chrono::days{30};
  const json::Value answer = world.attempt(kHeld);
  REQUIRE(text_at(answer, "/decision") == "hold");
  CHECK(parse_time(text_at(answer, "/hold/decide_by")).value() > world.now + 48h);
  world.service().tend();
  CHECK(at(world.cases(supervisor()), "/data/0/held").as_bool());
}

TEST_CASE("an attempt that comes late puts later answers in question") {
  World in_order;
  CHECK(text_at(in_order.attempt(same_picture("first", 8)), "/decision") == "pass");
  REQUIRE(text_at(in_order.attempt(same_picture("second", 9)), "/decision") == "review");

  World late;
  CHECK(text_at(late.attempt(same_picture("second", 9)), "/decision") == "pass");
  late.attempt(same_picture("first", 8));
  late.reopen();  // what waits is not lost by a restart
  late.service().tend();

  const json::Value answer = late.answer_of("second");
  CHECK(text_at(answer, "/decision") == "pass");  // what was answered stays
  CHECK(text_at(answer, "/review/state") == "open");
  const json::Value retro = late.cases(supervisor(), {.kind = "retro"});
  REQUIRE(at(retro, "/data").as_array().size() == 1);
  const json::Value detail = late.case_detail(supervisor(), text_at(retro, "/data/0/id"));
  CHECK(text_at(detail, "/observations/0/id") == "second");
  CHECK(text_at(detail, "/observations/0/detail/decision") == "review");
  CHECK_FALSE(at(retro, "/data/0/held").as_bool());  // it was accepted meanwhile

  late.service().tend();
  CHECK(at(late.cases(supervisor(), {.kind = "retro"}), "/data").as_array().size() == 1);
}

TEST_CASE("what a person decided is not opened again by a second judgement that says the same") {
  World world;
  CHECK(text_at(world.attempt(same_picture("first", 8)), "/decision") == "pass");
  const std::string id = text_at(world.attempt(same_picture("third", 9)), "/case_id");
  REQUIRE_FALSE(id.empty());
  REQUIRE(world.service().act(supervisor(), id, CaseAction::kClaim, 1, "").has_value());
  const auto decided =
      world.service().act(supervisor(), id, CaseAction::kDecide, 2,
                          R"({"disposition":"cleared","cause":"family_helper","note":"本人在场"})");
  REQUIRE(decided.has_value());
  world.now += kUndoTime;
  world.service().tend();
  world.attempt(on_one_phone(1, 1));
  world.attempt(R"({"attempt_id":"second","occurred_at":"2026-03-10T08:30:00+08:00",
    "channel":"app_12333","outcome":"passed","region":"990102","person":{"ref":"p1","age":78},
    "operator":{"role":"self","ref":"o1"}})");
  world.service().tend();
  CHECK(text_at(world.answer_of("third"), "/review/state") == "decided");
  CHECK(at(world.cases(supervisor(), {.kind = "retro"}), "/data").as_array().empty());
}

TEST_CASE("nothing is put in question by attempts that come in order or change nothing") {
  World world;
  world.attempt(on_one_phone(1, 30));
  world.attempt(on_one_phone(2, 10));  // late, but one more person is nothing
  world.service().tend();
  CHECK(at(world.cases(supervisor()), "/data").as_array().empty());
  CHECK(text_at(world.answer_of("a1"), "/review/state") == "none");
}

TEST_CASE("a degraded answer is judged again once the part is back") {
  World world({"url", "text"});
  world.set_review_threshold(0.999999);
  REQUIRE(world.service().reload());
  std::vector<std::string> bodies;
  for (int i = 0; i < 9; ++i) bodies.push_back(on_one_phone(i, i));
  for (const json::Value& answer : world.attempts(bodies)) {
    CHECK(text_at(answer, "/decision") == "pass");
    CHECK(at(answer, "/degraded").as_bool());
  }
  world.service().tend();
  CHECK(at(world.cases(supervisor()), "/data").as_array().empty());

  world.reopen();  // what waits is not lost by a restart
  world.add_model("attempt");
  world.set_review_threshold(0.0000001);
  REQUIRE(world.service().reload());
  world.service().tend();
  const json::Value cases = world.cases(supervisor(), {.kind = "retro"});
  REQUIRE(at(cases, "/data").as_array().size() >= 1);
  CHECK(text_at(world.answer_of("a8"), "/review/state") == "open");
  CHECK(text_at(world.answer_of("a8"), "/decision") == "pass");
  CHECK(at(world.answer_of("a8"), "/degraded").as_bool());
}

TEST_CASE("a reviewed attempt's case says what each column gave to the score") {
  World world;
  world.attempt(same_picture("first", 8));
  const std::string id = text_at(world.attempt(same_picture("second", 9)), "/case_id");
  REQUIRE_FALSE(id.empty());
  CHECK(at(world.case_detail(supervisor(), id), "/observations/0/explanation").is_null());
  world.service().tend();
  const json::Value detail = world.case_detail(supervisor(), id);
  const json::Value explanation = at(detail, "/observations/0/explanation");
  REQUIRE(explanation.is_object());
  const json::Array columns = at(explanation, "/columns").as_array();
  REQUIRE(columns.size() > 1);
  double before = 1e9;
  for (const json::Value& column : columns) {
    const double weight = std::abs(at(column, "/weight").to_number<double>());
    CHECK(weight > 0.0);
    CHECK(weight <= before);
    before = weight;
  }
  CHECK(text_at(explanation, "/model").size() == 64);
}

}  // namespace analyzer
