// Objections, what is handed over and the check of a link for citizens.

#include "analyzer/service/disputes.h"

#include <algorithm>
#include <catch2/catch.hpp>
#include <future>

#include "tests/unit/service/casework_world.h"

namespace analyzer {
namespace {

const Actor kWang = person("usr_wang", role_bit(Role::kSupervisor));

struct Desk {
  Desk() : lists(world.service(), "desk"), disputes(world.service(), lists) {}

  void say(const Actor& actor, const std::string& kind, const std::string& value,
           const std::string& more = "") {
    const auto said =
        world.service().add_indicator(actor, R"({"kind":")" + kind + R"(","value":")" + value +
                                                 R"(","reason":"经核实")" + more + "}");
    INFO((said ? "" : said.error().message));
    REQUIRE(said.has_value());
    world.now += std::chrono::seconds{1};
  }
  std::string open(const std::string& value, const std::string& by = "site") {
    return text_at(
        parsed(disputes.open(by, R"({"value":")" + value + R"(","reason":"我们是正规网站"})")),
        "/id");
  }
  Result<Document> decide(const Actor& actor, const std::string& id, bool grant,
                          std::int64_t version = 1) {
    auto out = disputes.decide(
        actor, id, version,
        std::string(R"({"grant":)") + (grant ? "true" : "false") + R"(,"note":"已核对备案"})");
    world.now += std::chrono::seconds{1};
    return out;
  }
  bool listed(const std::string& value) {
    return lists.file("confirmed.txt")->bytes->find(value) != std::string::npos;
  }

  World world;
  PublishedLists lists;
  Disputes disputes;
};

std::string code_of(const Result<Document>& document) {
  if (document || document.error().fields.empty()) return "";
  return document.error().fields[0].code;
}

}  // namespace

TEST_CASE("a granted objection is closed only when no export holds or covers the value") {
  Desk desk;
  desk.say(kLi, "host", "shop.site.invalid");
  desk.say(kLi, "domain", "site.invalid");
  const std::string id = desk.open("https://shop.site.invalid/");
  CHECK(desk.listed("shop.site.invalid"));
  json::Value after = parsed(desk.decide(kZhao, id, true));
  // The domain above still covers it.
  CHECK(text_at(after, "/state") == "granted");
  CHECK(text_at(after, "/detail").find("site.invalid") != std::string::npos);
  REQUIRE(desk.disputes.tend());
  CHECK(text_at(parsed(desk.disputes.list("granted")), "/data/0/id") == id);
  desk.say(kZhao, "domain", "site.invalid", R"(,"revokes":true)");
  desk.say(kZhao, "host", "shop.site.invalid", R"(,"revokes":true)");
  REQUIRE(desk.disputes.tend());
  after = at(parsed(desk.disputes.list("closed")), "/data/0");
  CHECK(text_at(after, "/id") == id);
  CHECK(text_at(after, "/closed_at") == format_time(desk.world.now));
  CHECK_FALSE(desk.listed("site.invalid"));
}

TEST_CASE("an objection that nothing else covers is closed with the decision") {
  for (const char* kind : {"domain", "host"}) {
    INFO(kind);
    Desk desk;
    desk.say(kLi, kind, "shop.invalid");
    const auto opened =
        desk.disputes.open("site", std::string(R"({"kind":")") + kind +
                                       R"(","value":"shop.invalid","reason":"确属误报"})");
    const std::string id = text_at(parsed(opened), "/id");
    CHECK(opened->created);
    CHECK(text_at(parsed(desk.decide(kZhao, id, true)), "/state") == "closed");
    CHECK_FALSE(desk.listed("shop.invalid"));
    // No list can bring it back, only a person.
    REQUIRE(desk.world.service().import_indicators("market", {{1, kind, "shop.invalid", ""}}));
    CHECK_FALSE(desk.listed("shop.invalid"));
    CHECK_FALSE(desk.decide(kWang, id, true, 3).has_value());  // decided already
  }
}

TEST_CASE("whoever listed a value or took the objection in does not decide on it") {
  Desk desk;
  desk.say(kZhao, "domain", "shop.invalid");
  const std::string id = desk.open("shop.invalid", kWang.id);
  CHECK(code_of(desk.decide(kZhao, id, true)) == "same_person");
  CHECK(code_of(desk.decide(kWang, id, true)) == "same_person");
  CHECK(code_of(desk.decide(kLi, id, false, 7)) == "stale");
  CHECK_FALSE(desk.decide(kLi, "dsp_none", false).has_value());
  const json::Value refused = parsed(desk.decide(kLi, id, false));
  CHECK(text_at(refused, "/state") == "refused");
  CHECK(desk.listed("shop.invalid"));
}

