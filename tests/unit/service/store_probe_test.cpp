// How often the store is asked whether it is there.

#include "analyzer/service/store_probe.h"

#include <atomic>
#include <catch2/catch.hpp>
#include <future>
#include <thread>
#include <vector>

#include "tests/unit/service/world.h"

namespace analyzer {

using namespace std::chrono_literals;

TEST_CASE("the store is asked once for all who want to know within a second") {
  std::atomic<int> asked = 0;
  std::atomic<bool> there = true;
  StoreProbe::Clock::time_point now{};
  StoreProbe probe(
      [&] {
        ++asked;
        return StoreProbe::Answer{true, there};
      },
      [&] { return now; });
  for (int i = 0; i < 100; ++i) CHECK(probe.answer().writable);
  CHECK(asked == 1);
  there = false;
  now += 700ms;
  CHECK(probe.answer().writable);
  now += 200ms;
  CHECK_FALSE(probe.answer().writable);
  there = true;
  CHECK_FALSE(probe.answer().writable);
  now += 900ms;
  CHECK(probe.answer().writable);
  CHECK(asked == 3);
  // What is wrong is known within two seconds.
  CHECK(StoreProbe::kGood + StoreProbe::kWait < 2s);
}

TEST_CASE("who comes while the store is asked shares the answer; asking that throws is a no") {
  std::promise<void> go_on;
  std::shared_future<void> gone_on = go_on.get_future().share();
  std::atomic<int> asked = 0;
  StoreProbe probe([&]() -> StoreProbe::Answer {
    ++asked;
    gone_on.wait();
    throw std::bad_alloc();
  });
  std::vector<std::future<StoreProbe::Answer>> all;
  for (int i = 0; i < 8; ++i) {
    all.push_back(std::async(std::launch::async, [&] { return probe.answer(); }));
  }
  while (asked == 0) std::this_thread::yield();
  std::this_thread::sleep_for(50ms);
  go_on.set_value();
  for (auto& answer : all) CHECK_FALSE(answer.get().writable);
  CHECK(asked == 1);
}

TEST_CASE("asking whether the service is ready costs a commit a second at most") {
  World world;
  const std::uint64_t before = world.service().counters().groups;
  const auto begin = std::chrono::steady_clock::now();
  for (int i = 0; i < 2000; ++i) CHECK(world.service().health().ready);
  const auto seconds =
      std::chrono::duration_cast<std::chrono::seconds>(std::chrono::steady_clock::now() - begin);
  CHECK(world.service().counters().groups - before <=
        2 + 2 * static_cast<std::uint64_t>(seconds.count()));
}

}  // namespace analyzer
