// Token buckets, one a caller: so many calls a second, with a reserve for bursts.

#ifndef ANALYZER_SERVER_RATE_LIMIT_H_
#define ANALYZER_SERVER_RATE_LIMIT_H_

#include <chrono>
#include <mutex>
#include <string>
#include <string_view>
#include <unordered_map>

namespace analyzer::server {

class RateLimiter {
 public:
  using Clock = std::chrono::steady_clock;

  // `per_second` <= 0: no limit. `burst` calls may come at once.
  RateLimiter(double per_second, double burst) : per_second_(per_second), burst_(burst) {}

  // How `who` stands after a call.
  struct Standing {
    int pause = 0;       // seconds, at least 1, after which it may be tried again; 0: it may go on
    int left = 0;        // calls that may come at once now; 0 without a limit
    int full_after = 0;  // seconds until a whole burst may come again
  };

  // Takes one call off the bucket of `who`.
  //
  // Any number of threads may call it at once.
  Standing ask(std::string_view who, Clock::time_point now);
  // The same, for those who want the pause alone.
  int take(std::string_view who, Clock::time_point now) { return ask(who, now).pause; }

 private:
  struct Bucket {
    double tokens;
    Clock::time_point at;
  };
  const double per_second_;
  const double burst_;
  std::mutex mutex_;
  std::unordered_map<std::string, Bucket> buckets_;
};

}  // namespace analyzer::server

#endif  // ANALYZER_SERVER_RATE_LIMIT_H_
