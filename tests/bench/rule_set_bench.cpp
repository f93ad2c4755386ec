// Matching 300 patterns on messages that were not seen before: the shipped rules
// and gap patterns made of their words, so that the number of rules is 300.

#include <benchmark/benchmark.h>

#include <cstdint>
#include <cstdio>
#include <cstdlib>
#include <fstream>
#include <random>
#include <string>
#include <vector>

#include "analyzer/core/json.h"
#include "analyzer/rules/rule_file.h"
#include "analyzer/rules/rule_set.h"
#include "analyzer/text/normalize.h"

namespace analyzer {
namespace {

constexpr std::size_t kRules = 300;
constexpr std::size_t kMessages = 4096;

std::string normalized(std::string_view text) { return text::normalize(text).text; }

std::vector<Rule> shipped() {
  Result<RuleFolder> folder = read_rule_folder(std::string(ANALYZER_ROOT) + "/data/rules");
  if (!folder) {
    std::fprintf(stderr, "%s\n", folder.error().message.c_str());
    std::abort();
  }
  return std::move(folder->rules);
}

// The shipped text rules, and copies of them under other names with a tail that
// makes each another automaton, up to `kRules`.
RuleSet three_hundred() {
  std::vector<Rule> rules;
  for (Rule& rule : shipped()) {
    if (rule.scope == Scope::kText) rules.push_back(std::move(rule));
  }
  const std::size_t own = rules.size();
  for (std::size_t i = 0; rules.size() < kRules; ++i) {
    Rule copy = rules[i % own];
    copy.id += "_" + std::to_string(rules.size());
    copy.pattern = "(?:" + copy.pattern + ").{0," + std::to_string(i / own + 1) + "}";
    rules.push_back(std::move(copy));
  }
  Result<RuleSet> set = RuleSet::compile(std::move(rules), normalized);
  if (!set) {
    std::fprintf(stderr, "%s\n", set.error().message.c_str());
    std::abort();
  }
  return *std::move(set);
}

// Messages of about 200 characters: those of the corpus, put together until they
// are as long, each used once. Without the corpus, sentences of the rules' own
// examples, which match far more rules than real messages do.
std::vector<std::string> messages() {
  std::vector<std::string> sentences;
  std::ifstream corpus(std::string(ANALYZER_ROOT) + "/data/corpus/cert_messages.jsonl");
  for (std::string line; std::getline(corpus, line);) {
    if (const Result<json::Value> value = json::parse(line)) {
      sentences.emplace_back(value->as_object().at("text").as_string());
    }
  }
  for (const Rule& rule : sentences.empty() ? shipped() : std::vector<Rule>()) {
    if (rule.scope != Scope::kText) continue;
    sentences.insert(sentences.end(), rule.hits.begin(), rule.hits.end());
    sentences.insert(sentences.end(), rule.misses.begin(), rule.misses.end());
  }
  std::mt19937 random(7);
  std::vector<std::string> out;
  while (out.size() < kMessages) {
    std::string text;
    while (text.size() < 540) text += sentences[random() % sentences.size()] + "\n";
    out.push_back(normalized(text));
  }
  return out;
}

void match_fresh(benchmark::State& state) {
  const RuleSet rules = three_hundred();
  const std::vector<std::string> texts = messages();
  std::size_t i = 0;
  std::size_t found = 0;
  for (auto _ : state) {
    const RuleText text{Scope::kText, texts[i++ % texts.size()]};
    const auto matches = rules.match({&text, 1});
    found += matches->size();
  }
  state.counters["rules"] = static_cast<double>(rules.size());
  state.counters["matches"] = static_cast<double>(found) / static_cast<double>(state.iterations());
}
BENCHMARK(match_fresh)->Iterations(kMessages)->Unit(benchmark::kMicrosecond);

void match_shipped(benchmark::State& state) {
  const RuleSet rules = *RuleSet::compile(shipped(), normalized);
  const std::vector<std::string> texts = messages();
  std::size_t i = 0;
  for (auto _ : state) {
    const RuleText text{Scope::kText, texts[i++ % texts.size()]};
    benchmark::DoNotOptimize(rules.match({&text, 1}));
  }
  state.counters["rules"] = static_cast<double>(rules.size());
}
BENCHMARK(match_shipped)->Iterations(kMessages)->Unit(benchmark::kMicrosecond);

void compile_shipped(benchmark::State& state) {
  for (auto _ : state) benchmark::DoNotOptimize(RuleSet::compile(shipped(), normalized));
}
BENCHMARK(compile_shipped)->Unit(benchmark::kMillisecond);

}  // namespace
}  // namespace analyzer
