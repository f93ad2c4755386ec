// What one link costs from its letters to its verdict, and the worst that 8 KB
// can do. Run build/release/bin/link_bench.

#include <benchmark/benchmark.h>

#include <array>
#include <cstdio>
#include <cstdlib>
#include <string>

#include "analyzer/engine/assess.h"
#include "analyzer/text/url.h"

namespace analyzer {
namespace {

constexpr auto kLinks = std::to_array<const char*>(
    {"https://si.12333.gov.cn/zgrz", "https://mp.weixin.qq.com/s/abc", "http://qz7w.kuvbex.cc/a",
     "https://si.12333.gov.cn.renzheng.top/v", "https://www.people.com.cn/n1/2026/01/02/c1.html",
     "https://chinapost-cn.vip/", "https://a-long-name-of-nobody-at-all.example.org/path?x=1",
     "https://card-12333.example.top/index/rz?id=20260102"});

const Snapshot& snapshot() {
  // Never destroyed: a model must not outlive main(), where XGBoost's statics end.
  static const auto* const loaded = [] {
    auto result = Snapshot::load(ANALYZER_ROOT);
    if (!result) {
      std::fprintf(stderr, "%s\n", result.error().message.c_str());
      std::abort();
    }
    return new std::shared_ptr<const Snapshot>(*result);
  }();
  return **loaded;
}

void judge(const std::string& link) {
  Facts facts;
  if (auto url = text::parse_url(link)) facts.urls.push_back(*std::move(url));
  benchmark::DoNotOptimize(prepare(Report{}, facts, snapshot()));
}

// Parsing, register, signals, columns and model of one link, over all of kLinks.
void link(benchmark::State& state) {
  snapshot();
  std::size_t i = 0;
  for (auto _ : state) judge(kLinks[i++ % kLinks.size()]);
}
BENCHMARK(link)->Unit(benchmark::kMicrosecond);

// Links of 8 KB: of one label, of many, of a path, folders, a query, digits,
// percent signs, owners' names, what looks like official hosts.
void link_of_8_kb(benchmark::State& state) {
  constexpr const char* kBegins[] = {"http://",        "http://", "http://a.top/", "http://a.top/",
                                     "http://a.top/?", "http://", "http://a.top/", "http://",
                                     "http://",        "http://"};
  constexpr const char* kUnits[] = {"a", "a.",  "a",     "a/",      "a=1&",
                                    "1", "%41", "icbc-", "gov.cn.", "icbc.com.cn."};
  std::string url = kBegins[state.range(0)];
  const std::string unit = kUnits[state.range(0)];
  while (url.size() + unit.size() + 4 <= 8192) url += unit;
  if (url.back() == '.') url.pop_back();
  if (std::string_view(kBegins[state.range(0)]) == "http://") url += ".top";
  snapshot();
  state.SetLabel(kBegins[state.range(0)] + unit);
  for (auto _ : state) judge(url);
}
BENCHMARK(link_of_8_kb)->DenseRange(0, 9)->Unit(benchmark::kMicrosecond);

}  // namespace
}  // namespace analyzer
