#include "analyzer/engine/advice.h"

#include <algorithm>

namespace analyzer {
namespace {

constexpr std::size_t kMostSay = 3;
constexpr std::size_t kMostDo = 5;

bool fits(const AdviceRule& rule, Level level, const std::vector<Tactic>& tactics,
          const Signals& signals) {
  if (!rule.levels.empty() &&
      std::find(rule.levels.begin(), rule.levels.end(), level) == rule.levels.end()) {
    return false;
  }
  if (!rule.tactics.empty() &&
      std::find_first_of(rule.tactics.begin(), rule.tactics.end(), tactics.begin(),
                         tactics.end()) == rule.tactics.end()) {
    return false;
  }
  return !rule.conditional || rule.when.holds(signals);
}

}  // namespace

Advice advise(Level level, const std::vector<Tactic>& tactics, const Signals& signals,
              const Policy& policy) {
  std::vector<const AdviceRule*> chosen;
  for (const AdviceRule& rule : policy.advice) {
    if (fits(rule, level, tactics, signals)) chosen.push_back(&rule);
  }
  std::stable_sort(chosen.begin(), chosen.end(), [](const AdviceRule* a, const AdviceRule* b) {
    return a->priority > b->priority;
  });
  Advice advice;
  for (const AdviceRule* rule : chosen) {
    if (rule->say && advice.say.size() < kMostSay) advice.say.push_back(rule->text);
    if (!rule->say && advice.todo.size() < kMostDo) advice.todo.push_back(rule->text);
  }
  return advice;
}

}  // namespace analyzer
