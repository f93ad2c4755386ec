// The windows counted the plain way: every look reads every event. Slow, and
// written from core/history.h, store/windows.h and store/ring.h alone, so that both can be
// held against each other.

#ifndef ANALYZER_TESTS_UNIT_STORE_NAIVE_WINDOWS_H_
#define ANALYZER_TESTS_UNIT_STORE_NAIVE_WINDOWS_H_

#include <vector>

#include "analyzer/core/history.h"
#include "analyzer/core/window_event.h"
#include "analyzer/store/ring.h"

namespace analyzer::store {

class NaiveWindows {
 public:
  std::vector<AttemptEvent> attempts;
  std::vector<ReportEvent> reports;
  std::vector<RegistryFact> facts;
  std::vector<DispositionEvent> dispositions;
  RingLimits ring_limits;

  History look(const AttemptEvent& event) const;
  History look(const ReportEvent& event) const;
};

}  // namespace analyzer::store

#endif  // ANALYZER_TESTS_UNIT_STORE_NAIVE_WINDOWS_H_
