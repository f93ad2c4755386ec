// The contract of Feeds.

#include <catch2/catch.hpp>

#include "analyzer/store/feeds.h"
#include "analyzer/store/listings.h"
#include "tests/contract/store_contract.h"

namespace analyzer::store {
namespace {

using Texts = std::vector<std::string>;

ListChange change(const std::string& value, bool removed = false) {
  return {0, kNoon, removed, feeds::IndicatorKind::kHost, value, "{\"v\":\"" + value + "\"}"};
}

Texts values(const std::vector<ListChange>& changes) {
  Texts out;
  for (const ListChange& c : changes) out.push_back((c.removed ? "-" : "+") + c.value);
  return out;
}

}  // namespace

TEST_CASE("the state of a list that comes in is kept, and what is held until it is let go") {
  for (const Maker& maker : makers()) {
    INFO(maker.name);
    const auto test = maker.make();
    auto session = open(*test);
    CHECK_FALSE(must(session->feeds().state("a")));
    CHECK_FALSE(must(session->feeds().held("a")));
    REQUIRE(session->feeds().set_state("a", "{}"));
    REQUIRE(session->feeds().set_held("a", std::string("bytes\0more", 10)));
    REQUIRE(session->feeds().set_state("a", "{\"state\":\"held\"}"));
    session.reset();
    test->reopen();
    session = open(*test);
    CHECK(must(session->feeds().state("a")) == "{\"state\":\"held\"}");
    CHECK(must(session->feeds().held("a")) == std::string("bytes\0more", 10));
    CHECK_FALSE(must(session->feeds().state("b")));
    REQUIRE(session->feeds().set_held("a", std::nullopt));
    CHECK_FALSE(must(session->feeds().held("a")));
  }
}

TEST_CASE("what stands on a list is what its changes brought there") {
  for (const Maker& maker : makers()) {
    INFO(maker.name);
    const auto test = maker.make();
    auto session = open(*test);
    Feeds& feeds = session->feeds();
    CHECK(must(feeds.range("out")).latest == 0);
    const auto first = must(feeds.change("out", change("b.invalid")));
    const auto second = must(feeds.change("out", change("a.invalid")));
    must(feeds.change("other", change("c.invalid")));
    const auto third = must(feeds.change("out", change("b.invalid", true)));
    CHECK(first < second);
    CHECK(second < third);
    CHECK(values(must(feeds.entries("out"))) == Texts{"+a.invalid"});
    CHECK(must(feeds.entries("out"))[0].body == "{\"v\":\"a.invalid\"}");
    CHECK(values(must(feeds.changes("out", 0, 10))) ==
          Texts{"+b.invalid", "+a.invalid", "-b.invalid"});
    CHECK(values(must(feeds.changes("out", first, 1))) == Texts{"+a.invalid"});
    CHECK(must(feeds.changes("out", third, 10)).empty());
    CHECK(must(feeds.range("out")).oldest == first);
    CHECK(must(feeds.range("out")).latest == third);
    CHECK(must(feeds.range("out")).at == kNoon);

    REQUIRE(feeds.forget_changes("out", 1));
    CHECK(must(feeds.range("out")).oldest == third);
    CHECK(values(must(feeds.entries("out"))) == Texts{"+a.invalid"});
    CHECK(must(feeds.change("out", change("d.invalid"))) > third);
    CHECK(must(feeds.range("other")).oldest != 0);
  }
}

TEST_CASE("lists that the console set are kept by version") {
  for (const Maker& maker : makers()) {
    INFO(maker.name);
    const auto test = maker.make();
    auto session = open(*test);
    Feeds& feeds = session->feeds();
    REQUIRE(feeds.put_row({"b", 1, "{\"x\":1}"}, std::nullopt));
    REQUIRE(feeds.put_row({"a", 1, "{}"}, std::nullopt));
    CHECK(feeds.put_row({"a", 1, "{}"}, std::nullopt).error().code == ErrorCode::kConflict);
    REQUIRE(feeds.put_row({"a", 2, "{\"y\":2}"}, 1));
    CHECK(feeds.put_row({"a", 2, "{}"}, 1).error().code == ErrorCode::kConflict);
    CHECK(feeds.drop_row("b", 7).error().code == ErrorCode::kConflict);
    session.reset();
    test->reopen();
    session = open(*test);
    const auto rows = must(session->feeds().rows());
    REQUIRE(rows.size() == 2);
    CHECK(rows[0].name == "a");
    CHECK(rows[0].version == 2);
    CHECK(rows[0].body == "{\"y\":2}");
    REQUIRE(session->feeds().drop_row("b", 1));
    CHECK(must(session->feeds().rows()).size() == 1);
    REQUIRE(session->feeds().set_state("z", "{}"));
    REQUIRE(session->feeds().set_state("m", "{}"));
    CHECK(must(session->feeds().named()) == Texts{"m", "z"});
  }
}

TEST_CASE("what cases list is kept by case and value, and found by value and by who waits") {
  for (const Maker& maker : makers()) {
    INFO(maker.name);
    const auto test = maker.make();
    auto session = open(*test);
    for (const char* region : {"990102", "990403"}) {
      Case c;
      c.id = std::string("cas_") + region;
      c.region = region;
      c.title = "t";
      REQUIRE(session->cases().put(c, std::nullopt));
    }
    Listings& listings = session->listings();
    Listing one{"cas_990102",
                feeds::IndicatorKind::kHost,
                "a.invalid",
                "a.invalid",
                ListingState::kWaiting,
                "kind",
                kNoon,
                "usr_a"};
    REQUIRE(listings.put(one, std::nullopt));
    CHECK(listings.put(one, std::nullopt).error().code == ErrorCode::kConflict);
    Listing other = one;
    other.case_id = "cas_990403";
    other.state = ListingState::kListed;
    REQUIRE(listings.put(other, std::nullopt));
    CHECK(must(listings.waiting("", 10)).size() == 1);
    CHECK(must(listings.waiting("9901", 10)).size() == 1);
    CHECK(must(listings.waiting("9904", 10)).empty());
    CHECK(must(listings.waiting("", 0)).empty());
    const auto by = must(listings.listed_by(feeds::IndicatorKind::kHost, "a.invalid"));
    REQUIRE(by.size() == 1);
    CHECK(by[0].case_id == "cas_990403");
    CHECK(must(listings.listed()).size() == 1);
    one.state = ListingState::kListed;
    one.decided_by = "usr_b";
    one.decided_at = kNoon;
    one.note = "n";
    one.version = 2;
    REQUIRE(listings.put(one, 1));
    CHECK(listings.put(one, 1).error().code == ErrorCode::kConflict);
    Case nowhere;
    nowhere.id = "cas_nowhere";
    nowhere.title = "t";
    REQUIRE(session->cases().put(nowhere, std::nullopt));
    other.case_id = nowhere.id;
    other.state = ListingState::kWaiting;
    REQUIRE(listings.put(other, std::nullopt));
    CHECK(must(listings.waiting("9904", 10)).size() == 1);  // of no place: everybody's
    session.reset();
    test->reopen();
    session = open(*test);
    const auto found =
        must(session->listings().find("cas_990102", feeds::IndicatorKind::kHost, "a.invalid"));
    REQUIRE(found);
    CHECK(found->state == ListingState::kListed);
    CHECK(found->why == "kind");
    CHECK(found->by == "usr_a");
    CHECK(found->decided_by == "usr_b");
    CHECK(found->decided_at == kNoon);
    CHECK(found->note == "n");
    CHECK(found->version == 2);
    CHECK(must(session->listings().of_case("cas_990102")).size() == 1);
    CHECK_FALSE(
        must(session->listings().find("cas_990102", feeds::IndicatorKind::kUrl, "a.invalid")));
  }
}

}  // namespace analyzer::store
