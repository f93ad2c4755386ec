// What a start makes of the windows: from a log at once, from a file that was saved
// piece by piece while work went on; and what a flood of new links leaves behind.

#include <catch2/catch.hpp>
#include <deque>
#include <filesystem>
#include <utility>

#include "analyzer/store/window_file.h"
#include "tests/unit/store/window_stream.h"

namespace analyzer::store {
namespace {

std::string answer(const Windows& windows, const AttemptEvent& event) {
  History history;
  windows.look(event, history);
  return to_text(history);
}
std::string answer(const Windows& windows, const ReportEvent& event) {
  History history;
  windows.look(event, history);
  return to_text(history);
}

// Both answer alike about whatever comes next, and, with `apply`, as it is applied.
void require_alike(Windows& a, Windows& b, unsigned seed, std::uint64_t arrival, int looks,
                   bool apply = true) {
  Stream more(seed);
  for (int i = 0; i < looks; ++i) {
    const AttemptEvent attempt = more.attempt(++arrival);
    REQUIRE(answer(a, attempt) == answer(b, attempt));
    CHECK(a.later_on_links(attempt, 50) == b.later_on_links(attempt, 50));
    const ReportEvent report = more.report(arrival);
    REQUIRE(answer(a, report) == answer(b, report));
    if (!apply) continue;
    static_cast<void>(a.apply(attempt));
    static_cast<void>(b.apply(attempt));
  }
}

// Changes as a log holds them: attempts, reports, facts, dispositions, withdrawals.
std::vector<WindowChange> changes(Stream& stream, std::uint64_t events) {
  std::vector<WindowChange> out;
  std::vector<Withdrawn> to_withdraw;
  for (std::uint64_t arrival = 1; arrival <= events; ++arrival) {
    const std::uint64_t what = stream.below(100);
    if (what < 2) {
      const RegistryFact fact = stream.fact(arrival);
      to_withdraw.push_back({fact});
      out.emplace_back(fact);
    } else if (what < 4) {
      const DispositionEvent event = stream.disposition();
      to_withdraw.push_back({event});
      out.emplace_back(event);
    } else if (what < 5 && !to_withdraw.empty()) {
      out.emplace_back(to_withdraw.back());
      to_withdraw.pop_back();
    } else if (what < 10) {
      out.emplace_back(stream.report(arrival));
    } else {
      out.emplace_back(stream.attempt(arrival));
    }
  }
  return out;
}

}  // namespace

TEST_CASE("windows made of a log at once answer as those that took each change in turn") {
  for (const std::uint64_t events : {0U, 1U, 60U, 3000U}) {
    INFO(events << " changes");
    Stream stream(41);
    Windows applied;
    Windows::Builder builder;
    for (const WindowChange& change : changes(stream, events)) {
      static_cast<void>(applied.apply(change));
      builder.add(change);
    }
    Windows built = builder.finish();
    CHECK(built.size() == applied.size());
    require_alike(applied, built, 42, events, 60);
  }
}

TEST_CASE("what is older than the windows reach is left out by both ways alike") {
  Windows applied;
  Windows::Builder builder;
  AttemptEvent event;
  event.device = key(LinkKind::kDevice, 1);
  for (std::uint64_t n = 1; n <= 3000; ++n) {
    event.arrival = n;
    event.at = kStart + std::chrono::hours(12 * n);
    event.person = key(LinkKind::kPerson, n % 700);
    static_cast<void>(applied.apply(event));
    builder.add(event);
  }
  Windows built = builder.finish();
  CHECK(built.size() == applied.size());
  CHECK(built.size() <= 2 * 1131 + 20);
  for (std::uint64_t person = 0; person < 700; person += 50) {
    event.person = key(LinkKind::kPerson, person);
    event.arrival = 0;
    REQUIRE(answer(applied, event) == answer(built, event));
  }
}

TEST_CASE(
    "a file saved in pieces while work goes on, and the log behind it, give the same windows") {
  Stream stream(51);
  stream.hurry = 16;  // half a year: nothing becomes too old
  Windows live;
  Windows::Builder rebuilt;
  std::vector<WindowChange> log = changes(stream, 10'000);
  const std::size_t begun = 9'000;  // of these changes
  for (std::size_t i = 0; i < begun; ++i) {
    static_cast<void>(live.apply(log[i]));
    rebuilt.add(log[i]);
  }
  const std::string path = scratch_file("pieces");
  Result<WholeFile> file = WholeFile::create(path);
  REQUIRE(file.has_value());
  Windows::Saving saving = live.begin_save(begun);
  std::size_t next = begun;
  int pieces = 0;
  for (std::string piece = live.next_piece(saving); !piece.empty();
       piece = live.next_piece(saving)) {
    REQUIRE(file->add(piece));
    ++pieces;
    // Between two pieces some are applied, and some taken back.
    for (int i = 0; i < 200 && next < log.size(); ++i) static_cast<void>(live.apply(log[next++]));
    std::vector<Windows::Undo> undos;
    for (std::uint64_t n = 0; n < 20; ++n) undos.push_back(live.apply(stream.attempt(20'000 + n)));
    for (; !undos.empty(); undos.pop_back()) live.undo(std::move(undos.back()));
  }
  REQUIRE(file->finish());
  CHECK(pieces >= 3);
  Result<Windows::Loaded> loaded = Windows::load(path);
  REQUIRE(loaded.has_value());
  CHECK(loaded->last_arrival == begun);
  for (std::size_t i = begun; i < next; ++i) {
    static_cast<void>(loaded->windows.apply(log[i]));
    rebuilt.add(log[i]);
  }
  Windows from_log = rebuilt.finish();
  require_alike(from_log, loaded->windows, 53, 40'000, 30, false);
  require_alike(live, loaded->windows, 52, 30'000, 30);
  std::filesystem::remove(path);
}

TEST_CASE("a save that is given up leaves the file before it as it was") {
  Windows windows;
  Stream stream(61);
  for (std::uint64_t n = 1; n < 50; ++n) static_cast<void>(windows.apply(stream.attempt(n)));
  const std::string path = scratch_file("given_up");
  REQUIRE(windows.save(path, 49));
  {
    Result<WholeFile> file = WholeFile::create(path);
    REQUIRE(file.has_value());
    REQUIRE(file->add("half of it"));
  }
  CHECK(Windows::load(path).has_value());
  CHECK_FALSE(std::filesystem::exists(path + ".new"));
  std::filesystem::remove(path);
  CHECK(WholeFile::create("/nonexistent/folder/file").error().code == ErrorCode::kUnavailable);
}

TEST_CASE("a hundred thousand devices in a minute take bounded room, and are forgotten") {
  Windows windows;
  const auto held = [&] {
    std::size_t bytes = 0;
    for (const Windows::Held& each : windows.held()) bytes += each.bytes;
    return bytes;
  };
  AttemptEvent honest;
  honest.at = kStart;
  honest.arrival = 1;
  honest.person = key(LinkKind::kPerson, 1);
  honest.device = key(LinkKind::kDevice, 1);
  static_cast<void>(windows.apply(honest));
  AttemptEvent probe;
  probe.outcome = Outcome::kFailed;
  probe.ip = key(LinkKind::kIp, 1);
  const std::size_t before = held();
  constexpr std::uint64_t kDevices = 100'000;
  for (std::uint64_t n = 0; n < kDevices; ++n) {
    probe.at = kStart + Milliseconds(n * 60'000 / kDevices);
    probe.arrival = n + 2;
    probe.person = key(LinkKind::kPerson, n + 2);
    probe.device = key(LinkKind::kDevice, n + 2);
    static_cast<void>(windows.apply(probe));
  }
  // 80 bytes an attempt, 48 and the index a link, 16 a place on a list and a third
  // more for room to grow.
  CHECK((held() - before) / kDevices < 400);
  honest.at = kStart + std::chrono::minutes(2);
  honest.arrival = kDevices + 2;
  honest.person = key(LinkKind::kPerson, kDevices * 2);
  History history;
  windows.look(honest, history);
  CHECK(history.device.persons_1d == 1);  // what others do changes nothing for it
  honest.ip = probe.ip;
  windows.look(honest, history);
  CHECK(history.ip.failures_1d == kDevices);
  CHECK(history.ip.devices_7d == kDevices);

  // Three years on each apply lets some of them go, and their links with them.
  honest.ip.reset();
  for (std::uint64_t n = 0; n < kDevices / 16 + 10; ++n) {
    honest.at = kStart + std::chrono::days(1200) + std::chrono::seconds(n);
    honest.arrival = 2 * kDevices + n;
    static_cast<void>(windows.apply(honest));
  }
  CHECK(windows.size() < kDevices / 10);
  for (const Windows::Held& each : windows.held()) {
    if (each.what == "device") CHECK(each.links == 1);
    if (each.what == "ip") CHECK(each.links == 0);
  }
}

}  // namespace analyzer::store
