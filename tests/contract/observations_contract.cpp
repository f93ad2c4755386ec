// The contract of Observations, WindowLog and of transactions.

#include <catch2/catch.hpp>

#include "analyzer/store/windows.h"
#include "tests/contract/store_contract.h"
#include "tests/unit/store/history_text.h"

namespace analyzer::store {

TEST_CASE("an accepted observation is found by caller and id with its answer's bytes") {
  for (const Maker& maker : makers()) {
    INFO(maker.name);
    const auto test = maker.make();
    const auto session = open(*test);
    const NewObservation wanted = attempt("gs-1");
    CHECK_FALSE(must(session->observations().find(wanted.key)).has_value());
    const Seq seq = must(session->observations().append(wanted));

    const auto answer = must(session->observations().find(wanted.key));
    REQUIRE(answer.has_value());
    CHECK(answer->seq == seq);
    CHECK(answer->body_digest == wanted.body_digest);
    CHECK(answer->answer == wanted.answer);
    CHECK(answer->status == 201);

    ObservationKey other = wanted.key;
    other.kind = ObservationKind::kReport;
    CHECK_FALSE(must(session->observations().find(other)).has_value());
    other = wanted.key;
    other.caller = "wechat";
    CHECK_FALSE(must(session->observations().find(other)).has_value());
  }
}

TEST_CASE("what is looked for ahead is found as without it") {
  for (const Maker& maker : makers()) {
    INFO(maker.name);
    const auto test = maker.make();
    const auto session = open(*test);
    Observations& observations = session->observations();
    REQUIRE(observations.append(attempt("there")));
    std::vector<ObservationKey> keys;
    for (int n = 0; n < 300; ++n) keys.push_back(attempt("gs-" + std::to_string(n)).key);
    keys.push_back(attempt("there").key);
    keys.push_back(keys.back());
    keys.push_back(keys.front());
    keys.back().caller = "wechat";
    const auto found = [&](const ObservationKey& key) {
      return must(observations.find(key)).has_value();
    };
    REQUIRE(session->begin());
    REQUIRE(observations.look_ahead(keys));
    int there = 0;
    for (const ObservationKey& key : keys) there += found(key) ? 1 : 0;
    CHECK(there == 2);
    // What is appended is found, and what is taken back is not.
    REQUIRE(session->savepoint("one"));
    REQUIRE(observations.append(attempt("gs-7")));
    CHECK(found(keys[7]));
    REQUIRE(session->rollback_to("one"));
    CHECK_FALSE(found(keys[7]));
    REQUIRE(observations.append(attempt("gs-8")));
    REQUIRE(session->commit());
    CHECK(found(keys[8]));
    // Nothing is known of it in the next transaction.
    REQUIRE(session->begin());
    CHECK_FALSE(found(keys[9]));
    REQUIRE(session->commit());
    {
      const auto other = open(*test);
      REQUIRE(other->observations().append(attempt("gs-9")));
    }
    CHECK(found(keys[9]));
  }
}

TEST_CASE("an observation reads back with every field") {
  for (const Maker& maker : makers()) {
    INFO(maker.name);
    const auto test = maker.make();
    const auto session = open(*test);
    NewObservation wanted = attempt("gs-1");
    wanted.degraded = true;
    wanted.case_id = "cas_1";
    wanted.status = 200;
    const Seq seq = must(session->observations().append(wanted));
    const NewObservation read = must(session->observations().get(seq)).observation;
    CHECK(read.seq == seq);
    CHECK(read.key == wanted.key);
    CHECK(read.body_digest == wanted.body_digest);
    CHECK(read.occurred_at == wanted.occurred_at);
    CHECK(read.arrived_at == wanted.arrived_at);
    CHECK(read.region == wanted.region);
    CHECK(read.outcome == wanted.outcome);
    CHECK(read.decision == wanted.decision);
    CHECK_FALSE(read.level.has_value());
    CHECK(read.score == wanted.score);
    CHECK(read.degraded);
    CHECK(read.case_id == "cas_1");
    CHECK(read.person == wanted.person);
    CHECK(read.facts == wanted.facts);
    CHECK(read.verdict == wanted.verdict);
    CHECK(read.answer == wanted.answer);
    CHECK(read.status == 200);
    REQUIRE(std::holds_alternative<AttemptEvent>(read.event));
    const auto& event = std::get<AttemptEvent>(read.event);
    CHECK(event.arrival == seq);
    CHECK(event.capture == 0xC3F1U);
    CHECK(code_of(session->observations().get(seq + 1)) == ErrorCode::kNotFound);
  }
}

TEST_CASE("the same id is accepted once, and a refused one leaves the transaction usable") {
  for (const Maker& maker : makers()) {
    INFO(maker.name);
    const auto test = maker.make();
    const auto session = open(*test);
    must(session->begin());
    const Seq first = must(session->observations().append(attempt("gs-1")));
    CHECK(code_of(session->observations().append(attempt("gs-1"))) == ErrorCode::kConflict);
    NewObservation same_seq = attempt("gs-2");
    same_seq.seq = first;
    CHECK(code_of(session->observations().append(same_seq)) == ErrorCode::kConflict);
    must(session->observations().append(attempt("gs-3")));
    must(session->commit());
    CHECK(must(session->observations().recent({})).size() == 2);
  }
}

TEST_CASE("numbers rise over sessions, restarts and what was purged") {
  for (const Maker& maker : makers()) {
    INFO(maker.name);
    const auto test = maker.make();
    Seq last = 0;
    {
      const auto session = open(*test);
      const auto other = open(*test);
      const Seq reserved = must(session->observations().next_seq());
      CHECK(must(other->observations().next_seq()) > reserved);
      NewObservation o = attempt("gs-1");
      o.seq = must(session->observations().next_seq());
      CHECK(must(session->observations().append(o)) == o.seq);
      last = must(other->observations().append(attempt("gs-2")));
      CHECK(last > o.seq);
      must(session->retention().purge({.observations_before = kNoon + std::chrono::hours(1)},
                                      false));
      CHECK(must(session->observations().recent({})).empty());
    }
    test->reopen();
    CHECK(must(open(*test)->observations().next_seq()) > last);
  }
}

TEST_CASE("what is committed is seen by others and after a restart, what is not is gone") {
  for (const Maker& maker : makers()) {
    INFO(maker.name);
    const auto test = maker.make();
    {
      const auto writer = open(*test);
      const auto reader = open(*test, Mode::kReadOnly);
      must(writer->begin());
      must(writer->observations().append(attempt("gs-1")));
      CHECK_FALSE(must(reader->observations().find(attempt("gs-1").key)).has_value());
      must(writer->commit());
      CHECK(must(reader->observations().find(attempt("gs-1").key)).has_value());
      must(writer->begin());
      must(writer->observations().append(attempt("gs-2")));
      must(writer->rollback());
      must(writer->begin());
      must(writer->observations().append(attempt("gs-3")));
    }
    test->reopen();
    const auto session = open(*test);
    CHECK(must(session->observations().find(attempt("gs-1").key)).has_value());
    CHECK_FALSE(must(session->observations().find(attempt("gs-2").key)).has_value());
    CHECK_FALSE(must(session->observations().find(attempt("gs-3").key)).has_value());
  }
}

TEST_CASE("a savepoint takes back one item of a group") {
  for (const Maker& maker : makers()) {
    INFO(maker.name);
    const auto test = maker.make();
    const auto session = open(*test);
    CHECK(code_of(session->savepoint("item")) == ErrorCode::kConflict);
    must(session->begin());
    CHECK(code_of(session->begin()) == ErrorCode::kConflict);
    must(session->observations().append(attempt("gs-1")));
    must(session->savepoint("item"));
    must(session->observations().append(attempt("gs-2")));
    must(session->rollback_to("item"));
    must(session->savepoint("item"));
    must(session->observations().append(attempt("gs-3")));
    must(session->release("item"));
    CHECK(code_of(session->savepoint("\"; --")) == ErrorCode::kInvalid);
    must(session->commit());
    CHECK(must(session->observations().recent({})).size() == 2);
    CHECK_FALSE(must(session->observations().find(attempt("gs-2").key)).has_value());
  }
}

TEST_CASE("a read-only session cannot write and sees one state in a transaction") {
  for (const Maker& maker : makers()) {
    INFO(maker.name);
    const auto test = maker.make();
    const auto writer = open(*test);
    const auto reader = open(*test, Mode::kReadOnly);
    CHECK_FALSE(reader->observations().append(attempt("gs-1")).has_value());
    must(reader->begin());
    CHECK(must(reader->observations().recent({})).empty());
    must(writer->observations().append(attempt("gs-1")));
    CHECK(must(reader->observations().recent({})).empty());
    must(reader->commit());
    CHECK(must(reader->observations().recent({})).size() == 1);
  }
}

TEST_CASE("lists of observations are by case, person, region, kind and newest first") {
  for (const Maker& maker : makers()) {
    INFO(maker.name);
    const auto test = maker.make();
    const auto session = open(*test);
    Observations& observations = session->observations();
    const Seq a = must(observations.append(attempt("a", 1)));
    const Seq b = must(observations.append(attempt("b", 2)));
    const Seq c = must(observations.append(report("c")));
    NewObservation far = attempt("d", 1);
    far.region = "440300";
    far.degraded = true;
    const Seq d = must(observations.append(far));
    must(observations.set_case(b, "cas_1"));
    must(observations.set_case(a, "cas_1"));

    const auto seqs = [](const std::vector<ObservationSummary>& list) {
      std::vector<Seq> out;
      for (const ObservationSummary& o : list) out.push_back(o.seq);
      return out;
    };
    CHECK(seqs(must(observations.of_case("cas_1"))) == std::vector<Seq>{a, b});
    CHECK(seqs(must(observations.of_person(key(1), 10))) == std::vector<Seq>{d, a});
    CHECK(seqs(must(observations.of_person(key(1), 1))) == std::vector<Seq>{d});
    CHECK(seqs(must(observations.recent({}))) == std::vector<Seq>{d, c, b, a});
    CHECK(seqs(must(observations.recent({.kind = ObservationKind::kReport}))) ==
          std::vector<Seq>{c});
    CHECK(seqs(must(observations.recent({.region_prefix = "9901"}))) == std::vector<Seq>{c, b, a});
    CHECK(seqs(must(observations.recent({.degraded_only = true}))) == std::vector<Seq>{d});
    CHECK(seqs(must(observations.recent({.before = c, .limit = 1}))) == std::vector<Seq>{b});
    CHECK(code_of(observations.set_case(d + 9, "cas_1")) == ErrorCode::kNotFound);
  }
}

TEST_CASE("the review of an observation follows its case") {
  for (const Maker& maker : makers()) {
    INFO(maker.name);
    const auto test = maker.make();
    const auto session = open(*test);
    const Seq seq = must(session->observations().append(attempt("a")));
    CHECK(must(session->observations().review_of(seq)).state == ReviewState::kNone);
    Case c = a_case("cas_1");
    must(session->cases().put(c, std::nullopt));
    must(session->observations().set_case(seq, "cas_1"));
    CHECK(must(session->observations().review_of(seq)).state == ReviewState::kOpen);
    c.state = CaseState::kDecided;
    c.disposition = Disposition::kCleared;
    c.decided_at = kNoon;
    c.version = 2;
    must(session->cases().put(c, 1));
    const Review review = must(session->observations().review_of(seq));
    CHECK(review.state == ReviewState::kDecided);
    CHECK(review.disposition == Disposition::kCleared);
    CHECK(review.decided_at == kNoon);
    CHECK(code_of(session->observations().review_of(seq + 1)) == ErrorCode::kNotFound);
  }
}

TEST_CASE("later outcomes and a second judgement are kept beside the first answer") {
  for (const Maker& maker : makers()) {
    INFO(maker.name);
    const auto test = maker.make();
    const auto session = open(*test);
    NewObservation o = attempt("a");
    o.degraded = true;
    const Seq seq = must(session->observations().append(o));
    const LaterOutcome failed{"failed", kNoon, "consulate"};
    const LaterOutcome passed{"passed", kNoon + std::chrono::hours(48), "consulate"};
    must(session->observations().set_outcome(seq, failed));
    must(session->observations().set_outcome(seq, passed));
    must(session->observations().set_verdict(seq, R"({"again":true})", 0.9, "cas_9", {}));
    const StoredObservation read = must(session->observations().get(seq));
    CHECK(read.outcomes == std::vector<LaterOutcome>{failed, passed});
    CHECK(read.observation.verdict == R"({"again":true})");
    CHECK(read.observation.score == 0.9);
    CHECK_FALSE(read.observation.level);
    CHECK(read.observation.case_id == "cas_9");
    CHECK_FALSE(read.observation.degraded);
    CHECK(read.observation.answer == o.answer);
    CHECK(code_of(session->observations().set_outcome(seq + 1, failed)) == ErrorCode::kNotFound);
  }
}

TEST_CASE("the log of windows tells all changes in their order and from a number on") {
  for (const Maker& maker : makers()) {
    INFO(maker.name);
    const auto test = maker.make();
    const auto session = open(*test);
    WindowLog& log = session->window_log();
    RegistryFact fact;
    fact.person = key(1);
    const DispositionEvent disposition{kNoon, true, false, {{LinkKind::kDevice, key(2)}}};
    const Seq a = must(session->observations().append(attempt("a")));
    const Seq b = must(log.append(0, fact));
    const Seq c = must(session->observations().append(report("b")));
    const Seq d = must(log.append(0, disposition));
    NewObservation silent = attempt("c");
    silent.event = std::monostate{};
    must(session->observations().append(silent));
    const Seq e = must(log.append(must(session->observations().next_seq()), Withdrawn{fact}));

    const auto told = [&](Seq from) {
      std::vector<std::pair<Seq, std::size_t>> out;
      must(log.scan(from, [&](Seq seq, const WindowChange& change) -> Status {
        out.emplace_back(seq, change.index());
        return {};
      }));
      return out;
    };
    using Told = std::vector<std::pair<Seq, std::size_t>>;
    CHECK(told(0) == Told{{a, 0}, {b, 2}, {c, 1}, {d, 3}, {e, 4}});
    CHECK(told(c) == Told{{c, 1}, {d, 3}, {e, 4}});
    CHECK(told(e + 1).empty());
    CHECK(code_of(log.append(0, AttemptEvent{})) == ErrorCode::kInvalid);
    const auto stop = [](Seq, const WindowChange&) -> Status {
      return fail(ErrorCode::kUnavailable, "enough");
    };
    CHECK(code_of(log.scan(0, stop)) == ErrorCode::kUnavailable);
  }
}

TEST_CASE("windows saved and completed from the log answer as those rebuilt from it all") {
  for (const Maker& maker : makers()) {
    INFO(maker.name);
    const auto test = maker.make();
    const auto session = open(*test);
    Windows live;
    const std::string path = test->scratch_path();
    Seq saved = 0;
    for (std::uint64_t n = 1; n <= 200; ++n) {
      NewObservation o = attempt("a" + std::to_string(n), n % 17);
      auto& event = std::get<AttemptEvent>(o.event);
      event.at = kNoon + std::chrono::minutes(n % 5 == 0 ? n * 10 - 300 : n * 10);
      event.device = key(1000 + n % 3);
      o.seq = must(session->observations().next_seq());
      event.arrival = o.seq;
      must(session->observations().append(o));
      static_cast<void>(live.apply(event));
      if (n == 120) {
        saved = o.seq;
        must(live.save(path, saved, 7));
      }
    }
    auto [completed, last, erasures] = must(Windows::load(path));
    CHECK(last == saved);
    CHECK(erasures == 7);
    Windows rebuilt;
    const auto into = [](Windows& windows) {
      return [&windows](Seq, const WindowChange& change) -> Status {
        static_cast<void>(windows.apply(change));
        return {};
      };
    };
    must(session->window_log().scan(last + 1, into(completed)));
    must(session->window_log().scan(0, into(rebuilt)));
    for (std::uint64_t n = 0; n < 40; ++n) {
      AttemptEvent event;
      event.at = kNoon + std::chrono::minutes(n * 60);
      event.person = key(n);
      event.device = key(1000 + n % 3);
      event.capture = 0xC3F1;
      History a;
      History b;
      History c;
      live.look(event, a);
      completed.look(event, b);
      rebuilt.look(event, c);
      CHECK(to_text(b) == to_text(a));
      CHECK(to_text(c) == to_text(a));
      if (n > 30) CHECK(a.device.persons_1d > 0);
    }
  }
}

}  // namespace analyzer::store
