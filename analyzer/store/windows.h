// Windows count, in event time and in memory, what a History says about the
// links of an observation.
//
// Events are ordered by (at, arrival). look() counts what was applied and is
// ordered before the event, within (t - N * 24 h, t]; a late event counts where
// it belongs, so that afterwards the windows are as if it had come in time. An
// event with arrival 0 (not accepted) is ordered after all of its instant.
//
// One thread at a time may apply, undo or load; any number may look while none
// does. Nothing here asks a clock: what can no longer matter is dropped as the
// latest event moves on.
//
// Example:
//   History history;
//   windows.look(event, history);
//   Windows::Undo undo = windows.apply(event);
//   if (!session.commit()) windows.undo(std::move(undo));   // latest first
//
// What is counted where, beyond core/history.h:
// - Persons are distinct, certified by `passed` or `manual`, and never the
//   event's own. Events, operators, devices, villages and regions are counted
//   over all outcomes; failures over `failed` and `abandoned`.
// - median_gap_s and gap_spread: each person of the last day at the last time;
//   of the newest 64 persons, found among the newest 256 events.
// - usual_week: mean of the distinct persons in each of the eight weeks
//   (t - 7(k+1) d, t - 7k d], k = 1..8, that end after the link's first event of
//   the last 365 days; nothing if none does.
// - same_device_before: certified by this device more than 90 days before.
// - A person's own events: the newest 512, of 1,096 days.
// - Captures: of 1,096 days, any outcome; but not the person's own failed tries
//   on the same device within 24 h before.
// - Ring: as store/ring.h says, seen from the event. ring_confirmed: its persons
//   and links with an adverse disposition of the last 24 months.
// - Report counts of domains and numbers count a report once; of the newest
//   4,096 reports a link.
// - Months of dispositions are 30 days.

#ifndef ANALYZER_STORE_WINDOWS_H_
#define ANALYZER_STORE_WINDOWS_H_

#include <cstddef>
#include <cstdint>
#include <memory>
#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "analyzer/core/history.h"
#include "analyzer/core/result.h"
#include "analyzer/core/window_event.h"
#include "analyzer/store/ring.h"
#include "analyzer/store/window_log.h"

namespace analyzer::store {

class Windows {
 public:
  // What takes back one apply(); to be given to undo() at most once.
  class Undo {
   public:
    Undo(Undo&&) noexcept = default;
    Undo& operator=(Undo&&) noexcept = default;
    Undo(const Undo&) = delete;
    Undo& operator=(const Undo&) = delete;

   private:
    friend class Windows;
    Undo() = default;
    std::uint64_t step_ = 0;   // which apply(); the latest must go first
    std::int64_t latest_ = 0;  // what it replaced, milliseconds UTC
    WindowChange change_;      // what is to be put back or taken out
    bool changed_ = false;
  };

  // `limits` bound the rings; others than the usual ones are for tests.
  explicit Windows(const RingLimits& limits = {});
  Windows(Windows&&) noexcept;
  Windows& operator=(Windows&&) noexcept;
  ~Windows();

  // Fills the counts for `event` in `history`; sets `available`.
  //
  // Takes 3 µs for a household whose links are in the cache, about 40 cache
  // misses more where they are not; for a link with thousands of events
  // about as much while events come nearly in order (tests/bench/windows_bench.cpp),
  // time linear in the link's events for one that is late by days.
  void look(const AttemptEvent& event, History& history) const;
  void look(const ReportEvent& event, History& history) const;

  // The ring round `attempts` taken together, as it stands now: over the attempts
  // from 365 days before the newest of them on, and the dispositions up to `now`.
  // One step or two; at most `most` nodes.
  //
  // Takes up to a millisecond for a gang of hundreds.
  RingPicture ring(std::span<const AttemptEvent> attempts, int steps, std::size_t most,
                   Time now) const;

  // Adds a change that was accepted. Events older than 400 days before the
  // latest count nowhere but in the person's own history and captures, and
  // beyond 1,131 days not at all.
  [[nodiscard]] Undo apply(const AttemptEvent& event);
  [[nodiscard]] Undo apply(const ReportEvent& event);
  [[nodiscard]] Undo apply(const RegistryFact& fact);
  [[nodiscard]] Undo apply(const DispositionEvent& event);
  // Takes away what was applied before with the same values (no effect if
  // nothing was).
  [[nodiscard]] Undo apply(const Withdrawn& withdrawn);
  [[nodiscard]] Undo apply(const WindowChange& change);

