// The policy with a few of its values set otherwise: for trials, and for those that were
// switched on after one.

#ifndef ANALYZER_SERVICE_TRIED_POLICY_H_
#define ANALYZER_SERVICE_TRIED_POLICY_H_

#include <map>
#include <memory>
#include <string>

#include "analyzer/core/json.h"
#include "analyzer/core/result.h"
#include "analyzer/engine/snapshot.h"

namespace analyzer {

// The values that may be tried, and where each stands.
struct TriedValue {
  const char* name;  // of [attempt] in data/policy.toml
  double AttemptPolicy::*field;
  double least;
  double most;
};
inline constexpr TriedValue kTriedValues[] = {
    {"review", &AttemptPolicy::review, 0.01, 1.0},
    {"review_without_model", &AttemptPolicy::review_without_model, 0.01, 1.0},
    {"least_reason", &AttemptPolicy::least_reason, 0.0, 5.0},
    {"spot_check", &AttemptPolicy::spot_check, 0.0, 1.0}};

using Changes = std::map<std::string, double>;  // by name

json::Object changes_view(const Changes& changes);
Result<Changes> read_changes(const std::string& stored);

// What `root` says, with these values in the place of its policy's. Fails with kInvalid
// where the file does not take them. Takes a second or two.
Result<std::shared_ptr<const Snapshot>> load_with(const std::string& root, const Changes& changes);

}  // namespace analyzer

#endif  // ANALYZER_SERVICE_TRIED_POLICY_H_