TEST_CASE("whoever listed a place does not decide on what lies in it") {
  struct Row {
    const char* kind;
    const char* value;
    const char* objected;  // listed by it
    bool lies_in;
  };
  const Row rows[] = {
      {"domain", "shop.invalid", "http://www.shop.invalid/a/b", true},
      {"host", "www.shop.invalid", "http://www.shop.invalid/", true},
      {"host", "www.shop.invalid", "www.shop.invalid/a?b=1", true},
      {"path", "www.shop.invalid/a/", "http://www.shop.invalid/a/b", true},
      {"url", "http://www.shop.invalid/a/b", "http://www.shop.invalid/a/b?c=1", false},
      {"host", "other.shop.invalid", "http://www.shop.invalid/", false},
      {"path", "www.shop.invalid/b/", "http://www.shop.invalid/a/b", false},
      {"host", "shop.invalid", "http://www.shop.invalid/", false},
  };
  for (const Row& row : rows) {
    INFO(row.kind << " " << row.value << " and " << row.objected);
    Desk desk;
    desk.say(kZhao, row.kind, row.value);
    const std::string id = desk.open(row.objected);
    CHECK(code_of(desk.decide(kZhao, id, true)) == (row.lies_in ? "same_person" : ""));
    if (row.lies_in) CHECK(desk.decide(kLi, id, true).has_value());
  }
}

TEST_CASE("a second objection to the same value is the first one while that is open") {
  Desk desk;
  const std::string id = desk.open("http://shop.invalid/a");
  CHECK(desk.open("https://shop.invalid/a") == id);
  // What the second one said, and whom to tell, is kept as well.
  REQUIRE(desk.disputes.open("other", R"({"value":"http://shop.invalid/a",)"
                                      R"("reason":"我店的顾客打不开","contact":"19900000002"})"));
  const std::string said = text_at(parsed(desk.disputes.list("open")), "/data/0/reason");
  CHECK(said.starts_with("我们是正规网站"));
  CHECK(said.find("我店的顾客打不开") != std::string::npos);
  CHECK(text_at(parsed(desk.disputes.contacts(kLi, id)), "/contacts/0") == "19900000002");
  CHECK(desk.open("http://shop.invalid/b") != id);
  REQUIRE(desk.decide(kLi, id, false, 3));  // two more said so
  CHECK(desk.open("http://shop.invalid/a") != id);
  for (const char* wrong : {R"({"value":"","reason":"确属误报"})", R"({"value":"a.invalid"})",
                            R"({"value":"a.invalid","reason":"确属误报","kind":"shop"})",
                            R"({"kind":"host","value":"a.invalid/b","reason":"确属误报"})"}) {
    INFO(wrong);
    CHECK_FALSE(desk.disputes.open("site", wrong).has_value());
  }
}

TEST_CASE(
    "numbers and accounts are looked up, masked, never published, and handed over on record") {
  Desk desk;
  desk.say(kLi, "phone", "+86 139 0000 5678");
  desk.say(kLi, "payee", "6228480000000000018");
  desk.say(kLi, "contact", "wx_zhuanjia_01");
  desk.say(kLi, "phone", "13900001111");
  desk.say(kZhao, "phone", "13900001111", R"(,"revokes":true)");
  desk.say(kLi, "domain", "shop.invalid");
  for (const std::string_view extension : kListExtensions) {
    const auto file = desk.lists.file("confirmed." + std::string(extension));
    CHECK(file->bytes->find("139") == std::string::npos);
    CHECK(file->bytes->find("zhuanjia") == std::string::npos);
  }
  IndicatorFilter staff;
  staff.personal = true;
  const std::string shown = *desk.world.service().indicators(staff)->text;
  CHECK(shown.find("0000 5678") == std::string::npos);
  CHECK(shown.find("5678") != std::string::npos);
  const std::string machine = *desk.world.service().indicators({})->text;
  CHECK(machine.find("\"phone\"") == std::string::npos);
  CHECK(machine.find("shop.invalid") != std::string::npos);

  const Caller police{"police", "", "req"};
  CHECK_FALSE(desk.world.service().hand_over(police, R"({"recipient":"某市公安局"})").has_value());
  CHECK(at(parsed(desk.world.service().handovers()), "/data").as_array().empty());
  const json::Value handed = parsed(desk.world.service().hand_over(
      police, R"({"recipient":"某市公安局","reference":"公函2026-17","purpose":"立案侦查"})"));
  std::vector<std::string> values;
  const json::Value entries = at(handed, "/entries");
  for (const json::Value& entry : entries.as_array()) {
    values.push_back(text_at(entry, "/kind") + " " + text_at(entry, "/value"));
  }
  std::sort(values.begin(), values.end());
  CHECK(values == std::vector<std::string>{"contact wx_zhuanjia_01", "payee 6228480000000000018",
                                           "phone +86 139 0000 5678"});
  const json::Value kept = parsed(desk.world.service().handovers());
  CHECK(text_at(kept, "/data/0/reference") == "公函2026-17");
  CHECK(number_at(kept, "/data/0/entries") == 3);
  CHECK(at(handed, "/more").as_bool() == false);
  CHECK(at(handed, "/next_cursor").is_null());

  // Part by part nothing is left out and nothing goes twice.
  std::vector<std::string> parts;
  std::string cursor;
  for (int call = 0; call < 3; ++call) {
    const json::Value part = parsed(desk.world.service().hand_over(
        police, R"({"recipient":"r","reference":"f","purpose":"p","limit":1,"cursor":")" + cursor +
                    R"("})"));
    REQUIRE(at(part, "/entries").as_array().size() == 1);
    parts.push_back(text_at(part, "/entries/0/kind") + " " + text_at(part, "/entries/0/value"));
    CHECK(at(part, "/more").as_bool() == (call < 2));
    if (call < 2) cursor = text_at(part, "/next_cursor");
  }
  std::sort(parts.begin(), parts.end());
  CHECK(parts == values);
}

