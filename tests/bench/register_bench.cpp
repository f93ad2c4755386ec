// Looking a link's owner up, and whom it imitates.

#include <benchmark/benchmark.h>

#include <array>
#include <cstdlib>
#include <string>
#include <vector>

#include "analyzer/engine/register.h"
#include "analyzer/text/url.h"

namespace analyzer {
namespace {

constexpr auto kLinks = std::to_array<const char*>(
    {"https://si.12333.gov.cn/zgrz", "https://mp.weixin.qq.com/s/abc", "http://qz7w.kuvbex.cc/a",
     "https://si.12333.gov.cn.renzheng.top/v", "https://www.people.com.cn/n1/2026/01/02/c1.html",
     "https://chinapost-cn.vip/", "https://a-long-name-of-nobody-at-all.example.org/path?x=1"});

const Register& shipped() {
  static const Register official = [] {
    Result<Register> loaded = Register::load(std::string(ANALYZER_ROOT) + "/data/official.toml");
    if (!loaded) std::abort();
    return *std::move(loaded);
  }();
  return official;
}

std::vector<UrlFacts> links() {
  std::vector<UrlFacts> out;
  for (const char* link : kLinks) out.push_back(*text::parse_url(link));
  return out;
}

void official(benchmark::State& state) {
  const std::vector<UrlFacts> urls = links();
  std::size_t i = 0;
  for (auto _ : state) benchmark::DoNotOptimize(shipped().official(urls[i++ % urls.size()]));
}
BENCHMARK(official);

void imitation(benchmark::State& state) {
  const std::vector<UrlFacts> urls = links();
  std::size_t i = 0;
  for (auto _ : state) benchmark::DoNotOptimize(shipped().imitation(urls[i++ % urls.size()]));
}
BENCHMARK(imitation);

}  // namespace
}  // namespace analyzer
