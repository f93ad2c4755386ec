// Objections: who takes them in, who may decide them, what follows, who is told.

#include "tests/unit/service/casework_world.h"

namespace analyzer {
namespace {

const Actor kWang = person("usr_wang");
const Actor kAgent = person("usr_agent", role_bit(Role::kHotline));

// A case with a settled adverse finding by Li, confirmed by Zhao; its id.
std::string found_against(World& world) {
  const auto answer = world.attempt(after_death("o-1"));
  const std::string id = text_at(answer, "/case_id");
  REQUIRE(act(world, kLi, id, CaseAction::kClaim) == "");
  REQUIRE(act(world, kLi, id, CaseAction::kContact,
              R"({"way":"phone","result":"reached","note":"家属说已去世"})") == "");
  REQUIRE(act(world, kLi, id, CaseAction::kDecide,
              R"({"finding":"death_claim","note":"火化证明一致"})") == "");
  REQUIRE(act(world, kZhao, id, CaseAction::kConfirmation, R"({"confirmation":"confirm"})") == "");
  return id;
}

std::string body(const std::string& reference, const std::string& contact = "19900000001") {
  return R"({"reference":")" + reference +
         R"(","way":"hotline","said":"我本人健在,登记错了人","contact_ref":")" + contact + "\"}";
}

std::string code_of(const Result<Document>& document) {
  REQUIRE_FALSE(document.has_value());
  return document.error().fields.empty() ? "refused" : document.error().fields.front().code;
}

}  // namespace

TEST_CASE("an objection goes to somebody without a part in the finding; granted, it clears") {
  World world;
  const std::string id = found_against(world);
  CHECK(code_of(world.service().add_objection(kAgent, body(id))) == "not_decided");
  settle(world);
  CHECK(text_at(world.answer_of("o-1"), "/review/outcome") == "do_not_accept");

  const auto taken = parsed(world.service().add_objection(kAgent, body(id)));
  const std::string objection = text_at(taken, "/objection_id");
  CHECK(text_at(taken, "/about") == id);
  CHECK(text_at(taken, "/callback") == "none");
  CHECK(parse_time(text_at(taken, "/due_at")).value() > world.now + std::chrono::days{4});
  CHECK(code_of(world.service().add_objection(kAgent, body(id))) == "objected");
  // What was said is opened for the reviewer alone, and stands nowhere in clear.
  const auto page = world.case_detail(kWang, objection);
  CHECK(text_at(page, "/objection/said").find("登记错了人") != std::string::npos);
  CHECK(text_at(page, "/objection/about/id") == id);
  CHECK(at(page, "/observations").get_array().size() == 1);
  CHECK(text_at(page, "/observations/0/elsewhere") == id);
  CHECK(text_at(world.case_detail(kWang, id), "/objections/0/id") == objection);

  for (const Actor& finder : {kLi, kZhao}) {
    CHECK(act(world, finder, objection, CaseAction::kClaim) == "recused");
  }
  REQUIRE(act(world, kWang, objection, CaseAction::kClaim) == "");
  CHECK(act(world, kWang, objection, CaseAction::kDecide, R"({"finding":"alive"})") != "");
  CHECK(act(world, kWang, objection, CaseAction::kDecide, R"({"finding":"objection_granted"})") ==
        "required");
  REQUIRE(act(world, kWang, objection, CaseAction::kDecide,
              R"({"finding":"objection_granted","note":"登记串号,已更正"})") == "");
  CHECK(text_at(world.answer_of("o-1"), "/review/outcome") == "do_not_accept");
  settle(world);
  CHECK(text_at(world.answer_of("o-1"), "/review/outcome") == "accept");
  CHECK(text_at(case_of(world, id), "/disposition") == "cleared");

  // The caller is told, with the words that were written for him.
  ObjectionFilter due;
  due.callback = "due";
  const auto list = parsed(world.service().objections(kAgent, due));
  REQUIRE(at(list, "/data").get_array().size() == 1);
  CHECK(text_at(list, "/data/0/outcome") == "amended");
  CHECK(text_at(list, "/data/0/reply") == "登记串号,已更正");
  CHECK(text_at(parsed(world.service().objection_contact(kAgent, objection)), "/contact") ==
        "19900000001");
  parsed(world.service().objection_told(kAgent, objection, R"({"reached":false})"));
  const auto told =
      parsed(world.service().objection_told(kAgent, objection, R"({"reached":true})"));
  CHECK(text_at(told, "/callback") == "done");
  CHECK_FALSE(world.service().objection_contact(kAgent, objection).has_value());
  CHECK_FALSE(world.service().objection_told(kAgent, objection, R"({"reached":true})").has_value());
}

