// What is done about observations after they were answered: judging again,
// explaining. In the background, in small groups of the sequencer, so that
// callers hardly wait for it.

#include <utility>

#include "analyzer/service/rejudge.h"
#include "analyzer/service/retention_job.h"
#include "analyzer/service/rule_work.h"
#include "analyzer/service/stored_verdict.h"
#include "analyzer/service/visit_list.h"

namespace analyzer {
namespace {

constexpr std::size_t kGroup = 32;
constexpr std::chrono::minutes kTryAgain{60};

// Which models there are, by name.
std::string models_of(const Snapshot& snapshot) {
  std::string out;
  for (const auto& [part, digest] : snapshot.parts()) {
    if (part.starts_with("model.")) out += digest;
  }
  return out;
}

// A row that cannot be judged again must not be tried for ever.
bool is_hopeless(const Error& error) { return error.code != ErrorCode::kUnavailable; }

Status judge_one(ServiceImpl& service, Writing& writing, store::Seq seq, store::FollowUp why,
                 const Snapshot& snapshot) {
  const Result<Rejudged> result = rejudge(service, writing, seq, why, snapshot);
  if (!result && !is_hopeless(result.error())) return tl::unexpected(result.error());
  // What is still degraded waits in its own list.
  const bool waits = result && *result == Rejudged::kStillDegraded &&
                     (why == store::FollowUp::kDegraded || why == store::FollowUp::kListed);
  if (waits) return {};
  return writing.session().follow_ups().remove(seq, why);
}

}  // namespace

void ServiceImpl::tend() {
  lapse_holds();
  settle_decisions();
  let_pictures_go();
  count_days();
  draw_spot_checks();
  visit_list_->tend();
  rule_work_->tend();
  archive_cases();
  retention_->tend();
  follow_up();
}

void ServiceImpl::follow_up() {
  judge_again(store::FollowUp::kLate);
  look_back_on_lists();
  judge_again(store::FollowUp::kListed);
  // A model comes back with a reload; other parts are away for a moment only.
  const std::string models = models_of(*this->snapshot());
  const Time at = now();
  if (models != tended_models_ || at - tended_at_ >= kTryAgain) {
    judge_again(store::FollowUp::kDegraded);
    tended_models_ = models;
    tended_at_ = at;
  }
  explain_cases();
}

std::vector<store::Seq> ServiceImpl::waiting(store::FollowUp kind, store::Seq after) {
  {
    const std::lock_guard lock(jobs_mutex_);
    if (jobs_stop_) return {};
  }
  Result<Reading> session = reading();
  if (!session) return {};
  Result<std::vector<store::Seq>> found = (*session)->follow_ups().waiting(kind, after, kGroup);
  return found ? *std::move(found) : std::vector<store::Seq>{};
}

void ServiceImpl::judge_again(store::FollowUp why) {
  const std::shared_ptr<const Snapshot> snapshot = this->snapshot();
  for (auto group = waiting(why, 0); !group.empty(); group = waiting(why, group.back())) {
    const Status status = sequencer_->run([&](Writing& writing) -> Status {
      for (const store::Seq seq : group) {
        if (Status s = judge_one(*this, writing, seq, why, *snapshot); !s) return s;
      }
      return {};
    });
    if (!status) return;  // tried again at the next round
  }
}

void ServiceImpl::explain_cases() {
  const std::shared_ptr<const Snapshot> snapshot = this->snapshot();
  for (auto group = waiting(store::FollowUp::kExplain, 0); !group.empty();
       group = waiting(store::FollowUp::kExplain, group.back())) {
    std::vector<std::pair<store::Seq, std::string>> explained;
    for (const store::Seq seq : group) {
      Result<std::string> json = explanation_of(seq, *snapshot);
      if (!json && !is_hopeless(json.error())) return;  // tried again at the next round
      explained.emplace_back(seq, json ? *std::move(json) : std::string());
    }
    const Status status = write([&](store::Session& session) -> Status {
      for (const auto& [seq, json] : explained) {
        if (!json.empty()) {
          Status s = session.follow_ups().set_explanation(seq, json);
          if (!s && !is_hopeless(s.error())) return s;
        }
        if (Status s = session.follow_ups().remove(seq, store::FollowUp::kExplain); !s) return s;
      }
      return {};
    });
    if (!status) return;
  }
}

// Empty if there is nothing to say.
Result<std::string> ServiceImpl::explanation_of(store::Seq seq, const Snapshot& snapshot) {
  Result<Reading> session = reading();
  if (!session) return tl::unexpected(session.error());
  const Result<store::StoredObservation> stored = (*session)->observations().get(seq);
  if (!stored) return tl::unexpected(stored.error());
  const auto json = explain(stored->observation.verdict, snapshot);
  if (!json) return tl::unexpected(json.error());
  return json->value_or("");
}

}  // namespace analyzer
