#include <algorithm>

#include "analyzer/engine/assess.h"
#include "analyzer/engine/attempt_columns.h"
#include "analyzer/engine/attempt_help.h"
#include "analyzer/engine/attempt_passes.h"
#include "analyzer/engine/hold.h"
#include "analyzer/engine/scoring.h"

namespace analyzer {
namespace {

// The model's probability, or that of the rules where the model cannot speak.
void score(Verdict& verdict, const AttemptContext& context) {
  const Snapshot& snapshot = context.snapshot;
  verdict.margin =
      additive_margin(verdict.signals, snapshot.policy().attempt.base, snapshot.policy());
  verdict.score = probability_of(verdict.margin);
  const models::Scorer* model = snapshot.attempt_model();
  if (model == nullptr) {
    verdict.degraded.emplace_back("model");
    return;
  }
  verdict.row = attempt_row(context, verdict.signals);
  if (const Result<double> margin = model->margin(verdict.row)) {
    verdict.margin = *margin;
    verdict.score = model->probability(*margin);
  } else {
    verdict.degraded.emplace_back("model");
  }
}

void name_typologies(Verdict& verdict, const Policy& policy) {
  const Spoken spoken(verdict.signals);
  for (const Typology& typology : policy.typologies) {
    if (!typology.when.holds(spoken)) continue;
    verdict.typologies.push_back(typology.id);
    for (const std::string& action : typology.required_actions) {
      auto& actions = verdict.required_actions;
      if (std::find(actions.begin(), actions.end(), action) == actions.end()) {
        actions.push_back(action);
      }
    }
  }
}

const Sentence kHoldMessage{
    "您的认证信息已提交,正在核对,核对期间不影响待遇发放。如需帮助请拨12333或到就近社保窗口。",
    "Your certification has been received and is being checked; payment goes on meanwhile. For "
    "help call 12333 or visit the nearest social-security window."};

void decide(Verdict& verdict, const AttemptContext& context, Time decided_at) {
  const AttemptPolicy& policy = context.snapshot.policy().attempt;
  const auto& degraded = verdict.degraded;
  const bool modelled = std::find(degraded.begin(), degraded.end(), "model") == degraded.end();
  const double threshold = modelled ? policy.review : policy.review_without_model;
  const bool likely =
      verdict.score >= threshold && speaks_for_fraud(verdict.signals, policy.least_reason);
  const Decision start = likely ? Decision::kReview : Decision::kPass;
  Decision decision = bounded(start, policy.floors, policy.caps, verdict.signals);
  if (decision == Decision::kHold && never_held(context.attempt)) decision = Decision::kReview;
  verdict.decision = decision;
  // Nobody is asked to act on what nobody is asked to look at.
  if (decision == Decision::kPass) verdict.required_actions.clear();
  if (decision != Decision::kHold) return;
  verdict.hold = make_hold(decided_at, context.due.due_on, policy, context.snapshot.working_days());
  if (context.attempt.channel == Channel::kSilent) {
    verdict.required_actions.insert(verdict.required_actions.begin(), "active_certification");
  }
  if (policy.meanwhile_honoured) verdict.public_message = kHoldMessage;
}

}  // namespace

void judge_evidence(Verdict& verdict, const AttemptContext& context, Time decided_at) {
  score(verdict, context);
  name_typologies(verdict, context.snapshot.policy());
  decide(verdict, context, decided_at);
}

Verdict assess(const Attempt& sent, const History& history, const Snapshot& snapshot,
               std::optional<Time> decided_at) {
  const std::optional<Attempt> corrected = as_registered(sent, history, snapshot);
  const Attempt& attempt = corrected ? *corrected : sent;
  const AttemptContext context = attempt_context(attempt, history, snapshot);
  Verdict verdict;
  if (!history.available) verdict.degraded.emplace_back("history");
  verdict.signals = attempt_evidence(context);
  judge_evidence(verdict, context, decided_at.value_or(attempt.occurred_at));
  verdict.help = help_for(verdict.signals, context);
  verdict.reasons = reasons_of(verdict.signals, kAttemptReasons, snapshot);
  verdict.missing = snapshot.channels().missing(attempt);
  verdict.versions = snapshot.versions();
  return verdict;
}

}  // namespace analyzer
