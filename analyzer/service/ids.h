// Ids of what the service itself makes: a prefix and a part that sorts by time.

#ifndef ANALYZER_SERVICE_IDS_H_
#define ANALYZER_SERVICE_IDS_H_

#include <atomic>
#include <cstdint>
#include <string>
#include <string_view>

#include "analyzer/core/time.h"

namespace analyzer {

// May be used from any thread.
class IdSource {
 public:
  // Counting ids are for runs that must give the same bytes twice.
  explicit IdSource(bool counting) : counting_(counting) {}

  // "cas_" + 10 characters of time (milliseconds, base 32) + 6 random ones; or,
  // counting, "cas_1", "cas_2" ...
  std::string make(std::string_view prefix, Time now);

 private:
  const bool counting_;
  std::atomic<std::uint64_t> next_{1};
};

}  // namespace analyzer

#endif  // ANALYZER_SERVICE_IDS_H_
