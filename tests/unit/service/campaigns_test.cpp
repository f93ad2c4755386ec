// Reports of one campaign, however it varies, and its one case. Hosts and numbers
// are invented.

#include <catch2/catch.hpp>
#include <set>

#include "tests/unit/service/world.h"

namespace analyzer {
namespace {

struct Told {
  std::string text;
  std::string more = {};
  std::string region = "990102";
  std::string at = "2026-03-10T09:40:00+08:00";
};

class Desk {
 public:
  explicit Desk(World& world) : world_(world) {}
  json::Value tell(const Told& told) {
    json::Object body{{"report_id", "r" + std::to_string(++number_)},
                      {"received_at", told.at},
                      {"source", "12333"},
                      {"wording", "original"},
                      {"region", told.region},
                      {"text", told.text}};
    const std::string head = json::write(body);
    return world_.report(head.substr(0, head.size() - 1) + told.more + "}");
  }

 private:
  World& world_;
  int number_ = 0;
};

std::string campaign_of(const json::Value& answer) { return text_at(answer, "/campaign/id"); }

std::string scam(const std::string& link, const std::string& clause = "逾期将停发养老金") {
  return "【社保局】您的养老金资格认证未完成," + clause + ",请在24小时内点击 http://" + link +
         "/rz 补充银行卡信息并完成人脸核验";
}

void decide(World& world, const std::string& id, const std::string& disposition) {
  const auto act = [&](CaseAction action, const std::string& body) {
    const auto now = world.service().case_by_id(supervisor(), id);
    REQUIRE(now.has_value());
    const auto done = world.service().act(supervisor(), id, action, now->version.value(), body);
    INFO((done ? std::string() : done.error().message));
    REQUIRE(done.has_value());
  };
  act(CaseAction::kClaim, "");
  act(CaseAction::kDecide,
      R"({"disposition":")" + disposition + R"(","cause":"none","note":"已核实,属实"})");
}

std::string state(World& world, const std::string& id) {
  return text_at(world.case_detail(supervisor(), id), "/case/state");
}

}  // namespace

TEST_CASE("reports of one campaign join by their words or by any one thing they share") {
  World world;
  Desk desk(world);
  const json::Value first = desk.tell(
      {scam("a1.rz8-cert.example"), R"(,"sender":"13800001111","suspect":{"wechat":"rz_0077a"})"});
  const std::string id = campaign_of(first);
  REQUIRE_FALSE(id.empty());
  const Told same[] = {
      {scam("b7.other-host.example")},
      {scam("c9.third-host.example", "逾期将暂停发放待遇")},
      {"【社保中心】您的養老金资格认证未完成，逾期将停发养​老金，请在3日内点"
       "击"
       " "
       "http://d1.fourth.example/x 补充银行卡信息并完成人脸核验"},
      {"年审系统已升级,不办就注销社保卡,点 http://z.rz8-cert.example/q 办"},
      {"老同志要交三百元代办费才给年审,不交就注销社保卡", R"(,"sender":"+86 138 0000 1111")"},
      {"资格核查加急,停发预警,收费二百元,加微信rz_0077a办理"},
  };
  for (const Told& told : same) {
    INFO(told.text);
    CHECK(campaign_of(desk.tell(told)) == id);
  }
  const json::Value last = desk.tell({scam("e5.rz8-cert.example")});
  CHECK(at(last, "/campaign/reports").as_int64() == 8);
  CHECK(text_at(last, "/campaign/first_seen") == "2026-03-10T01:40:00.000Z");

  const json::Value other =
      desk.tell({"公安局通知您名下社保卡涉嫌洗钱,请立即把存款转到安全账户核查,不要告诉任何人"});
  CHECK_FALSE(campaign_of(other).empty());
  CHECK(campaign_of(other) != id);
}

TEST_CASE("the answer says since when and in how many counties") {
  World world;
  Desk desk(world);
  for (const char* region : {"990102", "990103", "990104"}) {
    desk.tell({scam(std::string("h") + region + ".example"), "", region});
  }
  const json::Value answer = desk.tell(
      {scam("h9.example", "逾期要暂停养老金"), "", "990102", "2026-03-10T11:00:00+08:00"});
  bool said = false;
  const json::Value reasons = at(answer, "/reasons");
  for (const json::Value& reason : reasons.as_array()) {
    said =
        said || text_at(reason, "/text") == "今天9:40以来已有3次同样或相近内容的反映,来自3个县区";
  }
  INFO(json::write(reasons));
  CHECK(said);

  const auto detail = world.service().campaign(supervisor(), campaign_of(answer));
  REQUIRE(detail.has_value());
  const json::Value campaign = json::parse(*detail->text).value();
  CHECK(json::write(at(campaign, "/days")) == R"([{"day":"2026-03-10","reports":4,"counties":3}])");
  CHECK(at(campaign, "/regions/0/reports").as_int64() == 2);
}

TEST_CASE("a report that fits two campaigns joins the larger, and they are related") {
  World world;
  Desk desk(world);
  const std::string small = campaign_of(
      desk.tell({"公安局通知您名下社保卡涉嫌洗钱,请立即把存款转到安全账户核查,不要告诉任何人",
                 R"(,"sender":"13700002222")"}));
  std::string large;
  for (int n = 0; n < 3; ++n) large = campaign_of(desk.tell({scam("a.rz8-cert.example")}));
  REQUIRE(small != large);
  const json::Value both = desk.tell({scam("b.rz8-cert.example"), R"(,"sender":"13700002222")"});
  CHECK(campaign_of(both) == large);
  for (const auto& [id, other] : {std::pair(small, large), std::pair(large, small)}) {
    const auto detail = world.service().campaign(supervisor(), id);
    REQUIRE(detail.has_value());
    CHECK(text_at(json::parse(*detail->text).value(), "/related/0") == other);
  }
  // What was the smaller one's stays its own.
  const json::Value again =
      desk.tell({"通知您名下社保卡涉嫌洗钱,存款转到安全账户", R"(,"sender":"13700002222")"});
  CHECK(campaign_of(again) == small);
}

TEST_CASE("a decided case takes reports in silently and is raised again by news") {
  struct Row {
    const char* sentence;
    Told told;
    bool raised;
    const char* note;
  };
  const Row rows[] = {
      {"the same again", {scam("a.rz8-cert.example")}, false, ""},
      {"the same words, another sum of hours", {scam("b.rz8-cert.example")}, false, ""},
      {"another domain", {scam("a.new-host.example")}, true, "出现新网址 new-host.example"},
      {"another account",
       {scam("a.rz8-cert.example"), R"(,"suspect":{"payee_account":"6222021234567890"})"},
       true,
       "出现新收款账户"},
      {"a loss",
       {scam("a.rz8-cert.example"), R"(,"harm":{"paid_yuan":300})"},
       true,
       "又有人损失300元"},
  };
  for (const Row& row : rows) {
    INFO(row.sentence);
    World world;
    Desk desk(world);
    const std::string id = text_at(desk.tell({scam("a.rz8-cert.example")}), "/case_id");
    REQUIRE_FALSE(id.empty());
    decide(world, id, "scam");
    REQUIRE(state(world, id) == "decided");
    CHECK(text_at(desk.tell(row.told), "/case_id") == id);
    const json::Value detail = world.case_detail(supervisor(), id);
    CHECK(text_at(detail, "/case/state") == (row.raised ? "open" : "decided"));
    const json::Value events = at(detail, "/events");
    const json::Value& last = events.as_array().back();
    CHECK(text_at(last, "/kind") == (row.raised ? "reopened" : "observation_added"));
    CHECK(text_at(last, "/note") == row.note);
  }
}

TEST_CASE("a thousand reports of one campaign are one case of a bureau, with their count") {
  World world;
  Desk desk(world);
  std::set<std::string> cases;
  std::set<std::string> campaigns;
  for (int n = 0; n < 1000; ++n) {
    const json::Value answer = desk.tell({scam("x" + std::to_string(n) + ".example")});
    cases.insert(text_at(answer, "/case_id"));
    campaigns.insert(campaign_of(answer));
    if (n == 500) world.reopen();
  }
  CHECK(cases.size() == 1);
  CHECK(campaigns.size() == 1);
  const json::Value detail = world.case_detail(supervisor(), *cases.begin());
  CHECK(at(detail, "/case/observations").as_int64() == 1000);
  CHECK(at(detail, "/campaign/reports").as_int64() == 1000);
  const json::Value elsewhere = desk.tell({scam("y.example"), "", "991202"});
  CHECK(campaign_of(elsewhere) == *campaigns.begin());
  CHECK(text_at(elsewhere, "/case_id") != *cases.begin());
}

}  // namespace analyzer
