// The contract of Feeds.

#include <catch2/catch.hpp>

#include "analyzer/store/feeds.h"
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

}  // namespace analyzer::store
