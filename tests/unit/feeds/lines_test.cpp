#include "feeds/lines.h"

#include <catch2/catch.hpp>

namespace analyzer::feeds {

TEST_CASE("One value a line, with comments and blank lines") {
  const auto lines = read_lines(
      "# bad hosts\n\n a.invalid \r\nhttp://b.invalid/x#part # seen today\n203.0.113.7\n"
      "http://c.invalid/\nd.invalid");
  REQUIRE(lines.size() == 5);
  CHECK(lines[0].line == 3);
  CHECK(lines[0].value == "a.invalid");
  CHECK(lines[0].kind == IndicatorKind::kDomain);
  CHECK(lines[1].value == "http://b.invalid/x#part");
  CHECK(lines[1].kind == IndicatorKind::kUrl);
  CHECK(lines[2].kind == IndicatorKind::kIp);
  CHECK(lines[3].kind == IndicatorKind::kDomain);
  CHECK(lines[4].line == 7);
  CHECK(read_lines("").empty());
  CHECK(read_lines("#\n \n").empty());
}

}  // namespace analyzer::feeds
