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

TEST_CASE("without a limit everything passes") {
  RateLimiter limiter(0.0, 0.0);
  for (int i = 0; i < 1000; ++i) CHECK(limiter.take("a", {}) == 0);
}

}  // namespace
}  // namespace analyzer::server
