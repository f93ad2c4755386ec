#include "analyzer/rules/condition.h"

#include <catch2/catch.hpp>

namespace analyzer {
namespace {

Signals signals() {
  Signals out(4);
  out[0].code = "device.persons_7d";
  out[0].value = 14.0;
  out[1].code = "text.fee_named";
  out[2].code = "combo.farm";
  out[2].value = 3.0;
  out[3].code = "text.link";
  out[3].explained_by = "context.warning";
  return out;
}

TEST_CASE("A condition holds when all its terms do") {
  struct Row {
    std::vector<std::string> terms;
    bool holds;
  };
  const Row row = GENERATE(values<Row>({
      {{"device.persons_7d"}, true},
      {{"device.persons_30d"}, false},
      {{"!device.persons_30d"}, true},
      {{"!device.persons_7d"}, false},
      {{"device.persons_7d >= 14"}, true},
      {{"device.persons_7d > 14"}, false},
      {{"device.persons_7d <= 14"}, true},
      {{"device.persons_7d<14"}, false},
      {{"device.persons_7d == 14"}, true},
      {{"!device.persons_7d >= 20"}, true},
      {{"text.fee_named >= 1"}, false},  // it has no value to compare
      {{"text.fee_*"}, true},
      {{"text.*", "combo.farm > 2.5"}, true},
      {{"text.link"}, false},  // explained away
      {{"any(text.link, combo.farm)"}, true},
      {{"any(text.link, combo.farm >= 9)"}, false},
      {{"any(text.link, !place.far)"}, true},
      {{"text.fee_named", "any(a.b, c.d)"}, false},
      {{}, false},
  }));
  const Result<Condition> condition = Condition::parse(row.terms);
  REQUIRE(condition);
  INFO((row.terms.empty() ? "" : row.terms.front()));
  CHECK(condition->holds(signals()) == row.holds);
}

TEST_CASE("A term that does not parse is named") {
  const std::string term =
      GENERATE(as<std::string>{}, "", "!", "A.b", "a b", "a.b >= x", "a.b >=", "any(a.b", "any()",
               "any(a.b, any(c.d))", "a*b", "a.b >= 1 2");
  const Result<Condition> condition = Condition::parse({"device.persons_7d", term});
  INFO("'" << term << "'");
  REQUIRE_FALSE(condition);
  CHECK(condition.error().code == ErrorCode::kInvalid);
  CHECK(condition.error().message.find("is not a condition") != std::string::npos);
}

TEST_CASE("A condition tells which codes it names") {
  const Result<Condition> condition = Condition::parse({"a.b >= 2", "!c.*", "any(d.e, !f.g < 1)"});
  REQUIRE(condition);
  CHECK(condition->codes() == std::vector<std::string>{"a.b", "c.*", "d.e", "f.g"});
}

TEST_CASE("A final star stands for any ending") {
  CHECK(code_matches("a.*", "a.b"));
  CHECK(code_matches("a.*", "a."));
  CHECK(code_matches("*", "a.b"));
  CHECK(code_matches("a.b", "a.b"));
  CHECK_FALSE(code_matches("a.b", "a.bc"));
  CHECK_FALSE(code_matches("a.*", "b.a."));
}

}  // namespace
}  // namespace analyzer
