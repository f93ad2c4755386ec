// Confirming entries of the official register: two persons, shown in answers, withdrawn.

#include "analyzer/service/register_work.h"

#include <catch2/catch.hpp>

#include "analyzer/service/audit_check.h"
#include "analyzer/store/store.h"
#include "tests/unit/service/world.h"

namespace analyzer {
namespace {

constexpr const char* kLink = R"({"urls":["https://si.12333.gov.cn/"]})";

Actor person(const char* id, Role role, const std::string& region = "") {
  Actor out;
  out.id = id;
  out.roles = role_bit(role);
  out.region = region;
  return out;
}

json::Value read(const Result<Document>& answer) {
  if (!answer) FAIL(answer.error().message);
  return json::parse(*answer->text).value();
}

json::Value entry(World& world, const std::string& host) {
  return at(read(world.service().official_register({.text = host})), "/data/0");
}

std::string body(const json::Value& entry, const char* kind = "confirmation") {
  return R"({"entry":")" + std::string(entry.at("id").as_string()) + R"(","kind":")" + kind +
         R"(","bureau":"某市社保中心","evidence":"对照了平台首页公告"})";
}

std::string id_of(const json::Value& mark) { return std::string(mark.at("id").as_string()); }

std::string refused(const Result<Document>& answer) {
  REQUIRE_FALSE(answer.has_value());
  return answer.error().fields.empty() ? "" : answer.error().fields.front().code;
}

std::vector<std::string> audited(World& world) {
  std::vector<std::string> out;
  const auto rows = world.service().audit(person("usr_a", Role::kAuditAdmin),
                                          {.action = "register", .limit = 50});
  const json::Value list = read(rows);
  for (const json::Value& row : list.at("data").as_array()) {
    out.insert(out.begin(), std::string(row.at("action").as_string()));
  }
  return out;
}

}  // namespace

TEST_CASE("an entry is confirmed by two persons, shown in answers, and withdrawn") {
  World world;
  RegisterWork work(world.service());
  const Actor one = person("usr_1", Role::kReviewer);
  const Actor two = person("usr_2", Role::kSecondReviewer);
  const json::Value before = entry(world, "si.12333.gov.cn");
  CHECK_FALSE(before.at("confirmed").as_bool());
  const std::string lists = text_at(read(world.service().check(kLink, true)), "/versions/lists");
  const json::Value mark = read(work.propose(one, body(before)));
  CHECK(text_at(mark, "/state") == "proposed");
  CHECK(text_at(mark, "/name") == text_at(before, "/name"));
  CHECK_FALSE(entry(world, "si.12333.gov.cn").at("confirmed").as_bool());
  CHECK(refused(work.propose(two, body(before))) == "marked");
  CHECK(refused(work.decide(one, id_of(mark), 1, R"({"accept":true})")) == "same_person");
  const Actor third = person("usr_3", Role::kReviewer);
  CHECK(refused(work.decide(third, id_of(mark), 1, R"({"accept":true})")) == "forbidden");
  CHECK(refused(work.decide(two, id_of(mark), 7, R"({"accept":true})")) == "stale");
  const json::Value done = read(work.decide(two, id_of(mark), 1, R"({"accept":true})"));
  CHECK(text_at(done, "/state") == "in_force");
  const json::Value after = entry(world, "si.12333.gov.cn");
  CHECK(after.at("confirmed").as_bool());
  CHECK(text_at(after, "/confirmed_by") == "某市社保中心");
  CHECK(text_at(after, "/confirmed_at") == format_date(shanghai_date(world.now)));
  CHECK(after.at("id") == before.at("id"));
  const json::Value check = read(world.service().check(kLink, true));
  CHECK(at(check, "/urls/0/official/confirmed").as_bool());
  CHECK(text_at(check, "/urls/0/official/confirmed_by") == "某市社保中心");
  CHECK(text_at(check, "/versions/lists") != lists);
  // It outlives the process.
  world.reopen();
  RegisterWork again(world.service());
  CHECK(entry(world, "si.12333.gov.cn").at("confirmed").as_bool());
  CHECK(read(world.service().official_register({.confirmed = true})).at("found").as_int64() == 1);
  CHECK(refused(again.withdraw(one, id_of(mark), 2, R"({"reason":"网址已停用"})")) == "forbidden");
  CHECK(refused(again.withdraw(two, id_of(mark), 2, "{}")) == "required");
  CHECK(text_at(read(again.withdraw(two, id_of(mark), 2, R"({"reason":"网址已停用"})")),
                "/state") == "withdrawn");
  CHECK_FALSE(entry(world, "si.12333.gov.cn").at("confirmed").as_bool());
  CHECK(read(again.marks(one, "")).at("data").as_array().empty());
  const json::Value history = read(again.marks(one, text_at(before, "/id")));
  REQUIRE(history.at("data").as_array().size() == 1);
  CHECK(text_at(history, "/data/0/note") == "网址已停用");
  CHECK(audited(world) ==
        std::vector<std::string>{"register.proposed", "register.confirmed", "register.withdrawn"});
}

