// Finding a report's campaign among 25,000, of which 100,000 reports were counted.

#include <benchmark/benchmark.h>
#include <unistd.h>

#include <filesystem>
#include <random>

#include "analyzer/service/campaign_match.h"
#include "analyzer/store/sqlite_store.h"
#include "analyzer/text/text_sketch.h"
#include "analyzer/text/utf8.h"

namespace analyzer {
namespace {

constexpr std::size_t kCampaigns = 25'000;
constexpr std::size_t kReportsEach = 4;

// Texts share clauses, as messages of one scenario do.
class Texts {
 public:
  Texts() {
    for (std::u32string& clause : clauses_) {
      for (int i = 0; i < 9; ++i) clause.push_back(U'\u4E00' + static_cast<char32_t>(random_() % 900));
    }
  }
  std::string next() {
    std::u32string out;
    for (int i = 0; i < 7; ++i) out += clauses_[random_() % clauses_.size()];
    return text::to_utf8(out);
  }

 private:
  std::mt19937_64 random_{7};
  std::array<std::u32string, 600> clauses_;
};

SealedReport report_of(const std::string& shape, std::uint64_t n) {
  SealedReport out;
  out.event.shape = LinkKey{n, n * 3 + 1};
  out.event.county = 990102;
  out.joins = {{LinkKind::kShape, *out.event.shape}, {LinkKind::kDomain, {n, n * 5 + 2}}};
  out.links = out.joins;
  out.sketch = text::sketch_of(shape, 11);
  return out;
}

class World {
 public:
  World() {
    folder_ = std::filesystem::temp_directory_path() /
              ("analyzer_campaign_bench_" + std::to_string(::getpid()));
    std::filesystem::create_directories(folder_);
    store_ = store::open_sqlite_store((folder_ / "bench.db").string(), {}).value();
    session_ = store_->open_session(store::Mode::kReadWrite).value();
    IdSource ids(true);
    for (std::size_t n = 0; n < kCampaigns; ++n) {
      if (n % 1000 == 0) static_cast<void>(session_->begin());
      const SealedReport sealed = report_of(texts_.next(), n);
      for (std::size_t i = 0; i < kReportsEach; ++i) {
        auto match = match_campaign(*session_, sealed);
        static_cast<void>(join_campaign(*session_, *match, sealed, "", ids, {}));
      }
      if (n % 1000 == 999) static_cast<void>(session_->commit());
    }
  }
  ~World() {
    session_.reset();
    store_.reset();
    std::filesystem::remove_all(folder_);
  }
  store::Session& session() { return *session_; }
  Texts& texts() { return texts_; }

 private:
  std::filesystem::path folder_;
  std::unique_ptr<store::Store> store_;
  std::unique_ptr<store::Session> session_;
  Texts texts_;
};

World& world() {
  static World one;
  return one;
}

void match_known(benchmark::State& state) {
  std::uint64_t n = 0;
  const SealedReport sealed = report_of(world().texts().next(), 17);
  for (auto _ : state) {
    benchmark::DoNotOptimize(match_campaign(world().session(), sealed));
    ++n;
  }
}
BENCHMARK(match_known)->Unit(benchmark::kMicrosecond);

void match_unknown(benchmark::State& state) {
  std::uint64_t n = kCampaigns * 2;
  for (auto _ : state) {
    state.PauseTiming();
    const SealedReport sealed = report_of(world().texts().next(), ++n);
    state.ResumeTiming();
    benchmark::DoNotOptimize(match_campaign(world().session(), sealed));
  }
}
BENCHMARK(match_unknown)->Unit(benchmark::kMicrosecond);

void sketch(benchmark::State& state) {
  const std::string shape = world().texts().next();
  for (auto _ : state) benchmark::DoNotOptimize(text::sketch_of(shape, 11));
}
BENCHMARK(sketch)->Unit(benchmark::kMicrosecond);

}  // namespace
}  // namespace analyzer

BENCHMARK_MAIN();
