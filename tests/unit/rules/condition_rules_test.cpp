#include "analyzer/rules/condition_rules.h"

#include <catch2/catch.hpp>

namespace analyzer {
namespace {

ConditionRule rule(std::string id, std::vector<std::string> when) {
  ConditionRule out;
  out.id = std::move(id);
  out.when = std::move(when);
  out.weight = 1.5;
  out.group = "combo";
  return out;
}

Signal signal(std::string code) {
  Signal out;
  out.code = std::move(code);
  return out;
}

TEST_CASE("A rule may name what rules before it found, not what comes after") {
  const Result<ConditionRules> rules = ConditionRules::compile({
      rule("combo.late", {"combo.first"}),
      rule("combo.first", {"a.b"}),
      rule("combo.second", {"combo.first", "!c.d"}),
  });
  REQUIRE(rules);
  const Signals given = {signal("a.b")};
  const Signals found = rules->evaluate(given);
  REQUIRE(found.size() == 2);
  CHECK(found[0].code == "combo.first");
  CHECK(found[0].weight == 1.5);
  CHECK(found[0].group == "combo");
  CHECK(found[1].code == "combo.second");
  CHECK(rules->evaluate(Signals{}).empty());
}

TEST_CASE("A condition rule that cannot be right is refused by name") {
  std::vector<ConditionRule> rules = {rule("combo.a", {"x.y"})};
  std::string wanted;
  SECTION("taken id") {
    rules.push_back(rule("combo.a", {"x.y"}));
    wanted = "given twice";
  }
  SECTION("malformed id") {
    rules.push_back(rule("Combo", {"x.y"}));
    wanted = "group.name";
  }
  SECTION("weight out of range") {
    rules.push_back(rule("combo.b", {"x.y"}));
    rules.back().weight = 5.5;
    wanted = "[-5, 5]";
  }
  SECTION("term that does not parse") {
    rules.push_back(rule("combo.b", {"x y"}));
    wanted = "is not a condition";
  }
  const Result<ConditionRules> compiled = ConditionRules::compile(rules);
  REQUIRE_FALSE(compiled);
  CHECK(compiled.error().message.find(wanted) != std::string::npos);
}

}  // namespace
}  // namespace analyzer
