// Windows against the plain recount, on random streams with late events and
// taken back ones, and by hand where a sentence says more than a random stream.

#include "analyzer/store/windows.h"

#include <unistd.h>

#include <catch2/catch.hpp>
#include <filesystem>
#include <fstream>
#include <random>
#include <utility>

#include "tests/unit/store/history_text.h"
#include "tests/unit/store/naive_windows.h"

namespace analyzer::store {
namespace {

using std::chrono::days;
using std::chrono::hours;
using std::chrono::minutes;
using std::chrono::seconds;

constexpr Time kStart = from_millis(1'767'225'600'000);  // 2026-01-01T00:00Z

LinkKey key(LinkKind kind, std::uint64_t n) {
  return {static_cast<std::uint64_t>(kind) + 1, n * 0x9E3779B97F4A7C15ULL + 1};
}

// Random events over few links, so that they meet.
class Stream {
 public:
  explicit Stream(unsigned seed) : random_(seed) {}

  std::uint64_t below(std::uint64_t n) { return random_() % n; }
  bool chance(unsigned percent) { return below(100) < percent; }

  std::optional<LinkKey> some(LinkKind kind, std::uint64_t n, unsigned percent) {
    if (!chance(percent)) return std::nullopt;
    return key(kind, below(n));
  }

