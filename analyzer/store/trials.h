// Trials of a policy (试算): what was tried, what came of it, and which is in force.
//
// Part of a Session: one thread at a time.

#ifndef ANALYZER_STORE_TRIALS_H_
#define ANALYZER_STORE_TRIALS_H_

#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "analyzer/core/names.h"
#include "analyzer/core/result.h"
#include "analyzer/core/time.h"

namespace analyzer::store {

// The numbers are stored: append only.
enum class TrialState : std::uint8_t { kRunning, kDone, kFailed, kInForce, kReplaced };

}  // namespace analyzer::store
namespace analyzer {
template <>
inline constexpr auto kNames<store::TrialState> =
    std::to_array<std::string_view>({"running", "done", "failed", "in_force", "replaced"});
}  // namespace analyzer
namespace analyzer::store {

struct Trial {
  std::string id;  // "tri_" + time-ordered id
  Time at{};
  std::string by;       // account id
  std::string reason;
  std::string change;   // JSON: what differs from the policy in data/policy.toml
  TrialState state = TrialState::kRunning;
  std::string result;   // JSON; empty until it is done
  std::string switched_by;
  std::optional<Time> switched_at;
  bool operator==(const Trial&) const = default;
};

class Trials {
 public:
  virtual ~Trials() = default;
  // Writes the row of `trial.id`, replacing what was there.
  virtual Status put(const Trial& trial) = 0;
  virtual Result<std::optional<Trial>> find(std::string_view id) = 0;
  // Newest first.
  virtual Result<std::vector<Trial>> list(std::size_t limit) = 0;
  // The one in force, if any.
  virtual Result<std::optional<Trial>> in_force() = 0;
};

}  // namespace analyzer::store

#endif  // ANALYZER_STORE_TRIALS_H_
