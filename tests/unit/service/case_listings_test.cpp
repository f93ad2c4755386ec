// What settled scams put on our own list, what waits for another person there, and that it
// goes back with the decision.

#include "analyzer/service/case_listings.h"

#include <fstream>

#include "analyzer/service/benign_places.h"
#include "analyzer/service/listing_policy.h"
#include "analyzer/service/published_lists.h"
#include "tests/unit/service/casework_world.h"

namespace analyzer {
namespace {

std::string decided_scam(World& world, const std::string& report) {
  const json::Value answer = world.report(report);
  const std::string id = text_at(answer, "/case_id");
  REQUIRE_FALSE(id.empty());
  REQUIRE(act(world, kLi, id, CaseAction::kClaim) == "");
  REQUIRE(act(world, kLi, id, CaseAction::kDecide,
              R"({"finding":"scam","note":"冒充社保局发的链接"})") == "");
  return id;
}

std::string message(const std::string& id, const std::string& text, const std::string& more = "") {
  return R"({"report_id":")" + id +
         R"(","received_at":"2026-03-10T09:30:00+08:00","source":"12333","region":"990102",)"
         R"("text":")" +
         text + "\"" + more + "}";
}

const std::string kScam =
    "【社保局】您的养老金认证未完成,24小时内将停发,请点击 http://si-12333.rz8-cert.invalid/rz?id=1 "
    "办理";

struct Desk {
  World world;
  PublishedLists lists{world.service(), "desk"};

  json::Value of_case(const std::string& id, const Actor& actor = kZhao) {
    return parsed(CaseListings(world.service()).of_case(actor, id));
  }
  json::Value entry(const std::string& id, const std::string& kind) {
    const json::Value all = at(of_case(id), "/data");
    for (const json::Value& one : all.as_array()) {
      if (text_at(one, "/kind") == kind) return one;
    }
    return nullptr;
  }
  std::string state(const std::string& id, const std::string& kind) {
    return text_at(entry(id, kind), "/state");
  }
  Result<Document> decide(const Actor& actor, const std::string& id, const std::string& kind,
                          bool list) {
    const json::Value one = entry(id, kind);
    const json::Object body{
        {"kind", kind}, {"value", text_at(one, "/value")}, {"list", list}, {"note", "核对无误"}};
    return CaseListings(world.service())
        .decide(actor, id, number_at(one, "/version"), json::write(body));
  }
  bool exported(const std::string& value) {
    const auto file = lists.file("confirmed.txt");
    REQUIRE(file.has_value());
    return file->bytes->find(value) != std::string::npos;
  }
  bool listed(const std::string& url) {
    const auto answer = world.service().check(R"({"urls":[")" + url + R"("]})", true);
    REQUIRE(answer.has_value());
    return !at(json::parse(*answer->text).value(), "/urls/0/listed").as_array().empty();
  }
  std::size_t list_events() {
    auto session = world.service().store().open_session(store::Mode::kReadOnly).value();
    const auto events = session->outbox().events(0, 100).value();
    return static_cast<std::size_t>(
        std::count_if(events.begin(), events.end(),
                      [](const auto& event) { return event.type == "list.changed"; }));
  }
};

std::string code_of(const Result<Document>& document) {
  if (document || document.error().fields.empty()) return "";
  return document.error().fields[0].code;
}

}  // namespace

TEST_CASE("a settled scam lists its links by itself, and nothing is heard of it before") {
  Desk desk;
  const std::string id = decided_scam(desk.world, message("r1", kScam));
  CHECK(desk.state(id, "url") == "will_list");
  CHECK(desk.state(id, "host") == "will_list");
  CHECK(desk.state(id, "domain") == "will_wait");
  desk.world.now += std::chrono::minutes{14};
  desk.world.service().tend();
  CHECK_FALSE(desk.exported("rz8-cert"));
  CHECK_FALSE(desk.listed("http://si-12333.rz8-cert.invalid/"));
  CHECK(desk.list_events() == 0);
  settle(desk.world);
  CHECK(desk.state(id, "url") == "listed");
  CHECK(desk.state(id, "host") == "listed");
  CHECK(desk.state(id, "domain") == "waiting");
  CHECK(at(desk.entry(id, "host"), "/listed").as_bool());
  CHECK_FALSE(at(desk.entry(id, "domain"), "/listed").as_bool());
  CHECK(desk.exported("si-12333.rz8-cert.invalid/rz?id=1"));
  CHECK(desk.list_events() == 1);
  CHECK(desk.listed("http://si-12333.rz8-cert.invalid/"));
  CHECK_FALSE(desk.listed("http://other.rz8-cert.invalid/"));
  desk.world.reopen();
  CHECK(desk.listed("http://si-12333.rz8-cert.invalid/"));
}

