// The rules with what they did, and trials (试算) of a policy before it is switched on.
//
// Any number of threads may call at once.

#ifndef ANALYZER_SERVICE_RULE_WORK_H_
#define ANALYZER_SERVICE_RULE_WORK_H_

#include <atomic>
#include <string>
#include <string_view>

#include "analyzer/core/result.h"
#include "analyzer/service/actor.h"
#include "analyzer/service/service.h"

namespace analyzer {

class ServiceImpl;

class RuleWork {
 public:
  explicit RuleWork(ServiceImpl& service) : service_(service) {}

  // Every rule and signal with its sentence and weight, and over the days of the filter
  // how often it spoke, how often alone, and how cases with it ended. Counted as things
  // come in; takes some milliseconds.
  Result<Document> rules(const Actor& actor, const StatisticsFilter& filter);

  // Trials, newest first, and the values in force (openapi.yaml: TrialList).
  Result<Document> trials(const Actor& actor);
  // Asks for a trial of the body's values and floors on what came in over the last thirty
  // days, beside what an earlier trial put in force; it is made in the background. Fails
  // with kInvalid, naming the value.
  Result<Document> add_trial(const Actor& actor, std::string_view body);
  // Puts the values of a trial that is done in force, from the next attempt on. By a
  // supervisor who is not the one who asked for it.
  Result<Document> switch_on(const Actor& actor, std::string_view id);

  // One round in the background: the oldest trial that waits.
  void tend();

 private:
  ServiceImpl& service_;
  std::atomic<bool> running_{false};
};

}  // namespace analyzer

#endif  // ANALYZER_SERVICE_RULE_WORK_H_
