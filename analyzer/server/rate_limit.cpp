#include "analyzer/server/rate_limit.h"

#include <algorithm>
#include <cmath>

namespace analyzer::server {
namespace {

constexpr std::size_t kMostBuckets = 100'000;

}  // namespace

RateLimiter::Standing RateLimiter::ask(std::string_view who, Clock::time_point now) {
  if (per_second_ <= 0) return {};
  const std::lock_guard lock(mutex_);
  if (buckets_.size() >= kMostBuckets) {  // those that are full again know nothing
    std::erase_if(buckets_, [&](const auto& entry) {
      const std::chrono::duration<double> idle = now - entry.second.at;
      return entry.second.tokens + idle.count() * per_second_ >= burst_;
    });
  }
  Bucket& bucket = buckets_.try_emplace(std::string(who), Bucket{burst_, now}).first->second;
  const std::chrono::duration<double> passed = now - bucket.at;
  bucket.tokens = std::min(burst_, bucket.tokens + std::max(0.0, passed.count()) * per_second_);
  bucket.at = now;
  const auto seconds = [&](double tokens) {
    return static_cast<int>(std::ceil(tokens / per_second_));
  };
  Standing out;
  if (bucket.tokens >= 1.0) {
    bucket.tokens -= 1.0;
  } else {
    out.pause = std::max(1, seconds(1.0 - bucket.tokens));
  }
  out.left = static_cast<int>(bucket.tokens);
  out.full_after = seconds(burst_ - bucket.tokens);
  return out;
}

}  // namespace analyzer::server
