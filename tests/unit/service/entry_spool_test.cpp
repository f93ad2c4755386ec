// Entries put aside: in which order they come out, and what happens at the bound.

#include "analyzer/service/entry_spool.h"

#include <catch2/catch.hpp>
#include <vector>

namespace analyzer {
namespace {

feeds::Entry entry(feeds::IndicatorKind kind, std::string value, std::string reason = {}) {
  feeds::Entry out;
  out.kind = kind;
  out.value = std::move(value);
  out.reason = std::move(reason);
  return out;
}

std::vector<feeds::Entry> all_of(EntrySpool& spool) {
  std::vector<feeds::Entry> out;
  const Status status = spool.each([&](feeds::Entry&& one) -> Status {
    out.push_back(std::move(one));
    return {};
  });
  REQUIRE(status);
  return out;
}

using Kind = feeds::IndicatorKind;

TEST_CASE("entries put aside come out by kind and value, equal ones as they came, every time") {
  auto spool = EntrySpool::make();
  REQUIRE(spool);
  feeds::Entry full = entry(Kind::kHost, "m.invalid", "first");
  full.source = "list";
  full.confidence = 0.25;
  full.valid_from = from_millis(1);
  full.valid_until = from_millis(2'000'000'000'000);
  REQUIRE(spool->add(entry(Kind::kHost, "z.invalid")));
  REQUIRE(spool->add(full));
  REQUIRE(spool->add(entry(Kind::kHost, "养老.invalid")));
  REQUIRE(spool->add(entry(Kind::kHost, "m.invalid", "second")));
  REQUIRE(spool->add(entry(Kind::kUrl, "z.invalid/a")));
  feeds::Entry back = entry(Kind::kHost, "m");
  back.revoked = true;
  REQUIRE(spool->add(back));
  CHECK(spool->size() == 6);
  for (int time = 0; time < 2; ++time) {
    const std::vector<feeds::Entry> out = all_of(*spool);
    REQUIRE(out.size() == 6);
    const std::size_t at = Kind::kUrl < Kind::kHost ? 1 : 0;
    CHECK(out[at == 1 ? 0 : 5].value == "z.invalid/a");
    CHECK(out[at].value == "m");
    CHECK(out[at].revoked);
    CHECK(out[at + 1].reason == "first");
    CHECK(out[at + 1].source == "list");
    CHECK(out[at + 1].confidence == 0.25);
    CHECK(out[at + 1].valid_from == full.valid_from);
    CHECK(out[at + 1].valid_until == full.valid_until);
    CHECK(out[at + 2].reason == "second");
    CHECK_FALSE(out[at + 2].valid_until);
    CHECK(out[at + 3].value == "z.invalid");
    CHECK(out[at + 4].value == "养老.invalid");
  }
}

TEST_CASE("nothing is put aside above the bound, nor after the first look") {
  auto spool = EntrySpool::make(200);
  REQUIRE(spool);
  REQUIRE(spool->add(entry(Kind::kHost, "a.invalid")));
  const Status full = spool->add(entry(Kind::kHost, std::string(300, 'a')));
  REQUIRE_FALSE(full);
  CHECK(full.error().code == ErrorCode::kUnavailable);
  CHECK_FALSE(spool->add(entry(Kind::kHost, "b.invalid")));
  CHECK(all_of(*spool).size() == 1);

  auto looked = EntrySpool::make();
  REQUIRE(looked);
  CHECK(all_of(*looked).empty());
  CHECK_FALSE(looked->add(entry(Kind::kHost, "a.invalid")));
}

TEST_CASE("the first that is not wanted ends it") {
  auto spool = EntrySpool::make();
  REQUIRE(spool);
  REQUIRE(spool->add(entry(Kind::kHost, "a.invalid")));
  REQUIRE(spool->add(entry(Kind::kHost, "b.invalid")));
  std::size_t handed = 0;
  const Status status = spool->each([&](feeds::Entry&&) -> Status {
    ++handed;
    return fail(ErrorCode::kInvalid, "no");
  });
  REQUIRE_FALSE(status);
  CHECK(status.error().code == ErrorCode::kInvalid);
  CHECK(handed == 1);
}

}  // namespace
}  // namespace analyzer
