#include <benchmark/benchmark.h>

#include <string>

#include "analyzer/text/links.h"
#include "analyzer/text/normalize.h"
#include "analyzer/text/numbers.h"
#include "analyzer/text/read.h"
#include "analyzer/text/url.h"

namespace analyzer::text {
namespace {

// 200 characters each.
std::string plain_message() {
  std::string text;
  while (to_utf32(text).size() < 190) {
    text +=
        "您好，经数据比对已为您办理待遇领取资格认证，有效期十二个月，请在到期前用掌上12333完成。";
  }
  std::u32string wide = to_utf32(text);
  wide.resize(200, U'。');
  return to_utf8(wide);
}

std::string disguised_message() {
  std::u32string text;
  while (text.size() < 200) {
    text +=
        U"【ＸＸ人涉局】您的养-佬-金 忍 证 巳過期，24小時内登陸 rz。weobi1e。top "
        U"完成yanglao金更薪💰，";
  }
  text.resize(200);
  return to_utf8(text);
}

void bm_normalize_plain(benchmark::State& state) {
  const std::string text = plain_message();
  for (auto _ : state) benchmark::DoNotOptimize(normalize(text));
}
BENCHMARK(bm_normalize_plain);

void bm_normalize_disguised(benchmark::State& state) {
  const std::string text = disguised_message();
  for (auto _ : state) benchmark::DoNotOptimize(normalize(text));
}
BENCHMARK(bm_normalize_disguised);

void bm_parse_url(benchmark::State& state) {
  const std::string url = "https://www.shebao-rz.example.com.cn:8443/rz/login.php?id=7&t=abc#top";
  for (auto _ : state) benchmark::DoNotOptimize(parse_url(url));
}
BENCHMARK(bm_parse_url);

void bm_parse_url_idn(benchmark::State& state) {
  const std::string url = "http://社保认证.公司.cn/认证?问=答";
  for (auto _ : state) benchmark::DoNotOptimize(parse_url(url));
}
BENCHMARK(bm_parse_url_idn);

void bm_find_links_plain(benchmark::State& state) {
  const std::string text = plain_message();
  for (auto _ : state) benchmark::DoNotOptimize(find_links(text));
}
BENCHMARK(bm_find_links_plain);

void bm_find_links_disguised(benchmark::State& state) {
  const std::string text = disguised_message();
  for (auto _ : state) benchmark::DoNotOptimize(find_links(text));
}
BENCHMARK(bm_find_links_disguised);

void bm_find_numbers(benchmark::State& state) {
  const std::string text = plain_message() + "13800001111";
  for (auto _ : state) benchmark::DoNotOptimize(find_numbers(text));
}
BENCHMARK(bm_find_numbers);

void bm_read(benchmark::State& state) {
  const std::string text = plain_message();
  for (auto _ : state) benchmark::DoNotOptimize(read(text, {}, false));
}
BENCHMARK(bm_read);

// The worst that 8 KB can do: what looks like a link, an address or a number all
// along and never is one.
void bm_hostile(benchmark::State& state) {
  constexpr const char* kUnits[] = {"a.",     "a. ",  "a b ",   "1 ",        "1.2.3.4.", "http:/",
                                    "a@",     "社.",  "qq",     "一点",      "shebao",   "h t t p ",
                                    "a点b点", "[.](", "养.老.", "\u0301\u0336", "a_-.%"};
  const std::string unit = kUnits[state.range(0)];
  std::string text;
  while (text.size() < 8192) text += unit;
  state.SetLabel(unit);
  for (auto _ : state) {
    benchmark::DoNotOptimize(read(text, {}, true));
  }
}
BENCHMARK(bm_hostile)->DenseRange(0, 16)->Unit(benchmark::kMicrosecond);

}  // namespace
}  // namespace analyzer::text
