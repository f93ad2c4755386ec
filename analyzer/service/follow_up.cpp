// What is done about observations after they were answered: judging again,
// explaining. In the background, in small groups of the sequencer, so that
// callers hardly wait for it.

#include <utility>

#include "analyzer/service/rejudge.h"
#include "analyzer/service/stored_verdict.h"

namespace analyzer {
namespace {

constexpr std::size_t kGroup = 32;

// A row that cannot be judged again must not be tried for ever.
bool is_hopeless(const Error& error) { return error.code != ErrorCode::kUnavailable; }

Status judge_one(ServiceImpl& service, Writing& writing, store::Seq seq, store::FollowUp why,
                 const Snapshot& snapshot) {
  const Result<Rejudged> result = rejudge(service, writing, seq, why, snapshot);
  if (!result && !is_hopeless(result.error())) return tl::unexpected(result.error());
  // What is still degraded waits in its own list.
  const bool waits =
      result && *result == Rejudged::kStillDegraded && why == store::FollowUp::kDegraded;
  if (waits) return {};
  return writing.session().follow_ups().remove(seq, why);
}

}  // namespace

void ServiceImpl::tend() {
  lapse_holds();
  follow_up();
}

void ServiceImpl::follow_up() {
  judge_again(store::FollowUp::kLate);
  // A part comes back with a new snapshot, or it was away for a moment only.
  const std::shared_ptr<const Snapshot> snapshot = this->snapshot();
  const Time at = now();
  if (snapshot->name() != tended_snapshot_ || at - tended_at_ >= std::chrono::minutes{10}) {
    judge_again(store::FollowUp::kDegraded);
    tended_snapshot_ = snapshot->name();
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
    for (const store::Seq seq : group) explained.emplace_back(seq, explanation_of(seq, *snapshot));
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
std::string ServiceImpl::explanation_of(store::Seq seq, const Snapshot& snapshot) {
  Result<Reading> session = reading();
  if (!session) return {};
  const Result<store::StoredObservation> stored = (*session)->observations().get(seq);
  if (!stored) return {};
  const auto json = explain(stored->observation.verdict, snapshot);
  return json && *json ? **json : std::string();
}

}  // namespace analyzer
