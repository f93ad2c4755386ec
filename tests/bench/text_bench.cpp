#include <benchmark/benchmark.h>

#include <string>

#include "analyzer/text/normalize.h"

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

}  // namespace
}  // namespace analyzer::text