TEST_CASE("who proposed may take it back; a refusal says why; a correction changes no answer") {
  World world;
  RegisterWork work(world.service());
  const Actor one = person("usr_1", Role::kReviewer);
  const Actor two = person("usr_2", Role::kSupervisor);
  const json::Value office = entry(world, "gx12333.net");
  const json::Value first = read(work.propose(one, body(office)));
  CHECK(text_at(read(work.decide(one, id_of(first), 1, R"({"accept":false,"note":"写错了"})")),
                "/state") == "refused");
  const json::Value second = read(work.propose(one, body(office, "correction")));
  CHECK(refused(work.decide(two, id_of(second), 1, R"({"accept":false})")) == "required");
  CHECK(text_at(read(work.decide(two, id_of(second), 1, R"({"accept":true})")), "/state") ==
        "in_force");
  CHECK_FALSE(entry(world, "gx12333.net").at("confirmed").as_bool());
  CHECK(text_at(read(work.marks(one, "")), "/data/0/kind") == "correction");
}

TEST_CASE("people of a place speak of its entries, of those above it and of the country's") {
  World world;
  RegisterWork work(world.service());
  const Actor city = person("usr_1", Role::kReviewer, "450100");
  CHECK(work.propose(city, body(entry(world, "gx12333.net"))).has_value());
  CHECK(work.propose(city, body(entry(world, "si.12333.gov.cn"))).has_value());
  CHECK(refused(work.propose(city, body(entry(world, "rsj.beijing.gov.cn")))) == "other_region");
  const json::Value beijing = read(
      work.propose(person("usr_2", Role::kReviewer), body(entry(world, "rsj.beijing.gov.cn"))));
  const Actor second = person("usr_3", Role::kSecondReviewer, "450100");
  CHECK(refused(work.decide(second, id_of(beijing), 1, R"({"accept":true})")) == "other_region");
  CHECK(read(work.decide(person("usr_4", Role::kSecondReviewer, "110000"), id_of(beijing), 1,
                         R"({"accept":true})"))
            .at("version")
            .as_int64() == 2);
  CHECK(refused(work.withdraw(second, id_of(beijing), 2, R"({"reason":"不对"})")) ==
        "other_region");
  const auto nobody = work.propose(city, R"({"entry":"x","bureau":"b","evidence":"e"})");
  REQUIRE_FALSE(nobody.has_value());
  CHECK(nobody.error().code == ErrorCode::kNotFound);
  CHECK(refused(work.propose(city, R"({"entry":"x","bureau":"b"})")) == "required");
}

TEST_CASE("a brand's domains are confirmed the same way") {
  World world;
  RegisterWork work(world.service());
  const json::Value brands = read(work.brands());
  const json::Value brand = at(brands, "/data/0");
  CHECK_FALSE(brand.at("domains").as_array().empty());
  const json::Value mark = read(work.propose(person("usr_1", Role::kReviewer), body(brand)));
  (void)read(work.decide(person("usr_2", Role::kSupervisor), id_of(mark), 1, R"({"accept":true})"));
  const json::Value after = read(work.brands());
  CHECK(at(after, "/data/0/confirmed").as_bool());
  CHECK(after.at("confirmed").as_int64() == 1);
}

TEST_CASE("what the whole country sees is confirmed by who works for all regions of the site") {
  World world;
  RegisterWork work(world.service());
  store::User elsewhere;
  elsewhere.id = elsewhere.name = "usr_elsewhere";
  elsewhere.roles = {"reviewer"};
  elsewhere.region = "990103";
  REQUIRE(world.service().write(
      [&](store::Session& s) { return s.accounts().put_user(elsewhere, std::nullopt); }));
  const Actor county = person("usr_county", Role::kSecondReviewer, "990102");
  const auto mark =
      read(work.propose(person("usr_1", Role::kReviewer), body(entry(world, "si.12333.gov.cn"))));
  CHECK(refused(work.decide(county, id_of(mark), 1, R"({"accept":true})")) == "site_wide");
  CHECK(
      work.decide(person("usr_all", Role::kSecondReviewer), id_of(mark), 1, R"({"accept":true})"));
  CHECK(refused(work.withdraw(county, id_of(mark), 2, R"({"reason":"单位撤回"})")) == "site_wide");
}

}  // namespace analyzer
