// What is still to be done about observations that were answered, off the
// request's path: to judge again, to explain. Written in the transaction that
// gives cause to it, so that nothing is forgotten by a crash.
//
// Part of a Session: one thread at a time.

#ifndef ANALYZER_STORE_FOLLOW_UPS_H_
#define ANALYZER_STORE_FOLLOW_UPS_H_

#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

#include "analyzer/core/names.h"
#include "analyzer/core/result.h"
#include "analyzer/store/observations.h"

namespace analyzer::store {

// The numbers are stored: append only.
enum class FollowUp : std::uint8_t {
  kDegraded,  // judged without a part; to be judged again once that is back
  kLate,      // an event that belongs before it came after it; to be judged again
  kExplain,   // the model's contributions are to be attached
  kListed     // a list names now, or no longer, what it holds; to be judged again
};

class FollowUps {
 public:
  virtual ~FollowUps() = default;

  // No effect if it waits already, or where there is no such observation: windows
  // in memory may know one that was purged.
  virtual Status add(Seq observation, FollowUp kind) = 0;
  // Observations after `after` that wait, in their order.
  virtual Result<std::vector<Seq>> waiting(FollowUp kind, Seq after, std::size_t limit) = 0;
  // No effect if it does not wait.
  virtual Status remove(Seq observation, FollowUp kind) = 0;
  virtual Result<std::uint64_t> count(FollowUp kind) = 0;

  // Replaces the explanation. Fails with kNotFound if there is no such
  // observation.
  virtual Status set_explanation(Seq observation, std::string_view json) = 0;
  // Empty if there is none.
  virtual Result<std::string> explanation(Seq observation) = 0;
};

}  // namespace analyzer::store

namespace analyzer {
template <>
inline constexpr auto kNames<store::FollowUp> =
    std::to_array<std::string_view>({"degraded", "late", "explain", "listed"});
}  // namespace analyzer

#endif  // ANALYZER_STORE_FOLLOW_UPS_H_
