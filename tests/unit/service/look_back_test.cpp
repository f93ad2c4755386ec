// What a registry's record, arriving later, makes of what was accepted before.

#include <catch2/catch.hpp>

#include "tests/unit/service/world.h"

namespace analyzer {
namespace {

// An accepted certification of the person, on a day of March 2026.
std::string accepted(const std::string& id, const std::string& person, const std::string& day,
                     const std::string& yuan, const std::string& region = "990102") {
  const std::string benefit = yuan.empty() ? "" : R"(,"monthly_benefit_yuan":)" + yuan;
  return R"({"attempt_id":")" + id + R"(","occurred_at":"2026-03-)" + day +
         R"(T09:00:00+08:00","channel":"window","outcome":"passed","region":")" + region +
         R"(",)"
         R"("person":{"ref":")" +
         person + R"(","age":83)" + benefit + R"(},"operator":{"role":"window","ref":"s1"}})";
}

std::string death(const std::string& id, const std::string& person, const std::string& day,
                  const std::string& source = "殡葬管理") {
  return R"({"event_id":")" + id + R"(","person":{"ref":")" + person +
         R"("},"kind":"death_cremation","from":")" + day + R"(","source":")" + source +
         R"(","match":"id","status":"confirmed"})";
}

json::Value count_of(World& world, int days_ago) {
  const auto page = world.service().overview(supervisor());
  REQUIRE(page);
  const json::Value value = json::parse(*page->text).value();
  return at(value, "/look_back/" + std::to_string(days_ago));
}

}  // namespace

TEST_CASE("a late record of a death opens one case a person and is counted for the morning") {
  World world;
  world.attempt(accepted("a1", "p1", "05", "213"));
  world.attempt(accepted("a2", "p1", "08", "213"));
  world.attempt(accepted("b1", "p2", "08", "", "990102001"));
  world.attempt(accepted("c1", "p3", "08", "2000"));

  const json::Value first = world.registry_event(death("e1", "p1", "2026-01-20"));
  CHECK(at(first, "/accepted_after").to_number<int>() == 2);
  // From 20 January to 8 March two months are begun.
  CHECK(at(first, "/estimated_yuan").to_number<double>() == 426.0);
  const json::Value unknown = world.registry_event(death("e2", "p2", "2026-02-20"));
  CHECK(at(unknown, "/accepted_after").to_number<int>() == 1);
  CHECK(at(unknown, "/estimated_yuan").is_null());
  // Nothing was accepted after it.
  const json::Value later = world.registry_event(death("e3", "p3", "2026-03-09"));
  CHECK(at(later, "/accepted_after").to_number<int>() == 0);
  // Another office's record of the same death joins the case.
  const json::Value again = world.registry_event(death("e4", "p1", "2026-01-21", "卫生健康"));
  CHECK(at(again, "/case_ids/0") == at(first, "/case_ids/0"));
  CHECK(at(world.cases(supervisor(), {.kind = "retro"}), "/data").as_array().size() == 2);

  const json::Value today = count_of(world, 0);
  CHECK(at(today, "/persons").to_number<int>() == 2);
  CHECK(at(today, "/attempts").to_number<int>() == 3);
  CHECK(at(today, "/estimated_yuan").to_number<int>() == 426);
  CHECK(at(count_of(world, 1), "/persons").to_number<int>() == 0);

  world.now += std::chrono::days{1};
  CHECK(at(count_of(world, 0), "/persons").to_number<int>() == 0);
  CHECK(at(count_of(world, 1), "/persons").to_number<int>() == 2);
  // Another county's staff sees its own alone.
  const auto elsewhere = world.service().overview(supervisor("990201"));
  REQUIRE(elsewhere);
  const json::Value page = json::parse(*elsewhere->text).value();
  CHECK(at(page, "/look_back/1/persons").to_number<int>() == 0);
  // Who sees a part of the county is told of that part alone.
  const auto township = world.service().overview(supervisor("990102001"));
  REQUIRE(township);
  const json::Value part = json::parse(*township->text).value();
  CHECK(at(part, "/look_back/1/persons").to_number<int>() == 1);
  CHECK(at(part, "/look_back/1/estimated_yuan").to_number<int>() == 0);
}

TEST_CASE("a case about what was accepted goes where the last of it was, with its benefit") {
  for (const bool told_in_order : {true, false}) {
    INFO(told_in_order);
    World world;
    const std::string old = accepted("m1", "mover", "01", "100", "990102");
    const std::string last = accepted("m2", "mover", "08", "2000", "990203");
    world.attempts(told_in_order ? std::vector{old, last} : std::vector{last, old});
    const json::Value answer = world.registry_event(death("e1", "mover", "2026-01-20"));
    CHECK(at(answer, "/accepted_after").to_number<int>() == 2);
    CHECK(at(answer, "/estimated_yuan").to_number<double>() == 4000.0);
    const json::Value row = at(world.cases(supervisor(), {.kind = "retro"}), "/data/0");
    CHECK(text_at(row, "/region") == "990203");
    CHECK(at(count_of(world, 0), "/estimated_yuan").to_number<int>() == 4000);
  }
}

}  // namespace analyzer
