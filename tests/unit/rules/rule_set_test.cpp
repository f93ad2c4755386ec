#include "analyzer/rules/rule_set.h"

#include <catch2/catch.hpp>

#include "analyzer/text/normalize.h"

namespace analyzer {
namespace {

Rule rule(std::string id, std::string pattern, std::vector<std::string> hits,
          std::vector<std::string> misses, Scope scope = Scope::kText) {
  Rule out;
  out.id = std::move(id);
  out.pattern = std::move(pattern);
  out.hits = std::move(hits);
  out.misses = std::move(misses);
  out.scope = scope;
  out.weight = 1.0;
  out.group = "g";
  return out;
}

Rule stop() {
  return rule("threat.stop", "养老金.{0,6}停发", {"养老金将停发", "養老金停發", "养老金明日停发"},
              {"养老金到账", "停车", "不停发"});
}

Rule plus() {
  return rule("sender.foreign", "^\\+", {"+852", "+1", "+44"}, {"12333", "110", "0"},
              Scope::kSender);
}

std::string normalized(std::string_view text) { return text::normalize(text).text; }

RuleSet compiled(std::vector<Rule> rules) {
  Result<RuleSet> set = RuleSet::compile(std::move(rules), normalized);
  if (!set) FAIL(set.error().message);
  return *std::move(set);
}

TEST_CASE("A rule searches the texts of its scope and no others") {
  const RuleSet rules = compiled({stop(), plus()});
  const std::string text = "您的养老金今日停发";
  const std::vector<RuleText> texts = {
      {Scope::kText, text}, {Scope::kSender, "+852 6123"}, {Scope::kTextRaw, text}};
  const auto matches = rules.match(texts);
  REQUIRE(matches);
  REQUIRE(matches->size() == 2);
  CHECK((*matches)[0].rule->id == "sender.foreign");
  CHECK((*matches)[0].text == 1);
  CHECK((*matches)[1].rule->id == "threat.stop");
  CHECK((*matches)[1].spans == std::vector<Span>{{6, 27}});
}

TEST_CASE("Signals of a report carry the rule's weight and the bytes as sent") {
  Rule weighty = stop();
  weighty.weight = 0.7;
  weighty.tactic = Tactic::kSuspensionThreat;
  const RuleSet rules = compiled({weighty, plus()});
  Report report;
  report.sender = "+8526123";
  Facts facts;
  const std::string sent = "您的養老金今日停發!";
  facts.text = TextFacts{sent, text::normalize(sent), {}};
  const Result<Signals> signals = match_report(rules, report, facts);
  REQUIRE(signals);
  REQUIRE(signals->size() == 2);
  CHECK((*signals)[0].code == "sender.foreign");
  CHECK((*signals)[0].spans.empty());
  CHECK((*signals)[1].weight == 0.7);
  CHECK((*signals)[1].tactic == Tactic::kSuspensionThreat);
  REQUIRE((*signals)[1].spans.size() == 1);
  const Span span = (*signals)[1].spans[0];
  CHECK(sent.substr(span.begin, span.end - span.begin) == "養老金今日停發");
}

TEST_CASE("What a rule takes is measured of some searches, and of its own scope's texts alone") {
  const RuleSet rules = compiled({stop(), plus()});
  CHECK_FALSE(rules.costs().at(0));
  const std::string text = "您的养老金今日停发,请点击链接办理认证";
  const RuleText one{Scope::kText, text};
  for (unsigned i = 0; i < RuleSet::kTimedOneIn; ++i) REQUIRE(rules.match({&one, 1})->size() == 1);
  const auto costs = rules.costs();  // by id
  REQUIRE(costs.size() == 2);
  CHECK_FALSE(costs[0]);  // sender.foreign: no sender was looked at
  REQUIRE(costs[1]);
  CHECK(*costs[1] > 0.0);
}

TEST_CASE("A text too long to be searched is unknown, not clean") {
  const RuleSet rules = compiled({stop()});
  const std::string text(RuleSet::kMaxTextBytes + 1, 'x');
  const RuleText one{Scope::kText, text};
  const auto matches = rules.match({&one, 1});
  REQUIRE_FALSE(matches);
  CHECK(matches.error().code == ErrorCode::kUnavailable);
}

TEST_CASE("Rules are found by id") {
  const RuleSet rules = compiled({stop(), plus()});
  CHECK(rules.size() == 2);
  REQUIRE(rules.find("threat.stop"));
  CHECK(rules.find("threat.stop")->pattern == stop().pattern);
  CHECK(rules.find("threat.sto") == nullptr);
  CHECK(rules.find("") == nullptr);
}

TEST_CASE("A rule whose own examples disagree is refused by name") {
  Rule wrong = stop();
  std::string wanted;
  SECTION("a hit that does not match") {
    wrong.hits.push_back("工资停发");
    wanted = "does not match its hit '工资停发'";
  }
  SECTION("a miss that matches") {
    wrong.misses.push_back("养老金停发");
    wanted = "matches its miss '养老金停发'";
  }
  SECTION("a hit that its own denial takes back") {
    wrong.unless = "明日";
    wanted = "does not match its hit '养老金明日停发'";
  }
  SECTION("too few examples") {
    wrong.misses.pop_back();
    wanted = "at least three";
  }
  SECTION("a pattern that does not parse") {
    wrong.pattern = "养老(金";
    wanted = "pattern: missing )";
  }
  SECTION("a denial that does not parse") {
    wrong.unless = "[";
    wanted = "unless: missing ]";
  }
  SECTION("a pattern that matches nothing at all") {
    wrong.pattern = "(?:停发)?";
    wanted = "matches the empty text";
  }
  SECTION("a weight out of range") {
    wrong.weight = -6;
    wanted = "[-5, 5]";
  }
  SECTION("an id that is none") {
    wrong.id = "Threat";
    wanted = "group.name";
  }
  const Result<RuleSet> set = RuleSet::compile({wrong, plus()}, normalized);
  REQUIRE_FALSE(set);
  CHECK(set.error().code == ErrorCode::kInvalid);
  INFO(set.error().message);
  CHECK(set.error().message.find(wanted) != std::string::npos);
}

TEST_CASE("An id given twice is refused") {
  const Result<RuleSet> set = RuleSet::compile({stop(), stop()}, normalized);
  REQUIRE_FALSE(set);
  CHECK(set.error().message.find("given twice") != std::string::npos);
}

TEST_CASE("Patterns beyond words and gaps are left to RE2 and found the same") {
  const RuleSet rules = compiled({rule("app.name", "(?i)bank\\b", {"My BANK", "bank", "a Bank."},
                                       {"banker", "b", "ban"}, Scope::kAppName)});
  const RuleText one{Scope::kAppName, "the BaNk app"};
  const auto matches = rules.match({&one, 1});
  REQUIRE(matches);
  REQUIRE(matches->size() == 1);
  CHECK((*matches)[0].spans == std::vector<Span>{{4, 8}});
}

}  // namespace
}  // namespace analyzer
