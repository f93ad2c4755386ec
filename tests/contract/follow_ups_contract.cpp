// The contract of FollowUps.

#include <catch2/catch.hpp>

#include "tests/contract/store_contract.h"

namespace analyzer::store {

TEST_CASE("what is to be done waits in order, once, and survives a crash") {
  for (const Maker& maker : makers()) {
    INFO(maker.name);
    const auto test = maker.make();
    auto session = open(*test);
    std::vector<Seq> seqs;
    for (const char* id : {"a", "b", "c"}) {
      seqs.push_back(must(session->observations().append(attempt(id))));
    }
    for (const Seq seq : {seqs[2], seqs[0], seqs[1], seqs[0]}) {
      must(session->follow_ups().add(seq, FollowUp::kLate));
    }
    must(session->follow_ups().add(seqs[1], FollowUp::kExplain));
    session.reset();
    test->reopen();
    session = open(*test);

    FollowUps& follow_ups = session->follow_ups();
    CHECK(must(follow_ups.waiting(FollowUp::kLate, 0, 10)) == seqs);
    CHECK(must(follow_ups.waiting(FollowUp::kLate, seqs[0], 1)) == std::vector<Seq>{seqs[1]});
    CHECK(must(follow_ups.waiting(FollowUp::kDegraded, 0, 10)).empty());
    CHECK(must(follow_ups.count(FollowUp::kLate)) == 3);
    must(follow_ups.remove(seqs[1], FollowUp::kLate));
    must(follow_ups.remove(seqs[1], FollowUp::kLate));
    CHECK(must(follow_ups.waiting(FollowUp::kLate, 0, 10)) == std::vector<Seq>{seqs[0], seqs[2]});
    CHECK(must(follow_ups.count(FollowUp::kExplain)) == 1);
    must(follow_ups.add(seqs[2] + 9, FollowUp::kLate));  // no such observation: nothing waits
    CHECK(must(follow_ups.count(FollowUp::kLate)) == 2);
  }
}

TEST_CASE("what points to no observation ends no transaction, whatever its pace") {
  for (const Maker& maker : makers()) {
    for (const Pace pace : {Pace::kStep, Pace::kGroup}) {
      INFO(maker.name);
      const auto test = maker.make();
      const auto session = open(*test);
      const Seq seq = must(session->observations().append(attempt("a")));
      FollowUps& follow_ups = session->follow_ups();
      must(session->begin(pace));
      must(follow_ups.add(seq + 9, FollowUp::kListed));
      must(follow_ups.add(seq, FollowUp::kListed));
      must(follow_ups.add(seq, FollowUp::kListed));
      must(session->commit());
      CHECK(must(follow_ups.waiting(FollowUp::kListed, 0, 10)) == std::vector<Seq>{seq});
    }
  }
}

TEST_CASE("an explanation is kept with its observation and goes with it") {
  for (const Maker& maker : makers()) {
    INFO(maker.name);
    const auto test = maker.make();
    const auto session = open(*test);
    const Seq seq = must(session->observations().append(attempt("a")));
    FollowUps& follow_ups = session->follow_ups();
    CHECK(must(follow_ups.explanation(seq)).empty());
    must(follow_ups.set_explanation(seq, "{}"));
    must(follow_ups.set_explanation(seq, R"({"base":1})"));
    CHECK(must(follow_ups.explanation(seq)) == R"({"base":1})");
    CHECK(code_of(follow_ups.set_explanation(seq + 1, "{}")) == ErrorCode::kNotFound);

    must(follow_ups.add(seq, FollowUp::kDegraded));
    must(session->retention().purge({.observations_before = kNoon + std::chrono::hours(1000)},
                                    false));
    CHECK(code_of(session->observations().get(seq)) == ErrorCode::kNotFound);
    CHECK(must(follow_ups.explanation(seq)).empty());
    CHECK(must(follow_ups.count(FollowUp::kDegraded)) == 0);
  }
}

TEST_CASE("cases without a region are listed and claimed only where that is asked for") {
  for (const Maker& maker : makers()) {
    INFO(maker.name);
    const auto test = maker.make();
    const auto session = open(*test);
    Case c = a_case("cas_1");
    c.region = "";
    must(session->cases().put(c, std::nullopt));
    CaseQuery query;
    query.region_prefix = "9901";
    CHECK(must(session->cases().list(query)).cases.empty());
    query.unplaced = true;
    CHECK(must(session->cases().list(query)).cases.size() == 1);
    ClaimQuery claim;
    claim.region_prefix = "9901";
    claim.now = kNoon;
    claim.actor = "usr_1";
    CHECK_FALSE(must(session->cases().next(claim)).has_value());
    claim.unplaced = true;
    CHECK(must(session->cases().next(claim)).has_value());
  }
}

}  // namespace analyzer::store
