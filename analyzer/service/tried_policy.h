// The policy with a few of its values set otherwise: for trials, and for those that were
// switched on after one.

#ifndef ANALYZER_SERVICE_TRIED_POLICY_H_
#define ANALYZER_SERVICE_TRIED_POLICY_H_

#include <map>
#include <memory>
#include <string>
#include <string_view>
#include <vector>

#include "analyzer/core/json.h"
#include "analyzer/core/result.h"
#include "analyzer/engine/snapshot.h"
#include "analyzer/service/register_entries.h"

namespace analyzer {

// The numbers that may be tried, and where each stands in data/policy.toml.
struct TriedValue {
  const char* name;
  const char* section;
  const char* key;
  double (*of)(const Policy&);
  double least;
  double most;
};
inline constexpr TriedValue kTriedValues[] = {
    {"review", "attempt", "review", [](const Policy& p) { return p.attempt.review; }, 0.01, 1.0},
    {"review_without_model", "attempt", "review_without_model",
     [](const Policy& p) { return p.attempt.review_without_model; }, 0.01, 1.0},
    {"least_reason", "attempt", "least_reason",
     [](const Policy& p) { return p.attempt.least_reason; }, 0.0, 5.0},
    {"spot_check", "attempt", "spot_check", [](const Policy& p) { return p.attempt.spot_check; },
     0.0, 1.0},
    {"report_medium", "report", "medium", [](const Policy& p) { return p.report.medium; }, 0.01,
     0.99},
    {"report_high", "report", "high", [](const Policy& p) { return p.report.high; }, 0.01, 0.99},
    {"report_critical", "report", "critical", [](const Policy& p) { return p.report.critical; },
     0.01, 0.99}};

// A bound that the file has of attempts, switched off in it or not.
struct FloorOfFile {
  std::string id;
  Decision decision = Decision::kPass;
  std::vector<std::string> when;
};
// In the file's order.
Result<std::vector<FloorOfFile>> floors_of(const std::string& root);
bool has_floor(const Policy& policy, std::string_view id);

// What differs from the file: numbers by name, and floors by id, on or off.
struct Changes {
  std::map<std::string, double> values = {};
  std::map<std::string, bool> floors = {};
  bool empty() const { return values.empty() && floors.empty(); }
  // What `later` says is said instead.
  void put_over(const Changes& later);
};

// {"review":0.2,...,"floors_on":["id"],"floors_off":["id"]}: what is there alone.
json::Object changes_view(const Changes& changes);
Result<Changes> read_changes(const std::string& stored);

// What `root` says, with these changes, and with these entries of the official register
// confirmed (as far as it still has them). Fails with kInvalid where the files do not take
// them. Takes a second or two.
Result<std::shared_ptr<const Snapshot>> load_with(const std::string& root, const Changes& changes,
                                                  const Confirmations& confirmed = {});

}  // namespace analyzer

#endif  // ANALYZER_SERVICE_TRIED_POLICY_H_
