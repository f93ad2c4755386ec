// Decisions that can no longer be taken back: what follows from them inside and
// outside the house.

#include <map>
#include <optional>
#include <string>
#include <utility>
#include <vector>

#include "analyzer/service/case_listings.h"
#include "analyzer/service/case_rights.h"
#include "analyzer/service/casework.h"
#include "analyzer/service/feed_judged.h"
#include "analyzer/service/form.h"
#include "analyzer/service/list_rules.h"
#include "analyzer/service/objections.h"
#include "analyzer/service/outbox.h"
#include "analyzer/service/rule_figures.h"
#include "analyzer/service/service_impl.h"

namespace analyzer {
namespace {

constexpr std::size_t kGroup = 32;

// What a person found of a report says how right the lists are that named its links.
Status judge_lists(store::Session& session, store::Seq seq, Disposition found) {
  const bool scam = found == Disposition::kScam;
  if (!scam && found != Disposition::kNotScam) return {};
  const auto stored = session.observations().get(seq);
  if (!stored) return tl::unexpected(stored.error());
  return count_judged(session, stored->observation.verdict, scam);
}

// A settled case becomes a label of each observation that it held when it was
// decided, and tells the windows. `at` and `by`: of the decision that it says.
Status learn(ServiceImpl& service, Writing& writing, const Case& c, Time at,
             const std::string& by) {
  store::Session& session = writing.session();
  const auto rows = session.observations().of_case(c.id);
  if (!rows) return tl::unexpected(rows.error());
  for (const store::ObservationSummary& row : *rows) {
    if (row.arrived_at > *c.decided_at) continue;
    const store::Label label{row.seq, c.id, *c.disposition, c.cause.value_or(Cause::kNone), at, by};
    if (Status s = session.labels().append(label); !s) return s;
    if (row.key.kind != store::ObservationKind::kAttempt) {
      if (Status s = judge_lists(session, row.seq, *c.disposition); !s) return s;
      continue;
    }
    Status told = tell(session, "attempt.settled", c.id, service.now(),
                       {{"attempt_id", row.key.external_id}, {"caller", row.key.caller}});
    if (!told) return told;
  }
  DispositionEvent event;
  event.at = service.now();
  event.adverse = is_adverse(*c.disposition) || *c.disposition == Disposition::kScam;
  event.cleared =
      *c.disposition == Disposition::kCleared || *c.disposition == Disposition::kNotScam;
  if (!event.adverse && !event.cleared) return {};
  Result<std::vector<Link>> links = session.cases().links(c.id);
  if (!links) return tl::unexpected(links.error());
  event.links = *std::move(links);
  const Result<store::Seq> seq = session.window_log().append(0, event);
  if (!seq) return tl::unexpected(seq.error());
  writing.apply(*seq, event);
  return {};
}

// Who objected is to be told; where the objection was granted, the case objected to is
// cleared, and its attempts are known as harmless from now on.
Status answer_objection(ServiceImpl& service, Writing& writing, const Case& objection) {
  store::Session& session = writing.session();
  const auto found = session.objections().find(objection.id);
  if (!found) return tl::unexpected(found.error());
  if (!*found) return {};
  const auto contact = session.secrets().find(objection.id, kObjectionContact);
  if (!contact) return tl::unexpected(contact.error());
  if (*contact) {
    Status s = session.objections().set_callback(objection.id, store::Callback::kDue);
    if (!s) return s;
  }
  if (*objection.disposition != Disposition::kAmended) return {};
  CaseEvent event;
  event.kind = CaseEventKind::kAmended;
  event.at = service.now();
  event.actor = objection.decided_by;
  event.note = "异议成立(" + objection.id + ")";
  event.disposition = Disposition::kCleared;
  event.cause = objection.cause;
  const Result<Case> amended = change_case(session, (*found)->about, event, std::nullopt);
  // It was opened again meanwhile: then a person looks at it anyhow.
  if (!amended && amended.error().code == ErrorCode::kConflict) return {};
  if (!amended) return tl::unexpected(amended.error());
  if (Status s = learn(service, writing, *amended, event.at, event.actor); !s) return s;
  return append_audit(
      session, {event.at, event.actor, "case.amended", amended->id, objection.id, "ok", {}, {}});
}

using Shown = std::optional<std::vector<ShownValue>>;

// `shown`: of `c` as it stands.
Status settle_one(ServiceImpl& service, Writing& writing, const Case& c, Shown shown) {
  CaseEvent event;
  event.kind = CaseEventKind::kSettled;
  event.at = service.now();
  event.actor = "system";
  const Result<Case> settled = change_case(writing.session(), c.id, event, std::nullopt);
  if (!settled) return tl::unexpected(settled.error());
  if (settled->kind == CaseKind::kObjection) {
    if (Status s = answer_objection(service, writing, *settled); !s) return s;
  } else {
    if (Status s = count_settled(writing.session(), *settled, shanghai_date(event.at)); !s)
      return s;
    Status s = learn(service, writing, *settled, *settled->decided_at, settled->decided_by);
    if (s) s = list_settled(service, writing.session(), *settled, std::move(shown));
    if (!s) return s;
  }
  return append_audit(
      writing.session(),
      {event.at, "system", "case.settled", c.id, "the time to take it back is over", "ok", {}, {}});
}

}  // namespace

// 归档 by itself, some time after the decision.
void ServiceImpl::archive_cases() {
  const Time before = now() - std::chrono::days{snapshot()->casework().archive_days};
  {
    Result<Reading> session = reading();
    if (!session) return;
    const auto done = (*session)->cases().done_with(before, 1);
    if (!done || done->empty()) return;
  }
  (void)sequencer_->run([&](Writing& writing) -> Status {
    const auto done = writing.session().cases().done_with(before, kGroup);
    if (!done) return tl::unexpected(done.error());
    CaseEvent event;
    event.kind = CaseEventKind::kArchived;
    event.at = now();
    event.actor = "system";
    for (const Case& c : *done) {
      const Result<Case> filed = change_case(writing.session(), c.id, event, c.version);
      if (!filed) return tl::unexpected(filed.error());
      if (Status s = append_audit(
              writing.session(),
              {event.at, "system", "case.archived", c.id, "time is over", "ok", {}, {}});
          !s) {
        return s;
      }
    }
    return {};
  });
}

void ServiceImpl::settle_decisions() {
  while (true) {
    Result<Reading> session = reading();
    if (!session) return;
    const auto due = (*session)->cases().settling(now(), kGroup);
    if (!due || due->empty()) return;
    (void)list_rules_->benign();  // read before others wait for it, and so is what is shown
    std::map<std::pair<std::string, std::int64_t>, Shown> shown;  // by case and version
    for (const Case& c : *due) shown[{c.id, c.version}] = read_shown(*this, **session, c);
    // Each undone by itself, so that one that fails holds up no other. It is first again
    // the next time: what stands behind a whole group of such waits for a person.
    std::size_t settled = 0;
    for (const Case& c : *due) {
      const Status status = sequencer_->run([&](Writing& writing) -> Status {
        // Read again: the decision may have been taken back since.
        const auto still = writing.session().cases().find(c.id);
        if (!still) return tl::unexpected(still.error());
        if (!*still || (*still)->version != c.version) return {};
        return settle_one(*this, writing, **still, std::move(shown[{c.id, c.version}]));
      });
      if (status) ++settled;
    }
    // What they listed counts from here on; if that fails, with the next refresh.
    if (settled > 0) (void)refresh_indicators();
    if (settled == 0 || due->size() < kGroup) return;
  }
}

}  // namespace analyzer
