// The files of data/rules: pattern rules, condition rules and the words that
// patterns share.
//
//   [words]                       # in any file; used in patterns as {{office}}
//   office = "社保局|人社局|社保中心"
//
//   [[rule]]                      # see rule.h
//   [[condition]]                 # see condition_rules.h

#ifndef ANALYZER_RULES_RULE_FILE_H_
#define ANALYZER_RULES_RULE_FILE_H_

#include <string>
#include <vector>

#include "analyzer/core/result.h"
#include "analyzer/rules/condition_rules.h"
#include "analyzer/rules/rule.h"

namespace analyzer {

struct RuleFolder {
  std::vector<Rule> rules;
  std::vector<ConditionRule> conditions;
  std::string digest;  // SHA-256 over the files' bytes in the order of their names, hex
};

// Reads every *.toml of `folder`, in the order of their names.
//
// Fails with kInvalid naming file and line of every mistake of the first file
// that has one (unknown keys, scopes, tactics and words among them), with
// kNotFound if there is no file.
Result<RuleFolder> read_rule_folder(const std::string& folder);

}  // namespace analyzer

#endif  // ANALYZER_RULES_RULE_FILE_H_
