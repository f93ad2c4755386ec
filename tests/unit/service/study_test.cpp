// Campaigns made one and taken apart, the rules' figures, visits at home.

#include "analyzer/service/campaign_work.h"
#include "analyzer/service/rule_work.h"
#include "analyzer/service/visit_list.h"
#include "tests/unit/service/casework_world.h"

namespace analyzer {
namespace {

std::string code_of(const Result<Document>& document) {
  REQUIRE_FALSE(document.has_value());
  return document.error().fields.empty() ? "refused" : document.error().fields.front().code;
}

std::string failed(int number, const std::string& day, const std::string& more = "") {
  return R"({"attempt_id":"f-)" + std::to_string(number) + R"(","occurred_at":")" + day +
         R"(T09:00:00+08:00","channel":"alipay","outcome":"failed","failure_code":"liveness",)"
         R"("region":"990102","person":{"ref":"old-1","age":86,"residence_region":"990102003001",)"
         R"("due_on":"2026-04-30")" +
         more + "}}";
}

json::Value visits(World& world, bool done = false) {
  VisitFilter filter;
  filter.done = done;
  return at(parsed(world.service().visit_list().list(kLi, filter)), "/data");
}

}  // namespace

TEST_CASE("two campaigns are made one, decided as one, and taken apart as they were") {
  World world;
  CampaignWork& work = world.service().campaign_work();
  const std::string first = text_at(world.report(scam(1)), "/campaign/id");
  const std::string other = text_at(
      world.report(
          R"({"report_id":"x1","received_at":"2026-03-10T09:30:00+08:00","source":"12333",)"
          R"("region":"990202","text":"国家发放养老补贴,请下载 http://bt.zz9-sub.invalid/app 填银行卡密码领取"})"),
      "/campaign/id");
  REQUIRE_FALSE(first.empty());
  REQUIRE_FALSE(other.empty());
  REQUIRE(first != other);
  const std::string into = R"({"into":")" + first + R"(","reason":"同一伙人"})";
  CHECK(code_of(work.merge(kLi, other, into)) == "forbidden");
  CHECK(code_of(work.merge(kZhao, first, into)) == "same");
  CHECK(code_of(work.merge(kZhao, other, R"({"into":"cam_none","reason":"x"})")) == "unknown");
  const auto whole = parsed(work.merge(kZhao, other, into));
  CHECK(number_at(whole, "/reports") == 2);
  CHECK(text_at(whole, "/parts/0/id") == other);
  CHECK(at(parsed(work.list(kLi, {})), "/data").get_array().size() == 1);
  CHECK(code_of(work.merge(kZhao, first, R"({"into":")" + other + R"(","reason":"x"})")) ==
        "is_part");
  // A report of the part is the whole's from now on.
  const auto later = world.report(
      R"({"report_id":"x2","received_at":"2026-03-10T10:30:00+08:00","source":"12333",)"
      R"("region":"990202","text":"补贴名额有限,请下载 http://bt.zz9-sub.invalid/app 填银行卡密码"})");
  CHECK(text_at(later, "/campaign/id") == first);
  const auto bulk = parsed(world.service().decide_many(
      supervisor(), R"({"campaign_id":")" + first + R"(","finding":"scam","preview":true})"));
  CHECK(number_at(bulk, "/changed") >= 2);

  const auto out =
      parsed(work.split(kZhao, first, R"({"part":")" + other + R"(","reason":"不是一伙"})"));
  CHECK(text_at(out, "/id") == other);
  CHECK(at(parsed(work.list(kLi, {})), "/data").get_array().size() == 2);
  CHECK(code_of(work.split(kZhao, first, R"({"part":")" + other + R"(","reason":"x"})")) ==
        "unknown");
  CHECK(code_of(work.split(kZhao, other, R"({"domains":["zz9-sub.invalid"],"reason":"x"})")) ==
        "all");
}

TEST_CASE("a campaign of several domains gives some away, and reports with them follow") {
  World world;
  CampaignWork& work = world.service().campaign_work();
  const auto send = [&](const std::string& id, const std::string& links) {
    return world.report(R"({"report_id":")" + id +
                        R"(","received_at":"2026-03-10T09:30:00+08:00","source":"12333",)"
                        R"("region":"990102","text":"【社保局】养老金24小时内将停发,请点击 )" +
                        links + R"( 办理"})");
  };
  const std::string id = text_at(
      send("d1", "http://a.rz1-cert.invalid/x http://b.rz2-cert.invalid/x"), "/campaign/id");
  const auto made = parsed(
      work.split(kZhao, id, R"({"domains":["rz2-cert.invalid"],"reason":"另一伙","title":"乙"})"));
  const std::string fresh = text_at(made, "/id");
  CHECK(fresh != id);
  CHECK(text_at(made, "/domains/0") == "rz2-cert.invalid");
  const auto rows = at(parsed(work.list(kLi, {"rz2-cert", "", 10})), "/data");
  REQUIRE(rows.get_array().size() == 1);
  CHECK(text_at(rows, "/0/id") == fresh);
  const auto next = world.report(
      R"({"report_id":"d2","received_at":"2026-03-10T10:30:00+08:00","source":"12333",)"
      R"("region":"990102","text":"退休人员补缴通知,登录 http://c.rz2-cert.invalid/pay 输入验证码"})");
  CHECK(text_at(next, "/campaign/id") == fresh);
}

