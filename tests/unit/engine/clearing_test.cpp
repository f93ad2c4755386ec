// Which signals, were they gone, would let an attempt pass.

#include "analyzer/engine/clearing.h"

#include <algorithm>
#include <catch2/catch.hpp>

#include "analyzer/engine/assess.h"
#include "tests/unit/engine/attempt_world.h"

namespace analyzer {
namespace {

constexpr const char* kDeaths =
    R"("registry":[{"kind":"death_medical","on":"2025-12-11","source":"医疗机构"},)"
    R"({"kind":"death_cremation","on":"2025-12-13","source":"殡葬管理"}])";

bool has(const Clearing& clearing, const std::string& code) {
  return std::find(clearing.codes.begin(), clearing.codes.end(), code) != clearing.codes.end();
}

}  // namespace

TEST_CASE("an attempt that passes needs no clearing") {
  const Attempt attempt = attempt_of(R"("person":{"ref":"p","age":70})");
  CHECK(what_would_clear(attempt, History{}, shipped_snapshot()).empty());
}

TEST_CASE("a record of death is what stands in the way, and without it the attempt passes") {
  const Attempt attempt = attempt_of(kDeaths);
  const Snapshot& snapshot = shipped_snapshot();
  REQUIRE(*assess(attempt, History{}, snapshot).decision != Decision::kPass);
  const auto sets = what_would_clear(attempt, History{}, snapshot);
  REQUIRE_FALSE(sets.empty());
  CHECK(sets.front().decision == Decision::kPass);
  CHECK(has(sets.front(), "registry.death_before"));
}

TEST_CASE("the sets are small, none holds another one, and those that pass come first") {
  const Attempt attempt = attempt_of(std::string(kDeaths) +
                                     R"(,"biometric":{"mode":"blink","injection":0.93},)"
                                     R"("device":{"ref":"d","virtual_camera":true,"rooted":true})");
  const Snapshot& snapshot = shipped_snapshot();
  const Decision now = *assess(attempt, History{}, snapshot).decision;
  REQUIRE(now == Decision::kHold);
  const auto sets = what_would_clear(attempt, History{}, snapshot);
  REQUIRE_FALSE(sets.empty());
  CHECK(sets.size() <= 5);
  for (std::size_t i = 0; i < sets.size(); ++i) {
    CHECK(sets[i].codes.size() <= 3);
    CHECK(sets[i].decision < now);
    if (i > 0) CHECK(sets[i - 1].decision <= sets[i].decision);
    for (std::size_t k = 0; k < sets.size(); ++k) {
      const bool holds = std::all_of(sets[k].codes.begin(), sets[k].codes.end(),
                                     [&](const std::string& code) { return has(sets[i], code); });
      CHECK((i == k || !holds || sets[k].decision > sets[i].decision));
    }
  }
}

TEST_CASE("asking twice gives the same answer") {
  const Attempt attempt = attempt_of(kDeaths);
  const auto one = what_would_clear(attempt, History{}, shipped_snapshot());
  const auto two = what_would_clear(attempt, History{}, shipped_snapshot());
  REQUIRE(one.size() == two.size());
  for (std::size_t i = 0; i < one.size(); ++i) CHECK(one[i].codes == two[i].codes);
}

}  // namespace analyzer
