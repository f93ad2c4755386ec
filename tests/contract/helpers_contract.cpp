// The contract of Helpers.

#include <catch2/catch.hpp>

#include "tests/contract/store_contract.h"

namespace analyzer::store {
namespace {

Date day(const char* text) { return *parse_date(text); }

Helper a_helper(const std::string& id) {
  Helper out;
  out.id = id;
  out.state = HelperState::kRegistered;
  out.terms.kind = HelperKind::kNursingHome;
  out.terms.name = "敬老院" + id;
  out.terms.area = {"990101001", "990102"};
  out.terms.valid_from = day("2026-01-01");
  out.terms.valid_until = day("2026-12-31");
  out.terms.weekdays = {Weekday::kMon, Weekday::kSun};
  out.terms.opens = 8 * 60;
  out.terms.closes = 17 * 60 + 30;
  out.terms.persons_day = 40;
  out.terms.persons_week = 60;
  out.terms.beds = 120;
  out.links = {{{LinkKind::kPhone, key(1)}, "139****5678"}, {{LinkKind::kDevice, key(2)}, ""}};
  out.note = "民政名册";
  out.case_id = "cas_1";
  out.registered_by = "usr_1";
  out.registered_at = kNoon;
  out.confirmed_by = "usr_2";
  out.confirmed_at = kNoon + std::chrono::hours(1);
  out.updated_at = kNoon + std::chrono::hours(2);
  return out;
}

std::vector<std::string> ids(const HelperPage& page) {
  std::vector<std::string> out;
  for (const Helper& helper : page.helpers) out.push_back(helper.id);
  return out;
}

using Texts = std::vector<std::string>;

}  // namespace

TEST_CASE("a helper reads back as it was written, and its least form too") {
  for (const Maker& maker : makers()) {
    INFO(maker.name);
    const auto test = maker.make();
    auto session = open(*test);
    const Helper whole = a_helper("hlp_1");
    Helper least;
    least.id = "hlp_2";
    least.terms.area = {"99"};
    must(session->helpers().put(whole, std::nullopt));
    must(session->helpers().put(least, std::nullopt));
    session.reset();
    test->reopen();
    session = open(*test, Mode::kReadOnly);
    CHECK(must(session->helpers().find("hlp_1")) == whole);
    CHECK(must(session->helpers().find("hlp_2")) == least);
    CHECK_FALSE(must(session->helpers().find("hlp_3")));
    Texts scanned;
    must(session->helpers().scan([&](const Helper& helper) -> Status {
      scanned.push_back(helper.id);
      return {};
    }));
    CHECK(scanned == Texts{"hlp_1", "hlp_2"});
  }
}

TEST_CASE("a helper is changed at the version that was seen alone") {
  for (const Maker& maker : makers()) {
    INFO(maker.name);
    const auto test = maker.make();
    const auto session = open(*test);
    Helpers& helpers = session->helpers();
    Helper helper = a_helper("hlp_1");
    must(helpers.put(helper, std::nullopt));
    CHECK(code_of(helpers.put(helper, std::nullopt)) == ErrorCode::kConflict);
    helper.version = 2;
    helper.terms.valid_until.reset();
    helper.links = {{{LinkKind::kDevice, key(3)}, "…abcd"}};
    must(helpers.put(helper, 1));
    CHECK(must(helpers.find("hlp_1")) == helper);
    CHECK(code_of(helpers.put(helper, 1)) == ErrorCode::kConflict);
    CHECK(code_of(helpers.put(a_helper("hlp_9"), 1)) == ErrorCode::kNotFound);
    CHECK(must(helpers.known_by({LinkKind::kDevice, key(2)})).empty());
  }
}

TEST_CASE("helpers are known by their links until they are revoked") {
  for (const Maker& maker : makers()) {
    INFO(maker.name);
    const auto test = maker.make();
    const auto session = open(*test);
    Helpers& helpers = session->helpers();
    Helper first = a_helper("hlp_1");
    must(helpers.put(first, std::nullopt));
    must(helpers.put(a_helper("hlp_2"), std::nullopt));
    const Link phone{LinkKind::kPhone, key(1)};
    CHECK(must(helpers.known_by(phone)) == Texts{"hlp_1", "hlp_2"});
    CHECK(must(helpers.known_by({LinkKind::kDevice, key(1)})).empty());
    first.state = HelperState::kRevoked;
    first.revoked_by = "usr_3";
    first.revoked_at = kNoon;
    first.revoke_reason = "离任";
    first.version = 2;
    must(helpers.put(first, 1));
    CHECK(must(helpers.known_by(phone)) == Texts{"hlp_2"});
    CHECK(must(helpers.find("hlp_1")) == first);
  }
}

TEST_CASE("helpers are listed by state, time, text and area, page by page") {
  for (const Maker& maker : makers()) {
    INFO(maker.name);
    const auto test = maker.make();
    const auto session = open(*test);
    Helpers& helpers = session->helpers();
    Helper town = a_helper("hlp_town");
    town.terms.area = {"990101001"};
    Helper county = a_helper("hlp_county");
    county.terms.area = {"990102"};
    county.terms.valid_until.reset();
    county.state = HelperState::kProposed;
    Helper province = a_helper("hlp_province");
    province.terms.area = {"98", "99"};
    province.terms.kind = HelperKind::kStaff;
    province.links.clear();
    for (const Helper& helper : {town, county, province}) must(helpers.put(helper, std::nullopt));

    struct Row {
      const char* sentence;
      HelperQuery query;
      Texts ids;
    };
    const std::vector<Row> rows = {
        {"all, newest first", {}, {"hlp_province", "hlp_county", "hlp_town"}},
        {"of a kind", {.kind = HelperKind::kStaff}, {"hlp_province"}},
        {"in a state", {.state = HelperState::kProposed}, {"hlp_county"}},
        {"over by a day", {.ended_before = day("2027-01-01")}, {"hlp_province", "hlp_town"}},
        {"not yet over on the last day", {.ended_before = day("2026-12-31")}, {}},
        {"lasting", {.lasts_until = day("2027-01-01")}, {"hlp_county"}},
        {"by name", {.text = "hlp_town"}, {"hlp_town"}},
        {"by a label", {.text = "139****"}, {"hlp_county", "hlp_town"}},
        {"no pattern", {.text = "%"}, {}},
        {"a village: what is above it", {.region = "990101001202"}, {"hlp_province", "hlp_town"}},
        {"a county: above and below", {.region = "990101"}, {"hlp_province", "hlp_town"}},
        {"another province", {.region = "97"}, {}},
        {"a prefecture that one code begins like",
         {.region = "9901"},
         {"hlp_province", "hlp_county", "hlp_town"}},
    };
    for (const Row& row : rows) {
      INFO(row.sentence);
      CHECK(ids(must(helpers.list(row.query))) == row.ids);
    }
    const HelperPage page = must(helpers.list({.limit = 2}));
    CHECK(ids(page) == Texts{"hlp_province", "hlp_county"});
    REQUIRE(page.next > 0);
    const HelperPage rest = must(helpers.list({.before = page.next, .limit = 2}));
    CHECK(ids(rest) == Texts{"hlp_town"});
    CHECK(rest.next == 0);
  }
}

}  // namespace analyzer::store
