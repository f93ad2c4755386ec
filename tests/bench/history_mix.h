// A year of a prefecture's attempts as the windows see them, drawn cheaply so that
// ten million take a minute: the shares of simulation's cities (data/simulation.toml)
// without their persons' lives.
//
// Silent matches name a person and at times the place of the trace. Of the others,
// own and family phones (1 to 10 persons) with account, home network and address;
// village doctors' and cadres' phones (20 to 200 persons a year, some with their own
// Wi-Fi); halls, banks and kiosks with site, terminal and staff; home-visit teams;
// nursing homes; hospitals' Wi-Fi used by everybody's phone; carriers' addresses.
// One in four is tried again after a failure, one in fifty comes late, by up to
// three days. Same seed, same stream.

#ifndef ANALYZER_TESTS_BENCH_HISTORY_MIX_H_
#define ANALYZER_TESTS_BENCH_HISTORY_MIX_H_

#include <cstdint>
#include <optional>
#include <random>

#include "analyzer/core/attempt.h"
#include "analyzer/core/window_event.h"

namespace analyzer {

struct MixOptions {
  std::uint64_t attempts = 200'000;  // in 365 days; the persons follow from it
  double silent = 0.42;              // share of all that is completed
  std::uint64_t seed = 7;
};

class HistoryMix {
 public:
  static constexpr Time kFirst = from_millis(1'735'689'600'000);  // 2025-01-01

  explicit HistoryMix(const MixOptions& options);

  // The next in the order of arrival, its `arrival` counted from 1.
  AttemptEvent next();
  // The next, made in one of the ways.
  enum class Way : std::uint8_t { kSilent, kPhone, kVillage, kHall, kVisit, kHome };
  AttemptEvent next_of(Way way);
  Way way() const { return way_; }  // of the last one

  std::uint64_t persons() const { return persons_; }

  // An attempt that says what the event says, as it is after sealing.
  static Attempt attempt_of(const AttemptEvent& event);

 private:
  bool chance(double p) { return std::uniform_real_distribution<>(0, 1)(random_) < p; }
  std::uint64_t below(std::uint64_t n) { return random_() % n; }
  void draw_way();
  void draw(AttemptEvent& event);
  void by_phone(AttemptEvent& event);
  void by_village(AttemptEvent& event);
  void at_hall(AttemptEvent& event);
  void on_visit(AttemptEvent& event);
  void at_home(AttemptEvent& event);
  void place(AttemptEvent& event, std::uint64_t person) const;

  MixOptions options_;
  std::mt19937_64 random_;
  std::uint64_t persons_;
  std::uint64_t arrival_ = 0;
  Way way_ = Way::kSilent;
  std::optional<Way> forced_;
  std::optional<AttemptEvent> again_;  // a failure that is tried again
};

}  // namespace analyzer

#endif  // ANALYZER_TESTS_BENCH_HISTORY_MIX_H_
