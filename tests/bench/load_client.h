// Drives a server over keep-alive connections and counts what comes back.
//
// Open loop: the moments at which requests are meant to leave are drawn before the
// run (Poisson, of a fixed seed) and do not depend on the answers. A request whose
// moment has come while every connection is taken waits, and its time counts from
// the moment it was meant to leave, so that a stall of the server is seen in every
// request it delays. Closed loop: each connection sends its next request when it
// has its answer, which finds how much there is at most.

#ifndef ANALYZER_TESTS_BENCH_LOAD_CLIENT_H_
#define ANALYZER_TESTS_BENCH_LOAD_CLIENT_H_

#include <chrono>
#include <cstdint>
#include <string>
#include <vector>

#include "analyzer/core/result.h"
#include "tests/bench/load_histogram.h"
#include "tests/bench/load_mix.h"

namespace analyzer::bench {

struct Target {
  std::vector<std::uint16_t> ports;  // on the loopback; connections are dealt out in turn
  std::string path;
  std::string key;  // sent as a bearer token; empty: none
};

struct Step {
  double rate = 0.0;                     // requests a second; 0: closed loop
  std::chrono::milliseconds time{1000};  // of sending
  std::uint64_t most = 0;                // requests; 0: what `time` allows
  unsigned connections = 64;             // open at most
  std::uint64_t first = 0;               // number of the first body
  std::chrono::seconds patience{10};     // for answers after the last request
};

struct Outcome {
  std::uint64_t sent = 0;
  std::uint64_t accepted = 0;  // 2xx
  std::uint64_t refused = 0;   // 503 with Retry-After
  std::uint64_t failed = 0;    // any other answer
  std::uint64_t broken = 0;    // connections that broke off, requests without an answer
  std::uint64_t in_time = 0;   // accepted before the sending ended
  std::uint64_t next = 0;      // number of the next body
  double seconds = 0.0;        // of sending
  Histogram accepted_times;    // microseconds
  Histogram refused_times;
  std::string first_failure;  // status line and body of the first failed answer

  double per_second() const { return seconds > 0 ? static_cast<double>(in_time) / seconds : 0; }
};

// Runs one step. Fails with kUnavailable if no connection can be made.
Result<Outcome> drive(const Target& target, const Mix& mix, const Step& step);

}  // namespace analyzer::bench

#endif  // ANALYZER_TESTS_BENCH_LOAD_CLIENT_H_
