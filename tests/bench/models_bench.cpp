// What one look at the models costs. Run build/release/bin/models_bench.

#include <benchmark/benchmark.h>

#include "analyzer/engine/text_columns.h"
#include "analyzer/engine/text_wording.h"
#include "analyzer/engine/url_columns.h"
#include "analyzer/engine/url_features.h"
#include "analyzer/text/normalize.h"
#include "analyzer/text/url.h"
#include "models/scorer.h"

namespace analyzer {
namespace {

const std::string kRoot = ANALYZER_ROOT;
const std::string kLink = "https://card-12333.example.top/index/rz?id=20260102";
const std::string kMessage =
    "【社保局】尊敬的参保人,您的养老待遇资格认证将于本月28日到期,逾期将暂停发放,"
    "请携带身份证到就近社保"
    "服务窗口办理,或在掌上12333按提示完成人脸识别。认证全程免费,请勿委托陌生人代办。";

Result<models::Scorer> url_model() {
  return models::Scorer::load(kRoot + "/models/artifacts/url", url_column_names());
}

void url_columns(benchmark::State& state) {
  const auto model = url_model();
  if (!model) return state.SkipWithError("no url model");
  const UrlFacts url = *text::parse_url(kLink);
  for (auto _ : state) benchmark::DoNotOptimize(url_row(url, std::nullopt, &model->tables()));
}
BENCHMARK(url_columns);

void url_margin_one_row(benchmark::State& state) {
  const auto model = url_model();
  if (!model) return state.SkipWithError("no url model");
  const std::vector<float> row = url_row(*text::parse_url(kLink), std::nullopt, &model->tables());
  for (auto _ : state) benchmark::DoNotOptimize(model->margin(row));
}
BENCHMARK(url_margin_one_row)->ThreadRange(1, 2);

void url_contributions(benchmark::State& state) {
  const auto model = url_model();
  if (!model) return state.SkipWithError("no url model");
  const std::vector<float> row = url_row(*text::parse_url(kLink), std::nullopt, &model->tables());
  for (auto _ : state) benchmark::DoNotOptimize(model->contributions(row));
}
BENCHMARK(url_contributions);

void url_features_and_network(benchmark::State& state) {
  const auto model = url_model();
  if (!model || !model->tables().net) return state.SkipWithError("no url model");
  const UrlFacts url = *text::parse_url(kLink);
  const UrlShape shape(url);
  const models::HashNet& net = *model->tables().net;
  for (auto _ : state) {
    benchmark::DoNotOptimize(net.margin(net.sum(UrlFeatures(shape).all())));
  }
}
BENCHMARK(url_features_and_network);

void text_ngram_margin(benchmark::State& state) {
  const auto model = models::Scorer::load(kRoot + "/models/artifacts/text", text_column_names());
  if (!model || !model->tables().ngram) return state.SkipWithError("no text model");
  const TextFacts facts{kMessage, text::normalize(kMessage), {}};
  const TextWording wording = read_wording(facts, {});
  for (auto _ : state) benchmark::DoNotOptimize(model->tables().ngram->margin(wording.ngrams));
}
BENCHMARK(text_ngram_margin);

void text_tactic_heads(benchmark::State& state) {
  const auto model = models::Scorer::load(kRoot + "/models/artifacts/text", text_column_names());
  if (!model || !model->tables().heads) return state.SkipWithError("no text model");
  const TextFacts facts{kMessage, text::normalize(kMessage), {}};
  const TextWording wording = read_wording(facts, {});
  const models::NgramHeads& heads = *model->tables().heads;
  const std::vector<float> extras(heads.extras(), 0.0F);
  std::vector<double> margins(heads.size());
  for (auto _ : state) {
    heads.margins(wording.ngrams, extras, margins);
    benchmark::DoNotOptimize(margins.data());
  }
}
BENCHMARK(text_tactic_heads);

}  // namespace
}  // namespace analyzer
