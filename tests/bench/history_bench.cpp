// What a year's history costs: filling the windows with N recorded attempts of a
// realistic mix (history_mix.h), memory by kind of window, and at random later
// attempts the look and the whole assess() with it, by the way an attempt is made
// and on the busiest links; then the file that a start reads.
//
//   build/release/bin/history_bench [N] [--silent SHARE] [--file PATH]
//
// N is 200,000 by default; the decision record has the table of 1, 3 and 10 million.

#include <time.h>
#include <unistd.h>

#include <algorithm>
#include <chrono>
#include <cstdio>
#include <cstdlib>
#include <cstring>
#include <filesystem>
#include <fstream>
#include <memory>
#include <string>
#include <utility>
#include <vector>

#include "analyzer/engine/assess.h"
#include "analyzer/store/window_file.h"
#include "analyzer/store/windows.h"
#include "tests/bench/history_mix.h"

namespace analyzer {
namespace {

using Clock = std::chrono::steady_clock;

// This thread's processor time, which other work on the machine does not lengthen.
double cpu_us() {
  timespec now{};
  ::clock_gettime(CLOCK_THREAD_CPUTIME_ID, &now);
  return static_cast<double>(now.tv_sec) * 1e6 + static_cast<double>(now.tv_nsec) / 1e3;
}

double us_since(Clock::time_point start) {
  return std::chrono::duration<double, std::micro>(Clock::now() - start).count();
}

double resident_mb() {
  std::ifstream in("/proc/self/statm");
  double total = 0;
  double resident = 0;
  in >> total >> resident;
  return resident * static_cast<double>(::sysconf(_SC_PAGESIZE)) / 1e6;
}

struct Spread {
  double mean = 0;
  double median = 0;
  double p99 = 0;
  double most = 0;
};

Spread spread_of(std::vector<double> all) {
  if (all.empty()) return {};
  std::sort(all.begin(), all.end());
  Spread out;
  for (const double each : all) out.mean += each / static_cast<double>(all.size());
  out.median = all[all.size() / 2];
  out.p99 = all[all.size() * 99 / 100];
  out.most = all.back();
  return out;
}

void print(const char* what, const std::vector<double>& look, const std::vector<double>& all) {
  const Spread l = spread_of(look);
  const Spread a = spread_of(all);
  std::printf("%-22s %7.1f %7.1f %8.1f %8.1f   %7.1f %7.1f %8.1f\n", what, l.mean, l.median, l.p99,
              l.most, a.mean, a.median, a.p99);
}

struct Options {
  MixOptions mix;
  std::string file;
};

Options read_options(int argc, char** argv) {
  Options out;
  for (int i = 1; i < argc; ++i) {
    const bool more = i + 1 < argc;
    if (std::strcmp(argv[i], "--silent") == 0 && more) {
      out.mix.silent = std::strtod(argv[++i], nullptr);
    } else if (std::strcmp(argv[i], "--file") == 0 && more) {
      out.file = argv[++i];
    } else {
      out.mix.attempts = std::max<std::uint64_t>(1000, std::strtoull(argv[i], nullptr, 10));
    }
  }
  return out;
}

// Looks at `events` in turn, judges each with what was found and applies it.
class Meter {
 public:
  Meter(store::Windows& windows, const Snapshot& snapshot)
      : windows_(windows), snapshot_(snapshot) {}

  void measure(const AttemptEvent& event, std::vector<double>& look, std::vector<double>& all) {
    const Attempt attempt = HistoryMix::attempt_of(event);
    const double start = cpu_us();
    windows_.look(event, history_);
    look.push_back(cpu_us() - start);
    const Verdict verdict = assess(attempt, history_, snapshot_);
    all.push_back(cpu_us() - start);
    scores_ += verdict.score;
    static_cast<void>(windows_.apply(event));
  }
  double scores() const { return scores_; }
  const History& history() const { return history_; }