TEST_CASE("an objection that is refused leaves the finding, and its receipt may be the attempt's") {
  World world;
  const std::string id = found_against(world);
  settle(world);
  REQUIRE(world.service()
              .write([](store::Session& s) {
                store::ApiKey key;
                key.id = "key_1";
                key.caller = "test";
                return s.accounts().add_key(key);
              })
              .has_value());
  auto taken = world.service().add_objection(kAgent, body("o-1", ""));
  if (!taken) taken = world.service().add_objection(kAgent, body(id, ""));
  const std::string objection = text_at(parsed(taken), "/objection_id");
  REQUIRE(act(world, kWang, objection, CaseAction::kClaim) == "");
  REQUIRE(act(world, kWang, objection, CaseAction::kDecide,
              R"({"finding":"objection_refused","note":"登记单位复函属实"})") == "");
  settle(world);
  CHECK(text_at(case_of(world, id), "/disposition") == "confirmed_death");
  const auto list = parsed(world.service().objections(kAgent, {}));
  CHECK(text_at(list, "/data/0/outcome") == "upheld");
  CHECK(text_at(list, "/data/0/callback") == "none");  // no number was left
}

TEST_CASE("a receipt that two callers gave means what can be objected to, or is asked for better") {
  World world;
  const auto from = [&](const std::string& caller, const std::string& body) {
    std::string id;
    world.service().submit_attempt({caller, caller, "req"}, body, true, [&](auto answer) {
      REQUIRE(answer.has_value());
      id = text_at(json::parse(*answer->text).value(), "/case_id");
    });
    REQUIRE(world.service().write([](store::Session&) { return Status{}; }));
    REQUIRE(world.service()
                .write([&](store::Session& s) {
                  store::ApiKey key;
                  key.id = "key_" + caller;
                  key.caller = caller;
                  key.hash[0] = static_cast<std::uint8_t>(caller.size());  // unique
                  return s.accounts().add_key(key);
                })
                .has_value());
    return id;
  };
  const auto find_against = [&](const std::string& id) {
    REQUIRE(act(world, kLi, id, CaseAction::kClaim) == "");
    REQUIRE(act(world, kLi, id, CaseAction::kContact,
                R"({"way":"phone","result":"reached","note":"家属说已去世"})") == "");
    REQUIRE(act(world, kLi, id, CaseAction::kDecide,
                R"({"finding":"death_claim","note":"火化证明一致"})") == "");
    REQUIRE(act(world, kZhao, id, CaseAction::kConfirmation, R"({"confirmation":"confirm"})") ==
            "");
    settle(world);
  };
  const std::string app = from("app", after_death("20261123-0001"));
  std::string elsewhere = after_death("20261123-0001");
  elsewhere.replace(elsewhere.find("p-2026"), 2, "q-");
  elsewhere.replace(elsewhere.find("d-2026"), 2, "e-");
  const std::string hall = from("hall", elsewhere);
  REQUIRE_FALSE(hall.empty());
  REQUIRE(hall != app);
  CHECK(code_of(world.service().add_objection(kAgent, body("20261123-0001"))) == "ambiguous");
  find_against(hall);
  CHECK(text_at(parsed(world.service().add_objection(kAgent, body("20261123-0001"))), "/about") ==
        hall);
  find_against(app);
  CHECK(code_of(world.service().add_objection(kAgent, body("20261123-0001"))) == "ambiguous");
}

TEST_CASE("there is nothing to object to where nothing was found against a person") {
  World world;
  const std::string cleared = text_at(world.attempt(after_death("o-2")), "/case_id");
  REQUIRE(act(world, kLi, cleared, CaseAction::kClaim) == "");
  REQUIRE(act(world, kLi, cleared, CaseAction::kDecide, R"({"finding":"alive"})") == "");
  const std::string report = text_at(world.report(scam(1)), "/case_id");
  settle(world);
  CHECK(code_of(world.service().add_objection(kAgent, body(cleared))) == "nothing_found");
  CHECK(code_of(world.service().add_objection(kAgent, body(report))) == "not_personal");
  CHECK(code_of(world.service().add_objection(kAgent, body("cas_none"))) == "unknown");
  CHECK(code_of(world.service().add_objection(kAgent, body("no-receipt"))) == "unknown");
  CHECK(code_of(world.service().add_objection(
            kAgent, R"({"reference":"x","way":"pigeon","said":"y"})")) == "unknown_word");
  const Actor admin = person("usr_admin", role_bit(Role::kSystemAdmin));
  CHECK(code_of(world.service().add_objection(admin, body(cleared))) == "forbidden");
}

}  // namespace analyzer
