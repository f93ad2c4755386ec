// What the tests of casework share: people, attempts after a death, messages of one
// campaign, and acting on the present version of a case.

#ifndef ANALYZER_TESTS_UNIT_SERVICE_CASEWORK_WORLD_H_
#define ANALYZER_TESTS_UNIT_SERVICE_CASEWORK_WORLD_H_

#include <catch2/catch.hpp>

#include "analyzer/core/case.h"
#include "analyzer/store/store.h"
#include "tests/unit/service/world.h"

namespace analyzer {

inline Actor person(const std::string& id, Roles roles = role_bit(Role::kReviewer)) {
  return {id, id, roles, "", "req"};
}

inline const Actor kLi = person("usr_li");
inline const Actor kZhao = person("usr_zhao", role_bit(Role::kSecondReviewer));

inline std::string after_death(const std::string& id) {
  return R"({"attempt_id":")" + id +
         R"(","occurred_at":"2026-03-10T09:00:00+08:00","channel":"app_12333","outcome":"passed",)"
         R"("region":"990102","person":{"ref":"p-)" +
         id + R"(","age":83},"device":{"ref":"d-)" + id +
         R"("},"registry":[{"kind":"death_medical","on":"2025-12-11","source":"医院"},)"
         R"({"kind":"death_cremation","on":"2025-12-13","source":"殡仪馆"}],)"
         R"("biometric":{"mode":"blink","injection":0.93}})";
}

inline std::string scam(int number, const std::string& agent = "") {
  const std::string n = std::to_string(number);
  return R"({"report_id":"r)" + n +
         R"(","received_at":"2026-03-10T09:30:00+08:00","source":"12333","region":")" +
         std::to_string(990102 + 100 * number) + R"(","agent_ref":")" + agent +
         R"(","text":"【社保局】您的养老金认证未完成,24小时内将停发,请点击 http://host)" + n +
         R"(.rz8-cert.invalid/rz 办理"})";
}

// Acts on the present version; the refusal's first code, or "".
inline std::string act(World& world, const Actor& actor, const std::string& id, CaseAction action,
                       const std::string& body = "") {
  const auto now = world.service().case_by_id(actor, id);
  REQUIRE(now.has_value());
  const auto done = world.service().act(actor, id, action, now->version.value(), body);
  if (done) return "";
  return done.error().fields.empty() ? "refused" : done.error().fields.front().code;
}

inline json::Value case_of(World& world, const std::string& id) {
  return at(world.case_detail(supervisor(), id), "/case");
}

inline json::Value parsed(const Result<Document>& document) {
  INFO((document ? std::string() : document.error().message));
  REQUIRE(document.has_value());
  return json::parse(*document->text).value();
}

inline void settle(World& world) {
  world.now += kUndoTime;
  world.service().tend();
}

inline std::int64_t number_at(const json::Value& value, const std::string& pointer) {
  const json::Value found = at(value, pointer);
  return found.is_number() ? found.to_number<std::int64_t>() : -1;
}

inline void add_user(World& world, const std::string& id, const std::string& name,
                     const std::string& role) {
  store::User user;
  user.id = id;
  user.name = name;
  user.roles = {role};
  REQUIRE(world.service()
              .write([&](store::Session& s) { return s.accounts().put_user(user, std::nullopt); })
              .has_value());
}

}  // namespace analyzer

#endif  // ANALYZER_TESTS_UNIT_SERVICE_CASEWORK_WORLD_H_
