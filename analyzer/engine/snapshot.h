// A Snapshot is everything a verdict depends on besides the observation and its
// history: rules, tables, register, models, policy, calendar. Built whole,
// published whole, named by the hash of its inputs.
//
// Immutable: any number of threads may use one at once. A request takes it once
// and keeps it to its end.

#ifndef ANALYZER_ENGINE_SNAPSHOT_H_
#define ANALYZER_ENGINE_SNAPSHOT_H_

#include <memory>
#include <string>
#include <utility>
#include <vector>

#include "analyzer/core/result.h"
#include "analyzer/core/verdict.h"
#include "analyzer/engine/calendar.h"
#include "analyzer/engine/catalog.h"
#include "analyzer/engine/channels.h"
#include "analyzer/engine/policy.h"
#include "analyzer/engine/register.h"
#include "analyzer/engine/working_days.h"
#include "analyzer/rules/condition_rules.h"
#include "analyzer/rules/rule_set.h"
#include "models/scorer.h"

namespace analyzer {

class Snapshot {
 public:
  // Builds a snapshot from `root`/data and `root`/models/artifacts.
  //
  // A model that is absent or does not load is not an error: the snapshot lacks
  // it, model_problems() says why, and verdicts that needed it are degraded.
  // Anything else that is broken fails with kInvalid, naming file and line.
  //
  // Takes a second or two (patterns, models): meant for start and reload.
  static Result<std::shared_ptr<const Snapshot>> load(const std::string& root);

  const RuleSet& rules() const { return rules_; }
  const ConditionRules& conditions() const { return conditions_; }
  const Register& official() const { return register_; }
  const Calendar& calendar() const { return calendar_; }
  const WorkingDays& working_days() const { return working_days_; }
  const Channels& channels() const { return channels_; }
  const Catalog& catalog() const { return catalog_; }
  const Policy& policy() const { return policy_; }

  // Null where the model is absent.
  const models::Scorer* url_model() const { return url_model_.get(); }
  const models::Scorer* text_model() const { return text_model_.get(); }
  const models::Scorer* attempt_model() const { return attempt_model_.get(); }

  // What each absent model's trouble was: ("model.url", reason).
  const std::vector<std::pair<std::string, std::string>>& model_problems() const {
    return model_problems_;
  }

  // SHA-256, hex, over the sorted (part, digest) pairs of parts().
  const std::string& name() const { return name_; }
  const std::vector<std::pair<std::string, std::string>>& parts() const { return parts_; }
  const Versions& versions() const { return versions_; }

  // The sentence of a signal's code, from the catalogue, the rules or the
  // conditions; null if none of them knows it.
  const Sentence* sentence(std::string_view code) const;
  // What a signal's code silences; empty for most.
  const std::vector<std::string>& explains(std::string_view code) const;

 private:
  Snapshot(RuleSet rules, ConditionRules conditions, Register official, Calendar calendar,
           Channels channels, Catalog catalog, Policy policy);
  void load_models(const std::string& folder);
  void name_parts();

  RuleSet rules_;
  ConditionRules conditions_;
  Register register_;
  Calendar calendar_;
  WorkingDays working_days_;
  Channels channels_;
  Catalog catalog_;
  Policy policy_;
  std::unique_ptr<models::Scorer> url_model_;
  std::unique_ptr<models::Scorer> text_model_;
  std::unique_ptr<models::Scorer> attempt_model_;
  std::vector<std::pair<std::string, std::string>> model_problems_;
  std::vector<std::pair<std::string, std::string>> parts_;
  std::string name_;
  Versions versions_;
};

}  // namespace analyzer

#endif  // ANALYZER_ENGINE_SNAPSHOT_H_