  // Mostly onwards in steps, at times late by minutes or by weeks.
  Time next_time() {
    now_ += minutes(below(chance(3) ? 20'000 : 300)) + seconds(below(60));
    if (chance(10)) return now_ - minutes(below(60));
    if (chance(3)) return now_ - hours(below(24 * 30));
    return now_;
  }

  AttemptEvent attempt(std::uint64_t arrival) {
    AttemptEvent e;
    e.at = next_time();
    e.arrival = arrival;
    e.channel = static_cast<Channel>(below(4));
    e.outcome = chance(70) ? Outcome::kPassed : static_cast<Outcome>(below(4));
    e.person = key(LinkKind::kPerson, below(60));
    e.device = some(LinkKind::kDevice, 20, 80);
    e.operator_ = some(LinkKind::kOperator, 15, 60);
    e.operator_phone = some(LinkKind::kPhone, 6, 40);
    e.wifi = some(LinkKind::kWifi, 30, 50);
    e.site = some(LinkKind::kSite, 1, 90);  // one busy place
    e.staff = some(LinkKind::kStaff, 3, 50);
    e.terminal = some(LinkKind::kTerminal, 2, 30);
    e.fee_payee = some(LinkKind::kPayee, 5, 20);
    e.ip = some(LinkKind::kIp, 8, 60);
    e.document = some(LinkKind::kDocument, 50, 10);
    e.village = some(LinkKind::kVillage, 12, 60);
    e.county = chance(80) ? 990100 + static_cast<std::uint32_t>(below(4)) * 51 : 0;
    if (chance(50)) e.related = chance(50);
    if (chance(50)) e.not_due = chance(50);
    e.bind_cycle = chance(10);
    e.trace_strength = static_cast<std::uint8_t>(below(6));
    if (chance(50)) e.capture = near_hash();
    return e;
  }

  ReportEvent report(std::uint64_t arrival) {
    ReportEvent e;
    e.at = next_time();
    e.arrival = arrival;
    e.county = chance(80) ? 990100 + static_cast<std::uint32_t>(below(5)) : 0;
    e.shape = some(LinkKind::kShape, 4, 80);
    for (std::uint64_t n = below(4); n > 0; --n) {
      e.domains.push_back(key(LinkKind::kDomain, below(6)));
    }
    if (chance(60)) e.numbers.push_back(key(LinkKind::kPhone, below(6)));
    if (chance(30)) e.numbers.push_back(key(LinkKind::kPayee, below(5)));
    return e;
  }

  RegistryFact fact(std::uint64_t arrival) {
    RegistryFact f;
    f.arrival = arrival;
    f.person = key(LinkKind::kPerson, below(60));
    f.kind = static_cast<RegistryKind>(below(9));
    f.from = shanghai_date(now_) - days(below(400));
    if (chance(40)) f.to = f.from + days(below(600));
    f.origin = key(LinkKind::kCaller, below(3));
    f.name_only = chance(30);
    return f;
  }

  DispositionEvent disposition() {
    DispositionEvent e;
    e.at = now_ - minutes(below(1000));
    e.adverse = chance(50);
    e.cleared = !e.adverse;
    e.links.push_back({LinkKind::kPerson, key(LinkKind::kPerson, below(60))});
    if (chance(50)) e.links.push_back({LinkKind::kDevice, key(LinkKind::kDevice, below(20))});
    if (chance(50)) e.links.push_back({LinkKind::kDomain, key(LinkKind::kDomain, below(6))});
    if (chance(50)) e.links.push_back({LinkKind::kPhone, key(LinkKind::kPhone, below(6))});
    if (chance(50)) e.links.push_back({LinkKind::kShape, key(LinkKind::kShape, below(4))});
    return e;
  }

 private:
  std::uint64_t near_hash() {
    std::uint64_t hash = below(8) * 0xD1B54A32D192ED03ULL;
    for (std::uint64_t flips = below(7); flips > 0; --flips) hash ^= 1ULL << below(64);
    return hash;
  }

  std::mt19937_64 random_;
  Time now_ = kStart;
};

struct Both {
  Windows fast;
  NaiveWindows plain;

  Both() = default;
  // How often a look met what.
  std::uint32_t largest_ring = 0;
  int looks_at_hubs = 0;
  int looks_cut = 0;
  int looks_further = 0;  // more links than the attempt's own

  explicit Both(const RingLimits& limits) : fast(limits) { plain.ring_limits = limits; }

  std::string look_fast(const AttemptEvent& event) {
    History history;
    fast.look(event, history);
    largest_ring = std::max(largest_ring, history.ring_persons);
    if (history.ring.hubs > 0) ++looks_at_hubs;
    if (history.ring.cut) ++looks_cut;
    if (history.ring.links() > 4) ++looks_further;
    return to_text(history);
  }
  std::string look_fast(const ReportEvent& event) const {
    History history;
    fast.look(event, history);
    return to_text(history);
  }
  void add(const AttemptEvent& e) {
    static_cast<void>(fast.apply(e));
    plain.attempts.push_back(e);
  }
};

// Applies random changes to both and compares each look; now and then some are
// applied to the fast one alone and taken back.
void run_stream(Both& both, Stream& stream, std::uint64_t events) {
  for (std::uint64_t arrival = 1; arrival <= events; ++arrival) {
    INFO("arrival " << arrival);
    const std::uint64_t what = stream.below(100);
    if (what < 3) {
      const RegistryFact fact = stream.fact(arrival);
      static_cast<void>(both.fast.apply(fact));
      both.plain.facts.push_back(fact);
    } else if (what < 6) {
      const DispositionEvent event = stream.disposition();
      static_cast<void>(both.fast.apply(event));
      both.plain.dispositions.push_back(event);
    } else if (what < 7 && !both.plain.dispositions.empty()) {
      const Withdrawn withdrawn{both.plain.dispositions.back()};
      both.plain.dispositions.pop_back();
      static_cast<void>(both.fast.apply(withdrawn));
    } else if (what < 8 && !both.plain.facts.empty()) {
      const Withdrawn withdrawn{both.plain.facts.back()};
      both.plain.facts.pop_back();
      static_cast<void>(both.fast.apply(withdrawn));
    } else if (what < 25) {
      const ReportEvent report = stream.report(arrival);
      REQUIRE(both.look_fast(report) == to_text(both.plain.look(report)));
      static_cast<void>(both.fast.apply(report));
      both.plain.reports.push_back(report);
    } else {
      const AttemptEvent attempt = stream.attempt(arrival);
      REQUIRE(both.look_fast(attempt) == to_text(both.plain.look(attempt)));
      both.add(attempt);
    }
    if (stream.chance(5)) {
      std::vector<Windows::Undo> undos;
      for (std::uint64_t n = stream.below(6); n > 0; --n) {
        undos.push_back(both.fast.apply(stream.attempt(arrival + n)));
        undos.push_back(both.fast.apply(stream.report(arrival + n)));
        undos.push_back(both.fast.apply(stream.disposition()));
        undos.push_back(both.fast.apply(stream.fact(arrival + n)));
        if (!both.plain.facts.empty()) {
          undos.push_back(both.fast.apply(Withdrawn{both.plain.facts.front()}));
        }
        if (!both.plain.dispositions.empty()) {
          undos.push_back(both.fast.apply(Withdrawn{both.plain.dispositions.front()}));
        }
      }
      while (!undos.empty()) {
        both.fast.undo(std::move(undos.back()));
        undos.pop_back();
      }
    }
  }
}

std::string scratch_file(const char* name) {
  return (std::filesystem::temp_directory_path() /
          (std::string("analyzer_windows_") + std::to_string(::getpid()) + "_" + name))
      .string();
}

}  // namespace

TEST_CASE("windows count as a plain recount does, late and taken back events included") {
  for (const auto& [seed, events] : {std::pair{1U, 1300U}, std::pair{2U, 500U}}) {
    INFO("seed " << seed);
    Stream stream(seed);
    Both both;
    run_stream(both, stream, events);
  }
}

TEST_CASE("rings count as a plain recount does, whatever their bounds") {
  // Few bounds are reached by a hundred persons: smaller ones, until each was.
  struct Row {
    const char* what;
    RingLimits limits;
    int Both::*met;
  };
  RingLimits hubs;
  hubs.device = 9;
  hubs.operator_ = 8;
  hubs.fee_payee = 10;
  hubs.wifi = 4;
  RingLimits tries = hubs;
  tries.attempts_a_person = 1;
  RingLimits cut = hubs;
  cut.persons = 20;
  RingLimits few_links = hubs;
  few_links.tie = 1;
  few_links.links = 3;
  RingLimits few_own;
  few_own.own_attempts = 4;
  few_own.tie = 2;
  for (const Row& row :
       {Row{"hubs", hubs, &Both::looks_at_hubs}, Row{"tries", tries, &Both::looks_at_hubs},
        Row{"cut", cut, &Both::looks_cut}, Row{"links", few_links, &Both::looks_cut},
        Row{"own attempts", few_own, &Both::looks_further}}) {
    INFO(row.what);
    Stream stream(21);
    Both both(row.limits);
    run_stream(both, stream, 350);
    CHECK(both.*row.met > 10);
    CHECK(both.largest_ring > 5);
  }
}

TEST_CASE("windows read from a file answer as those that wrote it") {
  Stream stream(11);
  Both both;
  run_stream(both, stream, 500);
  const std::string path = scratch_file("saved");
  REQUIRE(both.fast.save(path, 500).has_value());
  Result<Windows::Loaded> loaded = Windows::load(path);
  REQUIRE(loaded.has_value());
  CHECK(loaded->last_arrival == 500);
  CHECK(loaded->windows.size() == both.fast.size());
  Stream more(12);
  for (std::uint64_t arrival = 501; arrival < 600; ++arrival) {
    const AttemptEvent attempt = more.attempt(arrival);
    const ReportEvent report = more.report(arrival);
    History here;
    History there;
    both.fast.look(attempt, here);
    loaded->windows.look(attempt, there);
    REQUIRE(to_text(there) == to_text(here));
    both.fast.look(report, here);
    loaded->windows.look(report, there);
    REQUIRE(to_text(there) == to_text(here));
  }
  std::filesystem::remove(path);
}

TEST_CASE("a damaged file of windows is refused") {
  Windows windows;
  Stream stream(5);
  for (std::uint64_t n = 1; n < 20; ++n) static_cast<void>(windows.apply(stream.attempt(n)));
  const std::string path = scratch_file("damaged");
  REQUIRE(windows.save(path, 19).has_value());
  std::string bytes;
  {
    std::ifstream in(path, std::ios::binary);
    bytes.assign(std::istreambuf_iterator<char>(in), {});
  }
  const auto load_with = [&](const std::string& content) {
    std::ofstream(path, std::ios::binary | std::ios::trunc) << content;
    const Result<Windows::Loaded> loaded = Windows::load(path);
    return loaded ? std::optional<ErrorCode>{} : loaded.error().code;
  };
  CHECK_FALSE(load_with(bytes).has_value());
  for (const std::size_t at :
       {std::size_t{0}, std::size_t{12}, bytes.size() / 2, bytes.size() - 1}) {
    std::string changed = bytes;
    changed[at] = static_cast<char>(changed[at] ^ 1);
    CHECK(load_with(changed) == ErrorCode::kCorrupt);
  }
  CHECK(load_with(bytes.substr(0, bytes.size() - 1)) == ErrorCode::kCorrupt);
  CHECK(load_with("") == ErrorCode::kCorrupt);
  std::filesystem::remove(path);
  const Result<Windows::Loaded> none = Windows::load(path);
  REQUIRE_FALSE(none.has_value());
  CHECK(none.error().code == ErrorCode::kNotFound);
}

TEST_CASE("events that share a link beyond the windows' reach are dropped and count nowhere") {
  Windows windows;
  AttemptEvent event;
  event.device = key(LinkKind::kDevice, 1);
  event.at = kStart;
  for (std::uint64_t n = 1; n <= 4000; ++n) {
    event.arrival = n;
    event.at = kStart + hours(12 * n);
    event.person = key(LinkKind::kPerson, n);
    static_cast<void>(windows.apply(event));
  }
  CHECK(windows.size() <= 2 * 1131 + 20);  // two a day for 1,131 days
  event.arrival = 0;
  History history;
  windows.look(event, history);
  CHECK(history.device.persons_365d == 2 * 365 - 1);  // its own person is not counted
  CHECK(history.device.persons_1d == 1);
  REQUIRE(history.device.usual_week.has_value());
  CHECK(*history.device.usual_week == Approx(14));
}

TEST_CASE("a window ends at its instant and begins just after its far edge") {
  struct Row {
    const char* what;
    Milliseconds ago;
    std::uint32_t persons_1d;
  };
  for (const Row& row : {Row{"a moment before", Milliseconds(1), 1},
                         Row{"one millisecond inside", hours(24) - Milliseconds(1), 1},
                         Row{"exactly a day before", hours(24), 0}}) {
    INFO(row.what);
    Windows windows;
    AttemptEvent event;
    event.at = kStart - row.ago;
    event.arrival = 1;
    event.person = key(LinkKind::kPerson, 1);
    event.device = key(LinkKind::kDevice, 1);
    static_cast<void>(windows.apply(event));
    event.at = kStart;
    event.arrival = 2;
    event.person = key(LinkKind::kPerson, 2);
    History history;
    windows.look(event, history);
    CHECK(history.device.persons_1d == row.persons_1d);
  }
}

TEST_CASE("a failed try on the same phone the same day is no earlier session") {
  AttemptEvent first;
  first.at = kStart;
  first.arrival = 1;
  first.person = key(LinkKind::kPerson, 1);
  first.device = key(LinkKind::kDevice, 1);
  first.capture = 0xFF00;
  first.outcome = Outcome::kFailed;
  struct Row {
    Outcome outcome;
    int minutes;
    std::uint64_t device;
    std::uint32_t near;
  };
  for (const Row& row : {Row{Outcome::kFailed, 7, 1, 0}, Row{Outcome::kAbandoned, 7, 1, 0},
                         Row{Outcome::kPassed, 7, 1, 1}, Row{Outcome::kFailed, 7, 2, 1},
                         Row{Outcome::kFailed, 25 * 60, 1, 1}, Row{Outcome::kPassed, 4, 1, 0}}) {
    INFO(row.minutes);
    Windows windows;
    first.outcome = row.outcome;
    static_cast<void>(windows.apply(first));
    AttemptEvent second = first;
    second.outcome = Outcome::kPassed;
    second.at = kStart + minutes(row.minutes);
    second.arrival = 2;
    second.device = key(LinkKind::kDevice, row.device);
    History history;
    windows.look(second, history);
    CHECK(history.person.captures_near_own == row.near);
  }
}

TEST_CASE("answers that a late event may change are found by its links") {
  Windows windows;
  AttemptEvent event;
  event.person = key(LinkKind::kPerson, 1);
  for (std::uint64_t n = 1; n <= 5; ++n) {
    event.at = kStart + hours(n);
    event.arrival = n;
    event.device = key(LinkKind::kDevice, n % 2);
    event.person = key(LinkKind::kPerson, n);
    static_cast<void>(windows.apply(event));
  }
  AttemptEvent late;
  late.at = kStart + hours(2) + minutes(1);
  late.arrival = 6;
  late.person = key(LinkKind::kPerson, 4);
  late.device = key(LinkKind::kDevice, 1);
  CHECK(windows.later_on_links(late, 10) == std::vector<std::uint64_t>{3, 4, 5});
  // A face seen again a year later is in question too, another phone is not.
  event.at = kStart + hours(24 * 300);
  event.arrival = 7;
  event.person = key(LinkKind::kPerson, 9);
  event.device = key(LinkKind::kDevice, 8);
  event.capture = 0xFF00;
  static_cast<void>(windows.apply(event));
  CHECK(windows.later_on_links(late, 10) == std::vector<std::uint64_t>{3, 4, 5});
  late.capture = 0xFF01;
  CHECK(windows.later_on_links(late, 10) == std::vector<std::uint64_t>{3, 4, 5, 7});
  late.capture.reset();
  CHECK(windows.later_on_links(late, 2) == std::vector<std::uint64_t>{3, 4});
  CHECK(windows.attempts_of(key(LinkKind::kPerson, 4), kStart, 10) ==
        std::vector<std::uint64_t>{4});
  CHECK(windows.attempts_of(key(LinkKind::kPerson, 4), kStart + hours(4), 10).empty());
}

}  // namespace analyzer::store
