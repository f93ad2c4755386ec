// The contract of Labels, Registry and Aliases.

#include <catch2/catch.hpp>

#include "tests/contract/store_contract.h"

namespace analyzer::store {

TEST_CASE("labels keep their history and the latest is the truth") {
  for (const Maker& maker : makers()) {
    INFO(maker.name);
    const auto test = maker.make();
    const auto session = open(*test);
    const Seq a = must(session->observations().append(attempt("a")));
    const Seq b = must(session->observations().append(attempt("b")));
    const Label first{a,     "cas_1", Disposition::kConfirmedOther, Cause::kEvidenceFound,
                      kNoon, "usr_1"};
    const Label second{
        a, "cas_1", Disposition::kCleared, Cause::kBadData, kNoon + Milliseconds(1), "usr_2"};
    const Label other{b, "cas_2", Disposition::kScam, Cause::kNone, kNoon, "usr_1"};
    for (const Label& label : {first, other, second}) must(session->labels().append(label));
    CHECK(must(session->labels().of(a)) == std::vector<Label>{first, second});
    CHECK(must(session->labels().of(b + 1)).empty());
    std::vector<Label> truth;
    must(session->labels().scan([&](const Label& label) -> Status {
      truth.push_back(label);
      return {};
    }));
    CHECK(truth == std::vector<Label>{second, other});
    Label nowhere = first;
    nowhere.observation = b + 1;
    CHECK(code_of(session->labels().append(nowhere)) == ErrorCode::kNotFound);
  }
}

TEST_CASE("a registry event is recorded once and its status may change") {
  for (const Maker& maker : makers()) {
    INFO(maker.name);
    const auto test = maker.make();
    const auto session = open(*test);
    RegistryEvent wanted;
    wanted.event_id = "e-1";
    wanted.caller = "civil_affairs";
    wanted.body_digest = digest(4);
    wanted.person = key(1);
    wanted.kind = RegistryKind::kPrison;
    wanted.from = Date{std::chrono::days{-100}};
    wanted.to = Date{std::chrono::days{20'000}};
    wanted.origin = key(9);
    wanted.match = RegistryMatch::kName;
    wanted.status = RegistryStatus::kSuspected;
    wanted.received_at = kNoon;
    const Seq seq = must(session->registry().append(0, wanted));
    CHECK(code_of(session->registry().append(0, wanted)) == ErrorCode::kConflict);
    must(session->registry().set_status(seq, RegistryStatus::kConfirmed, kNoon));
    must(session->registry().set_status(seq, RegistryStatus::kWithdrawn, kNoon));
    const auto read = must(session->registry().find("civil_affairs", "e-1"));
    REQUIRE(read.has_value());
    CHECK(read->seq == seq);
    CHECK(read->event.body_digest == wanted.body_digest);
    CHECK(read->event.person == wanted.person);
    CHECK(read->event.kind == wanted.kind);
    CHECK(read->event.from == wanted.from);
    CHECK(read->event.to == wanted.to);
    CHECK(read->event.origin == wanted.origin);
    CHECK(read->event.match == wanted.match);
    CHECK(read->event.status == RegistryStatus::kWithdrawn);
    CHECK(read->event.received_at == kNoon);
    CHECK_FALSE(must(session->registry().find("other", "e-1")).has_value());

    RegistryEvent second = wanted;
    second.event_id = "e-2";
    second.to.reset();
    must(session->registry().append(must(session->observations().next_seq()), second));
    const auto all = must(session->registry().of_person(key(1)));
    REQUIRE(all.size() == 2);
    CHECK(all[1].event.event_id == "e-2");
    CHECK_FALSE(all[1].event.to.has_value());
    CHECK(must(session->registry().of_person(key(2))).empty());
    CHECK(code_of(session->registry().set_status(seq + 9, RegistryStatus::kConfirmed, kNoon)) ==
          ErrorCode::kNotFound);
  }
}

TEST_CASE("joined keys have one canonical key, however they were joined") {
  for (const Maker& maker : makers()) {
    INFO(maker.name);
    const auto test = maker.make();
    const auto session = open(*test);
    Aliases& aliases = session->aliases();
    CHECK(must(aliases.canonical(key(1))) == key(1));
    must(aliases.join(key(1), key(2)));
    must(aliases.join(key(1), key(2)));
    CHECK(must(aliases.canonical(key(1))) == key(2));
    CHECK(must(aliases.canonical(key(2))) == key(2));
    must(aliases.join(key(3), key(4)));
    must(aliases.join(key(1), key(3)));  // joins both pairs
    for (std::uint64_t n = 1; n <= 4; ++n) CHECK(must(aliases.canonical(key(n))) == key(4));
    must(aliases.join(key(4), key(1)));  // one already: no circle
    CHECK(must(aliases.canonical(key(4))) == key(4));
    std::size_t told = 0;
    must(aliases.scan(0, [&](LinkKey alias, LinkKey target) -> Status {
      CHECK_FALSE(alias == target);
      CHECK(target == key(4));
      ++told;
      return {};
    }));
    CHECK(told == 3);
  }
}

TEST_CASE("whoever has seen all numbers is told of the aliases that came since") {
  for (const Maker& maker : makers()) {
    INFO(maker.name);
    const auto test = maker.make();
    const auto session = open(*test);
    Aliases& aliases = session->aliases();
    std::size_t told = 0;
    const auto count = [&](LinkKey, LinkKey) -> Status {
      ++told;
      return {};
    };
    must(aliases.join(key(1), key(2)));
    const Seq first = must(session->observations().append(attempt("a")));
    must(aliases.scan(first, count));
    CHECK(told == 1);  // joined before `first`, after all that came before it
    told = 0;
    must(aliases.scan(first + 1, count));
    CHECK(told == 0);
    must(aliases.join(key(2), key(3)));
    must(aliases.scan(first + 1, count));
    CHECK(told == 2);  // the older one follows
  }
}

}  // namespace analyzer::store
