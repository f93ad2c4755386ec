// A Snapshot is everything a verdict depends on besides the observation and its
// history: rules, tables, register, models, policy, calendar, indicators. Built whole,
// published whole, named by the hash of its inputs.
//
// Immutable: any number of threads may use one at once. A request takes it once
// and keeps it to its end.

#ifndef ANALYZER_ENGINE_SNAPSHOT_H_
#define ANALYZER_ENGINE_SNAPSHOT_H_

#include <memory>
#include <string>
#include <string_view>
#include <unordered_map>
#include <utility>
#include <vector>

#include "analyzer/core/result.h"
#include "analyzer/core/verdict.h"
#include "analyzer/engine/calendar.h"
#include "analyzer/engine/casework_words.h"
#include "analyzer/engine/catalog.h"
#include "analyzer/engine/channels.h"
#include "analyzer/engine/policy.h"
#include "analyzer/engine/register.h"
#include "analyzer/engine/working_days.h"
#include "analyzer/rules/condition_rules.h"
#include "analyzer/rules/rule_set.h"
#include "feeds/index.h"
#include "models/scorer.h"

namespace analyzer {

class Snapshot {
 public:
  // Builds a snapshot from `root`/data and `root`/models/artifacts; `text_model`, if
  // given, is the folder of another text model, to be measured.
  //
  // A model that is absent or does not load is not an error: the snapshot lacks
  // it, model_problems() says why, and verdicts that needed it are degraded.
  // Anything else that is broken fails with kInvalid, naming file and line.
  //
  // Takes a second or two (patterns, models): meant for start and reload.
  static Result<std::shared_ptr<const Snapshot>> load(const std::string& root,
                                                      const std::string& text_model = {});

  // The same with other indicators; shares everything else. Takes microseconds.
  std::shared_ptr<const Snapshot> with_indicators(
      std::shared_ptr<const feeds::IndicatorIndex> indicators) const;

  const RuleSet& rules() const { return tables_->rules; }
  const ConditionRules& conditions() const { return tables_->conditions; }
  const Register& official() const { return tables_->official; }
  const Calendar& calendar() const { return tables_->calendar; }
  const WorkingDays& working_days() const { return tables_->working_days; }
  const Channels& channels() const { return tables_->channels; }
  const Catalog& catalog() const { return tables_->catalog; }
  const Policy& policy() const { return tables_->policy; }
  const CaseworkWords& casework() const { return tables_->casework; }
  const feeds::IndicatorIndex& indicators() const { return *indicators_; }

  // Null where the model is absent.
  const models::Scorer* url_model() const { return tables_->url_model.get(); }
  const models::Scorer* text_model() const { return tables_->text_model.get(); }
  const models::Scorer* attempt_model() const { return tables_->attempt_model.get(); }

  // What each absent model's trouble was: ("model.url", reason).
  const std::vector<std::pair<std::string, std::string>>& model_problems() const {
    return tables_->model_problems;
  }

  // SHA-256, hex, over the sorted (part, digest) pairs of parts().
  const std::string& name() const { return name_; }
  const std::vector<std::pair<std::string, std::string>>& parts() const { return parts_; }
  const Versions& versions() const { return versions_; }

  // The sentence of a signal's code, from the catalogue, the rules or the
  // conditions; null if none of them knows it.
  const Sentence* sentence(std::string_view code) const;
  // When what `code` says is harmless, or null where nothing is written about it.
  const Sentence* normal(std::string_view code) const;
  // What a signal's code silences; empty for most.
  const std::vector<std::string>& explains(std::string_view code) const;

 private:
  // What is read from files.
  struct Tables {
    RuleSet rules;
    ConditionRules conditions;
    Register official;
    Calendar calendar;
    WorkingDays working_days;
    Channels channels;
    Catalog catalog;
    Policy policy;
    CaseworkWords casework;
    std::unique_ptr<models::Scorer> url_model = nullptr;
    std::unique_ptr<models::Scorer> text_model = nullptr;
    std::unique_ptr<models::Scorer> attempt_model = nullptr;
    std::vector<std::pair<std::string, std::string>> model_problems = {};

    // What is said of each code, by whichever of the tables knows it.
    struct CodeWords {
      const Sentence* reason = nullptr;
      const Sentence* normal = nullptr;  // null where nothing is written
      const std::vector<std::string>* explains = nullptr;
    };
    std::unordered_map<std::string_view, CodeWords> codes = {};

    void load_models(const std::string& folder, const std::string& text_model_folder);
    // Call once, when the tables will not be moved any more.
    void index_codes();
  };

  Snapshot(std::shared_ptr<const Tables> tables,
           std::shared_ptr<const feeds::IndicatorIndex> indicators);
  // Fails with kInvalid if the policy names signals that nobody makes.
  Status check_policy() const;
  void name_parts();

  std::shared_ptr<const Tables> tables_;
  std::shared_ptr<const feeds::IndicatorIndex> indicators_;  // never null
  std::vector<std::pair<std::string, std::string>> parts_;
  std::string name_;
  Versions versions_;
};

}  // namespace analyzer

#endif  // ANALYZER_ENGINE_SNAPSHOT_H_
