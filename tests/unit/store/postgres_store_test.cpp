// What only the store in PostgreSQL can be asked: groups sent together, the right to
// write between sessions, connections that break.

#include "analyzer/store/postgres_store.h"

#include <atomic>
#include <catch2/catch.hpp>
#include <chrono>
#include <thread>

#include "analyzer/store/open_store.h"
#include "tests/support/postgres_cluster.h"

namespace analyzer::store {
namespace {

using testing::PostgresCluster;

// A store in a database of its own.
class Fixture {
 public:
  Fixture() { store = open_postgres_store(address, {}).value(); }
  ~Fixture() {
    store.reset();
    PostgresCluster::shared().drop(address);
  }
  std::unique_ptr<Session> session(Mode mode = Mode::kReadWrite) {
    return store->open_session(mode).value();
  }

  const std::string address = PostgresCluster::shared().fresh_database();
  std::unique_ptr<Store> store;
};

NewObservation attempt(const std::string& id) {
  NewObservation o;
  o.key = {ObservationKind::kAttempt, "alipay", id};
  o.region = "990102";
  o.event = AttemptEvent{};
  o.answer = "{}";
  o.facts = "{}";
  return o;
}

std::size_t count(Session& session) {
  return session.observations().recent({.limit = 1'000'000}).value().size();
}

}  // namespace

TEST_CASE(
    "a refused write undoes its group, which says why, and the same steps one by one do not") {
  if (!PostgresCluster::installed()) return;
  Fixture test;
  const auto session = test.session();
  REQUIRE(session->observations().append(attempt("taken")));

  REQUIRE(session->begin(Pace::kGroup));
  for (int n = 0; n < 300; ++n) {
    // More than is ever sent unwaited for: what was refused may be told before the end.
    static_cast<void>(
        session->observations().append(attempt(n == 7 ? "taken" : std::to_string(n))));
  }
  const Status refused = session->commit();
  REQUIRE_FALSE(refused);
  CHECK(refused.error().code == ErrorCode::kConflict);
  CHECK(count(*session) == 1);

  REQUIRE(session->begin(Pace::kStep));
  REQUIRE(session->observations().append(attempt("a")));
  CHECK(session->observations().append(attempt("taken")).error().code == ErrorCode::kConflict);
  REQUIRE(session->observations().append(attempt("b")));
  REQUIRE(session->commit());
  CHECK(count(*session) == 3);
}

TEST_CASE("a job of a group that wrote can only be undone with its group") {
  if (!PostgresCluster::installed()) return;
  Fixture test;
  const auto session = test.session();
  REQUIRE(session->begin(Pace::kGroup));
  REQUIRE(session->observations().append(attempt("a")));
  REQUIRE(session->savepoint("job"));
  CHECK_FALSE(session->observations().find(attempt("b").key).value());
  REQUIRE(session->rollback_to("job"));  // it had written nothing
  REQUIRE(session->commit());
  CHECK(count(*session) == 1);

  REQUIRE(session->begin(Pace::kGroup));
  REQUIRE(session->savepoint("job"));
  REQUIRE(session->observations().append(attempt("b")));
  CHECK_FALSE(session->rollback_to("job"));
  const Status refused = session->commit();
  REQUIRE_FALSE(refused);
  CHECK(refused.error().code == ErrorCode::kConflict);
  CHECK(count(*session) == 1);
}

TEST_CASE("who begins to write sees the numbers of whoever wrote before, in any server") {
  if (!PostgresCluster::installed()) return;
  Fixture test;
  const auto other_store = open_postgres_store(test.address, {}).value();
  const auto one = test.session();
  const auto other = other_store->open_session(Mode::kReadWrite).value();
  REQUIRE(one->observations().append(attempt("before")));  // an empty log has no number
  REQUIRE(one->begin());
  const Seq first = one->observations().append(attempt("a")).value();
  CHECK(one->recorded() == first);
  std::atomic<Seq> second{0};
  std::thread waiting([&] {
    // Waits for the right to write, and then has all that was committed.
    if (!other->begin()) return;
    const bool seen = other->recorded() == first;
    const Result<Seq> seq = other->observations().append(attempt("b"));
    if (seen && seq && other->commit()) second = *seq;
  });
  std::this_thread::sleep_for(std::chrono::milliseconds(200));
  CHECK(second == 0);
  REQUIRE(one->commit());
  waiting.join();
  CHECK(second > first);
}

TEST_CASE("a store is told what another one wrote, and nothing of its own") {
  using namespace std::chrono_literals;
  if (!PostgresCluster::installed()) return;
  Fixture test;
  const auto other_store = open_postgres_store(test.address, {}).value();
  const auto other = other_store->open_session(Mode::kReadWrite).value();
  const auto changes = test.store->changes();
  CHECK(changes->wait(0ms));  // just connected: of what came before nothing is known
  const auto mine = test.session();
  REQUIRE(mine->begin());
  REQUIRE(mine->observations().append(attempt("a")));
  REQUIRE(mine->commit());
  REQUIRE(other->begin());  // writes nothing
  REQUIRE(other->commit());
  CHECK_FALSE(changes->wait(200ms));
  REQUIRE(other->begin());
  REQUIRE(other->observations().append(attempt("b")));
  REQUIRE(other->commit());
  bool told = false;
  for (int tries = 0; tries < 100 && !told; ++tries) told = changes->wait(100ms);
  CHECK(told);
  PostgresCluster::shared().cut_connections(test.address);
  told = false;
  for (int tries = 0; tries < 100 && !told; ++tries) told = changes->wait(100ms);
  CHECK(told);  // what it missed meanwhile is not known
}

TEST_CASE("a session whose connection was cut works again after its transaction") {
  if (!PostgresCluster::installed()) return;
  Fixture test;
  const auto session = test.session();
  REQUIRE(session->begin());
  REQUIRE(session->observations().append(attempt("a")));
  PostgresCluster::shared().cut_connections(test.address);
  const Status lost = session->commit();
  REQUIRE_FALSE(lost);
  CHECK(lost.error().code == ErrorCode::kUnavailable);
  REQUIRE(session->begin());
  CHECK(count(*session) == 0);
  REQUIRE(session->observations().append(attempt("a")));
  REQUIRE(session->commit());
  CHECK(count(*session) == 1);
}

TEST_CASE("an address is shown without its password") {
  CHECK(shown_address("postgres://a:secret@host:1/db?password=x") == "postgres://a@host:1/db");
  CHECK(shown_address("postgresql://a@host/db") == "postgresql://a@host/db");
  CHECK(shown_address("postgres://host:5432/db") == "postgres://host:5432/db");
  CHECK(shown_address("var/analyzer.db") == "var/analyzer.db");
  CHECK(is_shared("postgres://x/y"));
  CHECK_FALSE(is_shared("postgres.db"));
}

}  // namespace analyzer::store
