// Durable appends in groups: each group is one transaction with its fsync.

#include <benchmark/benchmark.h>
#include <unistd.h>

#include <atomic>
#include <filesystem>
#include <random>
#include <string>
#include <thread>

#include "analyzer/store/sqlite_store.h"

namespace analyzer::store {
namespace {

NewObservation attempt(std::uint64_t n, std::mt19937_64& random) {
  NewObservation o;
  o.key = {ObservationKind::kAttempt, "alipay", "gs-2026-" + std::to_string(10'000'000 + n)};
  o.region = "990102";
  o.outcome = Outcome::kPassed;
  o.decision = Decision::kPass;
  o.person = LinkKey{random(), random()};
  AttemptEvent event;
  event.person = *o.person;
  event.device = LinkKey{random(), random()};
  event.operator_ = LinkKey{random(), random()};
  event.ip = LinkKey{random(), random()};
  o.event = event;
  o.answer = std::string(300, 'a');  // about 600 bytes a row
  o.facts = "{}";
  o.verdict = std::string(60, 'v');
  return o;
}

// Appends in groups of range(0) with a checkpoint thread beside, as the
// service does.
void BM_Append(benchmark::State& state) {
  const auto folder = std::filesystem::temp_directory_path() /
                      ("analyzer_store_bench_" + std::to_string(::getpid()));
  std::filesystem::remove_all(folder);
  std::filesystem::create_directories(folder);
  {
    const auto store = *open_sqlite_store((folder / "bench.db").string(), {});
    const auto session = *store->open_session(Mode::kReadWrite);
    std::atomic<bool> stop{false};
    std::thread checkpoints([&] {
      while (!stop) {
        static_cast<void>(store->checkpoint());
        std::this_thread::sleep_for(std::chrono::seconds(1));
      }
    });
    std::mt19937_64 random(1);
    std::uint64_t n = 0;
    for (auto _ : state) {
      Status status = session->begin();
      for (std::int64_t i = 0; i < state.range(0); ++i) {
        const NewObservation o = attempt(n++, random);
        if (!session->observations().find(o.key) || !session->observations().append(o)) {
          state.SkipWithError("append failed");
        }
      }
      if (!status || !session->commit()) state.SkipWithError("commit failed");
    }
    state.SetItemsProcessed(static_cast<std::int64_t>(n));
    stop = true;
    checkpoints.join();
  }
  std::filesystem::remove_all(folder);
}
BENCHMARK(BM_Append)->Arg(1)->Arg(16)->Arg(256)->UseRealTime()->MinTime(3.0);

}  // namespace
}  // namespace analyzer::store
