#include "analyzer/engine/advice.h"

#include <algorithm>
#include <string>
#include <string_view>

namespace analyzer {
namespace {

constexpr std::size_t kMostSay = 3;
constexpr std::size_t kMostDo = 5;
constexpr std::string_view kTruth = "{truth}";

bool fits(const AdviceRule& rule, Level level, const std::vector<Tactic>& tactics,
          const Spoken& spoken) {
  if (!rule.levels.empty() &&
      std::find(rule.levels.begin(), rule.levels.end(), level) == rule.levels.end()) {
    return false;
  }
  if (!rule.tactics.empty() &&
      std::find_first_of(rule.tactics.begin(), rule.tactics.end(), tactics.begin(),
                         tactics.end()) == rule.tactics.end()) {
    return false;
  }
  return !rule.conditional || rule.when.holds(spoken);
}

void fill(std::string& text, const std::string& truth) {
  const std::size_t at = text.find(kTruth);
  if (at != std::string::npos) text.replace(at, kTruth.size(), truth);
}

Sentence filled(Sentence text, const Sentence& truth) {
  fill(text.zh, truth.zh);
  fill(text.en, truth.en);
  return text;
}

}  // namespace

Advice advise(Level level, const std::vector<Tactic>& tactics, const Signals& signals,
              const Policy& policy, const Sentence& truth) {
  std::vector<const AdviceRule*> chosen;
  const Spoken spoken(signals);
  for (const AdviceRule& rule : policy.advice) {
    const bool needs_truth = rule.text.zh.find(kTruth) != std::string::npos;
    if (needs_truth && truth.zh.empty()) continue;
    if (fits(rule, level, tactics, spoken)) chosen.push_back(&rule);
  }
  std::stable_sort(chosen.begin(), chosen.end(), [](const AdviceRule* a, const AdviceRule* b) {
    return a->priority > b->priority;
  });
  Advice advice;
  for (const AdviceRule* rule : chosen) {
    if (rule->say && advice.say.size() < kMostSay) advice.say.push_back(filled(rule->text, truth));
    if (!rule->say && advice.todo.size() < kMostDo)
      advice.todo.push_back(filled(rule->text, truth));
  }
  return advice;
}

}  // namespace analyzer