TEST_CASE("what waits is listed by another person than who decided, and what is refused is not") {
  Desk desk;
  const std::string id = decided_scam(desk.world, message("r1", kScam));
  settle(desk.world);
  const Actor li_too = person("usr_li", role_bit(Role::kSecondReviewer));
  CHECK(code_of(desk.decide(li_too, id, "domain", true)) == "same_person");
  CHECK_FALSE(desk.decide(kLi, id, "domain", true).has_value());  // no second reviewer
  const json::Value waiting = parsed(CaseListings(desk.world.service()).waiting(kZhao));
  REQUIRE(at(waiting, "/data").as_array().size() == 2);  // the domain and the message
  CHECK(at(waiting, "/data/0/may_decide").as_bool());
  const json::Value own = parsed(CaseListings(desk.world.service()).waiting(li_too));
  CHECK_FALSE(at(own, "/data/0/may_decide").as_bool());
  CHECK(at(parsed(CaseListings(desk.world.service()).waiting(supervisor("9902"))), "/data")
            .as_array()
            .empty());  // of another region
  REQUIRE(desk.decide(kZhao, id, "domain", true).has_value());
  CHECK(desk.state(id, "domain") == "listed");
  CHECK(desk.listed("http://other.rz8-cert.invalid/"));
  CHECK(code_of(desk.decide(kZhao, id, "domain", true)) == "stale");
  REQUIRE(desk.decide(kZhao, id, "text", false).has_value());
  CHECK(desk.state(id, "text") == "refused");
  CHECK(at(parsed(CaseListings(desk.world.service()).waiting(kZhao)), "/data").as_array().empty());
}

TEST_CASE("a case that is opened again takes its entries back, but not those of another case") {
  Desk desk;
  const std::string one = decided_scam(desk.world, message("r1", kScam));
  settle(desk.world);
  // Another case of another bureau with the same host and another page.
  std::string other =
      message("r2", "您的社保卡已冻结,请点击 http://si-12333.rz8-cert.invalid/kt 解冻");
  other.replace(other.find("990102"), 6, "990402");
  const std::string two = decided_scam(desk.world, other);
  REQUIRE(two != one);
  settle(desk.world);
  REQUIRE(desk.decide(kZhao, one, "domain", true).has_value());
  REQUIRE(act(desk.world, kZhao, one, CaseAction::kReopen, R"({"note":"另有说法"})") == "");
  CHECK(desk.state(one, "url") == "withdrawn");
  CHECK(desk.state(one, "domain") == "withdrawn");
  CHECK_FALSE(desk.exported("rz8-cert.invalid/rz"));
  CHECK_FALSE(desk.listed("http://other.rz8-cert.invalid/"));
  CHECK(desk.listed("http://si-12333.rz8-cert.invalid/"));  // the other case's
  REQUIRE(act(desk.world, kZhao, two, CaseAction::kReopen, R"({"note":"另有说法"})") == "");
  CHECK_FALSE(desk.listed("http://si-12333.rz8-cert.invalid/"));
  CHECK_FALSE(desk.exported("rz8-cert"));

  // Found harmless: they stay away. Found a scam after all: they come back.
  REQUIRE(act(desk.world, kLi, one, CaseAction::kClaim) == "");
  REQUIRE(act(desk.world, kLi, one, CaseAction::kDecide,
              R"({"finding":"not_scam","note":"当地活动的链接"})") == "");
  settle(desk.world);
  CHECK_FALSE(desk.exported("rz8-cert"));
  REQUIRE(act(desk.world, kLi, two, CaseAction::kClaim) == "");
  REQUIRE(act(desk.world, kLi, two, CaseAction::kDecide,
              R"({"finding":"scam","note":"再次核对属实"})") == "");
  settle(desk.world);
  CHECK(desk.listed("http://si-12333.rz8-cert.invalid/"));
  CHECK(desk.exported("rz8-cert.invalid/kt"));
}

TEST_CASE("what is official, shared, a brand's or harmless elsewhere is never listed by a case") {
  Desk desk;
  const std::string id = decided_scam(
      desk.world,
      message("r1",
              "养老金停发!看 http://si.12333.gov.cn/rz 不行就 https://t.cn/A6xyz1 或 "
              "https://docs.qq.com/form/page/DUabc 或 https://www.icbc.com.cn/x 或 "
              "http://gx12333.net/rz 再点 http://rz-bad.github.io/a 办理,今日不办即停发"));
  settle(desk.world);
  std::map<std::string, std::string> states;
  const json::Value all = at(desk.of_case(id), "/data");
  for (const json::Value& one : all.as_array()) {
    states[text_at(one, "/kind") + " " + text_at(one, "/value")] =
        text_at(one, "/state") + " " + text_at(one, "/why");
  }
  INFO(json::write(all));
  CHECK(states["url si.12333.gov.cn/rz"] == "left_out official");
  CHECK(states["host si.12333.gov.cn"] == "left_out official");
  CHECK(states["host t.cn"] == "left_out shared");
  CHECK(states["domain t.cn"] == "left_out shared");
  CHECK(states["url t.cn/A6xyz1"] == "waiting shared_place");
  CHECK(states["host docs.qq.com"] == "left_out shared");
  CHECK(states["domain qq.com"] == "left_out shared");
  CHECK(states["host www.icbc.com.cn"] == "left_out shared");
  CHECK(states["url www.icbc.com.cn/x"] == "left_out shared");
  CHECK(states["host gx12333.net"].starts_with("left_out"));

  CHECK((states["domain github.io"].empty() || states["domain github.io"] == "left_out shared"));
  CHECK_FALSE(desk.exported("icbc"));
  CHECK_FALSE(desk.exported("t.cn"));
}

