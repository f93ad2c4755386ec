#include "feeds/precedence.h"

#include <algorithm>
#include <catch2/catch.hpp>
#include <random>
#include <set>

namespace analyzer::feeds {
namespace {

using std::chrono::hours;

const Time kStart = from_millis(1'767'240'000'000);
Time at(int hour) { return kStart + hours(hour); }

Statement bad(const std::string& source, int hour) {
  Statement s;
  s.kind = IndicatorKind::kHost;
  s.value = "rz8.invalid";
  s.source = source;
  s.at = s.valid_from = at(hour);
  s.confidence = 0.8;
  return s;
}
Statement manual(Statement s) {
  s.origin = Origin::kManual;
  return s;
}
Statement allow(Statement s) {
  s.opinion = Opinion::kAllow;
  return s;
}
Statement revoked(Statement s) {
  s.revokes = true;
  return s;
}
Statement until(Statement s, int hour) {
  s.valid_until = at(hour);
  return s;
}

Standing standing(const std::vector<Statement>& said, int hour) {
  Ledger ledger;
  for (const Statement& s : said) ledger.add(s);
  return ledger.standing(at(hour));
}

// A few voices, moments and opinions, so that statements meet often.
Statement any(std::mt19937& random) {
  const auto pick = [&](int n) { return static_cast<int>(random() % static_cast<unsigned>(n)); };
  Statement s = bad(pick(2) == 0 ? "list-a" : "list-b", pick(6));
  if (pick(3) == 0) {
    s.origin = Origin::kManual;
    s.source = pick(2) == 0 ? "usr_1" : "usr_2";
  }
  if (pick(4) == 0) s.opinion = Opinion::kAllow;
  s.revokes = pick(3) == 0;
  s.confidence = 0.25 * (1 + pick(4));
  s.valid_from = s.at + hours(pick(3) - 1);
  if (pick(3) == 0) s.valid_until = s.valid_from + hours(1 + pick(4));
  return s;
}

}  // namespace

TEST_CASE("A value is listed while a list calls it bad") {
  CHECK(standing({bad("list", 0)}, 1).listed);
  CHECK(standing({bad("list", 0)}, 1).sources == std::vector<std::string>{"list"});
  CHECK_FALSE(standing({bad("list", 2)}, 1).listed);
  CHECK(standing({until(bad("list", 0), 2)}, 1).listed);
  CHECK_FALSE(standing({until(bad("list", 0), 2)}, 2).listed);
  CHECK_FALSE(standing({}, 1).listed);
}

TEST_CASE("A list may take back and list again; others stand by themselves") {
  CHECK_FALSE(standing({bad("list", 0), revoked(bad("list", 1))}, 2).listed);
  CHECK(standing({bad("list", 0), revoked(bad("list", 1)), bad("list", 2)}, 3).listed);
  const Standing other = standing({bad("a", 0), bad("b", 0), revoked(bad("a", 1))}, 2);
  CHECK(other.sources == std::vector<std::string>{"b"});
}

TEST_CASE("Allow beats all until it is taken back") {
  const Statement allowed = manual(allow(bad("usr_1", 1)));
  CHECK_FALSE(standing({bad("list", 0), allowed}, 2).listed);
  CHECK_FALSE(standing({allowed, manual(bad("usr_2", 3))}, 4).listed);
  CHECK(standing({allowed, manual(bad("usr_2", 3))}, 4).allowed);
  const Statement taken_back = revoked(manual(allow(bad("usr_2", 5))));
  CHECK(standing({bad("list", 0), allowed, taken_back}, 6).listed);
}

TEST_CASE("What a person took back no import brings again; a person may") {
  const Statement withdrawn = revoked(manual(bad("usr_1", 2)));
  CHECK_FALSE(standing({bad("list", 0), withdrawn, bad("list", 5), bad("other", 6)}, 7).listed);
  CHECK(standing({bad("list", 0), withdrawn, manual(bad("usr_2", 5))}, 7).listed);
  // Another person's word is the same voice.
  CHECK_FALSE(standing({manual(bad("usr_2", 1)), withdrawn}, 3).listed);
}

TEST_CASE("A person's word outlives what lists take back") {
  const Standing s =
      standing({bad("list", 0), manual(bad("usr_1", 1)), revoked(bad("list", 2))}, 3);
  CHECK(s.listed);
  CHECK(s.manual);
  CHECK(s.sources == std::vector<std::string>{"manual"});
}

TEST_CASE("A list that does not name a value again grows less sure of it before it ends") {
  Statement s = bad("list", 0);
  s.valid_until = at(8);
  const auto sure = [&](int hour) { return standing({s}, hour).confidence; };
  CHECK(sure(0) == 0.8);
  CHECK(sure(4) == 0.8);  // half of its time
  CHECK(sure(6) == Approx(0.4));
  CHECK(sure(7) == Approx(0.8 / std::sqrt(8.0)));
  CHECK_FALSE(standing({s}, 8).listed);
  for (int hour = 5; hour < 8; ++hour) CHECK(sure(hour) < sure(hour - 1));

  Statement again = bad("list", 6);
  again.valid_until = at(14);
  CHECK(standing({s, again}, 7).confidence == 0.8);
  CHECK(standing({manual(s)}, 7).confidence == 0.8);
  s.valid_until.reset();
  CHECK(sure(1000) == 0.8);
}

TEST_CASE("Every order of the same statements, repeated or not, has one result") {
  std::mt19937 random(20261122);
  for (int round = 0; round < 3000; ++round) {
    std::vector<Statement> said(1 + random() % 7);
    for (Statement& s : said) s = any(random);
    Ledger first;
    for (const Statement& s : said) first.add(s);
    std::vector<Statement> shuffled = said;
    shuffled.insert(shuffled.end(), said.begin(), said.end());
    for (int order = 0; order < 6; ++order) {
      std::shuffle(shuffled.begin(), shuffled.end(), random);
      Ledger other;
      for (const Statement& s : shuffled) other.add(s);
      REQUIRE(other.latest() == first.latest());
      for (int hour = -1; hour < 12; ++hour) {
        REQUIRE(other.standing(at(hour)) == first.standing(at(hour)));
      }
    }
  }
}

TEST_CASE("The written rules hold of any statements at any moment") {
  std::mt19937 random(7);
  int listed = 0;
  int allowed = 0;
  for (int round = 0; round < 5000; ++round) {
    std::vector<Statement> said(1 + random() % 6);
    for (Statement& s : said) s = any(random);
    Ledger ledger;
    for (const Statement& s : said) ledger.add(s);
    for (int hour = 0; hour < 10; ++hour) {
      const Standing s = ledger.standing(at(hour));
      listed += s.listed ? 1 : 0;
      allowed += s.allowed ? 1 : 0;
      REQUIRE_FALSE((s.listed && s.allowed));
      REQUIRE(s.listed == !s.sources.empty());
      // Nobody is named who did not say it.
      for (const std::string& source : s.sources) {
        REQUIRE(std::any_of(said.begin(), said.end(), [&](const Statement& one) {
          const bool named =
              one.origin == Origin::kManual ? source == kManualSource : source == one.source;
          return named && one.opinion == Opinion::kBad && !one.revokes &&
                 one.valid_from <= at(hour);
        }));
      }
      // One more import of any list cannot undo a person's decision.
      if (s.manual && !s.listed) {
        Ledger more = ledger;
        more.add(bad("list-c", hour));
        REQUIRE_FALSE(more.standing(at(hour)).listed);
      }
    }
  }
  CHECK(listed > 1000);
  CHECK(allowed > 1000);
}

}  // namespace analyzer::feeds
