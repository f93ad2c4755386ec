// Observations in PostgreSQL lie in parts: a month in each, made ahead, taken off whole.

#include <atomic>
#include <chrono>
#include <thread>

#include "tests/unit/store/parts_fixture.h"

namespace analyzer::store::parts_test {

TEST_CASE("three months lie in three parts, and a month that is old leaves as a whole") {
  if (!PostgresCluster::installed()) return;
  Fixture test;
  fill(test);
  CHECK(test.rows_of("observations_0") == kAMonth);
  CHECK(test.rows_of("observations_1") == kAMonth);
  CHECK(test.rows_of("observations_2") == kAMonth);
  CHECK(test.rows_of("observations_rest") == 0);
  CHECK(test.rows_of("observation_keys") == 3 * kAMonth);
  test.tend(day("2026-03-20"));
  REQUIRE(test.parts().size() == 5);  // two ahead
  CHECK(test.parts()[2].begun == day("2026-03-02"));
  CHECK_FALSE(test.parts()[3].begun);

  const auto session = test.session();
  const auto stays = answers(*session, kAMonth);
  const auto listed = lists(*session, kSpan);
  const PurgePolicy until_february{.observations_before = day("2026-02-01")};
  const Rows wanted = purge(*session, until_february, true);
  CHECK(wanted.at("observations") == kAMonth - 3);
  CHECK(wanted.at("outcomes") == 12);  // one of the thirteen is of the open case
  CHECK(wanted.at("secrets") == 12);
  CHECK(test.rows_of("observations_0") == kAMonth);
  const std::int64_t before = test.number("SELECT 'observations_0'::regclass::oid::bigint");
  Rows gone = purge(*session, until_february, false);
  CHECK(gone.at("observation_parts") == 1);
  gone.erase("observation_parts");
  CHECK(gone == wanted);
  CHECK(test.number("SELECT 'observations_0'::regclass::oid::bigint") != before);
  CHECK(test.rows_of("observations_0") == 3);
  CHECK(test.number("SELECT count(*) FROM pg_class WHERE relname LIKE 'observations%stays'") == 0);
  CHECK(answers(*session, kAMonth) == stays);
  CHECK(lists(*session, kSpan) == listed);
  CHECK_FALSE(session->observations().find(attempt("a-7", {}, 0).key).value());
  CHECK(session->observations().get(8).error().code == ErrorCode::kNotFound);
  CHECK(purge(*session, until_february, false).empty());
  REQUIRE(test.store->verify());

  // Once the cases are away, so is the part.
  Case open = session->cases().find("cas_open").value().value();
  open.state = CaseState::kDecided;
  open.decided_at = day("2026-02-20");
  open.version = 2;
  REQUIRE(session->cases().put(open, 1));
  CHECK(purge(*session, {.cases_decided_before = day("2026-03-01")}, false).at("observations") ==
        3);
  CHECK(purge(*session, until_february, false) == Rows{{"observation_parts", 1}});
  CHECK_FALSE(test.is_there("observations_0"));
  CHECK(test.parts().front().first == kSpan);
  CHECK(lists(*session, kSpan) == listed);

  // What was erased may come again, as something new.
  const Seq again = session->observations().append(attempt("a-7", day("2026-03-03"), 7)).value();
  CHECK(again > session->observations().recent({.limit = 2}).value().at(1).seq);
  CHECK(session->observations().append(attempt("a-7", day("2026-03-03"), 7)).error().code ==
        ErrorCode::kConflict);
  CHECK(session->observations().set_outcome(8, {"passed", {}, "x"}).error().code ==
        ErrorCode::kNotFound);
  CHECK(test.rows_of("observations_rest") == 0);
  REQUIRE(test.store->verify());
}

TEST_CASE("a month of which some is young is purged by rows, and one without attempts goes on") {
  if (!PostgresCluster::installed()) return;
  Fixture test;
  fill(test);
  const auto session = test.session();
  const PurgePolicy policy{.observations_before = day("2026-02-01") + Milliseconds(kAMonth / 2)};
  const Rows gone = purge(*session, policy, false);
  CHECK(gone.at("observations") == kAMonth + kAMonth / 2 - 3);
  CHECK(gone.at("observation_parts") == 1);
  CHECK(test.rows_of("observations_1") == kAMonth - kAMonth / 2);
  CHECK(test.rows_of("observation_keys") == test.rows_of("observations"));
  REQUIRE(test.store->verify());
  // The part that is written to is never taken off.
  CHECK(purge(*session, {.observations_before = day("2026-12-01")}, false).at("observations") ==
        2 * kAMonth - kAMonth / 2);
  CHECK(test.is_there("observations_2"));

  test.tend(day("2026-04-01"));
  CHECK(session->observations().append(attempt("april", day("2026-04-01"), 1)).value() ==
        2 * kSpan + kAMonth);
}

TEST_CASE("a reader delays a part's end, and a purge that gave up goes on with the next") {
  if (!PostgresCluster::installed()) return;
  Fixture test;
  fill(test);
  const auto session = test.session();
  const auto stays = answers(*session, kAMonth);
  const PurgePolicy policy{.observations_before = day("2026-02-01")};
  const auto reader = test.session(Mode::kReadOnly);
  REQUIRE(reader->begin());
  REQUIRE(reader->observations().get(8));
  std::atomic<bool> done = false;
  int written = 0;
  std::chrono::milliseconds longest{0};
  std::thread others([&] {
    const auto writer = test.session();
    while (!done) {
      const auto start = std::chrono::steady_clock::now();
      const std::string id = "meanwhile-" + std::to_string(written);
      if (writer->begin() && writer->observations().append(attempt(id, day("2026-03-03"), 1)) &&
          writer->commit()) {
        ++written;
      }
      longest = std::max(longest, std::chrono::duration_cast<std::chrono::milliseconds>(
                                      std::chrono::steady_clock::now() - start));
      std::this_thread::sleep_for(std::chrono::milliseconds(5));
    }
  });
  const auto refused = session->retention().purge(policy, false);
  done = true;
  others.join();
  REQUIRE_FALSE(refused);
  CHECK(refused.error().code == ErrorCode::kUnavailable);
  CHECK(written > 50);  // others wrote all the while
  CHECK(longest < std::chrono::seconds(3));
  REQUIRE(reader->commit());
  // What was to go is not known any more; what stays is.
  CHECK_FALSE(session->observations().find(attempt("a-7", {}, 0).key).value());
  CHECK(answers(*session, kAMonth) == stays);
  CHECK(purge(*session, policy, false) == Rows{{"observation_parts", 1}});
  CHECK(test.rows_of("observations_0") == 3);
  CHECK(answers(*session, kAMonth) == stays);
  REQUIRE(test.store->verify());
}

TEST_CASE("what no part takes is kept in the default part, and leaves it for one of its own") {
  if (!PostgresCluster::installed()) return;
  Fixture test;
  const auto session = test.session();
  NewObservation far = attempt("far", day("2026-01-12"), 1);
  far.seq = 7 * kSpan + 5;
  NewObservation further = attempt("further", day("2026-01-12"), 1);
  further.seq = 9 * kSpan + 1;
  for (const NewObservation& o : {far, further}) {
    REQUIRE(session->observations().append(o));
    REQUIRE(session->observations().set_outcome(o.seq, {"passed", {}, "x"}));
  }
  CHECK(test.rows_of("observations_rest") == 2);
  test.tend(day("2026-01-13"));
  CHECK(test.rows_of("observations_rest") == 0);
  CHECK(test.rows_of("observations_7") == 1);
  CHECK(test.rows_of("observations_9") == 1);
  CHECK(test.is_there("observations_11"));
  for (const NewObservation& o : {far, further}) {
    CHECK(session->observations().find(o.key).value()->seq == o.seq);
    CHECK(session->observations().get(o.seq).value().outcomes.size() == 1);
    CHECK(session->observations().append(o).error().code == ErrorCode::kConflict);
  }
  CHECK(session->observations().append(attempt("next", {}, 1)).value() == 9 * kSpan + 2);
  REQUIRE(test.store->verify());
}

}  // namespace analyzer::store::parts_test
