// What reviewers do with cases: taking back, handing over, and that nothing leaves
// the house before it is settled.

#include "tests/unit/service/casework_world.h"

namespace analyzer {

TEST_CASE("the caller hears of a decision once it can no longer be taken back") {
  World world;
  const json::Value answer = world.attempt(after_death("a"));
  REQUIRE(text_at(answer, "/decision") == "hold");
  const std::string id = text_at(answer, "/case_id");
  REQUIRE(act(world, kLi, id, CaseAction::kClaim).empty());
  REQUIRE(act(world, kLi, id, CaseAction::kDecide, R"({"finding":"wrong_record"})").empty());
  CHECK(text_at(case_of(world, id), "/state") == "decided");
  CHECK(text_at(case_of(world, id), "/disposition") == "cleared");
  CHECK(text_at(case_of(world, id), "/cause") == "bad_data");
  CHECK(text_at(case_of(world, id), "/destinations/0") == "correct_record");
  CHECK(text_at(world.answer_of("a"), "/review/state") == "open");
  CHECK(at(world.answer_of("a"), "/review/outcome").is_null());

  SECTION("taken back, it is in the same hands again and the caller never heard") {
    CHECK(act(world, kZhao, id, CaseAction::kUndo) == "refused");
    REQUIRE(act(world, kLi, id, CaseAction::kUndo).empty());
    CHECK(text_at(case_of(world, id), "/state") == "claimed");
    settle(world);
    CHECK(text_at(world.answer_of("a"), "/review/state") == "open");
  }
  SECTION("settled, it is told and stays") {
    settle(world);
    CHECK(text_at(world.answer_of("a"), "/review/state") == "decided");
    CHECK(text_at(world.answer_of("a"), "/review/outcome") == "accept");
    CHECK(act(world, kLi, id, CaseAction::kUndo) == "settled");
  }
}

TEST_CASE("a fee that somebody took does not cost the elder the certification") {
  World world;
  const std::string id = text_at(world.attempt(after_death("a")), "/case_id");
  REQUIRE(act(world, kLi, id, CaseAction::kClaim).empty());
  const std::string finding = R"({"finding":"fee_taken","note":"收二十元","amount_yuan":20})";
  CHECK(act(world, kLi, id, CaseAction::kDecide, finding) == "required");  // no contact yet
  REQUIRE(act(world, kLi, id, CaseAction::kContact,
              R"({"way":"phone","result":"reached","note":"本人说交了二十元"})")
              .empty());
  REQUIRE(act(world, kLi, id, CaseAction::kDecide, finding).empty());
  CHECK(act(world, kLi, id, CaseAction::kConfirmation, R"({"confirmation":"confirm"})") ==
        "forbidden");
  REQUIRE(
      act(world, kZhao, id, CaseAction::kConfirmation, R"({"confirmation":"confirm"})").empty());
  settle(world);
  CHECK(text_at(world.answer_of("a"), "/review/outcome") == "accept");
}

TEST_CASE("bodies that mean nothing are refused by their field") {
  World world;
  const std::string id = text_at(world.attempt(after_death("a")), "/case_id");
  REQUIRE(act(world, kLi, id, CaseAction::kClaim).empty());
  struct Row {
    CaseAction action;
    const char* body;
    const char* code;
  };
  const Row rows[] = {
      {CaseAction::kDecide, R"({"finding":"guilty"})", "unknown_word"},
      {CaseAction::kDecide, R"({"finding":"scam"})", "unknown_word"},
      {CaseAction::kDecide, R"({"finding":"alive","disposition":"scam"})", "contradiction"},
      {CaseAction::kDecide, R"({"disposition":"cleared"})", "required"},
      {CaseAction::kDecide, R"({"finding":"alive","destinations":["moon"]})", "unknown_word"},
      {CaseAction::kDecide, R"({"finding":"alive","amount_yuan":-1})", "range"},
      {CaseAction::kDecide, R"({"finding":"not_verified"})", "contact_call"},
      {CaseAction::kSnooze, R"({"until":"2026-03-10","note":"等"})", "range"},
      {CaseAction::kSnooze, R"({"until":"soon","note":"等"})", "format"},
      {CaseAction::kSnooze, R"({"until":"2026-03-12"})", "required"},
      {CaseAction::kSnooze, R"({"until":"2026-04-12","note":"等"})", "beyond_hold"},
      {CaseAction::kContact, R"({"way":"phone","note":"等"})", "required"},
      {CaseAction::kContact, R"({"way":"smoke","result":"reached","note":"等"})", "unknown_word"},
      {CaseAction::kAssign, R"({"person":"usr_nobody"})", "unknown"},
      {CaseAction::kCheck, R"({"item":"moon"})", "unknown_word"},
  };
  for (const Row& row : rows) {
    INFO(row.body);
    CHECK(act(world, kLi, id, row.action, row.body) == row.code);
  }
}

TEST_CASE("a case put off leaves the queue and comes back on its day to the same person") {
  World world;
  const std::string id = text_at(world.report(scam(1)), "/case_id");
  REQUIRE(act(world, kLi, id, CaseAction::kClaim).empty());
  REQUIRE(act(world, kLi, id, CaseAction::kSnooze, R"({"until":"2026-03-13","note":"等回函"})")
              .empty());
  const auto next_of = [&](const Actor& actor) {
    const auto next = world.service().next_case(actor, "");
    REQUIRE(next.has_value());
    return next->text ? text_at(parsed(next), "/id") : std::string();
  };
  CHECK(next_of(kLi).empty());
  CHECK(at(world.cases(supervisor(), {.snoozed = true}), "/data").as_array().size() == 1);
  CHECK(at(world.cases(supervisor(), {.snoozed = false}), "/data").as_array().empty());
  world.now = parse_time("2026-03-13T08:00:00+08:00").value();
  CHECK(next_of(kZhao).empty());
  CHECK(next_of(kLi) == id);
}

TEST_CASE("a case is handed over to a person, by its holder or a supervisor") {
  World world;
  add_user(world, "usr_sun", "sun", "reviewer");
  add_user(world, "usr_desk", "desk", "hotline");
  const std::string id = text_at(world.report(scam(1)), "/case_id");
  CHECK(act(world, kLi, id, CaseAction::kAssign, R"({"person":"usr_sun"})") == "forbidden");
  CHECK(act(world, supervisor(), id, CaseAction::kAssign, R"({"person":"usr_desk"})") == "may_not");
  REQUIRE(act(world, supervisor(), id, CaseAction::kAssign, R"({"person":"usr_sun"})").empty());
  CHECK(act(world, kLi, id, CaseAction::kClaim) == "handed_over");
  CHECK(world.service().next_case(kLi, "")->text == nullptr);
  CHECK(text_at(parsed(world.service().next_case(person("usr_sun"), "")), "/id") == id);
  CHECK(at(parsed(world.service().reviewers(kLi)), "/data").as_array().size() == 1);
}

TEST_CASE("nobody decides what he handled himself, as an agent or as a clerk") {
  World world;
  add_user(world, kLi.id, "li.qiang", "reviewer");
  const std::string report = text_at(world.report(scam(1, "li.qiang")), "/case_id");
  CHECK(act(world, kLi, report, CaseAction::kClaim) == "recused");
  const std::string attempt = text_at(
      world.attempt(
          R"({"attempt_id":"w","occurred_at":"2026-03-10T09:00:00+08:00","channel":"app_12333",)"
          R"("outcome":"passed","region":"990102","person":{"ref":"p-w","age":83},)"
          R"("evidence":{"staff_ref":"li.qiang"},"registry":[{"kind":"death_medical",)"
          R"("on":"2025-12-11","source":"医院"}]})"),
      "/case_id");
  REQUIRE_FALSE(attempt.empty());
  CHECK(act(world, kLi, attempt, CaseAction::kClaim) == "recused");
  CHECK(world.service().next_case(kLi, "")->text == nullptr);
  CHECK(text_at(world.case_detail(supervisor(), attempt), "/recused/0/id") == kLi.id);
  CHECK(act(world, kZhao, attempt, CaseAction::kClaim).empty());
}

TEST_CASE("who is recused opens nothing that is sealed in the case, and no blank is a reason") {
  World world;
  const std::string id = text_at(world.attempt(after_death("r-1")), "/case_id");
  const auto refusal = [](const auto& answer) {
    REQUIRE_FALSE(answer.has_value());
    return answer.error().fields.empty() ? "refused" : answer.error().fields.front().code;
  };
  CHECK(refusal(world.service().subject(kLi, id, " ")) == "required");
  CHECK(refusal(world.service().subject(kLi, id, "　　")) == "required");
  CHECK(world.service().subject(kLi, id, "核对本人"));
  CHECK(world.service().case_form(kLi, id));
  REQUIRE(act(world, kLi, id, CaseAction::kRecuse, R"({"note":"是我亲戚"})").empty());
  CHECK(refusal(world.service().subject(kLi, id, "核对本人")) == "recused");
  CHECK(refusal(world.service().case_form(kLi, id)) == "recused");
  CHECK(world.service().subject(kZhao, id, "核对本人"));
}

TEST_CASE("one campaign in two counties is two cases, each its own county's") {
  World world;
  const auto in_county = [&](int number, const std::string& county) {
    std::string body = scam(number);
    const std::string region = std::to_string(990102 + 100 * number);
    body.replace(body.find(region), region.size(), county);
    return text_at(world.report(body), "/case_id");
  };
  const std::string one = in_county(1, "990102");
  CHECK(in_county(2, "990102") == one);
  const std::string other = in_county(3, "990103");
  CHECK(other != one);
  Actor there = kLi;
  there.region = "990103";
  CHECK(at(world.cases(there), "/data").get_array().size() == 1);
  CHECK(world.service().case_by_id(there, other));
  CHECK_FALSE(world.service().case_by_id(there, one));
}

TEST_CASE("the checklist is kept with the case, and taken back") {
  World world;
  const std::string id = text_at(world.attempt(after_death("a")), "/case_id");
  const auto done = [&](const std::string& item) {
    const json::Value list = at(world.case_detail(supervisor(), id), "/checklist");
    for (const json::Value& row : list.as_array()) {
      if (text_at(row, "/id") == item) return at(row, "/done").as_bool();
    }
    FAIL("no item " << item);
    return false;
  };
  CHECK_FALSE(done("record_source"));
  REQUIRE(act(world, kLi, id, CaseAction::kCheck, R"({"item":"record_source"})").empty());
  CHECK(done("record_source"));
  REQUIRE(
      act(world, kLi, id, CaseAction::kCheck, R"({"item":"record_source","done":false})").empty());
  CHECK_FALSE(done("record_source"));
}

TEST_CASE("what would clear an attempt is said with its case") {
  World world;
  const std::string id = text_at(world.attempt(after_death("a")), "/case_id");
  const json::Value clearing = parsed(world.service().case_clearing(kLi, id));
  CHECK(text_at(clearing, "/data/0/observation_id") == "a");
  CHECK_FALSE(at(clearing, "/data/0/sets").as_array().empty());
}

}  // namespace analyzer