TEST_CASE("what is everybody's or no number at all is not listed as a number") {
  Desk desk;
  for (const char* body : {R"({"kind":"phone","value":"12333","reason":"确属误报"})",
                           R"({"kind":"phone","value":"96110","reason":"确属误报"})",
                           R"({"kind":"phone","value":"abc","reason":"确属误报"})",
                           R"({"kind":"payee","value":"1","reason":"确属误报"})",
                           R"({"kind":"shape","value":"0123456789abcdef","reason":"确属误报"})"}) {
    INFO(body);
    CHECK_FALSE(desk.world.service().add_indicator(kLi, body).has_value());
  }
}

TEST_CASE("a citizen's link is answered in one sentence, and kept only if asked") {
  Desk desk;
  const auto ask = [&](const std::string& url, const std::string& more = "") {
    std::promise<Result<Document>> done;  // answered before the call returns
    desk.world.service().check_url(
        {"mini", "", "req"}, R"({"url":")" + url + R"(")" + more + "}",
        [&](Result<Document> answer) { done.set_value(std::move(answer)); });
    return done.get_future().get();
  };
  desk.say(kLi, "domain", "shop.invalid");
  struct Row {
    const char* url;
    const char* level;
    bool official;
    bool listed;
  };
  for (const Row& row : {Row{"https://si.12333.gov.cn/", "official", true, false},
                         Row{"http://pay.shop.invalid/a", "critical", false, true},
                         Row{"http://liuyin-0.com/", "low", false, false}}) {
    INFO(row.url);
    const json::Value answer = parsed(ask(row.url));
    CHECK(text_at(answer, "/level") == row.level);
    CHECK(at(answer, "/official").as_bool() == row.official);
    CHECK(at(answer, "/listed").as_bool() == row.listed);
    CHECK_FALSE(text_at(answer, "/sentence/zh").empty());
    CHECK_FALSE(at(answer, "/stored").as_bool());
  }
  CHECK(text_at(parsed(ask("http://liuyin-0.com/")), "/sentence/zh").find("不等于安全") !=
        std::string::npos);
  CHECK(at(desk.world.cases(supervisor()), "/data").as_array().empty());
  CHECK_FALSE(ask("").has_value());
  CHECK_FALSE(ask("not a link at all").has_value());
}

TEST_CASE("a citizen's link that is to be kept is a report like any other") {
  World world;
  std::promise<Result<Document>> done;
  world.service().check_url({"mini", "", "req"},
                            R"({"url":"http://si.12333.gov.cn.rz8-cert.invalid/","store":true})",
                            [&](Result<Document> answer) { done.set_value(std::move(answer)); });
  const json::Value answer = parsed(done.get_future().get());
  CHECK(at(answer, "/stored").as_bool());
  CHECK(at(world.cases(supervisor()), "/data").as_array().size() == 1);
}

TEST_CASE("a county's people grant no objection that counts for other counties") {
  Desk desk;
  add_user(desk.world, "usr_li", "li", "reviewer");  // works everywhere
  desk.say(kLi, "host", "shop.site.invalid");
  const std::string id = desk.open("shop.site.invalid");
  Actor county = kWang;
  county.region = "990102";
  CHECK(code_of(desk.decide(county, id, true)) == "site_wide");
  CHECK(desk.decide(kWang, id, true));
  const std::string other = desk.open("other.invalid");
  CHECK(desk.decide(county, other, false));  // what stays listed lets nothing through
}

}  // namespace analyzer
