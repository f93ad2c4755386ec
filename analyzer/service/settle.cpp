// Decisions that can no longer be taken back: what follows from them inside and
// outside the house.

#include "analyzer/service/case_rights.h"
#include "analyzer/service/casework.h"
#include "analyzer/service/form.h"
#include "analyzer/service/service_impl.h"

namespace analyzer {
namespace {

constexpr std::size_t kGroup = 32;

// A settled case becomes a label of each observation that it held when it was
// decided, and tells the windows.
Status learn(ServiceImpl& service, Writing& writing, const Case& c) {
  store::Session& session = writing.session();
  const auto rows = session.observations().of_case(c.id);
  if (!rows) return tl::unexpected(rows.error());
  for (const store::ObservationSummary& row : *rows) {
    if (row.arrived_at > *c.decided_at) continue;
    const store::Label label{
        row.seq, c.id, *c.disposition, c.cause.value_or(Cause::kNone), *c.decided_at, c.decided_by};
    if (Status s = session.labels().append(label); !s) return s;
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

Status settle_one(ServiceImpl& service, Writing& writing, const Case& c) {
  CaseEvent event;
  event.kind = CaseEventKind::kSettled;
  event.at = service.now();
  event.actor = "system";
  const Result<Case> settled = change_case(writing.session(), c.id, event, std::nullopt);
  if (!settled) return tl::unexpected(settled.error());
  if (Status s = learn(service, writing, *settled); !s) return s;
  return append_audit(
      writing.session(),
      {event.at, "system", "case.settled", c.id, "the time to take it back is over", "ok", {}, {}});
}

}  // namespace

void ServiceImpl::settle_decisions() {
  while (true) {
    Result<Reading> session = reading();
    if (!session) return;
    const auto due = (*session)->cases().settling(now(), kGroup);
    if (!due || due->empty()) return;
    const Status status = sequencer_->run([&](Writing& writing) -> Status {
      // Read again: a decision may have been taken back since.
      const auto still = writing.session().cases().settling(now(), kGroup);
      if (!still) return tl::unexpected(still.error());
      for (const Case& c : *still) {
        if (Status s = settle_one(*this, writing, c); !s) return s;
      }
      return {};
    });
    if (!status || due->size() < kGroup) return;
  }
}

}  // namespace analyzer
