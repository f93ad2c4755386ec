// The policy (data/policy.toml): bases, caps of groups, thresholds, floors and
// caps of levels and decisions, holds. Numbers that a bureau may change.
//
// Immutable once loaded.

#ifndef ANALYZER_ENGINE_POLICY_H_
#define ANALYZER_ENGINE_POLICY_H_

#include <map>
#include <string>
#include <vector>

#include "analyzer/core/result.h"
#include "analyzer/core/verdict.h"
#include "analyzer/engine/heard.h"
#include "analyzer/rules/condition.h"

namespace analyzer {

// A level or decision that holds at least (floor) or at most (cap) where the
// condition holds. T is Level or Decision.
template <class T>
struct Bound {
  std::string id;
  Condition when;
  T bound{};
};

struct LevelPolicy {
  LogOdds base = 0.0;   // log-odds before any signal, for the score without a model
  double medium = 0.0;  // probabilities from which a level holds
  double high = 0.0;
  double critical = 0.0;
  LogOdds medium_margin = 0.0;  // the rules' own margin from which at least medium holds
  std::vector<Bound<Level>> floors;
  std::vector<Bound<Level>> caps;  // win over floors
};

struct AttemptPolicy {
  LogOdds base = 0.0;
  double review = 0.0;  // the model's probability from which a person looks at it
  // The same for the rules' own margin turned into a probability, where no model
  // speaks. It is not calibrated, so it has its own threshold.
  double review_without_model = 0.0;
  // The probability counts only beside a signal of at least this weight: a reason
  // that a reviewer can check.
  LogOdds least_reason = 0.0;
  std::vector<Bound<Decision>> floors;
  std::vector<Bound<Decision>> caps;
  int hold_working_days = 3;
  std::vector<std::string> alternatives;
  bool meanwhile_honoured = false;  // the core system keeps paying during a hold
  // Of the attempts that pass, the share that a person looks at all the same, drawn by a
  // keyed hash (service/spot_check.cpp); 0: none. No verdict depends on it.
  double spot_check = 0.0;
};

// How far a registered helper may depart from what was agreed before it is said.
struct HelperPolicy {
  double tolerance = 1.5;             // times the persons expected in a day or a week
  int window_end_days = 14;           // before the person is due
  double window_end_tolerance = 2.0;  // the same, then
  int hours_tolerance_minutes = 30;   // before opening and after closing
  double beds_tolerance = 1.2;        // persons of a year to beds: residents change
};

struct Typology {
  std::string id;
  Sentence title;
  Condition when;
  std::vector<std::string> required_actions;
  Sentence care;  // who may be the victim and how to treat the elder; may be empty
};

// One sentence for the hotline, taken where all that it names holds.
struct AdviceRule {
  std::string id;
  bool say = true;              // else it is a thing to do
  std::vector<Level> levels;    // empty: any
  std::vector<Tactic> tactics;  // empty: any; else one of them was found
  Condition when;
  bool conditional = false;  // `when` counts
  Sentence text;
  int priority = 0;  // larger first
};

struct Policy {
  std::map<std::string, LogOdds> group_caps;  // of the sum of a group's weights, by magnitude
  LogOdds default_cap = 4.0;
  LevelPolicy report;
  LeastHeard heard;
  LevelPolicy url;
  AttemptPolicy attempt;
  HelperPolicy helpers;
  std::vector<Typology> typologies;
  std::vector<AdviceRule> advice;
  std::string digest;

  // Reads policy.toml, typologies.toml and advice.toml of `folder`. Fails with
  // kInvalid naming file and line of every mistake.
  static Result<Policy> load(const std::string& folder);
};

}  // namespace analyzer

#endif  // ANALYZER_ENGINE_POLICY_H_
