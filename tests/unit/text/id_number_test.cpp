#include "analyzer/text/id_number.h"

#include <catch2/catch.hpp>

namespace analyzer::text {
namespace {

TEST_CASE("An identity number is read however its digits and X are written") {
  for (const char* text :
       {"11010519491231002X", "11010519491231002x", "１１０１０５１９４９１２３１００２Ｘ",
        " 110105 19491231 002X ", "11010519491231002×"}) {
    CAPTURE(text);
    const Result<IdNumber> id = parse_id_number(text, false);
    REQUIRE(id);
    CHECK(id->number == "11010519491231002X");
    CHECK(format_date(id->born) == "1949-12-31");
    CHECK(id->sex == Sex::kFemale);
  }
  CHECK(parse_id_number("440524188001010014", false)->sex == Sex::kMale);
}

TEST_CASE("What is not an identity number is refused without repeating it") {
  for (const char* text :
       {"", "440524188001010015", "44052418800101001", "4405241880010100144", "440524188002300014",
        "11010519491231002Y", "040524188001010014", "110105174912310020", "认证"}) {
    CAPTURE(text);
    const Result<IdNumber> id = parse_id_number(text, true);
    REQUIRE_FALSE(id);
    CHECK(id.error().message.find("4405") == std::string::npos);
  }
}

TEST_CASE("Region 99 belongs to invented persons") {
  const std::string digits = "99010119500101001";
  const std::string id = digits + id_check_character(digits);
  CHECK(parse_id_number(id, true));
  CHECK_FALSE(parse_id_number(id, false));
}

TEST_CASE("Age is counted in completed years") {
  const IdNumber id = *parse_id_number("11010519491231002X", false);
  const struct {
    const char* day;
    int age;
  } cases[] = {{"2025-12-30", 75}, {"2025-12-31", 76}, {"2026-01-01", 76}, {"1949-12-30", -1}};
  for (const auto& c : cases) CHECK(id.age_on(*parse_date(c.day)) == c.age);
}

}  // namespace
}  // namespace analyzer::text
