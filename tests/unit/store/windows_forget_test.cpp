// Windows that forget what was erased answer as those that never held it.

#include <catch2/catch.hpp>
#include <filesystem>

#include "tests/unit/store/window_stream.h"

namespace analyzer::store {
namespace {

constexpr std::uint64_t kEvents = 3000;

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

void require_alike(Windows& a, Windows& b, Stream more) {
  for (std::uint64_t arrival = kEvents + 1; arrival <= kEvents + 300; ++arrival) {
    const AttemptEvent attempt = more.attempt(arrival);
    REQUIRE(answer(a, attempt) == answer(b, attempt));
    REQUIRE(a.later_on_links(attempt, 50) == b.later_on_links(attempt, 50));
    const ReportEvent report = more.report(arrival);
    REQUIRE(answer(a, report) == answer(b, report));
    static_cast<void>(a.apply(attempt));
    static_cast<void>(b.apply(attempt));
  }
}

// As a log: every tenth a report, the rest attempts.
std::vector<WindowChange> changes(Stream& stream) {
  std::vector<WindowChange> out;
  for (std::uint64_t arrival = 1; arrival <= kEvents; ++arrival) {
    if (stream.chance(10)) {
      out.emplace_back(stream.report(arrival));
    } else {
      out.emplace_back(stream.attempt(arrival));
    }
  }
  return out;
}

std::uint64_t arrival_of(const WindowChange& change) {
  const auto* report = std::get_if<ReportEvent>(&change);
  return report != nullptr ? report->arrival : std::get<AttemptEvent>(change).arrival;
}

}  // namespace

TEST_CASE("windows answer as if what they forgot had never come") {
  for (const unsigned percent : {1U, 50U, 99U, 100U}) {
    INFO(percent << " % forgotten");
    Stream stream(7 + percent);
    const std::vector<WindowChange> all = changes(stream);
    Windows windows;
    Windows without;
    std::vector<std::uint64_t> gone;
    for (const WindowChange& change : all) {
      static_cast<void>(windows.apply(change));
      if (stream.chance(percent)) {
        gone.push_back(arrival_of(change));
      } else {
        static_cast<void>(without.apply(change));
      }
    }
    windows.forget(gone);
    windows.forget(gone);  // nothing is left of it to forget
    const auto held = windows.held_in(1, kEvents, kEvents);
    // What is too old to count is dropped when something newer comes, whatever that was.
    CHECK(held.size() <= without.held_in(1, kEvents, kEvents).size());
    for (const auto& [arrival, capture] : held) {
      CHECK_FALSE(std::binary_search(gone.begin(), gone.end(), arrival));
    }
    require_alike(windows, without, stream);
  }
}

TEST_CASE("what was forgotten is not in the file that the windows are saved to") {
  const std::string path = std::filesystem::temp_directory_path() /
                           ("analyzer_forget_" + std::to_string(::getpid()) + ".windows");
  Stream stream(3);
  Windows windows;
  std::vector<std::uint64_t> gone;
  for (const WindowChange& change : changes(stream)) {
    static_cast<void>(windows.apply(change));
    if (stream.chance(60)) gone.push_back(arrival_of(change));
  }
  // Half of it while the file is being written.
  windows.forget({gone.begin(), gone.begin() + static_cast<std::ptrdiff_t>(gone.size() / 2)});
  REQUIRE(windows.save(path, kEvents, 5));
  windows.forget(gone);
  Result<Windows::Loaded> loaded = Windows::load(path);
  REQUIRE(loaded);
  CHECK(loaded->erasures == 5);
  CHECK(loaded->windows.size() > windows.size());
  loaded->windows.forget(gone);
  require_alike(loaded->windows, windows, stream);
  std::filesystem::remove(path);
}

TEST_CASE("a capture that was erased meets none, and the attempt counts on") {
  AttemptEvent one;
  one.at = kStart;
  one.arrival = 1;
  one.person = key(LinkKind::kPerson, 1);
  one.device = key(LinkKind::kDevice, 1);
  one.capture = 0xC3F1A0B2D4E59687;
  AttemptEvent other = one;
  other.at += std::chrono::hours(1);
  other.arrival = 2;
  other.person = key(LinkKind::kPerson, 2);
  Windows windows;
  static_cast<void>(windows.apply(one));
  const std::string met = answer(windows, other);
  AttemptEvent bare = other;
  bare.capture.reset();
  const std::string unmet = answer(windows, bare);
  REQUIRE(met != unmet);
  REQUIRE(windows.held_in(1, 1, 1).front().capture);
  windows.forget_captures({1});
  CHECK_FALSE(windows.held_in(1, 1, 1).front().capture);
  CHECK(answer(windows, bare) == unmet);
  Windows never;
  one.capture.reset();
  static_cast<void>(never.apply(one));
  CHECK(answer(windows, other) == answer(never, other));
}

}  // namespace analyzer::store
