// What is done about observations after they were answered.

#include <catch2/catch.hpp>

#include "analyzer/core/case.h"
#include "analyzer/store/store.h"
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

namespace {

void erase_all_before(World& world, Time before) {
  auto session = world.service().store().open_session(store::Mode::kReadWrite);
  REQUIRE(session.has_value());
  store::PurgePolicy policy;
  policy.observations_before = before;
  REQUIRE((*session)->retention().purge(policy, false).has_value());
}

}  // namespace

TEST_CASE("an attempt that belongs before one that was erased is taken all the same") {
  World world;
  world.attempt(same_picture("second", 9));
  world.now += std::chrono::hours{1};
  erase_all_before(world, world.now);  // the windows in memory still know it
  CHECK(text_at(world.attempt(same_picture("first", 8)), "/decision") == "pass");
  world.service().tend();
  CHECK(text_at(world.answer_of("first"), "/decision") == "pass");
}

TEST_CASE("windows saved before an erasure forget what is not left") {
  World world;
  world.attempt(same_picture("first", 8));
  world.now += std::chrono::hours{1};
  world.reopen();
  CHECK(world.progress().front().from_file);
  erase_all_before(world, world.now);
  world.reopen();  // the service saved what it held in memory as it stopped
  CHECK(world.service().counters().windows_events == 0);
  CHECK(text_at(world.attempt(same_picture("second", 9)), "/decision") == "pass");
  world.reopen();
  CHECK(world.progress().front().from_file);
}

TEST_CASE("work that throws fails alone, and the service goes on") {
  World world;
  const Status status = world.service().write([](store::Session& session) -> Status {
    REQUIRE(session.meta().set("half", "1").has_value());
    throw std::bad_alloc();
  });
  REQUIRE_FALSE(status.has_value());
  CHECK(status.error().code == ErrorCode::kUnavailable);
  CHECK(text_at(world.attempt(same_picture("first", 8)), "/decision") == "pass");
  auto session = world.service().store().open_session(store::Mode::kReadOnly);
  REQUIRE(session.has_value());
  CHECK_FALSE((*session)->meta().get("half")->has_value());
}

TEST_CASE("a decision that cannot take effect holds up no other") {
  World world;
  const auto put = [&](const char* id, std::chrono::seconds settles) {
    Case c;
    c.id = id;
    c.kind = CaseKind::kAttempt;
    c.title = "x";
    c.state = CaseState::kDecided;
    c.disposition = Disposition::kCleared;
    c.decided_by = "usr_1";
    c.opened_at = c.updated_at = world.now;
    c.decided_at = world.now;
    c.settles_at = world.now + settles;
    const auto work = [&](store::Session& session) { return session.cases().put(c, std::nullopt); };
    REQUIRE(world.service().write(work).has_value());
  };
  put("cas_bad", 1s);  // the first to settle
  put("cas_good", 2s);
  // What stands in the bad one cannot be read, but by the windows, which are past it.
  store::NewObservation row;
  row.occurred_at = row.arrived_at = world.now;
  store::Seq broken = 0;
  const auto record = [&](const char* id) {
    row.key = {store::ObservationKind::kAttempt, "hall", id};
    const auto work = [&](store::Session& session) -> Status {
      if (broken == 0) broken = session.observations().next_seq().value();
      const auto seq = session.observations().append(row);
      return seq ? Status{} : Status(tl::unexpected(seq.error()));
    };
    REQUIRE(world.service().write(work).has_value());
  };
  row.event = AttemptEvent{};
  record("whole");
  AttemptEvent event;
  event.trace_strength = 99;
  row.event = event;
  row.seq = broken;
  row.case_id = "cas_bad";
  record("broken");
  world.now += 3s;
  world.service().tend();
  auto session = world.service().store().open_session(store::Mode::kReadOnly);
  REQUIRE(session.has_value());
  const auto stands = [&](const char* id) {
    return (*(*session)->cases().find(id))->settles_at.has_value();
  };
  CHECK(stands("cas_bad"));
  CHECK_FALSE(stands("cas_good"));
}

}  // namespace analyzer
