// Random changes for the windows over few links, so that they meet, with late events
// and taken back ones; and windows beside the plain recount of the same changes.

#ifndef ANALYZER_TESTS_UNIT_STORE_WINDOW_STREAM_H_
#define ANALYZER_TESTS_UNIT_STORE_WINDOW_STREAM_H_

#include <unistd.h>

#include <algorithm>
#include <catch2/catch.hpp>
#include <filesystem>
#include <optional>
#include <random>
#include <string>
#include <utility>
#include <vector>

#include "analyzer/store/windows.h"
#include "tests/unit/store/history_text.h"
#include "tests/unit/store/naive_windows.h"

namespace analyzer::store {

inline constexpr Time kStart = from_millis(1'767'225'600'000);  // 2026-01-01T00:00Z

inline LinkKey key(LinkKind kind, std::uint64_t n) {
  return {static_cast<std::uint64_t>(kind) + 1, n * 0x9E3779B97F4A7C15ULL + 1};
}

// Random events over few links, so that they meet.
class Stream {
 public:
  // With `edges` half of the attempts stand where a window of an earlier one begins
  // or ends, to the millisecond, late by up to 34 days.
  explicit Stream(unsigned seed, bool edges = false) : random_(seed), edges_(edges) {}

  std::uint64_t hurry = 1;  // steps are so many times shorter

  std::uint64_t below(std::uint64_t n) { return random_() % n; }
  bool chance(unsigned percent) { return below(100) < percent; }

  std::optional<LinkKey> some(LinkKind kind, std::uint64_t n, unsigned percent) {
    if (!chance(percent)) return std::nullopt;
    return key(kind, below(n));
  }

  // Where a window of an earlier attempt begins or ends, within the last 34 days;
  // nothing if none was found.
  std::optional<Time> edge() {
    constexpr int kDays[] = {0, 1, 7, 14, 30, 31, 56, 63, 90, 365, 366};
    for (int tries = 0; tries < 50 && !times_.empty(); ++tries) {
      const Time at = times_[below(times_.size())] +
                      std::chrono::days(kDays[below(std::size(kDays))]) + Milliseconds(below(3)) -
                      Milliseconds(1);
      if (at <= now_ && at > now_ - std::chrono::days(34)) return at;
    }
    return std::nullopt;
  }
  Time attempt_time() {
    Time at = next_time();
    if (edges_ && chance(50)) at = edge().value_or(at);
    times_.push_back(at);
    return at;
  }

  // Mostly onwards in steps, at times late by minutes or by weeks.
  Time next_time() {
    now_ += std::chrono::minutes(below(chance(3) ? 20'000 : 300) / hurry) +
            std::chrono::seconds(below(60));
    if (chance(10)) return now_ - std::chrono::minutes(below(60));
    if (chance(3)) return now_ - std::chrono::hours(below(24 * 30));
    return now_;
  }

  AttemptEvent attempt(std::uint64_t arrival) {
    AttemptEvent e;
    e.at = attempt_time();
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
    f.from = shanghai_date(now_) - std::chrono::days(below(400));
    if (chance(40)) f.to = f.from + std::chrono::days(below(600));
    f.origin = key(LinkKind::kCaller, below(3));
    f.name_only = chance(30);
    return f;
  }

  DispositionEvent disposition() {
    DispositionEvent e;
    e.at = now_ - std::chrono::minutes(below(1000));
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
  bool edges_;
  std::vector<Time> times_;
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
  int late_by_a_month = 0;
  Time newest{};

  explicit Both(const RingLimits& limits) : fast(limits) { plain.ring_limits = limits; }

  std::string look_fast(const AttemptEvent& event) {
    History history;
    fast.look(event, history);
    largest_ring = std::max(largest_ring, history.ring_persons);
    if (history.ring.hubs > 0) ++looks_at_hubs;
    if (history.ring.cut) ++looks_cut;
    if (history.ring.links() > 4) ++looks_further;
    if (event.at < newest - std::chrono::days(30)) ++late_by_a_month;
    newest = std::max(newest, event.at);
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
inline void run_stream(Both& both, Stream& stream, std::uint64_t events) {
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

inline std::string scratch_file(const char* name) {
  return (std::filesystem::temp_directory_path() /
          (std::string("analyzer_windows_") + std::to_string(::getpid()) + "_" + name))
      .string();
}

}  // namespace analyzer::store

#endif  // ANALYZER_TESTS_UNIT_STORE_WINDOW_STREAM_H_
