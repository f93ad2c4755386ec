// What was acknowledged is there and stands once, whatever dies.

#include <unistd.h>

#include <catch2/catch.hpp>
#include <chrono>
#include <cstdlib>
#include <thread>

#include "tests/servers/server_under_test.h"
#include "tests/support/postgres_cluster.h"

namespace analyzer::testing {
namespace {

// Sends attempts from `n` on until one fails; what was answered goes into `given`.
int send_until_failure(Service& server, int n, int last, Given& given) {
  for (; n < last; ++n) {
    const Result<Document> result = send(server, plain_attempt(n)).get();
    if (!result) return n;
    given[plain_attempt(n)] = *result->text;
  }
  return n;
}

// What is wrong is known within two seconds, however often somebody asks.
bool unready_soon(Service& server) {
  const auto end = std::chrono::steady_clock::now() + std::chrono::seconds(2);
  do {
    if (!server.health().ready) return true;
    std::this_thread::sleep_for(std::chrono::milliseconds(10));
  } while (std::chrono::steady_clock::now() < end);
  return false;
}

bool ready_again(Service& server) {
  for (int tries = 0; tries < 600; ++tries) {
    if (server.health().ready) return true;
    std::this_thread::sleep_for(std::chrono::milliseconds(50));
  }
  return false;
}

}  // namespace

TEST_CASE("a database that is killed and comes back has lost nothing that was answered") {
  if (!PostgresCluster::installed()) return;
  PostgresCluster& cluster = PostgresCluster::shared();
  const TestFolder folder;
  const std::string key = folder.file("site.key");
  const std::string address = cluster.fresh_database();
  Given given;
  {
    const auto server = must_open_server(address, key);
    CHECK(server->health().ready);
    int n = 0;
    for (int round = 0; round < 3; ++round) {
      std::thread killer([&cluster, round] {
        std::this_thread::sleep_for(std::chrono::milliseconds(60 + 70 * round));
        cluster.kill();
      });
      n = send_until_failure(*server, n, 1'000'000, given);
      killer.join();
      CHECK(unready_soon(*server));
      const Result<Document> away = send(*server, plain_attempt(n)).get();
      REQUIRE_FALSE(away);
      CHECK(away.error().code == ErrorCode::kUnavailable);
      cluster.start();
      CHECK(ready_again(*server));
    }
    n = send_until_failure(*server, n, n + 20, given);
    CHECK(given.size() >= 20);
  }
  check_kept("database killed, three times", address, key, given, 3);
  cluster.drop(address);
}

TEST_CASE("connections cut in the middle of a stream cost retries, and nothing that was answered") {
  if (!PostgresCluster::installed()) return;
  PostgresCluster& cluster = PostgresCluster::shared();
  const TestFolder folder;
  const std::string key = folder.file("site.key");
  const std::string address = cluster.fresh_database();
  Given given;
  {
    const auto server = must_open_server(address, key);
    int n = 0;
    int cuts = 0;
    for (int round = 0; round < 5; ++round) {
      std::thread cutter([&] {
        std::this_thread::sleep_for(std::chrono::milliseconds(20 + 15 * round));
        cluster.cut_connections(address);
      });
      const int end = n + 200;
      while (n < end) {
        n = send_until_failure(*server, n, end, given);
        if (n < end) ++cuts;  // the same one is sent again
        REQUIRE(cuts < 100);
      }
      cutter.join();
    }
    CHECK(given.size() == 1000);
  }
  check_kept("connections cut, five times", address, key, given);
  cluster.drop(address);
}

// Run by the next test in a process of its own.
TEST_CASE("a server answers until it is killed", "[.child]") {
  const char* address = std::getenv("SERVERS_TEST_ADDRESS");
  const char* key = std::getenv("SERVERS_TEST_KEY");
  const int first = std::atoi(std::getenv("SERVERS_TEST_FIRST"));
  const int pipe = std::atoi(std::getenv("SERVERS_TEST_PIPE"));
  const auto server = must_open_server(address, key);
  for (int n = first;; n += 8) {
    std::vector<std::future<Result<Document>>> sent;
    for (int i = 0; i < 8; ++i) sent.push_back(send(*server, plain_attempt(n + i)));
    for (int i = 0; i < 8; ++i) {
      const Result<Document> result = sent[static_cast<std::size_t>(i)].get();
      REQUIRE(result);
      const std::string line = std::to_string(n + i) + " " + *result->text + "\n";
      REQUIRE(::write(pipe, line.data(), line.size()) == static_cast<ssize_t>(line.size()));
    }
  }
}

TEST_CASE("a server that is killed has lost nothing that it answered, and another goes on") {
  if (!PostgresCluster::installed()) return;
  PostgresCluster& cluster = PostgresCluster::shared();
  const TestFolder folder;
  const std::string key = folder.file("site.key");
  const std::string address = cluster.fresh_database();
  Given given;
  {
    const auto beside = must_open_server(address, key);
    for (int round = 0; round < 3; ++round) {
      ChildTest child("a server answers until it is killed",
                      {{"SERVERS_TEST_ADDRESS", address},
                       {"SERVERS_TEST_KEY", key},
                       {"SERVERS_TEST_FIRST", std::to_string(10'000 * (round + 1))}});
      std::string told;
      const std::size_t enough = 20'000 * static_cast<std::size_t>(round + 1);
      while (told.size() < enough) {
        REQUIRE(child.read(told));
        // The other server writes meanwhile.
        const int mine = round * 1000 + static_cast<int>(told.size() % 900);
        const Result<Document> result = send(*beside, plain_attempt(mine)).get();
        REQUIRE(result);
        given[plain_attempt(mine)] = *result->text;
      }
      child.kill();
      while (child.read(told)) {
      }
      std::size_t at = 0;
      for (std::size_t end = 0; (end = told.find('\n', at)) != std::string::npos; at = end + 1) {
        const std::string line = told.substr(at, end - at);
        given[plain_attempt(std::stoi(line))] = line.substr(line.find(' ') + 1);
      }
      // Whatever the killed one held, the right to write is free again.
      const Result<Document> next = send(*beside, plain_attempt(90'000 + round)).get();
      REQUIRE(next);
    }
  }
  CHECK(given.size() > 50);
  check_kept("server killed, three times", address, key, given);
  cluster.drop(address);
}

}  // namespace analyzer::testing