TEST_CASE("numbers and accounts wait, are shown masked and go to nobody but by a handover") {
  Desk desk;
  const std::string id = decided_scam(
      desk.world,
      message("r1", kScam,
              R"(,"suspect":{"phones":["13900005678"],"payee_account":"6222000011112222333"})"));
  settle(desk.world);
  CHECK(desk.state(id, "phone") == "waiting");
  CHECK(text_at(desk.entry(id, "phone"), "/label").find("0005678") == std::string::npos);
  CHECK(desk.state(id, "payee") == "waiting");
  REQUIRE(desk.decide(kZhao, id, "phone", true).has_value());
  CHECK(at(desk.entry(id, "phone"), "/listed").as_bool());
  CHECK_FALSE(desk.exported("13900005678"));
  const Caller police{"police", "", "req"};
  const json::Value handed = parsed(desk.world.service().hand_over(
      police, R"({"recipient":"某县公安局","reference":"调证1号","purpose":"侦查"})"));
  REQUIRE(at(handed, "/entries").as_array().size() == 1);
  CHECK(text_at(handed, "/entries/0/value") == "13900005678");
}

TEST_CASE("a person who took a value back is not overruled by a case") {
  Desk desk;
  const std::string first = decided_scam(desk.world, message("r1", kScam));
  settle(desk.world);
  REQUIRE(desk.world.service()
              .add_indicator(supervisor(),
                             R"({"kind":"host","value":"si-12333.rz8-cert.invalid","revokes":true,)"
                             R"("reason":"异议成立"})")
              .has_value());
  CHECK_FALSE(at(desk.entry(first, "host"), "/listed").as_bool());
  std::string again = message("r2", kScam + "。");
  again.replace(again.find("990102"), 6, "990402");
  const std::string second = decided_scam(desk.world, again);
  CHECK(desk.state(second, "host") == "left_out");
  CHECK(text_at(desk.entry(second, "host"), "/why") == "withdrawn");
  settle(desk.world);
  const auto host = desk.entry(second, "host");
  CHECK(text_at(host, "/state") == "left_out");
  CHECK_FALSE(at(host, "/listed").as_bool());
}

TEST_CASE("which kinds cases list is checked when the file is read") {
  const std::string path =
      (std::filesystem::temp_directory_path() / ("listing_" + std::to_string(::getpid()) + ".toml"))
          .string();
  const auto load = [&](const std::string& text) {
    std::ofstream(path) << "[dispositions]\n" << text;
    return load_listing_policy(path);
  };
  const auto good = load("second_person=[\"domain\"]\n[dispositions.by_itself]\nurl=\"high\"\n");
  REQUIRE(good.has_value());
  CHECK(good->of(feeds::IndicatorKind::kDomain).second_person);
  CHECK(good->of(feeds::IndicatorKind::kUrl).by_itself_from == Level::kHigh);
  CHECK_FALSE(good->of(feeds::IndicatorKind::kPhone).second_person);
  CHECK_FALSE(load("second_person=[\"device\"]\n").has_value());
  CHECK_FALSE(load("second_person=[\"nothing\"]\n").has_value());
  CHECK_FALSE(load("[dispositions.by_itself]\nphone=\"high\"\n").has_value());
  CHECK_FALSE(load("[dispositions.by_itself]\nurl=\"low\"\n").has_value());
  CHECK_FALSE(load("[dispositions.expiry_days]\nurl=0\n").has_value());
  CHECK_FALSE(load("by_themselves=[\"url\"]\n").has_value());
  std::filesystem::remove(path);
}

TEST_CASE("the corpus knows places of honest people and leaves out what people only warn of") {
  const BenignPlaces places = BenignPlaces::read(std::string(ANALYZER_ROOT) + "/data/corpus");
  CHECK(places.hosts() > 50);
  CHECK(places.holds(feeds::IndicatorKind::kHost, "ctrip.com"));
  CHECK(places.holds(feeds::IndicatorKind::kDomain, "ctrip.com"));
  CHECK_FALSE(places.holds(feeds::IndicatorKind::kDomain, "rip.com"));
  CHECK_FALSE(places.holds(feeds::IndicatorKind::kHost, "chinatax-gov.cn"));
  CHECK(BenignPlaces::read("/nonexistent").hosts() == 0);
}

}  // namespace analyzer