 private:
  store::Windows& windows_;
  const Snapshot& snapshot_;
  History history_;
  double scores_ = 0;  // so that nothing is left out
};

void fill(store::Windows& windows, HistoryMix& mix, std::uint64_t attempts) {
  const double before = resident_mb();
  double longest = 0;
  const double start = cpu_us();
  for (std::uint64_t n = 0; n < attempts; ++n) {
    const AttemptEvent event = mix.next();
    const double one = cpu_us();
    static_cast<void>(windows.apply(event));
    longest = std::max(longest, cpu_us() - one);
  }
  const double seconds = (cpu_us() - start) / 1e6;
  const auto held = static_cast<double>(windows.size());
  std::printf(
      "filled: %.0f attempts of %llu persons in %.1f s of a core, %.0f/s, longest %.1f ms\n", held,
      static_cast<unsigned long long>(mix.persons()), seconds, held / seconds, longest / 1e3);
  const double after = resident_mb();
  std::printf("resident: %.0f MB, %.0f MB of it grown by the windows, %.0f bytes an attempt\n",
              after, after - before, (after - before) * 1e6 / held);
}

// What the windows say that they hold, by kind of link.
void print_held(const store::Windows& windows) {
  std::printf("\n%-20s %10s %10s %9s %9s\n", "held", "links", "on lists", "MB", "B each");
  double sum = 0;
  for (const store::Windows::Held& held : windows.held()) {
    const auto bytes = static_cast<double>(held.bytes);
    const std::size_t each = held.links > 0 ? held.links : held.entries;
    sum += bytes;
    std::printf("%-20s %10zu %10zu %9.1f %9.1f\n", held.what.c_str(), held.links, held.entries,
                bytes / 1e6, each == 0 ? 0.0 : bytes / static_cast<double>(each));
  }
  std::printf("%-20s %31.1f %9.1f an attempt\n", "all", sum / 1e6,
              sum / static_cast<double>(windows.size()));
}

// A hundred thousand devices within a minute, each with a person of its own: what
// they take, and what an honest look costs meanwhile.
void measure_probing(Meter& meter, store::Windows& windows, HistoryMix& mix) {
  constexpr std::uint64_t kDevices = 100'000;
  const double before = resident_mb();
  std::vector<double> apply;
  std::vector<double> look;
  std::vector<double> all;
  AttemptEvent probe = mix.next_of(HistoryMix::Way::kPhone);
  probe.outcome = Outcome::kFailed;
  probe.wifi.reset();
  for (std::uint64_t n = 1; n <= kDevices; ++n) {
    probe.at += Milliseconds(n % 5 < 3 ? 1 : 0);
    probe.device = LinkKey{n * 0x9E3779B97F4A7C15ULL, ~n};
    probe.operator_ = probe.device;
    probe.person = LinkKey{n, n * 0xD1B54A32D192ED03ULL};
    const double start = cpu_us();
    static_cast<void>(windows.apply(probe));
    apply.push_back(cpu_us() - start);
    if (n % 100 == 0) meter.measure(mix.next_of(HistoryMix::Way::kPhone), look, all);
  }
  print("phones while probed", look, all);
  const Spread spread = spread_of(apply);
  std::printf(
      "probing: %llu devices in a minute: %.1f MB more, apply %.1f us (p99 %.1f, most %.1f)\n",
      static_cast<unsigned long long>(kDevices), resident_mb() - before, spread.mean, spread.p99,
      spread.most);
}

void measure_ways(Meter& meter, HistoryMix& mix) {
  std::printf("\n%-22s %7s %7s %8s %8s   %7s %7s %8s\n", "µs of a core", "look", "median", "p99",
              "most", "assess", "median", "p99");
  std::vector<double> look;
  std::vector<double> all;
  for (int i = 0; i < 20'000; ++i) meter.measure(mix.next(), look, all);
  print("any", look, all);
  constexpr std::pair<HistoryMix::Way, const char*> kWays[] = {
      {HistoryMix::Way::kSilent, "silent"},         {HistoryMix::Way::kPhone, "own, family phone"},
      {HistoryMix::Way::kVillage, "village phone"}, {HistoryMix::Way::kHall, "hall's terminal"},
      {HistoryMix::Way::kVisit, "visit team"},      {HistoryMix::Way::kHome, "nursing home"}};
  for (const auto& [way, name] : kWays) {
    look.clear();
    all.clear();
    for (int i = 0; i < 2'000; ++i) meter.measure(mix.next_of(way), look, all);
    print(name, look, all);
  }
}

// The busiest attempts of the next ones, by persons a year on their busiest link.
void measure_busiest(Meter& meter, const store::Windows& windows, HistoryMix& mix) {
  std::vector<AttemptEvent> events;
  std::vector<std::pair<std::uint32_t, std::size_t>> busy;
  History history;
  for (std::size_t i = 0; i < 20'000; ++i) {
    events.push_back(mix.next());
    windows.look(events.back(), history);
    std::uint32_t most = 0;
    for (const Volume* v : {&history.device, &history.operator_, &history.wifi, &history.site,
                            &history.staff, &history.terminal, &history.ip}) {
      most = std::max(most, v->persons_365d);
    }
    busy.emplace_back(most, i);
  }
  std::sort(busy.rbegin(), busy.rend());
  std::vector<double> look;
  std::vector<double> all;
  for (std::size_t i = 0; i < 200; ++i) meter.measure(events[busy[i].second], look, all);
  const std::string what = "busiest, " + std::to_string(busy.front().first) + " persons";
  print(what.c_str(), look, all);
}

int measure_file(const store::Windows& windows, const std::string& path) {
  double longest = 0;
  double start = cpu_us();
  {
    auto file = store::WholeFile::create(path);
    double one = cpu_us();
    store::Windows::Saving saving = windows.begin_save(windows.size());
    while (file) {
      const std::string piece = windows.next_piece(saving);
      longest = std::max(longest, cpu_us() - one);
      if (piece.empty()) break;
      if (!file->add(piece)) return 1;
      one = cpu_us();
    }
    if (!file || !file->finish()) return 1;
  }
  std::printf("\nfile: %.0f MB, saved in %.1f s of a core, others wait %.1f ms at most\n",
              static_cast<double>(std::filesystem::file_size(path)) / 1e6, (cpu_us() - start) / 1e6,
              longest / 1e3);
  const double resident = resident_mb();
  start = cpu_us();
  const auto clock = Clock::now();
  const Result<store::Windows::Loaded> loaded = store::Windows::load(path);
  if (!loaded) return 1;
  const double seconds = (cpu_us() - start) / 1e6;
  const auto million = static_cast<double>(loaded->windows.size()) / 1e6;
  std::printf("read in %.1f s of a core (%.1f s by the clock), %.2f s a million, %.0f MB more\n",
              seconds, us_since(clock) / 1e6, seconds / million, resident_mb() - resident);
  ::unlink(path.c_str());
  return 0;
}

int run(int argc, char** argv) {
  const Options options = read_options(argc, argv);
  // Never destroyed: a model must not outlive main(), where XGBoost's statics end.
  const auto loaded = Snapshot::load(ANALYZER_ROOT);
  if (!loaded) {
    std::fprintf(stderr, "%s\n", loaded.error().message.c_str());
    return 1;
  }
  const auto* const snapshot = new std::shared_ptr<const Snapshot>(*loaded);
  store::Windows windows;
  HistoryMix mix(options.mix);
  fill(windows, mix, options.mix.attempts);
  print_held(windows);
  Meter meter(windows, **snapshot);
  measure_ways(meter, mix);
  measure_busiest(meter, windows, mix);
  measure_probing(meter, windows, mix);
  const int status = options.file.empty() ? 0 : measure_file(windows, options.file);
  std::printf("(sum of scores %.3f)\n", meter.scores());
  return status;
}

}  // namespace
}  // namespace analyzer

int main(int argc, char** argv) { return analyzer::run(argc, argv); }
