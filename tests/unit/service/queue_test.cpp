// Who sees which case.

#include <catch2/catch.hpp>

#include "tests/unit/service/world.h"

namespace analyzer {
namespace {

std::string scam(const std::string& id, const std::string& more) {
  return R"({"report_id":")" + id +
         R"(","received_at":"2026-03-10T09:30:00+08:00",)"
         R"("source":"12333","text":"【社保局】您的养老金认证未完成,24小时内将停发,请点击 http://)" +
         id + R"(.rz8-cert.invalid/rz 办理")" + more + "}";
}

std::size_t seen_by(World& world, const std::string& region) {
  return at(world.cases(supervisor(region)), "/data").as_array().size();
}

}  // namespace

TEST_CASE("a case is seen in its region, and everywhere if it has none") {
  World world;
  const json::Value placed =
      world.report(scam("one", R"(,"region":"990102","suspect":{"phones":["13912345678"]})"));
  REQUIRE_FALSE(text_at(placed, "/case_id").empty());
  CHECK(seen_by(world, "") == 1);
  CHECK(seen_by(world, "9901") == 1);
  CHECK(seen_by(world, "9902") == 0);

  const json::Value unplaced =
      world.report(R"({"report_id":"two","received_at":"2026-03-10T09:31:00+08:00","source":"web",)"
                   R"("text":"领导让我加QQ交三百元代办费,才给办养老认证,不然下个月停发"})");
  REQUIRE_FALSE(text_at(unplaced, "/case_id").empty());
  CHECK(seen_by(world, "9902") == seen_by(world, "") - 1);
}

TEST_CASE("a case names no related one that lies outside the reader's region") {
  World world;
  const auto dead = [](const std::string& id, const std::string& region) {
    return R"({"attempt_id":")" + id +
           R"(","occurred_at":"2026-03-10T09:31:11+08:00","channel":"alipay","outcome":"passed",)"
           R"("region":")" +
           region + R"(","person":{"ref":")" + id +
           R"(","age":83},"device":{"ref":"one-phone"},)"
           R"("registry":[{"kind":"death_medical","on":"2026-01-11","source":"医疗机构"}]})";
  };
  const std::string here = text_at(world.attempt(dead("a1", "990102")), "/case_id");
  const std::string there = text_at(world.attempt(dead("a2", "990202")), "/case_id");
  REQUIRE_FALSE(here.empty());
  REQUIRE(here != there);
  const auto related = [&](const std::string& region) {
    const auto page = world.service().case_by_id(supervisor(region), here);
    REQUIRE(page.has_value());
    return at(json::parse(*page->text).value(), "/related").as_array().size();
  };
  CHECK(related("") == 1);
  CHECK(related("9901") == 0);
}

TEST_CASE("claiming and acting leave the same words in the audit log") {
  World world;
  world.report(scam("one", R"(,"region":"990102")"));
  const auto claimed = world.service().next_case(supervisor(), "");
  REQUIRE(claimed.has_value());
  Actor auditor = supervisor();
  auditor.roles = role_bit(Role::kAuditAdmin);
  const auto rows = world.service().audit(auditor, {.action = "case.claimed"});
  REQUIRE(rows.has_value());
  CHECK(rows->text->find("case.claimed") != std::string::npos);
}

}  // namespace analyzer
