// deadline_ms is kept while the database hangs or is away, and what was answered so is
// in the database once afterwards.

#include <atomic>
#include <catch2/catch.hpp>
#include <chrono>
#include <cstdio>
#include <new>
#include <thread>

#include "analyzer/store/open_store.h"
#include "tests/servers/server_under_test.h"
#include "tests/support/postgres_cluster.h"

namespace analyzer::testing {
namespace {

using Clock = std::chrono::steady_clock;

constexpr std::uint64_t kRoom = 8U << 20U;

std::string timed_attempt(int n, int deadline_ms) {
  return R"({"deadline_ms":)" + std::to_string(deadline_ms) + "," + plain_attempt(n).substr(1);
}

bool is_degraded(const std::string& answer) {
  return json::parse(answer).value().at("degraded").get_bool();
}

bool wait_until_taken_in(Service& server) {
  for (int tries = 0; tries < 600; ++tries) {
    if (server.counters().journal_waiting == 0) return true;
    std::this_thread::sleep_for(std::chrono::milliseconds(100));
  }
  return false;
}

// Lets the server go on at the end of its scope, whatever a check says.
struct Paused {
  Paused() { PostgresCluster::shared().pause(); }
  ~Paused() { PostgresCluster::shared().resume(); }
};

}  // namespace

TEST_CASE("while the database hangs answers come in time, degraded, and are recorded once after") {
  if (!PostgresCluster::installed()) return;
  constexpr int kDeadline = 400;
  const TestFolder folder;
  const std::string key = folder.file("site.key");
  const std::string address = PostgresCluster::shared().fresh_database();
  Given given;
  {
    const auto server = must_open_with_journal(address, key, kRoom);
    for (int n = 0; n < 50; ++n) {
      const Result<Document> result = send(*server, timed_attempt(n, 60'000)).get();
      REQUIRE(result);
      CHECK_FALSE(is_degraded(*result->text));
      given[timed_attempt(n, 60'000)] = *result->text;
    }
    std::future<Result<Document>> without;
    double slowest = 0.0;
    {
      // Load goes on while it stops: some are in the middle of their commit.
      std::vector<std::pair<std::string, std::future<Result<Document>>>> sent;
      for (int n = 50; n < 150; ++n) {
        sent.emplace_back(timed_attempt(n, kDeadline), send(*server, timed_attempt(n, kDeadline)));
      }
      const Paused paused;
      std::thread load([&] {
        for (int n = 150; n < 400; ++n) {
          sent.emplace_back(timed_attempt(n, kDeadline),
                            send(*server, timed_attempt(n, kDeadline)));
          std::this_thread::sleep_for(std::chrono::milliseconds(2));
        }
      });
      load.join();
      const auto start = Clock::now();
      without = send(*server, plain_attempt(1000));
      int degraded = 0;
      for (auto& [body, result] : sent) {
        // The database stands still: these answers do not wait for it.
        REQUIRE(result.wait_for(std::chrono::seconds(60)) == std::future_status::ready);
        const Result<Document> answer = result.get();
        REQUIRE(answer);
        degraded += is_degraded(*answer->text) ? 1 : 0;
        given[body] = *answer->text;
      }
      slowest = std::chrono::duration<double, std::milli>(Clock::now() - start).count();
      CHECK(degraded >= 250);
      CHECK(without.wait_for(std::chrono::seconds(0)) == std::future_status::timeout);
      CHECK_FALSE(server->health().ready);
      // The same one sent again gets the same bytes.
      const Result<Document> again = send(*server, timed_attempt(399, kDeadline)).get();
      REQUIRE(again);
      CHECK(again->replayed);
      CHECK(*again->text == given.at(timed_attempt(399, kDeadline)));
    }
    std::printf(
        "with a database that hangs the last of 350 answers came %.0f ms after it was sent"
        " (deadline %d)\n",
        slowest, kDeadline);
    const Result<Document> late = without.get();
    REQUIRE(late);
    given[plain_attempt(1000)] = *late->text;
    CHECK(wait_until_taken_in(*server));
  }
  CHECK(check_kept("database hangs", address, key, given).rows == given.size());
  PostgresCluster::shared().drop(address);
}

TEST_CASE("answers given while the database was down outlive the server that gave them") {
  if (!PostgresCluster::installed()) return;
  PostgresCluster& cluster = PostgresCluster::shared();
  const TestFolder folder;
  const std::string key = folder.file("site.key");
  const std::string address = cluster.fresh_database();
  Given given;
  {
    const auto server = must_open_with_journal(address, key, kRoom);
    cluster.kill();
    for (int n = 0; n < 30; ++n) {
      const Result<Document> result = send(*server, timed_attempt(n, 500)).get();
      REQUIRE(result);
      CHECK(is_degraded(*result->text));
      given[timed_attempt(n, 500)] = *result->text;
    }
    const Result<Document> without = send(*server, plain_attempt(1000)).get();
    REQUIRE_FALSE(without);
    CHECK(without.error().code == ErrorCode::kUnavailable);
    CHECK(server->counters().journal_waiting == 30);
  }
  cluster.start();
  {
    const auto server = must_open_with_journal(address, key, kRoom);
    // At once, whether it is taken in by then or not.
    const Result<Document> again = send(*server, timed_attempt(29, 500)).get();
    REQUIRE(again);
    CHECK(*again->text == given.at(timed_attempt(29, 500)));
    CHECK(wait_until_taken_in(*server));
  }
  CHECK(check_kept("database down, server ended, both back", address, key, given, 1).rows ==
        given.size());
  cluster.drop(address);
}

TEST_CASE("a full journal answers that nothing was recorded, and keeps what it holds") {
  if (!PostgresCluster::installed()) return;
  const TestFolder folder;
  const std::string key = folder.file("site.key");
  const std::string address = PostgresCluster::shared().fresh_database();
  Given given;
  {
    const auto server = must_open_with_journal(address, key, 16U << 10U);
    {
      const Paused paused;
      bool full = false;
      for (int n = 0; n < 200 && !full; ++n) {
        const Result<Document> result = send(*server, timed_attempt(n, 30)).get();
        full = !result;
        if (result) given[timed_attempt(n, 30)] = *result->text;
        if (!result) CHECK(result.error().code == ErrorCode::kUnavailable);
      }
      CHECK(full);
      CHECK(given.size() > 2);
    }
    CHECK(wait_until_taken_in(*server));
    const Result<Document> after = send(*server, timed_attempt(500, 60'000)).get();
    REQUIRE(after);
    CHECK_FALSE(is_degraded(*after->text));
  }
  // The one that was refused may have been in the database all the same.
  check_kept("journal full", address, key, given, 1);
  PostgresCluster::shared().drop(address);
}

TEST_CASE(
    "an attempt answered from one server's journal and by another is told of, and stands once") {
  if (!PostgresCluster::installed()) return;
  constexpr int kAttempts = 20;
  const TestFolder folder;
  const std::string key = folder.file("site.key");
  const std::string address = PostgresCluster::shared().fresh_database();
  Given given;
  std::size_t twice = 0;
  {
    const auto cut_off = must_open_with_journal(address, key, kRoom);
    const auto other = must_open_server(address, key);  // knows nothing of that journal
    Given degraded;
    std::vector<std::pair<std::string, std::future<Result<Document>>>> sent;
    {
      const Paused paused;
      for (int n = 0; n < kAttempts; ++n) {
        const Result<Document> result = send(*cut_off, timed_attempt(n, 50)).get();
        REQUIRE(result);
        CHECK(is_degraded(*result->text));
        degraded[timed_attempt(n, 50)] = *result->text;
      }
      for (const auto& [body, text] : degraded) sent.emplace_back(body, send(*other, body));
    }
    for (auto& [body, result] : sent) {
      const Result<Document> answer = result.get();
      REQUIRE(answer);
      given[body] = *answer->text;
      if (*answer->text != degraded.at(body)) ++twice;
    }
    CHECK(wait_until_taken_in(*cut_off));
  }
  const auto store = store::open_store(address, false).value();
  const auto session = store->open_session(store::Mode::kReadOnly).value();
  store::AuditQuery query;
  query.action = "attempt.answered_twice";
  query.limit = 1000;
  CHECK(session->audit().list(query).value().size() == twice);
  std::printf("of %d attempts sent to both servers %zu were answered twice, and told of\n",
              kAttempts, twice);
  CHECK(check_kept("answered from a journal, sent to another", address, key, given).rows ==
        kAttempts);
  PostgresCluster::shared().drop(address);
}

TEST_CASE("an answer that throws where it is given holds up no other, nor ends the program") {
  if (!PostgresCluster::installed()) return;
  const TestFolder folder;
  const std::string key = folder.file("site.key");
  const std::string address = PostgresCluster::shared().fresh_database();
  Given given;
  {
    const auto server = must_open_with_journal(address, key, kRoom);
    const Result<Document> first = send(*server, timed_attempt(0, 60'000)).get();
    REQUIRE(first);
    given[timed_attempt(0, 60'000)] = *first->text;
    std::atomic<int> thrown = 0;
    {
      const Paused paused;
      for (int n = 1; n <= 10; ++n) {
        server->submit_attempt(kCaller, timed_attempt(n, 300), true, [&](Result<Document>) {
          ++thrown;
          throw std::bad_alloc();
        });
      }
      for (int tries = 0; tries < 600 && thrown < 10; ++tries) {
        std::this_thread::sleep_for(std::chrono::milliseconds(50));
      }
      CHECK(thrown >= 10);
      for (int n = 11; n <= 20; ++n) {
        auto result = send(*server, timed_attempt(n, 300));
        REQUIRE(result.wait_for(std::chrono::seconds(60)) == std::future_status::ready);
        const Result<Document> answered = result.get();
        REQUIRE(answered);
        CHECK(is_degraded(*answered->text));
        given[timed_attempt(n, 300)] = *answered->text;
      }
    }
    CHECK(wait_until_taken_in(*server));
    for (int n = 1; n <= 10; ++n) {  // what was written down counts, heard or not
      const Result<Document> again = send(*server, timed_attempt(n, 300)).get();
      if (again) given[timed_attempt(n, 300)] = *again->text;
    }
  }
  check_kept("answers that throw", address, key, given);
  PostgresCluster::shared().drop(address);
}

}  // namespace analyzer::testing
