// Recusal by the session, spot checks, filing, extensions, the ledger as files.

#include "tests/unit/service/casework_world.h"

namespace analyzer {
namespace {

// Takes a report in at the console as `account`, whatever the form says; its case.
std::string taken_in(World& world, const std::string& account, int number,
                     const std::string& agent) {
  Caller caller{"console", "", "req", account};
  std::string case_id;
  world.service().submit_report(caller, scam(number, agent), true, [&](Result<Document> result) {
    REQUIRE(result.has_value());
    case_id = text_at(json::parse(*result->text).value(), "/case_id");
  });
  REQUIRE(world.service().write([](store::Session&) { return Status{}; }).has_value());
  return case_id;
}

}  // namespace

TEST_CASE("who is signed in as a report is taken in is recused, not whom the form names") {
  World world;
  add_user(world, "usr_li", "li", "reviewer");
  add_user(world, "usr_sun", "sun", "reviewer");
  const std::string id = taken_in(world, "usr_li", 1, "sun");
  CHECK(act(world, kLi, id, CaseAction::kClaim) == "recused");
  CHECK(act(world, person("usr_sun"), id, CaseAction::kClaim) == "");
  // Without a session a console's form recuses nobody.
  const std::string other = taken_in(world, "", 2, "sun");
  CHECK(act(world, person("usr_sun"), other, CaseAction::kClaim) == "");
}

TEST_CASE("of what passed on an earlier day a share is drawn, the same again, and never twice") {
  World world;
  world.now = *parse_time("2026-03-10T10:00:00+08:00");
  constexpr int kPassed = 400;
  for (int i = 0; i < kPassed; ++i) {
    const std::string n = std::to_string(i);
    world.attempt(R"({"attempt_id":"s-)" + n +
                  R"(","occurred_at":"2026-03-10T09:00:00+08:00","channel":"alipay",)"
                  R"("outcome":"passed","region":"990102","person":{"ref":"s-)" +
                  n + R"(","age":66},"operator":{"role":"self","ref":"s-)" + n + R"("}})");
  }
  CaseFilter checks;
  checks.kind = "spot_check";
  checks.limit = 200;
  world.service().tend();
  CHECK(at(world.cases(supervisor(), checks), "/data").get_array().empty());  // the day is not over
  world.now += std::chrono::hours{24};
  world.service().tend();
  const auto drawn = at(world.cases(supervisor(), checks), "/data");
  // 2 % of 400, drawn by the built-in key: always the same ones.
  CHECK(drawn.get_array().size() >= 2);
  CHECK(drawn.get_array().size() <= 20);
  world.service().tend();
  CHECK(at(world.cases(supervisor(), checks), "/data").get_array().size() ==
        drawn.get_array().size());
  const std::string id = text_at(drawn, "/0/id");
  CHECK(text_at(drawn, "/0/order_reason") == "spot_check");
  REQUIRE(act(world, kLi, id, CaseAction::kClaim) == "");
  CHECK(act(world, kLi, id, CaseAction::kDecide, R"({"finding":"alive"})") == "");
}

TEST_CASE("more time moves the due day, and is granted by another person") {
  World world;
  const std::string id = text_at(world.report(scam(1)), "/case_id");
  REQUIRE(act(world, kLi, id, CaseAction::kClaim) == "");
  const Time due = parse_time(text_at(case_of(world, id), "/due_at")).value();
  const std::string until = format_date(shanghai_date(due + std::chrono::days{20}));
  const std::string wish = R"({"until":")" + until + R"(","note":"等回函"})";
  CHECK(act(world, kLi, id, CaseAction::kExtension, R"({"until":"2020-01-01","note":"x"})") ==
        "range");
  REQUIRE(act(world, kLi, id, CaseAction::kExtension, wish) == "");
  CHECK(parse_time(text_at(case_of(world, id), "/due_at")).value() == due);
  CaseFilter asking;
  asking.asks_extension = true;
  CHECK(at(world.cases(supervisor(), asking), "/data").get_array().size() == 1);
  CHECK(act(world, kLi, id, CaseAction::kAnswerExtension, R"({"granted":true})") == "forbidden");
  REQUIRE(act(world, kZhao, id, CaseAction::kAnswerExtension, R"({"granted":true})") == "");
  CHECK(parse_time(text_at(case_of(world, id), "/due_at")).value() > due);
  CHECK(act(world, kLi, id, CaseAction::kExtension, wish) == "extended");
}

TEST_CASE(
    "a settled case is filed by hand or after its time, and drops out of the list asked for") {
  World world;
  std::vector<std::string> ids;
  for (int n : {1, 2}) {
    ids.push_back(text_at(world.report(scam(n)), "/case_id"));
    REQUIRE(act(world, kLi, ids.back(), CaseAction::kClaim) == "");
    REQUIRE(act(world, kLi, ids.back(), CaseAction::kDecide, R"({"finding":"scam"})") == "");
  }
  CHECK(act(world, kZhao, ids[0], CaseAction::kArchive) == "unsettled");
  settle(world);
  REQUIRE(act(world, kZhao, ids[0], CaseAction::kArchive) == "");
  CaseFilter present;
  present.archived = false;
  CHECK(at(world.cases(supervisor(), present), "/data").get_array().size() == 1);
  world.now += std::chrono::days{120};
  world.service().tend();
  CHECK(at(world.cases(supervisor(), present), "/data").get_array().empty());
}

TEST_CASE("the ledger marks what may be taken back, says where it was cut, and is xlsx as well") {
  World world;
  const std::string id = text_at(world.report(scam(1)), "/case_id");
  REQUIRE(act(world, kLi, id, CaseAction::kClaim) == "");
  REQUIRE(act(world, kLi, id, CaseAction::kDecide, R"({"finding":"scam"})") == "");
  const auto fresh = world.service().case_ledger(kLi, {}, SheetFormat::kCsv);
  REQUIRE(fresh.has_value());
  CHECK(fresh->bytes.find("可撤回") != std::string::npos);
  CHECK(fresh->bytes.find("已办结,") == std::string::npos);
  CHECK(fresh->rows == 1);
  CHECK_FALSE(fresh->cut);
  settle(world);
  CHECK(world.service().case_ledger(kLi, {}, SheetFormat::kCsv)->bytes.find("已办结,") !=
        std::string::npos);
  const auto file = world.service().case_ledger(kLi, {}, SheetFormat::kXlsx);
  REQUIRE(file.has_value());
  CHECK(file->bytes.starts_with("PK"));
  CHECK(file->bytes.size() > 3000);
}

TEST_CASE("a table keeps numbers as numbers and runs nothing") {
  const std::vector<Sheet> sheets{{"一", {"甲", "乙"}, {{std::string("=1+1"), 2.5}}},
                                  {"二", {"丙"}, {{std::string("a,\"b\"")}}}};
  const std::string csv = write_csv(sheets);
  CHECK(csv == "\xEF\xBB\xBF一\r\n甲,乙\r\n'=1+1,2.5\r\n\r\n二\r\n丙\r\n\"a,\"\"b\"\"\"\r\n");
}

}  // namespace analyzer
