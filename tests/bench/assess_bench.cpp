// What a whole verdict costs with the shipped rules and models, without server
// and store: an attempt with its history, a report, a check of a message and of
// a link. Texts and attempts differ from one call to the next, as they do in
// life. Run build/release/bin/assess_bench, at a quiet moment.

#include <benchmark/benchmark.h>

#include <algorithm>
#include <chrono>
#include <cstdio>
#include <cstdlib>
#include <filesystem>
#include <fstream>
#include <string>
#include <vector>

#include "analyzer/core/json.h"
#include "analyzer/engine/assess.h"
#include "analyzer/engine/attempt_columns.h"
#include "analyzer/engine/attempt_passes.h"
#include "analyzer/text/read.h"
#include "analyzer/wire/parse.h"

namespace analyzer {
namespace {

const std::string kRoot = ANALYZER_ROOT;
constexpr std::size_t kAttempts = 512;

const Snapshot& snapshot() {
  // Never destroyed: a model must not outlive main(), where XGBoost's statics end.
  static const auto* const loaded = [] {
    auto result = Snapshot::load(kRoot);
    if (!result) {
      std::fprintf(stderr, "%s\n", result.error().message.c_str());
      std::abort();
    }
    return new std::shared_ptr<const Snapshot>(*result);
  }();
  return **loaded;
}

// A family's attempts by the bureau's app; ages, scores and changes differ.
std::vector<Attempt> attempts() {
  std::vector<Attempt> out;
  for (std::size_t i = 0; i < kAttempts; ++i) {
    const std::string n = std::to_string(i);
    const std::string age = std::to_string(60 + i % 35);
    const std::string match = "0." + std::to_string(70 + i % 29);
    const std::string body =
        R"({"attempt_id":"b-)" + n +
        R"(","occurred_at":"2026-03-10T10:00:00+08:00","channel":"province_app","outcome":"passed",)"
        R"("region":"990101","person":{"ref":"p)" +
        n + R"(","age":)" + age +
        R"(,"sex":"f","scheme":"resident","benefit_status":"active","due_on":"2026-04-02",)"
        R"("last_certified_on":"2025-04-02","residence_region":"990101","special":[],)"
        R"("phone_changed_days":)" +
        std::to_string(10 + 7 * i) +
        R"(},"operator":{"role":"relative","relation":"child","ref":"o)" + n +
        R"(","account_age_days":900,"same_household":true},"device":{"ref":"d)" + n +
        R"(","os":"android","rooted":false,"emulator":false,"hooked":false,)"
        R"("virtual_camera":false,"screen_shared":false,"remote_control":false},)"
        R"("network":{"ip":"100.64.3.7","kind":"home","country":"CN","region":"990101"},)"
        R"("biometric":{"mode":"blink","face_match":)" +
        match +
        R"(,"face_threshold":0.7,"liveness":0.95,"injection":0.02,"recapture":0.02,"tries":1,)"
        R"("faces_tried":1,"template_age_years":4}})";
    const auto value = json::parse(body);
    if (!value) std::abort();
    auto parsed = wire::parse_attempt(*value);
    if (!parsed) std::abort();
    out.push_back(std::move(parsed->value));
  }
  return out;
}

History family_history() {
  History history;
  history.device.persons_365d = 2;
  history.device.events_30d = 1;
  history.operator_.persons_365d = 2;
  history.person.passes_365d = 1;
  history.person.devices_365d = 1;
  history.person.same_device_before = true;
  return history;
}

// The corpus' messages, else one of our own; each is met once a round.
std::vector<std::string> messages() {
  std::vector<std::string> out;
  std::vector<std::filesystem::path> files;
  for (const auto& file : std::filesystem::directory_iterator(kRoot + "/data/corpus")) {
    if (file.path().extension() == ".jsonl") files.push_back(file.path());
  }
  std::sort(files.begin(), files.end());
  for (const std::filesystem::path& file : files) {
    std::ifstream corpus(file);
    for (std::string line; std::getline(corpus, line);) {
      if (const Result<json::Value> value = json::parse(line)) {
        out.emplace_back(value->as_object().at("text").as_string());
      }
    }
  }
  if (out.empty()) out.emplace_back("您的养老待遇资格认证将到期,请在掌上12333办理,认证免费。");
  return out;
}

void attempt_evidence_only(benchmark::State& state) {
  const std::vector<Attempt> all = attempts();
  const History history = family_history();
  std::size_t i = 0;
  for (auto _ : state) {
    const AttemptContext context = attempt_context(all[i++ % all.size()], history, snapshot());
    benchmark::DoNotOptimize(attempt_evidence(context));
  }
}
BENCHMARK(attempt_evidence_only)->Unit(benchmark::kMicrosecond);

void attempt_model(benchmark::State& state) {
  const models::Scorer* model = snapshot().attempt_model();
  if (model == nullptr) return state.SkipWithError("no attempt model");
  const std::vector<Attempt> all = attempts();
  const History history = family_history();
  std::vector<std::vector<float>> rows;
  for (const Attempt& attempt : all) {
    const AttemptContext context = attempt_context(attempt, history, snapshot());
    rows.push_back(attempt_row(context, attempt_evidence(context)));
  }
  std::size_t i = 0;
  for (auto _ : state) benchmark::DoNotOptimize(model->margin(rows[i++ % rows.size()]));
}
BENCHMARK(attempt_model)->Unit(benchmark::kMicrosecond);

