// The contract of Indicators.

#include <catch2/catch.hpp>

#include "tests/contract/store_contract.h"

namespace analyzer::store {
namespace {

feeds::Statement host(const std::string& value, const std::string& source) {
  feeds::Statement s;
  s.kind = feeds::IndicatorKind::kHost;
  s.value = value;
  s.source = source;
  s.origin = feeds::Origin::kManual;
  s.opinion = feeds::Opinion::kAllow;
  s.revokes = true;
  s.confidence = 0.25;
  s.at = kNoon;
  s.valid_from = kNoon + std::chrono::hours(1);
  s.valid_until = kNoon + std::chrono::hours(2);
  s.reason = "经核实为本局网站";
  return s;
}

std::vector<std::string> labels(const std::vector<IndicatorValue>& values) {
  std::vector<std::string> out;
  for (const IndicatorValue& value : values) out.push_back(value.label);
  return out;
}

using Texts = std::vector<std::string>;

}  // namespace

TEST_CASE("all that was said about a value reads back in its order") {
  for (const Maker& maker : makers()) {
    INFO(maker.name);
    const auto test = maker.make();
    auto session = open(*test);
    const feeds::Statement first = host("a.invalid", "usr_1");
    feeds::Statement second = host("a.invalid", "list");
    second.origin = feeds::Origin::kAutomatic;
    second.revokes = false;
    second.valid_until.reset();
    const std::uint64_t one = must(session->indicators().append(first, "a.invalid", kNoon));
    const std::uint64_t two = must(session->indicators().append(second, "another", kNoon));
    CHECK(two > one);
    session.reset();
    test->reopen();
    session = open(*test, Mode::kReadOnly);

    const auto found = must(session->indicators().find(feeds::IndicatorKind::kHost, "a.invalid"));
    REQUIRE(found.has_value());
    CHECK(found->statements == std::vector<feeds::Statement>{first, second});
    CHECK(found->label == "a.invalid");
    CHECK(found->latest == two);
    CHECK_FALSE(must(session->indicators().find(feeds::IndicatorKind::kUrl, "a.invalid")));

    std::vector<feeds::Statement> all;
    must(session->indicators().scan({}, [&](std::uint64_t, const feeds::Statement& s) -> Status {
      all.push_back(s);
      return {};
    }));
    CHECK(all == std::vector<feeds::Statement>{first, second});
  }
}

TEST_CASE("indicators are listed by what was said last, page by page") {
  for (const Maker& maker : makers()) {
    INFO(maker.name);
    const auto test = maker.make();
    const auto session = open(*test);
    Indicators& indicators = session->indicators();
    for (const char* name : {"a.invalid", "b.invalid", "c.invalid", "a.invalid"}) {
      must(indicators.append(host(name, "usr_1"), name, kNoon));
    }
    feeds::Statement phone = host("00ff", "usr_1");
    phone.kind = feeds::IndicatorKind::kPhone;
    must(indicators.append(phone, "139****5678", kNoon));

    CHECK(labels(must(indicators.list({}))) ==
          Texts{"139****5678", "a.invalid", "c.invalid", "b.invalid"});
    CHECK(labels(must(indicators.list({.kind = feeds::IndicatorKind::kHost, .limit = 2}))) ==
          Texts{"a.invalid", "c.invalid"});
    const std::uint64_t last = must(indicators.list({.limit = 2})).back().latest;
    CHECK(labels(must(indicators.list({.before = last}))) == Texts{"c.invalid", "b.invalid"});
    CHECK(labels(must(indicators.list({.text = "b.in"}))) == Texts{"b.invalid"});
    CHECK(must(indicators.list({.text = "%"})).empty());
  }
}

}  // namespace analyzer::store
