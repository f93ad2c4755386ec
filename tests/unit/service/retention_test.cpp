// Retention by the service itself: at its hour, by the rule, and nothing erased is counted.

#include <catch2/catch.hpp>

#include "analyzer/service/parts_tender.h"
#include "analyzer/service/service_impl.h"
#include "analyzer/store/store.h"
#include "tests/unit/service/world.h"

namespace analyzer {
namespace {

using namespace std::chrono_literals;
using std::chrono::days;

std::string day_of(Time at) { return format_time(at); }

// One whose picture and phone are those of all others.
std::string alike(const std::string& id, Time at) {
  return R"({"attempt_id":")" + id + R"(","occurred_at":")" + day_of(at) +
         R"(","channel":"app_12333","outcome":"passed","region":"990102","person":{"ref":")" + id +
         R"(","age":78},"operator":{"role":"other","ref":"o1"},"device":{"ref":"d1"},)"
         R"("biometric":{"mode":"blink","capture_hash":"c3f1a0b2d4e59687"}})";
}

// Sets the clock to that hour in China of its day.
void at_hour(World& world, int hour) {
  world.now = shanghai_midnight(shanghai_date(world.now)) + std::chrono::hours{hour};
}

std::uint64_t events(World& world) { return world.service().counters().windows_events; }

std::vector<std::string> told(const World& world) {
  std::vector<std::string> out;
  for (const Notice& notice : world.notices) out.push_back(notice.event);
  return out;
}

std::vector<std::string> audited(World& world) {
  std::vector<std::string> out;
  const auto session = world.service().store().open_session(store::Mode::kReadOnly).value();
  store::AuditQuery query;
  query.action = "store.purged";
  query.limit = 10;
  const auto rows = session->audit().list(query);
  for (const auto& row : rows.value()) out.push_back(row.entry.result + " " + row.entry.cause);
  return out;
}

bool meets_others(World& world, const std::string& id) {
  const json::Value answer = world.attempt(alike(id, world.now));
  return json::write(answer).find("capture") != std::string::npos;
}

}  // namespace

TEST_CASE("what was kept long enough is erased at its hour, once a day, and counts nowhere") {
  World world;
  const Time first = world.now;
  for (int n = 0; n < 700; ++n) {
    world.attempt(
        R"({"attempt_id":"old-)" + std::to_string(n) + R"(","occurred_at":")" + day_of(first) +
        R"(","channel":"app_12333","outcome":"passed","region":"990102","person":{"ref":"p)" +
        std::to_string(n) + R"(","age":70},"device":{"ref":"d)" + std::to_string(n) + R"("}})");
  }
  world.now += days{100};
  for (int n = 0; n < 20; ++n) {
    world.attempt(
        R"({"attempt_id":"new-)" + std::to_string(n) + R"(","occurred_at":")" + day_of(world.now) +
        R"(","channel":"app_12333","outcome":"passed","region":"990102","person":{"ref":"p)" +
        std::to_string(n) + R"(","age":70}})");
  }
  const auto kept_by_cases = [&] {
    std::size_t out = 0;
    for (int n = 0; n < 700; ++n) {
      const auto answer =
          world.service().attempt_answer({"desk", "", "req"}, "old-" + std::to_string(n));
      out += answer.has_value() ? 1 : 0;
    }
    return out;
  };
  world.retention.hour = 2;
  world.retention.observations_days = 90;
  world.reopen();
  REQUIRE(events(world) == 720);
  at_hour(world, 1);
  world.service().tend();
  CHECK(events(world) == 720);  // not yet
  at_hour(world, 2);
  world.service().tend();
  CHECK(told(world) == std::vector<std::string>{"retention_started", "retention_done"});
  CHECK(kept_by_cases() == 0);
  CHECK(events(world) == 20);
  CHECK(world.service().counters().erased_rows >= 700);
  CHECK_FALSE(world.service().counters().retention_failing);
  REQUIRE(audited(world).size() == 1);
  CHECK(audited(world).front().starts_with("ok observations_days 90: "));
  CHECK(audited(world).front().find("observations 700") != std::string::npos);
  world.service().tend();
  CHECK(audited(world).size() == 1);  // once a day
  world.now += days{1};
  world.service().tend();
  CHECK(audited(world).size() == 2);
  // A start knows it too, from the file of the windows and from the log alone.
  world.reopen();
  CHECK(events(world) == 20);
  world.reopen(true);
  CHECK(events(world) == 20);
}

TEST_CASE("windows that were saved before an erasure do not bring it back") {
  World world;
  world.attempt(alike("a", world.now));
  world.retention.observations_days = 30;
  world.reopen();  // the windows are in their file
  world.now += days{40};
  at_hour(world, 3);
  world.service().tend();
  REQUIRE(events(world) == 0);
  world.crash();  // with the file of before
  CHECK(events(world) == 0);
}

TEST_CASE("a face that is erased meets no other from then on") {
  World world;
  world.attempt(alike("a", world.now));
  world.now += days{10};
  REQUIRE(meets_others(world, "b"));
  World erased;
  erased.retention.captures_days = 5;
  erased.reopen();
  erased.attempt(alike("a", erased.now));
  erased.now += days{10};
  at_hour(erased, 3);
  erased.service().tend();
  CHECK(events(erased) == 1);  // the attempt stays
  CHECK_FALSE(meets_others(erased, "b"));
}

TEST_CASE("without a rule nothing is erased, and what fails is told and tried again") {
  World world;
  world.attempt(alike("a", world.now));
  world.now += days{4000};
  at_hour(world, 3);
  world.service().tend();
  CHECK(world.notices.empty());
  CHECK(audited(world).empty());

  world.retention.observations_days = 30;
  world.reopen();
  const auto session = world.service().store().open_session(store::Mode::kReadWrite).value();
  REQUIRE(session->begin());  // somebody has the right to write
  world.service().tend();
  REQUIRE(session->rollback());
  CHECK(told(world) == std::vector<std::string>{"retention_started", "retention_failed"});
  CHECK(world.service().counters().retention_failing);
  const Health health = world.service().health();
  CHECK(health.ready);
  CHECK(std::any_of(health.checks.begin(), health.checks.end(),
                    [](const auto& check) { return check.name == "retention" && !check.ok; }));
  world.service().tend();
  CHECK_FALSE(world.service().counters().retention_failing);
  CHECK(told(world).back() == "retention_done");
}

TEST_CASE("parts that cannot be made are told of in the log, in readiness and in the metrics") {
  World world;
  PartsTender parts(static_cast<ServiceImpl&>(world.service()));
  const Status failure = fail(ErrorCode::kUnavailable, "others read");
  parts.note(failure, world.now);
  parts.note(failure, world.now);
  CHECK_FALSE(parts.failing());  // readers may be in the way for a moment
  parts.note(failure, world.now);
  CHECK(parts.failing());
  parts.note(failure, world.now + 10s);
  REQUIRE(world.notices.size() == 1);
  CHECK(world.notices.front().event == "parts_failed");
  CHECK(world.notices.front().problem);
  CHECK(world.notices.front().detail == "others read");
  parts.note(failure, world.now + 1h);
  CHECK(world.notices.size() == 2);
  parts.note({}, world.now + 1h);
  CHECK_FALSE(parts.failing());
  CHECK(world.notices.back().event == "parts_tended");
}

}  // namespace analyzer
