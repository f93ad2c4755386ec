// Everything that changes the windows, in the order in which it was accepted:
// attempts and reports (read from Observations), registry facts, dispositions
// and their withdrawals (kept here). Windows are rebuilt from this log alone.
//
// Part of a Session: one thread at a time.

#ifndef ANALYZER_STORE_WINDOW_LOG_H_
#define ANALYZER_STORE_WINDOW_LOG_H_

#include <functional>
#include <variant>

#include "analyzer/core/result.h"
#include "analyzer/core/window_event.h"
#include "analyzer/store/observations.h"

namespace analyzer::store {

// A registry fact or disposition that no longer counts: the same value that
// was applied before.
struct Withdrawn {
  std::variant<RegistryFact, DispositionEvent> what;
};

using WindowChange =
    std::variant<AttemptEvent, ReportEvent, RegistryFact, DispositionEvent, Withdrawn>;

class WindowLog {
 public:
  virtual ~WindowLog() = default;

  // Records a RegistryFact, DispositionEvent or Withdrawn under `seq` (from
  // Observations::next_seq(); 0: the next one) and returns the seq.
  //
  // Fails with kInvalid for attempts and reports, which Observations records.
  virtual Result<Seq> append(Seq seq, const WindowChange& change) = 0;

  // The latest seq given to anything: no change of the log is later.
  virtual Seq last() const = 0;

  // Calls `each` for every change with seq >= `from`, in the order of seq; the
  // `arrival` of events is their seq. Stops at the first failure of `each` and
  // returns it.
  //
  // Fails with kCorrupt, naming the seq, if an event cannot be read.
  //
  // Takes about 2 µs a change.
  using Each = std::function<Status(Seq seq, const WindowChange& change)>;
  virtual Status scan(Seq from, const Each& each) = 0;
};

}  // namespace analyzer::store

#endif  // ANALYZER_STORE_WINDOW_LOG_H_