TEST_CASE("what a rule did is counted as things come in and as cases settle") {
  World world;
  const std::string id = text_at(world.report(scam(1)), "/case_id");
  REQUIRE(act(world, kLi, id, CaseAction::kClaim) == "");
  REQUIRE(act(world, kLi, id, CaseAction::kDecide, R"({"finding":"scam"})") == "");
  world.service().tend();
  const auto counted = [&] {
    std::int64_t hits = 0;
    std::int64_t confirmed = 0;
    std::size_t rows = 0;
    const json::Value data = at(parsed(world.service().rule_work().rules(kLi, {})), "/data");
    for (const json::Value& row : data.get_array()) {
      ++rows;
      hits += number_at(row, "/hits");
      confirmed += number_at(row, "/confirmed");
      CHECK(number_at(row, "/alone") <= number_at(row, "/flagged"));
      CHECK(number_at(row, "/flagged") <= number_at(row, "/hits"));
      CHECK_FALSE(text_at(row, "/sentence/zh").empty());
      CHECK(at(row, "/last_on").is_string() == (number_at(row, "/hits") > 0));
      if (at(row, "/last_on").is_string()) CHECK(text_at(row, "/last_on") == "2026-03-10");
      if (text_at(row, "/kind") != "pattern") CHECK(at(row, "/microseconds").is_null());
    }
    CHECK(rows > 200);
    return std::pair(hits, confirmed);
  };
  const auto before = counted();
  CHECK(before.first > 0);
  CHECK(before.second == 0);  // the decision may still be taken back
  settle(world);
  CHECK(counted().second > 0);
  CHECK(code_of(world.service().rule_work().rules(kLi, {"2026-03-02", "2026-03-01"})) == "range");
  const Actor agent = person("usr_agent", role_bit(Role::kHotline));
  CHECK(code_of(world.service().rule_work().rules(agent, {})) == "forbidden");
}

TEST_CASE("old people whom certification fails on two days are visited, until it passes") {
  World world;
  world.now = *parse_time("2026-03-12T10:00:00+08:00");
  world.attempt(failed(1, "2026-03-10"));
  world.attempt(failed(2, "2026-03-10"));
  world.service().tend();
  CHECK(visits(world).get_array().empty());  // one bad day is none
  world.attempt(failed(3, "2026-03-11", R"(,"special":["blind"])"));
  world.service().tend();
  world.service().tend();
  const auto list = visits(world);
  REQUIRE(list.get_array().size() == 1);
  CHECK(text_at(list, "/0/region") == "990102003001");
  CHECK(number_at(list, "/0/failures") == 3);
  CHECK(number_at(list, "/0/days") == 2);
  CHECK(text_at(list, "/0/receipt") == "f-3");
  CHECK(text_at(list, "/0/special/0") == "blind");
  const auto file = world.service().visit_list().file(kLi, {}, SheetFormat::kCsv);
  REQUIRE(file.has_value());
  CHECK(file->bytes.find("990102003001") != std::string::npos);
  CHECK(file->bytes.find("视力") != std::string::npos);
  CHECK(world.service().visit_list().file(kLi, {}, SheetFormat::kXlsx)->bytes.starts_with("PK"));

  world.attempt(
      R"({"attempt_id":"p-1","occurred_at":"2026-03-12T09:00:00+08:00","channel":"window",)"
      R"("outcome":"passed","region":"990102","person":{"ref":"old-1","age":86}})");
  world.service().tend();
  CHECK(visits(world).get_array().empty());
  CHECK(visits(world, true).get_array().size() == 1);
}

TEST_CASE("a visit is noted with what came of it, once, within one's region") {
  World world;
  world.now = *parse_time("2026-03-12T10:00:00+08:00");
  world.attempt(failed(1, "2026-03-10"));
  world.attempt(failed(2, "2026-03-11"));
  world.service().tend();
  const std::string id = text_at(visits(world), "/0/id");
  VisitList& list = world.service().visit_list();
  CHECK(code_of(list.finish(kLi, id, R"({"note":""})")) == "required");
  Actor elsewhere = kLi;
  elsewhere.region = "41";
  CHECK(code_of(list.finish(elsewhere, id, R"({"note":"x"})")) == "refused");
  CHECK(at(parsed(list.list(elsewhere, {})), "/data").get_array().empty());
  const auto done = parsed(list.finish(kLi, id, R"({"note":"已上门,当场认证通过"})"));
  CHECK_FALSE(text_at(done, "/done_at").empty());
  CHECK(code_of(list.finish(kLi, id, R"({"note":"再来"})")) == "refused");
}

TEST_CASE("days on which certification failed count once, in whatever order they are told") {
  World world;
  world.now = *parse_time("2026-03-12T10:00:00+08:00");
  int number = 0;
  for (const char* day : {"2026-03-10", "2026-03-08", "2026-03-10", "2026-03-08", "2026-03-09"}) {
    world.attempt(failed(++number, day));
    world.service().tend();
  }
  const auto list = visits(world);
  REQUIRE(list.get_array().size() == 1);
  CHECK(number_at(list, "/0/failures") == 5);
  CHECK(number_at(list, "/0/days") == 3);
  CHECK(*parse_time(text_at(list, "/0/first_at")) == *parse_time("2026-03-08T09:00:00+08:00"));
  CHECK(*parse_time(text_at(list, "/0/last_at")) == *parse_time("2026-03-10T09:00:00+08:00"));
  CHECK(text_at(list, "/0/receipt") == "f-3");  // of the latest, not of what came last
}

}  // namespace analyzer
