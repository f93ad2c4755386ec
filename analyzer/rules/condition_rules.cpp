#include "analyzer/rules/condition_rules.h"

#include <algorithm>
#include <set>

#include "analyzer/rules/rule.h"
#include "analyzer/rules/rule_file.h"

namespace analyzer {
namespace {

constexpr LogOdds kLargestWeight = 5.0;

Signal signal_of(const ConditionRule& rule) {
  Signal out;
  out.code = rule.id;
  out.weight = rule.weight;
  out.tactic = rule.tactic;
  out.group = rule.group;
  return out;
}

}  // namespace

Result<ConditionRules> ConditionRules::compile(std::vector<ConditionRule> rules) {
  ConditionRules out;
  std::vector<FieldError> errors;
  std::set<std::string_view> taken;
  for (const ConditionRule& rule : rules) {
    const auto refuse = [&](std::string message) {
      errors.push_back({rule.where.empty() ? rule.id : rule.where, "invalid",
                        "condition '" + rule.id + "': " + std::move(message)});
    };
    if (!is_code(rule.id)) refuse("the id must read group.name in [a-z0-9_]");
    if (!taken.insert(rule.id).second) refuse("the id is given twice");
    if (!(rule.weight >= -kLargestWeight && rule.weight <= kLargestWeight)) {
      refuse("the weight must lie in [-5, 5]");
    }
    Result<Condition> condition = Condition::parse(rule.when);
    if (!condition) refuse(condition.error().message);
    out.conditions_.push_back(condition ? *std::move(condition) : Condition());
  }
  if (!errors.empty()) {
    const std::string message = errors.front().pointer + ": " + errors.front().message;
    return tl::unexpected(Error{ErrorCode::kInvalid, message, std::move(errors)});
  }
  out.rules_ = std::move(rules);
  return out;
}

Result<ConditionRules> ConditionRules::load(const std::string& folder) {
  Result<RuleFolder> files = read_rule_folder(folder);
  if (!files) return tl::unexpected(files.error());
  Result<ConditionRules> out = compile(std::move(files->conditions));
  if (out) out->digest_ = std::move(files->digest);
  return out;
}

Signals ConditionRules::evaluate(std::span<const Signal> signals) const {
  Signals found;
  Spoken spoken(signals);
  for (std::size_t i = 0; i < rules_.size(); ++i) {
    if (!conditions_[i].holds(spoken)) continue;
    found.push_back(signal_of(rules_[i]));
    spoken.add(rules_[i].id, found.back().value);
  }
  return found;
}

const ConditionRule* ConditionRules::find(std::string_view id) const {
  const auto it = std::find_if(rules_.begin(), rules_.end(),
                               [&](const ConditionRule& rule) { return rule.id == id; });
  return it == rules_.end() ? nullptr : &*it;
}

std::vector<std::string> ConditionRules::codes() const {
  std::vector<std::string> out;
  for (std::size_t i = 0; i < rules_.size(); ++i) {
    for (std::string& code : conditions_[i].codes()) out.push_back(std::move(code));
    out.insert(out.end(), rules_[i].explains.begin(), rules_[i].explains.end());
  }
  std::sort(out.begin(), out.end());
  out.erase(std::unique(out.begin(), out.end()), out.end());
  return out;
}

}  // namespace analyzer
