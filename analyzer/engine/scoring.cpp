#include "analyzer/engine/scoring.h"

#include <algorithm>
#include <cmath>
#include <iterator>
#include <map>

namespace analyzer {

void explain_away(Signals& signals, const Snapshot& snapshot) {
  for (const Signal& context : signals) {
    const std::vector<std::string>& silenced = snapshot.explains(context.code);
    if (silenced.empty() || !context.active()) continue;
    for (Signal& signal : signals) {
      if (&signal == &context || !signal.active()) continue;
      const bool hit = std::any_of(silenced.begin(), silenced.end(), [&](const auto& pattern) {
        return code_matches(pattern, signal.code);
      });
      if (hit) signal.explained_by = context.code;
    }
  }
}

void settle(Signals& signals, const Snapshot& snapshot) {
  explain_away(signals, snapshot);
  Signals found = snapshot.conditions().evaluate(signals);
  if (found.empty()) return;
  signals.insert(signals.end(), std::make_move_iterator(found.begin()),
                 std::make_move_iterator(found.end()));
  explain_away(signals, snapshot);
}

LogOdds additive_margin(const Signals& signals, LogOdds base, const Policy& policy) {
  std::map<std::string_view, LogOdds> groups;
  for (const Signal& signal : signals) {
    if (signal.active()) groups[signal.group] += signal.weight;
  }
  LogOdds margin = base;
  for (const auto& [group, sum] : groups) {
    const auto it = policy.group_caps.find(std::string(group));
    const LogOdds cap = it == policy.group_caps.end() ? policy.default_cap : it->second;
    margin += std::clamp(sum, -cap, cap);
  }
  return margin;
}

bool speaks_for_fraud(const Signals& signals, LogOdds least) {
  return std::any_of(signals.begin(), signals.end(), [least](const Signal& signal) {
    return signal.active() && signal.weight > 0.0 && signal.weight >= least;
  });
}

double probability_of(LogOdds margin) { return 1.0 / (1.0 + std::exp(-margin)); }

std::vector<Reason> reasons_of(const Signals& signals, std::size_t limit,
                               const Snapshot& snapshot) {
  std::vector<const Signal*> shown;
  for (const Signal& signal : signals) {
    if (signal.active() && signal.weight != 0.0 && snapshot.sentence(signal.code) != nullptr) {
      shown.push_back(&signal);
    }
  }
  std::sort(shown.begin(), shown.end(), [](const Signal* a, const Signal* b) {
    const double left = std::abs(a->weight);
    const double right = std::abs(b->weight);
    return left != right ? left > right : a->code < b->code;
  });
  if (shown.size() > limit) shown.resize(limit);
  std::vector<Reason> out;
  out.reserve(shown.size());
  for (const Signal* signal : shown) {
    out.push_back({signal->code, fill(*snapshot.sentence(signal->code), *signal), signal->weight,
                   signal->value, signal->spans});
  }
  return out;
}

std::vector<Tactic> tactics_of(const Signals& signals) {
  std::vector<Tactic> out;
  for (const Signal& signal : signals) {
    if (signal.active() && signal.tactic && signal.weight > 0.0) out.push_back(*signal.tactic);
  }
  std::sort(out.begin(), out.end());
  out.erase(std::unique(out.begin(), out.end()), out.end());
  return out;
}

}  // namespace analyzer