  // Takes back the latest apply() that was not taken back: afterwards look()
  // answers as before it.
  void undo(Undo undo);

  // Arrivals of attempts ordered after `event` whose answers it may change, in
  // event order: those that share one of its links within 30 days, the person's
  // own and those with a capture near its own within 1,096 days.
  // With `own` only those of its person, device, operator, payee, document and
  // capture: what strangers use side by side (a network, an office) is left out.
  std::vector<std::uint64_t> later_on_links(const AttemptEvent& event, std::size_t limit,
                                            bool own = false) const;

  // Arrivals of the attempts on a link of which lists are kept (device, operator,
  // payee and the like) in (`after`, ∞) in event order; none for other kinds.
  std::vector<std::uint64_t> attempts_on(Link link, Time after, std::size_t limit) const;

  // Arrivals of the person's attempts in (`after`, ∞) in event order.
  std::vector<std::uint64_t> attempts_of(LinkKey person, Time after, std::size_t limit) const;

  // Arrivals of the attempts and reports held from `first` to `last`, ascending; the
  // first `most`.
  struct HeldEvent {
    std::uint64_t arrival = 0;
    bool capture = false;
  };
  std::vector<HeldEvent> held_in(std::uint64_t first, std::uint64_t last, std::size_t most) const;
  // Forgets what the log has no more: attempts and reports by their arrival, ascending.
  // Not while what was applied may still be taken back. About 5 µs each.
  void forget(const std::vector<std::uint64_t>& arrivals);
  // The same of their captures alone.
  void forget_captures(const std::vector<std::uint64_t>& arrivals);

  // Where a save stands (see next_piece()).
  class Saving {
   private:
    friend class Windows;
    std::uint32_t next_ = 0;  // slots
    std::uint32_t end_ = 0;
    std::vector<bool> told_;  // links that a piece named
    std::string head_;
    bool done_ = false;
  };
  // Begins a save of the windows as they are now. `last_arrival` is the seq of the
  // last change applied; the store's log completes what is read back from the
  // next one. `erasures` is Retention::erasures() as it was when the windows were
  // made from the log.
  //
  // Takes about 0.5 µs a report, registry fact and disposition held.
  Saving begin_save(std::uint64_t last_arrival, std::uint64_t erasures = 0) const;
  // The next bytes of the save; none when it is whole. Between two calls anything
  // may be applied, and what was applied after begin_save() be taken back: nobody
  // has to wait for more than a piece.
  //
  // Takes a millisecond or two.
  std::string next_piece(Saving& saving) const;

  // Saves to `path` at once (store/window_file.h).
  Status save(const std::string& path, std::uint64_t last_arrival,
              std::uint64_t erasures = 0) const;

  struct Loaded;
  // Reads what was saved. Fails with kNotFound if there is no file, with kCorrupt
  // if it is damaged or of another version: rebuild from the log then.
  //
  // Takes about 1.5 µs an attempt held.
  static Result<Loaded> load(const std::string& path);

  // Fills new windows from a log faster than apply() does: the links' lists are
  // made when all attempts are there.
  class Builder {
   public:
    Builder();
    Builder(Builder&&) noexcept;
    ~Builder();
    void add(const WindowChange& change);
    // The windows as if each change had been applied; once.
    Windows finish();

   private:
    friend class Windows;
    std::unique_ptr<Windows> windows_;
  };

  // What the windows take in memory, by what holds it: of each kind of link how
  // many, with how many attempts on their lists, and the bytes of lists and
  // counters; then what all share.
  struct Held {
    std::string what;
    std::size_t links = 0;
    std::size_t entries = 0;
    std::size_t bytes = 0;
  };
  // Reads every link: for measurements.
  std::vector<Held> held() const;

  // Attempts and reports held, for metrics.
  std::size_t size() const;

 private:
  struct Impl;
  std::unique_ptr<Impl> impl_;  // null only after a move
};

struct Windows::Loaded {
  Windows windows;
  std::uint64_t last_arrival = 0;
  std::uint64_t erasures = 0;  // if the log has another number by now, rebuild from it
};

}  // namespace analyzer::store

#endif  // ANALYZER_STORE_WINDOWS_H_
