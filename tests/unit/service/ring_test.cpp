// The ring of a case as its reviewer sees it.

#include <catch2/catch.hpp>

#include "analyzer/service/ring_view.h"
#include "tests/unit/service/world.h"

namespace analyzer {
namespace {

// An attempt of a person on a phone with an account; a death makes a case of it.
std::string attempt(int person, const std::string& device, const std::string& account, int minute,
                    bool dead) {
  const std::string n = std::to_string(person);
  const std::string at = std::to_string(100 + minute).substr(1);
  return R"({"attempt_id":"a)" + n + R"(","occurred_at":"2026-03-10T09:)" + at +
         R"(:00+08:00","channel":"app_12333","outcome":"passed","region":"990102",)"
         R"("person":{"ref":"secret-person-)" +
         n + R"(","age":78},"operator":{"role":"other","ref":"secret-account-)" + account +
         R"("},"device":{"ref":"secret-phone-)" + device + "\"}" +
         (dead ? R"(,"registry":[{"kind":"death_medical","on":"2025-12-11"},)"
                 R"({"kind":"death_cremation","on":"2025-12-13"}])"
               : "") +
         "}";
}

json::Value ring(World& world, const Actor& actor, const std::string& id, int steps) {
  const Result<Document> found = world.service().case_ring(actor, id, steps);
  REQUIRE(found.has_value());
  Result<json::Value> parsed = json::parse(*found->text, {.max_bytes = 8U << 20U});
  REQUIRE(parsed.has_value());
  return *std::move(parsed);
}

std::size_t size_of(const json::Value& value, const std::string& pointer) {
  const json::Value found = at(value, pointer);
  return found.as_array().size();
}

}  // namespace

TEST_CASE("a case's ring names nobody, marks its own and reaches one step or two") {
  World world;
  // One phone for the case's account; a second phone of the same account.
  world.attempt(attempt(1, "1", "1", 1, false));
  world.attempt(attempt(2, "1", "1", 2, false));
  world.attempt(attempt(3, "2", "1", 3, false));
  world.attempt(attempt(4, "2", "9", 4, false));
  const json::Value answer = world.attempt(attempt(5, "1", "1", 5, true));
  const std::string id = text_at(answer, "/case_id");
  REQUIRE_FALSE(id.empty());

  const json::Value near = ring(world, supervisor(), id, 1);
  CHECK(at(near, "/persons").as_int64() == 4);  // 1, 2, 3 and the case's own
  CHECK(size_of(near, "/nodes") == 6);
  CHECK(size_of(near, "/edges") == 7);  // no line to a phone that is not shown

  const json::Value far = ring(world, supervisor(), id, 2);
  CHECK(at(far, "/persons").as_int64() == 5);  // the second phone's other person
  CHECK(size_of(far, "/nodes") == 8);
  CHECK(json::write(far).find("secret") == std::string::npos);
  int own = 0;
  const json::Value nodes = at(far, "/nodes");
  for (const json::Value& node : nodes.as_array()) {
    if (at(node, "/own").as_bool()) ++own;
    CHECK_FALSE(at(node, "/hub").as_bool());
    CHECK(text_at(node, "/last_on") == "2026-03-10");
  }
  CHECK(own == 3);
  CHECK(text_at(far, "/nodes/0/label") != "");
}

TEST_CASE("a ring is seen by those who see the case") {
  World world;
  const std::string id = text_at(world.attempt(attempt(5, "1", "1", 5, true)), "/case_id");
  REQUIRE_FALSE(id.empty());
  CHECK(world.service().case_ring(supervisor("9901"), id, 2).has_value());
  const auto elsewhere = world.service().case_ring(supervisor("9902"), id, 2);
  REQUIRE_FALSE(elsewhere.has_value());
  CHECK(elsewhere.error().code == ErrorCode::kNotFound);
  Actor hotline = supervisor();
  hotline.roles = role_bit(Role::kHotline);
  const auto not_allowed = world.service().case_ring(hotline, id, 2);
  REQUIRE_FALSE(not_allowed.has_value());
  CHECK(not_allowed.error().code == ErrorCode::kConflict);
  CHECK_FALSE(world.service().case_ring(supervisor(), "cas_none", 2).has_value());
}

TEST_CASE("a report's case has no ring") {
  World world;
  const json::Value told = world.report(
      R"({"report_id":"r1","received_at":"2026-03-10T09:30:00+08:00","source":"12333",)"
      R"("region":"990102","text":"【社保局】您的养老金认证未完成,24小时内将停发,)"
      R"(请点击 http://one.rz8-cert.invalid/rz 办理"})");
  const json::Value none = ring(world, supervisor(), text_at(told, "/case_id"), 2);
  CHECK(size_of(none, "/nodes") == 0);
  CHECK(at(none, "/persons").as_int64() == 0);
}

TEST_CASE("nodes are called by kind and place") {
  CHECK(ring_label(LinkKind::kPerson, 12) == "人员12");
  CHECK(ring_label(LinkKind::kDevice, 1) == "手机A");
  CHECK(ring_label(LinkKind::kOperator, 26) == "账号Z");
  CHECK(ring_label(LinkKind::kWifi, 27) == "网络AA");
  CHECK(ring_label(LinkKind::kPayee, 703) == "收款账户AAA");
}

}  // namespace analyzer
