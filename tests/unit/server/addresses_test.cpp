#include "analyzer/server/addresses.h"

#include <catch2/catch.hpp>

namespace analyzer::server {
namespace {

TEST_CASE("an address belongs to a block by its first bits") {
  const auto set = AddressSet::parse({"10.0.0.0/8", "192.168.7.7", "2001:db8::/33", "::1"});
  REQUIRE(set.has_value());
  for (const char* inside :
       {"10.0.0.1", "10.255.1.2", "192.168.7.7", "2001:db8:7fff::1", "::1", "::ffff:10.1.1.1"}) {
    INFO(inside);
    CHECK(set->contains(inside));
  }
  for (const char* outside : {"11.0.0.1", "192.168.7.8", "2001:db8:8000::1", "::2", "", "10.0.0",
                              "10.0.0.1 ", "localhost"}) {
    INFO(outside);
    CHECK_FALSE(set->contains(outside));
  }
}

TEST_CASE("what is no block is refused") {
  for (const char* wrong :
       {"", "10.0.0.0/33", "10.0.0.0/-1", "10.0.0.0/", "10.0.0/8", "::/129", "10.0.0.0/8x"}) {
    INFO(wrong);
    CHECK_FALSE(AddressSet::parse({wrong}).has_value());
  }
}

TEST_CASE("the caller is the last address that no trusted proxy stands for") {
  const auto trusted = AddressSet::parse({"10.0.0.0/8"});
  REQUIRE(trusted.has_value());
  struct Row {
    const char* peer;
    const char* forwarded;
    const char* caller;
  };
  const Row rows[] = {
      {"203.0.113.1", "1.2.3.4", "203.0.113.1"},  // not trusted: its word is nothing
      {"10.0.0.1", "", "10.0.0.1"},
      {"10.0.0.1", "1.2.3.4", "1.2.3.4"},
      {"10.0.0.1", "6.6.6.6, 1.2.3.4", "1.2.3.4"},  // the first was the caller's own claim
      {"10.0.0.1", "1.2.3.4, 10.0.0.2", "1.2.3.4"},
      {"10.0.0.1", "evil\" text, 10.0.0.2", "10.0.0.2"},
  };
  for (const Row& row : rows) {
    INFO(row.peer << " says " << row.forwarded);
    CHECK(caller_address(row.peer, row.forwarded, *trusted) == row.caller);
  }
}

}  // namespace
}  // namespace analyzer::server
