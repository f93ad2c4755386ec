// Looks after the parts of a shared database (store/parts.h) and says so where it fails:
// in the log when that begins, each hour and when it is over, and by failing().
//
// tend() and leave() are one thread's; failing() anybody's.

#ifndef ANALYZER_SERVICE_PARTS_TENDER_H_
#define ANALYZER_SERVICE_PARTS_TENDER_H_

#include <atomic>
#include <optional>

#include "analyzer/core/result.h"
#include "analyzer/core/time.h"

namespace analyzer {

class ServiceImpl;

class PartsTender {
 public:
  explicit PartsTender(ServiceImpl& service) : service_(service) {}

  void tend();
  // Another server does it.
  void leave();
  // What came of a try, at `now`. A single one may fail while others read.
  void note(const Status& status, Time now);
  bool failing() const { return failing_; }

  static constexpr int kTries = 3;  // that fail in a row before it is told

 private:
  ServiceImpl& service_;
  std::atomic<bool> failing_ = false;
  int failed_ = 0;  // in a row
  std::optional<Time> told_;
};

}  // namespace analyzer

#endif  // ANALYZER_SERVICE_PARTS_TENDER_H_
