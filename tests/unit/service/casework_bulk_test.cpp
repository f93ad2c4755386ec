// Many cases at once: decided together and undone, listed, and given out.

#include <set>
#include <thread>

#include "tests/unit/service/casework_world.h"

namespace analyzer {

TEST_CASE("many cases get one harmless finding, first looked at, then made, then undone") {
  World world;
  std::string ids;
  for (int n = 0; n < 40; ++n) {
    const std::string id = text_at(world.attempt(after_death("b" + std::to_string(n))), "/case_id");
    REQUIRE_FALSE(id.empty());
    ids += (n > 0 ? ",\"" : "\"") + id + "\"";
  }
  const auto body = [&](const std::string& more) {
    return R"({"ids":[)" + ids + R"(],"finding":"wrong_record","note":"同批登记错误")" + more + "}";
  };
  const auto open = [&] {
    return at(world.cases(supervisor(), {.state = "open", .limit = 200}), "/data")
        .as_array()
        .size();
  };
  const json::Value preview = parsed(world.service().decide_many(kLi, body(R"(,"preview":true)")));
  CHECK(number_at(preview, "/changed") == 40);
  CHECK(at(preview, "/bulk_id").is_null());
  CHECK(open() == 40);

  const json::Value made = parsed(world.service().decide_many(kLi, body("")));
  const std::string bulk = text_at(made, "/bulk_id");
  CHECK(number_at(made, "/changed") == 40);
  CHECK(open() == 0);
  CHECK(number_at(parsed(world.service().decide_many(kLi, body(""))), "/changed") == 0);

  Actor auditor = supervisor();
  auditor.roles = role_bit(Role::kAuditAdmin);
  const json::Value log =
      parsed(world.service().audit(auditor, {.action = "case.decided", .limit = 200}));
  std::size_t rows = 0;
  const json::Value entries = at(log, "/data");
  for (const json::Value& row : entries.as_array()) {
    if (text_at(row, "/detail").starts_with(bulk)) ++rows;
  }
  CHECK(rows == 40);

  CHECK_FALSE(world.service().undo_many(kZhao, bulk).has_value());  // neither hers nor a supervisor
  CHECK(number_at(parsed(world.service().undo_many(kLi, bulk)), "/changed") == 40);
  CHECK(open() == 40);
  CHECK_FALSE(world.service().undo_many(kLi, bulk).has_value());
}

TEST_CASE("in bulk nobody is accused, and each role has its cap") {
  World world;
  const std::string id = text_at(world.attempt(after_death("a")), "/case_id");
  std::string many;
  for (int n = 0; n < 51; ++n) many += (n > 0 ? ",\"cas_" : "\"cas_") + std::to_string(n) + "\"";
  struct Row {
    std::string body;
    const char* code;
  };
  const Row rows[] = {
      {R"({"ids":[")" + id + R"("],"finding":"death_claim","note":"殡仪馆回函"})", "not_in_bulk"},
      {R"({"ids":[")" + id + R"("],"finding":"not_verified"})", "not_in_bulk"},
      {R"({"ids":[)" + many + R"(],"finding":"alive"})", "too_many"},
      {R"({"finding":"alive"})", "required"},
      {R"({"ids":["x"],"campaign_id":"cam_1","finding":"scam"})", "required"},
  };
  for (const Row& row : rows) {
    INFO(row.body);
    const auto done = world.service().decide_many(kLi, row.body);
    REQUIRE_FALSE(done.has_value());
    CHECK(done.error().fields.front().code == row.code);
  }
  const json::Value wrong =
      parsed(world.service().decide_many(kLi, R"({"ids":[")" + id + R"("],"finding":"scam"})"));
  CHECK(number_at(wrong, "/changed") == 0);
  CHECK(text_at(wrong, "/cases/0/refused") == "wrong_kind");
}

TEST_CASE("one decision closes a whole campaign, each bureau's case of it") {
  World world;
  std::string campaign;
  for (int n = 1; n <= 4; ++n) {
    const json::Value answer = world.report(scam(n));
    campaign = text_at(answer, "/campaign/id");
  }
  REQUIRE_FALSE(campaign.empty());
  const std::string body = R"({"campaign_id":")" + campaign + R"(","finding":"scam"})";
  const json::Value made = parsed(world.service().decide_many(kLi, body));
  CHECK(number_at(made, "/changed") >= 1);
  CHECK(number_at(made, "/observations") == 4);
  CHECK(at(world.cases(supervisor(), {.state = "open"}), "/data").as_array().empty());
}

TEST_CASE("the ledger opens in a spreadsheet and runs nothing there") {
  World world;
  world.attempt(after_death("a"));
  const auto ledger = world.service().case_ledger(kLi, {}, SheetFormat::kCsv);
  REQUIRE(ledger.has_value());
  CHECK(ledger->bytes.starts_with("\xEF\xBB\xBF编号,"));
  std::size_t lines = 0;
  for (const char c : ledger->bytes) lines += c == '\n' ? 1 : 0;
  CHECK(lines == 2);
}

TEST_CASE("two reviewers who press next at once never get the same case") {
  World world;
  constexpr int kCases = 60;
  for (int n = 0; n < kCases; ++n) world.attempt(after_death("n" + std::to_string(n)));
  std::vector<std::string> got[2];
  const auto press = [&](int who) {
    const Actor actor = person(who == 0 ? "usr_a" : "usr_b");
    while (true) {
      const auto next = world.service().next_case(actor, "");
      if (!next || !next->text) return;
      got[who].push_back(text_at(json::parse(*next->text).value(), "/id"));
    }
  };
  std::thread one(press, 0);
  std::thread two(press, 1);
  one.join();
  two.join();
  std::set<std::string> all(got[0].begin(), got[0].end());
  all.insert(got[1].begin(), got[1].end());
  CHECK(got[0].size() + got[1].size() == kCases);
  CHECK(all.size() == kCases);
}

}  // namespace analyzer
