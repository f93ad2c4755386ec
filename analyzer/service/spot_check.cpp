// 抽查: of the attempts that passed, a share that a person looks at all the same. What
// was passed is drawn in the background once its day in China is over, by a keyed hash
// of its number: whoever has the key and the database draws the same again, nobody else
// can tell beforehand which.

#include <charconv>

#include "analyzer/service/case_view.h"
#include "analyzer/service/casework.h"
#include "analyzer/service/form.h"
#include "analyzer/service/service_impl.h"

namespace analyzer {
namespace {

constexpr const char* kCursor = "spot_check.drawn";  // in Meta: the last seq
constexpr std::size_t kAtOnce = 500;
constexpr int kMostGroups = 40;          // a round
constexpr std::chrono::days kLatest{7};  // what is older is not drawn any more

Result<store::Seq> drawn_so_far(store::Session& session) {
  const auto kept = session.meta().get(kCursor);
  if (!kept) return tl::unexpected(kept.error());
  store::Seq seq = 0;
  if (*kept) std::from_chars((*kept)->data(), (*kept)->data() + (*kept)->size(), seq);
  return seq;
}

// In [0,1), evenly.
double lot_of(const SiteKeys& keys, store::Seq seq) {
  const LinkKey key = keys.link(LinkKind::kPerson, "spot_check", std::to_string(seq));
  constexpr double kSteps = 9007199254740992.0;  // 2^53
  return static_cast<double>(key.low >> 11U) / kSteps;
}

Status open_check(ServiceImpl& service, store::Session& session, store::Seq seq) {
  const auto stored = session.observations().get(seq);
  if (!stored) return tl::unexpected(stored.error());
  const store::NewObservation& o = stored->observation;
  if (!o.case_id.empty() || o.outcome != Outcome::kPassed) return {};
  CaseDraft draft;
  draft.kind = CaseKind::kSpotCheck;
  draft.region = o.region;
  draft.title = "抽查:未见异常的认证";
  draft.score = o.score;
  draft.group = group_of(o);
  const Result<std::string> id = open_or_join(session, draft, service.now(), service.ids());
  if (!id) return tl::unexpected(id.error());
  return session.observations().set_case(seq, *id);
}

}  // namespace

void ServiceImpl::draw_spot_checks() {
  const double share = snapshot()->policy().attempt.spot_check;
  const Time today = shanghai_midnight(shanghai_date(now()));
  bool more = true;
  for (int group = 0; group < kMostGroups && more; ++group) {
    store::Seq from = 0;
    store::Seq next = 0;
    std::vector<store::Seq> drawn;
    {
      Result<Reading> session = reading();
      if (!session) return;
      const auto cursor = drawn_so_far(**session);
      if (!cursor) return;
      from = next = *cursor;
      const auto passed = (*session)->daily_counts().uncounted(from, kAtOnce);
      if (!passed) return;
      more = passed->size() == kAtOnce;
      for (const store::Countable& one : *passed) {
        if (one.arrived_at >= today) {
          more = false;
          break;
        }
        next = one.seq;
        const bool pass = one.kind == store::ObservationKind::kAttempt && one.decision &&
                          *one.decision == Decision::kPass;
        if (one.arrived_at < today - kLatest || !pass) continue;
        if (lot_of(keys_, one.seq) < share) drawn.push_back(one.seq);
      }
    }
    if (next == from) return;
    const Status status = write([&](store::Session& session) -> Status {
      const auto cursor = drawn_so_far(session);
      if (!cursor) return tl::unexpected(cursor.error());
      if (*cursor != from) return {};  // drawn by another thread meanwhile
      for (const store::Seq seq : drawn) {
        if (Status s = open_check(*this, session, seq); !s) return s;
      }
      return session.meta().set(kCursor, std::to_string(next));
    });
    if (!status) return;  // drawn in the next round
  }
}

}  // namespace analyzer
