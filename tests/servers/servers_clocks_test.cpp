// Servers whose clocks are wrong, and step.

#include <atomic>
#include <catch2/catch.hpp>
#include <chrono>
#include <thread>

#include "tests/servers/server_under_test.h"
#include "tests/support/postgres_cluster.h"

namespace analyzer::testing {
namespace {

// A clock that goes, and that a test may step.
struct SteppedClock {
  std::function<Time()> clock() {
    return [this, going = going_clock()] { return going() + Milliseconds{off_ms.load()}; };
  }
  void step(std::chrono::minutes by) { off_ms += Milliseconds{by}.count(); }
  std::atomic<std::int64_t> off_ms = 0;
};

std::string decided(const std::string& answer) {
  const json::Value read = json::parse(answer).value();
  return std::string(read.at("decision").as_string()) + " " + json::write(read.at("score"));
}

std::unique_ptr<Service> open_with(SteppedClock& clock, const std::string& store,
                                   const std::string& key) {
  ServiceOptions options = server_options(store, key);
  options.background_jobs = true;
  options.clock = clock.clock();
  return must_open(std::move(options));
}

}  // namespace

TEST_CASE("a server whose clock is an hour off, and steps, decides alike and records once") {
  if (!PostgresCluster::installed()) return;
  constexpr int kAttempts = 600;
  const TestFolder folder;
  const std::string key = folder.file("site.key");
  std::vector<std::string> right;
  {
    const auto one = must_open_server(folder.file("file.db"), key);
    for (int n = 0; n < kAttempts; ++n) {
      right.push_back(decided(json::write(answer(*one, plain_attempt(n)))));
    }
  }
  const std::string address = PostgresCluster::shared().fresh_database();
  Given given;
  int unlike = 0;
  int replayed = 0;
  {
    SteppedClock good;
    SteppedClock wrong;
    const auto a = open_with(good, address, key);
    wrong.step(std::chrono::minutes{60});
    const auto b = open_with(wrong, address, key);
    for (int n = 0; n < kAttempts; ++n) {
      if (n == kAttempts / 3) wrong.step(std::chrono::minutes{-110});
      if (n == kAttempts / 2) good.step(std::chrono::minutes{-5});
      if (n == 2 * kAttempts / 3) wrong.step(std::chrono::minutes{70});
      // One after the other, and what one answered is asked of the other.
      Service& first = n % 2 == 0 ? *a : *b;
      Service& other = n % 2 == 0 ? *b : *a;
      const Result<Document> result = send(first, plain_attempt(n)).get();
      REQUIRE(result);
      given[plain_attempt(n)] = *result->text;
      if (decided(*result->text) != right[static_cast<std::size_t>(n)]) ++unlike;
      const Result<Document> again = send(other, plain_attempt(n)).get();
      REQUIRE(again);
      if (again->replayed && *again->text == *result->text) ++replayed;
    }
  }
  CHECK(unlike == 0);
  CHECK(replayed == kAttempts);
  CHECK(check_kept("one clock an hour ahead, then steps", address, key, given).rows == kAttempts);
  PostgresCluster::shared().drop(address);
}

TEST_CASE("whose turn it is does not hang on the servers' clocks") {
  if (!PostgresCluster::installed()) return;
  const TestFolder folder;
  const std::string key = folder.file("site.key");
  const std::string address = PostgresCluster::shared().fresh_database();
  {
    SteppedClock good;
    SteppedClock wrong;
    const auto a = open_with(good, address, key);
    const auto b = open_with(wrong, address, key);
    REQUIRE(a->does_job("only"));
    for (const int minutes : {60, -180, 600}) {
      wrong.step(std::chrono::minutes{minutes});
      good.step(std::chrono::minutes{-minutes});
      // Longer than the pause between two questions to the database.
      std::this_thread::sleep_for(std::chrono::milliseconds(3200));
      CHECK_FALSE(b->does_job("only"));
      CHECK(a->does_job("only"));
    }
  }
  PostgresCluster::shared().drop(address);
}

}  // namespace analyzer::testing
