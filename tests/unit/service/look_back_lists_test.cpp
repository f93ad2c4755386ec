// What was answered before a value was listed is looked at again once it is, and whoever
// works on it hears when it is listed no longer.

#include <catch2/catch.hpp>

#include "analyzer/store/store.h"
#include "tests/unit/service/casework_world.h"

namespace analyzer {
namespace {

std::string attempt_with(const std::string& id, const std::string& more) {
  return R"({"attempt_id":")" + id +
         R"(","occurred_at":"2026-03-10T09:00:00+08:00","channel":"app_12333","outcome":"passed",)"
         R"("region":"990102","person":{"ref":"p-)" +
         id + R"(","age":74},)" + more + "}";
}

void say(World& world, const std::string& kind, const std::string& value,
         const std::string& more = "") {
  const auto said =
      world.service().add_indicator(supervisor(), R"({"kind":")" + kind + R"(","value":")" + value +
                                                      R"(","reason":"经核实")" + more + "}");
  INFO((said ? "" : said.error().message));
  REQUIRE(said.has_value());
  world.now += std::chrono::seconds{1};
}

std::size_t retro_cases(World& world) {
  return at(world.cases(supervisor(), {.kind = "retro"}), "/data").as_array().size();
}

// What an attempt holds that a list may name, and how a person names it.
struct Row {
  const char* name;
  const char* fields;
  const char* kind;
  const char* value;
  const char* signal;
};
const Row kRows[] = {
    {"the page it came from",
     R"("session":{"referrer":"http://m.rz8-cert.invalid/rz?id=3"},"operator":{"role":"self","ref":"o1"})",
     "domain", "rz8-cert.invalid", "listed.referrer"},
    {"the exact link it came from",
     R"("session":{"referrer":"http://m.rz8-cert.invalid/rz?id=3"},"operator":{"role":"self","ref":"o1"})",
     "url", "http://m.rz8-cert.invalid/rz?id=3", "listed.referrer"},
    {"its device", R"("device":{"ref":"phone-7"},"operator":{"role":"relative","ref":"o1"})",
     "device", "phone-7", "listed.device"},
    {"the payee of its fee",
     R"("fee":{"payee_ref":"6228480000000000018"},"operator":{"role":"other","ref":"o1"})", "payee",
     "6228480000000000018", "listed.payee"},
    {"the operator's number",
     R"("operator":{"role":"other","ref":"o1","phone":"+86 139-0000-5678"})", "phone",
     "13900005678", "listed.phone"},
};

}  // namespace

TEST_CASE("an attempt that was accepted becomes a case when what it holds is listed later") {
  for (const Row& row : kRows) {
    INFO(row.name);
    World before;  // the same attempt without a listing
    const std::string usual = text_at(before.attempt(attempt_with("a", row.fields)), "/decision");
    World world;
    const json::Value answer = world.attempt(attempt_with("a", row.fields));
    CHECK(text_at(answer, "/decision") == usual);
    world.attempt(attempt_with("b", R"("operator":{"role":"self","ref":"o9"})"));
    world.service().tend();
    const std::size_t already = at(world.cases(supervisor()), "/data").as_array().size();
    say(world, row.kind, row.value);
    world.reopen();  // what is to be looked at is not lost by a restart
    world.service().tend();
    if (usual == "pass") {
      CHECK(retro_cases(world) == 1);
      const json::Value retro = world.cases(supervisor(), {.kind = "retro"});
      const json::Value detail = world.case_detail(supervisor(), text_at(retro, "/data/0/id"));
      CHECK(text_at(detail, "/observations/0/id") == "a");
      CHECK(json::write(detail).find(row.signal) != std::string::npos);
      CHECK(text_at(detail, "/case/title").starts_with("名单更新后重新判断"));
    }
    CHECK(text_at(world.answer_of("a"), "/decision") == usual);  // what was answered stays
    const std::size_t cases = at(world.cases(supervisor()), "/data").as_array().size();
    world.service().tend();
    CHECK(at(world.cases(supervisor()), "/data").as_array().size() == cases);
    CHECK(cases <= already + 1);

    // The next one is looked at as it comes.
    const json::Value next = world.attempt(attempt_with("c", row.fields));
    CHECK(text_at(next, "/decision") != "pass");
    CHECK(json::write(next).find(row.signal) != std::string::npos);
    say(world, row.kind, row.value, R"(,"revokes":true)");
    CHECK(json::write(world.attempt(attempt_with("d", row.fields))).find(row.signal) ==
          std::string::npos);
  }
}

