// The official register as it is looked up.

#include <catch2/catch.hpp>
#include <set>

#include "tests/unit/service/world.h"

namespace analyzer {
namespace {

json::Value found(World& world, const RegisterFilter& filter) {
  const auto answer = world.service().official_register(filter);
  REQUIRE(answer.has_value());
  return json::parse(*answer->text).value();
}

std::int64_t count(const json::Value& list) { return list.at("found").as_int64(); }

}  // namespace

TEST_CASE("the register is searched by name, host, number, kind, region and confirmation") {
  World world;
  const std::int64_t all = count(found(world, {}));
  CHECK(all > 100);
  const auto first_name = [&](const RegisterFilter& filter) {
    return text_at(found(world, filter), "/data/0/name");
  };
  CHECK(first_name({.text = "SI.12333.gov"}) == "国家社会保险公共服务平台");
  CHECK(first_name({.kind = "hotline", .text = "12333"}).find("12333") != std::string::npos);
  CHECK(text_at(found(world, {.text = "gx12333.net"}), "/data/0/region") == "450000");
  CHECK(first_name({.kind = "national", .text = "http://si.12333.gov.cn/index"}) ==
        "国家社会保险公共服务平台");
  CHECK(text_at(found(world, {.text = "https://www.gx12333.net/wechat/html/zgrz/zgrz.html"}),
                "/data/0/region") == "450000");
  CHECK(count(found(world, {.text = "http://si.12333.gov.cn.example.top/v"})) == 0);
  CHECK(count(found(world, {.text = "没有这样的名称"})) == 0);
  const std::int64_t confirmed = count(found(world, {.confirmed = true}));
  CHECK(confirmed + count(found(world, {.confirmed = false})) == all);
  CHECK(confirmed == found(world, {}).at("confirmed").as_int64());
  const json::Value shaanxi = found(world, {.region = "610000"});
  CHECK(count(shaanxi) > count(found(world, {.region = "610100"})));
  for (const json::Value& entry : shaanxi.at("data").as_array()) {
    CHECK(std::string(entry.at("region").as_string()).starts_with("61"));
  }
}

TEST_CASE("the pages of the register hold every entry once, each with its source") {
  World world;
  std::set<std::string> names;
  std::int64_t read = 0;
  RegisterFilter filter{.limit = 30};
  for (;;) {
    const json::Value page = found(world, filter);
    for (const json::Value& entry : page.at("data").as_array()) {
      ++read;
      CHECK_FALSE(std::string(entry.at("source").as_string()).empty());
      CHECK(entry.at("confirmed").as_bool() == !entry.at("confirmed_by").is_null());
    }
    if (page.at("next_cursor").is_null()) break;
    filter.cursor = std::string(page.at("next_cursor").as_string());
  }
  CHECK(read == count(found(world, {})));
  const RegisterFilter wrong{.cursor = "x"};
  CHECK_FALSE(world.service().official_register(wrong).has_value());
}

}  // namespace analyzer
