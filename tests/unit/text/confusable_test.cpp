#include "analyzer/text/confusable.h"

#include <catch2/catch.hpp>

namespace analyzer::text {
namespace {

TEST_CASE("Letters of other scripts have the skeleton of the Latin ones they look like") {
  const auto [a, b] = GENERATE(table<const char*, const char*>({
      {"space", "ѕрасе"},  // Cyrillic
      {"alpha", "αlpha"},  // Greek
      {"cafe", "café"},
      {"scope", "ѕсоре"},
  }));
  INFO(a << " " << b);
  CHECK(confusable_skeleton(a) == confusable_skeleton(b));
  CHECK(confusable_skeleton(a) != confusable_skeleton("other"));
}

TEST_CASE("Scripts are mixed where no language mixes them in one label") {
  const auto [host, mixed] = GENERATE(table<const char*, bool>({
      {"si.12333.gov.cn", false},
      {"社保.中国", false},
      {"12333社保.cn", false},
      {"icbc工商银行.cn", false},
      {"日本のabc.jp", false},
      {"почта.рф", false},
      {"почта.com", false},  // one script a label
      {"tаobao.com", true},  // a Cyrillic letter
      {"gοv.cn", true},      // a Greek one
      {"社保пфр.cn", true},
      {"", false},
  }));
  INFO(host);
  CHECK(mixes_scripts(host) == mixed);
}

}  // namespace
}  // namespace analyzer::text
