// What a look and an apply cost with a million attempts in the windows, on the
// links of ordinary people and on those that everybody shares.

#include <benchmark/benchmark.h>

#include <random>

#include "analyzer/store/windows.h"

namespace analyzer::store {
namespace {

constexpr std::uint64_t kAttempts = 1'000'000;
constexpr Time kStart = from_millis(1'735'689'600'000);

LinkKey key(LinkKind kind, std::uint64_t n) {
  const std::uint64_t mixed = (n + 1) * 0x9E3779B97F4A7C15ULL;
  return {mixed ^ (mixed >> 29U), mixed + static_cast<std::uint64_t>(kind)};
}

// A year of a prefecture: half a million persons certified twice, most by their
// own or a relative's device; one in five at a counter.
class Year {
 public:
  AttemptEvent next() {
    ++arrival_;
    AttemptEvent e;
    e.at = kStart + Milliseconds(static_cast<std::int64_t>(arrival_) * 31'536);
    if (random_() % 4 == 0) e.at -= Milliseconds(random_() % 60'000);  // a little late
    e.arrival = arrival_;
    const std::uint64_t person = random_() % (kAttempts / 2);
    e.person = key(LinkKind::kPerson, person);
    e.county = 990100 + static_cast<std::uint32_t>(person % 12);
    e.village = key(LinkKind::kVillage, person % 5000);
    e.related = person % 3 != 0;
    e.not_due = person % 5 == 0;
    e.ip = key(LinkKind::kIp, random_() % 200'000);
    e.capture = random_();
    if (random_() % 5 == 0) {
      const std::uint64_t site = random_() % 200;
      e.channel = Channel::kBank;
      e.site = key(LinkKind::kSite, site);
      e.terminal = key(LinkKind::kTerminal, site * 3 + random_() % 3);
      e.staff = key(LinkKind::kStaff, site * 5 + random_() % 5);
    } else {
      e.channel = Channel::kAlipay;
      e.device = key(LinkKind::kDevice, person / 2);
      e.operator_ = key(LinkKind::kOperator, person / 2);
      e.wifi = key(LinkKind::kWifi, person / 3);
    }
    return e;
  }

 private:
  std::mt19937_64 random_{7};
  std::uint64_t arrival_ = 0;
};

struct Filled {
  Windows windows;
  Year year;
  Filled() {
    for (std::uint64_t n = 0; n < kAttempts; ++n) static_cast<void>(windows.apply(year.next()));
  }
};
Filled& filled() {
  static Filled one;
  return one;
}

void BM_LookAndApply(benchmark::State& state) {
  Filled& f = filled();
  History history;
  for (auto _ : state) {
    const AttemptEvent event = f.year.next();
    f.windows.look(event, history);
    benchmark::DoNotOptimize(history);
    auto undo = f.windows.apply(event);
    benchmark::DoNotOptimize(undo);
  }
}
BENCHMARK(BM_LookAndApply);

// One household's phone, the same event again and again: all in the cache.
void BM_LookAtAHousehold(benchmark::State& state) {
  Filled& f = filled();
  AttemptEvent event = f.year.next();
  while (event.channel != Channel::kAlipay) event = f.year.next();
  History history;
  for (auto _ : state) {
    f.windows.look(event, history);
    benchmark::DoNotOptimize(history);
  }
}
BENCHMARK(BM_LookAtAHousehold);

void BM_LookAtTheBusiestCounter(benchmark::State& state) {
  Filled& f = filled();
  AttemptEvent event = f.year.next();
  event.channel = Channel::kBank;
  event.device.reset();
  event.operator_.reset();
  event.wifi.reset();
  event.site = key(LinkKind::kSite, 1);
  event.terminal = key(LinkKind::kTerminal, 4);
  event.staff = key(LinkKind::kStaff, 6);
  History history;
  for (auto _ : state) {
    f.windows.look(event, history);
    benchmark::DoNotOptimize(history);
  }
  state.counters["persons_365d"] = history.site.persons_365d;
}
BENCHMARK(BM_LookAtTheBusiestCounter);

// The ring of a gang: 300 clients over 8 phones and 20 accounts, each client
// seen once before at home.
void BM_LookAtAGang(benchmark::State& state) {
  Filled& f = filled();
  AttemptEvent event = f.year.next();
  event.device.reset();
  event.ip.reset();
  event.wifi.reset();
  for (std::uint64_t n = 0; n < 300; ++n) {
    event.at += std::chrono::minutes(3);
    event.person = key(LinkKind::kPerson, n * 1000);
    event.device = key(LinkKind::kDevice, 5'000'000 + n % 8);
    event.operator_ = key(LinkKind::kOperator, 5'000'000 + n * 7 % 20);
    event.arrival += 1;
    static_cast<void>(f.windows.apply(event));
  }
  event.person = key(LinkKind::kPerson, 77);
  History history;
  for (auto _ : state) {
    f.windows.look(event, history);
    benchmark::DoNotOptimize(history);
  }
  state.counters["ring"] = history.ring_persons;
  state.counters["links"] = history.ring.links();
}
BENCHMARK(BM_LookAtAGang);

// A village's phone that certified 250 persons, each at home before.
void BM_LookAtAVillage(benchmark::State& state) {
  Filled& f = filled();
  AttemptEvent event = f.year.next();
  event.wifi.reset();
  event.device = key(LinkKind::kDevice, 6'000'000);
  event.operator_ = key(LinkKind::kOperator, 6'000'000);
  for (std::uint64_t n = 0; n < 250; ++n) {
    event.at += std::chrono::minutes(3);
    event.person = key(LinkKind::kPerson, n * 900 + 1);
    event.arrival += 1;
    static_cast<void>(f.windows.apply(event));
  }
  event.person = key(LinkKind::kPerson, 78);
  History history;
  for (auto _ : state) {
    f.windows.look(event, history);
    benchmark::DoNotOptimize(history);
  }
  state.counters["ring"] = history.ring_persons;
}
BENCHMARK(BM_LookAtAVillage);

// A device that serves three hundred a day: look and apply while it works.
void BM_HotDevice(benchmark::State& state) {
  Windows windows;
  AttemptEvent event;
  event.device = key(LinkKind::kDevice, 1);
  std::uint64_t n = 0;
  const auto next = [&] {
    ++n;
    event.arrival = n;
    event.at = kStart + Milliseconds(static_cast<std::int64_t>(n) * 288'000);
    event.person = key(LinkKind::kPerson, n);
  };
  for (int i = 0; i < 100'000; ++i) {
    next();
    static_cast<void>(windows.apply(event));
  }
  History history;
  for (auto _ : state) {
    next();
    windows.look(event, history);
    benchmark::DoNotOptimize(history);
    static_cast<void>(windows.apply(event));
  }
  state.counters["persons_30d"] = history.device.persons_30d;
}
BENCHMARK(BM_HotDevice);

// The same device, an attempt three days late.
void BM_HotDeviceThreeDaysLate(benchmark::State& state) {
  Windows windows;
  AttemptEvent event;
  event.device = key(LinkKind::kDevice, 1);
  for (std::uint64_t n = 1; n <= 100'000; ++n) {
    event.arrival = n;
    event.at = kStart + Milliseconds(static_cast<std::int64_t>(n) * 288'000);
    event.person = key(LinkKind::kPerson, n);
    static_cast<void>(windows.apply(event));
  }
  event.at -= std::chrono::hours(72);
  ++event.arrival;
  History history;
  for (auto _ : state) {
    windows.look(event, history);
    benchmark::DoNotOptimize(history);
  }
}
BENCHMARK(BM_HotDeviceThreeDaysLate);

}  // namespace
}  // namespace analyzer::store
