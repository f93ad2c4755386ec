#include "feeds/index.h"

#include <algorithm>
#include <catch2/catch.hpp>
#include <random>

namespace analyzer::feeds {
namespace {

Statement host(const std::string& value, const std::string& source = "list") {
  Statement s;
  s.kind = IndicatorKind::kHost;
  s.value = value;
  s.source = source;
  s.at = s.valid_from = from_millis(1'767'240'000'000);
  return s;
}

// What the index answers about every value, in one order.
std::vector<std::vector<Statement>> answers(const IndicatorIndex& index) {
  std::vector<std::vector<Statement>> out;
  for (int i = 0; i < 60; ++i) {
    const auto found = index.find(IndicatorKind::kHost, "h" + std::to_string(i) + ".invalid");
    out.push_back(found ? found->latest() : std::vector<Statement>{});
  }
  return out;
}

}  // namespace

TEST_CASE("A value is found by its kind and its whole text") {
  const std::vector<Statement> said = {host("a.invalid"), host("a.invalid", "other"),
                                       host("b.invalid")};
  const IndicatorIndex index = IndicatorIndex::build(said);
  CHECK(index.size() == 2);
  REQUIRE(index.find(IndicatorKind::kHost, "a.invalid").has_value());
  CHECK(index.find(IndicatorKind::kHost, "a.invalid")->latest().size() == 2);
  CHECK(index.find(IndicatorKind::kDomain, "a.invalid").has_value() == false);
  CHECK(index.find(IndicatorKind::kHost, "x.a.invalid").has_value() == false);
  CHECK(index.find(IndicatorKind::kHost, "").has_value() == false);
}

TEST_CASE("An index is named by what it holds, not by the order it came in") {
  std::vector<Statement> said = {host("a.invalid"), host("b.invalid"), host("a.invalid", "other")};
  const IndicatorIndex one = IndicatorIndex::build(said);
  std::reverse(said.begin(), said.end());
  CHECK(IndicatorIndex::build(said).digest() == one.digest());
  said.pop_back();
  CHECK(IndicatorIndex::build(said).digest() != one.digest());
  CHECK(IndicatorIndex().digest() == IndicatorIndex::build({}).digest());
}

TEST_CASE("An index that grows in steps answers and is named as one that is built at once") {
  std::mt19937 random(7);
  const auto pick = [&](int n) { return static_cast<int>(random() % static_cast<unsigned>(n)); };
  for (const std::size_t most_beside : {0U, 7U, 20U, 1000U}) {
    INFO("beside: " << most_beside);
    std::vector<Statement> said;
    IndicatorIndex grown;
    for (int step = 0; step < 40; ++step) {
      std::vector<Statement> more;
      for (int i = 0; i <= pick(9); ++i) {
        Statement s =
            host("h" + std::to_string(pick(60)) + ".invalid", "list-" + std::to_string(pick(3)));
        s.at += std::chrono::hours(pick(5));
        s.revokes = pick(3) == 0;
        if (pick(3) == 0) s.valid_until = s.at + std::chrono::hours(pick(9));
        if (pick(4) == 0) s.origin = Origin::kManual;
        if (pick(4) == 0) s.opinion = Opinion::kAllow;
        if (pick(2) == 0) s.reason = "r" + std::to_string(pick(3));
        more.push_back(s);
      }
      said.insert(said.end(), more.begin(), more.end());
      grown = grown.with(more, most_beside);
    }
    std::shuffle(said.begin(), said.end(), random);
    const IndicatorIndex built = IndicatorIndex::build(said);
    CHECK(grown.digest() == built.digest());
    CHECK(grown.size() == built.size());
    CHECK(answers(grown) == answers(built));
    Ledger plain;  // against the rules themselves, at moments in between
    for (const Statement& s : said) {
      if (s.value == "h7.invalid") plain.add(s);
    }
    for (int hour = -1; hour < 15; ++hour) {
      const Time now = host("").at + std::chrono::hours(hour);
      const auto found = built.find(IndicatorKind::kHost, "h7.invalid");
      CHECK((found ? found->standing(now) : Standing{}) == plain.standing(now));
    }
  }
}

}  // namespace analyzer::feeds