void attempt(benchmark::State& state) {
  const std::vector<Attempt> all = attempts();
  const History history = family_history();
  std::size_t i = 0;
  for (auto _ : state) {
    benchmark::DoNotOptimize(assess(all[i++ % all.size()], history, snapshot()));
  }
}
BENCHMARK(attempt)->Unit(benchmark::kMicrosecond)->ThreadRange(1, 2);

// From bytes to verdict: a report as the hotline sends it.
void report(benchmark::State& state) {
  const std::vector<std::string> texts = messages();
  const History history;
  std::size_t i = 0;
  for (auto _ : state) {
    Report report;
    report.text = texts[i++ % texts.size()];
    const Facts facts = text::read(*report.text, {}, false);
    const Prepared prepared = prepare(report, facts, snapshot());
    benchmark::DoNotOptimize(assess(report, facts, prepared, history, snapshot()));
  }
}
BENCHMARK(report)->Unit(benchmark::kMicrosecond)->ThreadRange(1, 2);

// The corpus' messages of about 200 characters.
std::vector<std::string> long_messages() {
  constexpr std::ptrdiff_t kShortest = 150;
  constexpr std::ptrdiff_t kLongest = 250;
  std::vector<std::string> out;
  for (std::string& text : messages()) {
    const auto characters = std::count_if(text.begin(), text.end(), [](char c) {
      return (static_cast<unsigned char>(c) & 0xC0) != 0x80;
    });
    if (characters >= kShortest && characters <= kLongest) out.push_back(std::move(text));
  }
  return out;
}

// From bytes to verdict, the parts apart: what a text is read into (normalized,
// numbers, links), what is found in it (patterns, links judged), what is made of
// it (conditions, model, reasons, advice).
void judge_each(benchmark::State& state, const std::vector<std::string>& texts) {
  if (texts.empty()) return state.SkipWithError("no such messages");
  using Clock = std::chrono::steady_clock;
  const History history;
  Clock::duration read{};
  Clock::duration prepared{};
  Clock::duration assessed{};
  std::size_t i = 0;
  for (auto _ : state) {
    Report report;
    report.text = texts[i++ % texts.size()];
    const auto begin = Clock::now();
    const Facts facts = text::read(*report.text, {}, false);
    const auto after_read = Clock::now();
    const Prepared ready = prepare(report, facts, snapshot());
    const auto after_prepare = Clock::now();
    benchmark::DoNotOptimize(assess(report, facts, ready, history, snapshot()));
    read += after_read - begin;
    prepared += after_prepare - after_read;
    assessed += Clock::now() - after_prepare;
  }
  const auto mean_us = [&](Clock::duration sum) {
    return std::chrono::duration<double, std::micro>(sum).count() /
           static_cast<double>(state.iterations());
  };
  state.counters["read_us"] = mean_us(read);
  state.counters["prepare_us"] = mean_us(prepared);
  state.counters["assess_us"] = mean_us(assessed);
}

void message_200(benchmark::State& state) { judge_each(state, long_messages()); }
BENCHMARK(message_200)->Unit(benchmark::kMicrosecond);

void message_64k(benchmark::State& state) {
  constexpr std::size_t kBytes = 64 << 10;
  std::string text;
  const std::vector<std::string> all = messages();
  for (std::size_t i = 0; text.size() < kBytes; ++i) text += all[i % all.size()] + "\n";
  judge_each(state, {text});
}
BENCHMARK(message_64k)->Unit(benchmark::kMicrosecond);

// The part of it that waits in the sequencer's queue.
void report_after_prepare(benchmark::State& state) {
  const std::vector<std::string> texts = messages();
  const History history;
  struct Ready {
    Report report;
    Facts facts;
    Prepared prepared;
  };
  std::vector<Ready> all;
  for (std::size_t i = 0; i < texts.size() && i < kAttempts; ++i) {
    Ready ready;
    ready.report.text = texts[i];
    ready.facts = text::read(texts[i], {}, false);
    ready.prepared = prepare(ready.report, ready.facts, snapshot());
    all.push_back(std::move(ready));
  }
  std::size_t i = 0;
  for (auto _ : state) {
    const Ready& ready = all[i++ % all.size()];
    benchmark::DoNotOptimize(
        assess(ready.report, ready.facts, ready.prepared, history, snapshot()));
  }
}
BENCHMARK(report_after_prepare)->Unit(benchmark::kMicrosecond);

void check_link(benchmark::State& state) {
  const History history;
  std::size_t i = 0;
  for (auto _ : state) {
    Report report;
    report.urls = {"https://card-12333.example" + std::to_string(i++ % 4096) +
                   ".top/index/rz?id=2"};
    const Facts facts = text::read("", report.urls, false);
    const Prepared prepared = prepare(report, facts, snapshot());
    benchmark::DoNotOptimize(assess(report, facts, prepared, history, snapshot()));
  }
}
BENCHMARK(check_link)->Unit(benchmark::kMicrosecond);

void load_snapshot(benchmark::State& state) {
  for (auto _ : state) benchmark::DoNotOptimize(Snapshot::load(kRoot));
}
BENCHMARK(load_snapshot)->Unit(benchmark::kMillisecond)->Iterations(3);

}  // namespace
}  // namespace analyzer
