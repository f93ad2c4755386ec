// Windows against the plain recount, on random streams with late events and
// taken back ones, and by hand where a sentence says more than a random stream.

#include "analyzer/store/windows.h"

#include <catch2/catch.hpp>
#include <filesystem>
#include <fstream>
#include <utility>

#include "tests/unit/store/history_text.h"
#include "tests/unit/store/naive_windows.h"
#include "tests/unit/store/window_stream.h"

namespace analyzer::store {
namespace {

using std::chrono::days;
using std::chrono::hours;
using std::chrono::minutes;
using std::chrono::seconds;

}  // namespace

TEST_CASE("windows count as a plain recount does, late and taken back events included") {
  for (const auto& [seed, events] : {std::pair{1U, 1300U}, std::pair{2U, 500U}}) {
    INFO("seed " << seed);
    Stream stream(seed);
    Both both;
    run_stream(both, stream, events);
  }
}

TEST_CASE("an attempt that comes late counts where it belongs, to the millisecond of each edge") {
  for (const unsigned seed : {31U, 32U}) {
    INFO("seed " << seed);
    Stream stream(seed, true);
    Both both;
    run_stream(both, stream, 600);
    CHECK(both.late_by_a_month > 10);
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