TEST_CASE("who works on a case hears once when what brought it there is withdrawn") {
  World world;
  world.attempt(attempt_with("a", kRows[0].fields));
  say(world, kRows[0].kind, kRows[0].value);
  world.service().tend();
  REQUIRE(retro_cases(world) == 1);
  const std::string id = text_at(world.cases(supervisor(), {.kind = "retro"}), "/data/0/id");
  const auto notes = [&] {
    std::size_t count = 0;
    const json::Value detail = world.case_detail(supervisor(), id);
    const std::string all = json::write(detail);
    for (std::size_t at = all.find("疑点减轻"); at != all.npos; at = all.find("疑点减轻", at + 1)) {
      ++count;
    }
    return count;
  };
  CHECK(notes() == 0);
  say(world, kRows[0].kind, kRows[0].value, R"(,"revokes":true)");
  world.service().tend();
  CHECK(notes() == 1);
  CHECK(text_at(case_of(world, id), "/state") == "open");  // a person decides
  say(world, kRows[0].kind, kRows[0].value, R"(,"revokes":true)");
  world.service().tend();
  CHECK(notes() == 1);
}

TEST_CASE("a report of a link that was unknown becomes a case when the link is listed") {
  World world;
  const json::Value answer = world.report(
      R"({"report_id":"r1","received_at":"2026-03-10T09:30:00+08:00","source":"12333",)"
      R"("region":"990102","urls":["http://liuyin-0.com/"]})");
  REQUIRE(text_at(answer, "/level") == "low");
  world.service().tend();
  REQUIRE(at(world.cases(supervisor()), "/data").as_array().empty());
  say(world, "domain", "other.com");
  world.service().tend();
  CHECK(at(world.cases(supervisor()), "/data").as_array().empty());
  say(world, "domain", "liuyin-0.com");
  world.service().tend();
  CHECK(at(world.cases(supervisor()), "/data").as_array().size() == 1);
}

TEST_CASE("what was purged before a look back reaches it is passed over") {
  World world;
  const std::string fields =
      R"("device":{"ref":"phone-7"},"operator":{"role":"relative","ref":"o1"})";
  world.attempt(attempt_with("a1", fields));
  world.now += std::chrono::hours{1};
  const Time between = world.now;
  world.now += std::chrono::hours{1};
  world.attempt(attempt_with("a2", fields));
  {
    // The windows in memory still know the first one.
    auto session = world.service().store().open_session(store::Mode::kReadWrite);
    REQUIRE(session.has_value());
    const auto purged = (*session)->retention().purge({.observations_before = between}, false);
    REQUIRE(purged.has_value());
  }
  say(world, "device", "phone-7");
  world.service().tend();
  CHECK(retro_cases(world) == 1);
  // The look back is done, not stuck at what is gone.
  say(world, "device", "phone-7", R"(,"revokes":true)");
  world.service().tend();
  world.now += std::chrono::hours{1};
  const json::Value later = world.attempt(attempt_with("a3", fields));
  CHECK(json::write(later).find("listed.device") == std::string::npos);
}

TEST_CASE("a message that was listed is known by its words, and what came before is looked at") {
  World world;
  const std::string message = "您的养老保险待遇资格认证即将到期请立即点击链接办理逾期将停发养老金";
  const auto report = [&](const std::string& id, const std::string& text) {
    return world.report(R"({"report_id":")" + id +
                        R"(","received_at":"2026-03-10T09:30:00+08:00","source":"12333",)"
                        R"("region":"990102","text":")" +
                        text + R"("})");
  };
  CHECK(json::write(report("r1", message)).find("seen.text_listed") == std::string::npos);
  say(world, "text", message);
  CHECK(json::write(report("r2", message + "12345678")).find("seen.text_listed") !=
        std::string::npos);
  CHECK(json::write(report("r3", "今天天气很好我们去公园散步吧明天见")).find("seen.text_listed") ==
        std::string::npos);
}

TEST_CASE("what a QR code says that is no link is found on the list") {
  World world;
  const auto report = [&](const std::string& id) {
    return world.report(R"({"report_id":")" + id +
                        R"(","received_at":"2026-03-10T09:30:00+08:00","source":"12333",)"
                        R"("region":"990102","medium":"qr","urls":["weixin://dl/renzheng"]})");
  };
  CHECK(json::write(report("r1")).find("seen.code_listed") == std::string::npos);
  say(world, "qr", "weixin://dl/renzheng");
  CHECK(json::write(report("r2")).find("seen.code_listed") != std::string::npos);
}

TEST_CASE("a number that a report names is found on the list of persons of ours") {
  World world;
  const auto report = [&](const std::string& id) {
    return world.report(R"({"report_id":")" + id +
                        R"(","received_at":"2026-03-10T09:30:00+08:00","source":"12333",)"
                        R"("region":"990102","text":"有人打电话说帮忙办事",)"
                        R"("suspect":{"phones":["13900005678"]}})");
  };
  CHECK(json::write(report("r1")).find("seen.number_listed") == std::string::npos);
  say(world, "phone", "139 0000 5678");
  CHECK(json::write(report("r2")).find("seen.number_listed") != std::string::npos);
}

}  // namespace analyzer
