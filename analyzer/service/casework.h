// Opening cases and adding observations to them. On the sequencer's thread.

#ifndef ANALYZER_SERVICE_CASEWORK_H_
#define ANALYZER_SERVICE_CASEWORK_H_

#include <optional>
#include <string>
#include <vector>

#include "analyzer/core/case.h"
#include "analyzer/core/link.h"
#include "analyzer/core/result.h"
#include "analyzer/core/verdict.h"
#include "analyzer/service/ids.h"
#include "analyzer/store/store.h"

namespace analyzer {

// What is to become a case, or a part of one.
struct CaseDraft {
  CaseKind kind = CaseKind::kAttempt;
  std::string region;
  std::string title;
  double score = 0.0;
  std::int64_t priority = 0;
  std::optional<Time> decide_by;  // of a hold
  std::vector<Link> links;        // to be kept with the case
  std::vector<Link> joins;        // an open case with one of these takes it in
  // The campaign whose case of the draft's bureau takes it in before all others, also
  // decided and however large; it becomes that where there is none.
  std::string campaign;
  // Account id of who took the report in: recused from its case. Empty: nobody known.
  std::string handled_by = {};
  std::string news = {};  // written into the diary; raises a decided case again
  CaseGroup group = {};   // of whom it is about
};

// Puts the draft into the open case that it belongs to, else into a new one, and
// returns the case's id. A joined case takes the higher score and priority, the
// earlier decide_by and a version more. A decided one is opened again by news, and
// takes in silently what brings none.
Result<std::string> open_or_join(store::Session& session, const CaseDraft& draft, Time now,
                                 IdSource& ids);

// What the background has to do about an observation that is recorded: to explain
// what a person will look at, to judge again what was judged without a part.
Status note_follow_ups(store::Session& session, const store::NewObservation& row);

// Reads the case, applies `event` and writes both. `expected` is the version
// the actor saw, or nothing where the service acts itself. Fails with kNotFound,
// with kConflict (FieldError code "stale" if the version is another one), and as
// apply().
Result<Case> change_case(store::Session& session, std::string_view id, const CaseEvent& event,
                         std::optional<std::int64_t> expected);

// Of whom a stored observation is, by its facts; nothing known for a report.
CaseGroup group_of(const store::NewObservation& row);

// One plain line for the queue: of an attempt the strongest reason, of a report
// what it tries and the first link's domain ("停发威胁、钓鱼链接(rz-12333.top)").
std::string title_of(const Verdict& verdict, const std::string& fallback);

// Whether attempts that share such a link may be seen as one case: person, device,
// operator, fee payee. A clerk or a paper ties too many honest ones together.
constexpr bool binds_attempts(LinkKind kind) {
  return kind == LinkKind::kPerson || kind == LinkKind::kDevice || kind == LinkKind::kOperator ||
         kind == LinkKind::kPayee;
}

// Larger first: a person who still loses money before everything, then score.
std::int64_t priority_of(double score, bool money_moves, bool gave_secrets);

}  // namespace analyzer

#endif  // ANALYZER_SERVICE_CASEWORK_H_
