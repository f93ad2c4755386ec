// What another process uses, from /proc.

#ifndef ANALYZER_TESTS_BENCH_LOAD_PROCESS_H_
#define ANALYZER_TESTS_BENCH_LOAD_PROCESS_H_

#include <cstdint>
#include <string>

namespace analyzer::bench {

struct Usage {
  double cpu_seconds = 0.0;          // of all its threads, since it started
  std::uint64_t resident_bytes = 0;  // now
};

// Of process `pid`; zeros if there is none.
Usage usage_of(int pid);

// Bytes of a database file with its write-ahead log; 0 if there is none.
std::uint64_t database_bytes(const std::string& path);

}  // namespace analyzer::bench

#endif  // ANALYZER_TESTS_BENCH_LOAD_PROCESS_H_
