#include "analyzer/engine/look_alike.h"

#include <catch2/catch.hpp>

namespace analyzer {
namespace {

TEST_CASE("Edits are counted up to the limit") {
  const auto [a, b, limit, distance] = GENERATE(table<const char*, const char*, int, int>({
      {"", "", 2, 0},
      {"gov.cn", "gov.cn", 2, 0},
      {"gov.cn", "goo.cn", 2, 1},
      {"gov.cn", "gvo.cn", 2, 1},
      {"gov.cn", "gov.com", 2, 2},
      {"gov.cn", "go.cn", 2, 1},
      {"gov.cn", "abc.com", 2, 3},
      {"a", "abcdef", 2, 3},
      {"ab", "ba", 1, 1},
      {"abc", "cab", 1, 2},
  }));
  INFO(a << " " << b);
  CHECK(edit_distance(a, b, static_cast<std::size_t>(limit)) == static_cast<std::size_t>(distance));
  CHECK(edit_distance(b, a, static_cast<std::size_t>(limit)) == static_cast<std::size_t>(distance));
}

TEST_CASE("Names that look the same have one skeleton") {
  const auto [a, b] = GENERATE(table<const char*, const char*>({
      {"alipay.com", "a1ipay.com"},
      {"alipay.com", "aIipay.com"},
      {"taobao.com", "tаobаo.com"},
      {"taobao.com", "ta0bao.com"},
      {"mohrss.gov.cn", "rnohrss.gov.cn"},
      {"wjx.cn", "vvjx.cn"},
      {"taobao.com", "таоbао.com"},
      {"12333.gov.cn", "12333.ɡоѵ.cn"},
      {"icbc.com.cn", "íçbc.com.cn"},
      {"alipay.com", "аӏірау.com"},
      {"mohrss.gov.cn", "ⅿohrss.gov.cn"},
      {"wechat.com", "ԝechat.com"},
  }));
  INFO(a << " " << b);
  CHECK((skeleton(a) == skeleton(b)) == (std::string_view(b) != "aIipay.com"));
  CHECK(skeleton(a) != skeleton("example.com"));
}

}  // namespace
}  // namespace analyzer
