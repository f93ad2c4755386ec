// What millions of indicators cost: to take in, in memory, to look up, and what one
// more costs. Run build/release/bin/indicators_bench [values, by default 4000000].
// Prints lines of "name value unit"; made-up hosts and links, half and half.

#include <chrono>
#include <cstdio>
#include <cstdlib>
#include <fstream>
#include <random>
#include <string>
#include <vector>

#include "feeds/index.h"

namespace analyzer::feeds {
namespace {

using Clock = std::chrono::steady_clock;

double seconds_since(Clock::time_point begun) {
  return std::chrono::duration<double>(Clock::now() - begun).count();
}

// Resident now, megabytes.
double resident() {
  std::ifstream status("/proc/self/statm");
  long pages = 0;
  status >> pages >> pages;
  return static_cast<double>(pages) * 4096.0 / 1e6;
}

Statement statement_of(std::size_t number) {
  Statement s;
  const std::string n = std::to_string(number * 2654435761U % 1000000007U);
  const bool link = number % 2 == 0;
  s.kind = link ? IndicatorKind::kUrl : IndicatorKind::kDomain;
  s.value = "m" + n + (link ? ".invalid/rz/login?id=" + n : ".cert-" + n + ".invalid");
  s.source = number % 3 == 0 ? "market" : "bureau";
  s.confidence = 0.9;
  s.at = from_millis(1'767'240'000'000);
  s.valid_until = s.at + std::chrono::hours{24 * 90};
  return s;
}

// Mean of `count` look-ups, nanoseconds; those that hit are every other one.
double look_up(const IndicatorIndex& index, std::size_t values, std::size_t count) {
  std::mt19937_64 random(1);
  std::vector<Statement> asked;
  for (std::size_t i = 0; i < 65536; ++i) {
    asked.push_back(statement_of(random() % values));
    if (i % 2 == 0) asked.back().value += "x";
  }
  std::size_t listed = 0;
  const Time now = asked[0].at;
  const auto begun = Clock::now();
  for (std::size_t i = 0; i < count; ++i) {
    const Statement& one = asked[i % asked.size()];
    if (const auto said = index.find(one.kind, one.value)) {
      listed += said->standing(now).listed ? 1U : 0U;
    }
  }
  const double taken = seconds_since(begun) * 1e9 / static_cast<double>(count);
  if (listed != count / 2) {
    std::fprintf(stderr, "error: %zu of %zu found\n", listed, count / 2);
    std::exit(1);
  }
  return taken;
}

int run(std::size_t values) {
  const double before = resident();
  const auto begun = Clock::now();
  IndicatorIndex::Builder builder(values);
  for (std::size_t i = 0; i < values; ++i) {
    builder.add(statement_of(i));
    if (i % 1000000 == 999999) std::fprintf(stderr, "%zu taken in\n", i + 1);
  }
  const IndicatorIndex index = builder.build();
  std::printf("values            %zu\n", index.size());
  std::printf("build             %.2f s\n", seconds_since(begun));
  std::printf("index             %.0f MB\n", static_cast<double>(index.bytes()) / 1e6);
  std::printf("resident          %.0f MB\n", resident() - before);
  std::printf("look-up           %.0f ns\n", look_up(index, values, 4000000));
  std::vector<Statement> one = {statement_of(values + 1)};
  const auto grown_at = Clock::now();
  const IndicatorIndex grown = index.with(one);
  std::printf("one more          %.3f ms\n", seconds_since(grown_at) * 1e3);
  std::printf("look-up then      %.0f ns\n", look_up(grown, values, 4000000));
  const auto merged_at = Clock::now();
  const IndicatorIndex merged = index.with(one, 0);
  std::printf("all in one anew   %.2f s\n", seconds_since(merged_at));
  std::printf("resident with two %.0f MB\n", resident() - before);
  return merged.digest() == grown.digest() ? 0 : 1;
}

}  // namespace
}  // namespace analyzer::feeds

int main(int argc, char** argv) {
  return analyzer::feeds::run(argc > 1 ? std::strtoul(argv[1], nullptr, 10) : 4000000);
}
