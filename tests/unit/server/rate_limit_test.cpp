#include "analyzer/server/rate_limit.h"

#include <catch2/catch.hpp>

namespace analyzer::server {
namespace {

using namespace std::chrono_literals;

TEST_CASE("a burst may pass, then so many a second, each caller for itself") {
  RateLimiter limiter(2.0, 3.0);
  const RateLimiter::Clock::time_point start{};
  for (int i = 0; i < 3; ++i) CHECK(limiter.take("a", start) == 0);
  CHECK(limiter.take("a", start) == 1);
  CHECK(limiter.take("b", start) == 0);
  CHECK(limiter.take("a", start + 500ms) == 0);
  CHECK(limiter.take("a", start + 500ms) > 0);
  CHECK(limiter.take("a", start + 1h) == 0);
}

TEST_CASE("the pause told is long enough") {
  RateLimiter limiter(0.1, 1.0);
  const RateLimiter::Clock::time_point start{};
  CHECK(limiter.take("a", start) == 0);
  const int pause = limiter.take("a", start);
  CHECK(pause == 10);
  CHECK(limiter.take("a", start + std::chrono::seconds(pause)) == 0);
}

TEST_CASE("how a caller stands is told with every call") {
  RateLimiter limiter(2.0, 3.0);
  const RateLimiter::Clock::time_point start{};
  const auto is = [&](RateLimiter::Standing s, int pause, int left, int full_after) {
    CHECK(s.pause == pause);
    CHECK(s.left == left);
    CHECK(s.full_after == full_after);
  };
  is(limiter.ask("a", start), 0, 2, 1);
  is(limiter.ask("a", start), 0, 1, 1);
  is(limiter.ask("a", start), 0, 0, 2);
  is(limiter.ask("a", start), 1, 0, 2);
  is(limiter.ask("b", start), 0, 2, 1);
  is(limiter.ask("a", start + 1500ms), 0, 2, 1);
  is(RateLimiter(0.0, 0.0).ask("a", start), 0, 0, 0);
}

TEST_CASE("without a limit everything passes") {
  RateLimiter limiter(0.0, 0.0);
  for (int i = 0; i < 1000; ++i) CHECK(limiter.take("a", {}) == 0);
}

}  // namespace
}  // namespace analyzer::server
