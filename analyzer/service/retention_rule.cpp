#include "analyzer/service/retention_rule.h"

#include <array>
#include <utility>

#include "analyzer/store/keeping.h"

namespace analyzer {
namespace {

auto named_days(const RetentionRule& rule) {
  return std::to_array<std::pair<const char*, int>>({{"observations_days", rule.observations_days},
                                                     {"captures_days", rule.captures_days},
                                                     {"cases_days", rule.cases_days},
                                                     {"details_days", rule.details_days},
                                                     {"campaigns_days", rule.campaigns_days},
                                                     {"visits_days", rule.visits_days},
                                                     {"disputes_days", rule.disputes_days},
                                                     {"tips_days", rule.tips_days}});
}

std::optional<Time> days_before(Time now, int days, int otherwise = 0) {
  if (days <= 0) days = otherwise;
  if (days <= 0) return std::nullopt;
  return now - std::chrono::days{days};
}

}  // namespace

bool RetentionRule::empty() const {
  for (const auto& [name, days] : named_days(*this)) {
    if (days > 0) return false;
  }
  return true;
}

store::PurgePolicy RetentionRule::policy(Time now) const {
  store::PurgePolicy out;
  out.observations_before = days_before(now, observations_days);
  out.captures_before = days_before(now, captures_days);
  out.cases_decided_before = days_before(now, cases_days);
  out.secrets_of_cases_decided_before = days_before(now, details_days);
  out.tips_done_before = days_before(now, tips_days);
  // Numbers and sketches of reports do not outlive the reports.
  out.campaigns_seen_before = days_before(now, campaigns_days, observations_days);
  out.visits_before = days_before(now, visits_days, observations_days);
  out.disputes_done_before = days_before(now, disputes_days, cases_days);
  return out;
}

std::string RetentionRule::text() const {
  std::string out;
  for (const auto& [name, days] : named_days(*this)) {
    if (days <= 0) continue;
    if (!out.empty()) out += ", ";
    out += std::string(name) + " " + std::to_string(days);
  }
  return out;
}

}  // namespace analyzer
