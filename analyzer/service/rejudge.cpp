#include "analyzer/service/rejudge.h"

#include <algorithm>
#include <string_view>
#include <utility>
#include <variant>

#include "analyzer/service/casework.h"
#include "analyzer/service/listed_links.h"
#include "analyzer/service/stored_facts.h"
#include "analyzer/service/stored_verdict.h"
#include "analyzer/text/read.h"

namespace analyzer {
namespace {

constexpr const char* kSystem = "system";

// An observation judged anew.
struct Judgement {
  Verdict verdict;
  History history;
  std::vector<Link> links;
  bool worse = false;
  bool better = false;
};

// What was said last: in the answer, or by an earlier second judgement.
template <class T>
T judged_before(const store::NewObservation& row, std::string_view field, T answered) {
  if (row.verdict.empty()) return answered;
  const auto stored = json::parse(row.verdict, {.max_depth = 32, .max_bytes = 8U << 20U});
  if (!stored) return answered;
  const json::Value* verdict =
      stored->is_object() ? stored->get_object().if_contains("verdict") : nullptr;
  const json::Value* word = verdict != nullptr && verdict->is_object()
                                ? verdict->get_object().if_contains({field.data(), field.size()})
                                : nullptr;
  if (word == nullptr || !word->is_string()) return answered;
  const auto later = parse_name<T>(std::string_view(word->get_string()));
  return std::max(answered, later.value_or(answered));
}

Result<Judgement> judge_attempt(ServiceImpl& service, Writing& writing,
                                const store::NewObservation& row, const Snapshot& snapshot) {
  const auto* event = std::get_if<AttemptEvent>(&row.event);
  if (event == nullptr || !row.decision) return fail(ErrorCode::kCorrupt, "no event is stored");
  const Result<Attempt> attempt = stored_attempt(row);
  if (!attempt) return tl::unexpected(attempt.error());
  Judgement out;
  AttemptEvent seen = *event;
  seen.arrival = row.seq;
  writing.windows().look(seen, out.history);
  out.history.helpers = service.registered(seen);
  out.history.listed = listed_links(seen, snapshot.indicators());
  out.verdict = assess(*attempt, out.history, snapshot);
  out.links = links_of(seen);
  const Decision before = judged_before(row, "decision", *row.decision);
  out.worse = *out.verdict.decision > before;
  out.better = *out.verdict.decision < before;
  return out;
}

Result<Judgement> judge_report(Writing& writing, const store::NewObservation& row,
                               const Snapshot& snapshot) {
  const auto* event = std::get_if<ReportEvent>(&row.event);
  if (event == nullptr || !row.level) return fail(ErrorCode::kCorrupt, "no event is stored");
  const Result<Report> report = stored_report(row);
  if (!report) return tl::unexpected(report.error());
  const Report& sent = *report;
  const Facts read =
      text::read(sent.text.value_or(""), sent.urls, sent.wording == Wording::kDictated);
  Judgement out;
  ReportEvent seen = *event;
  seen.arrival = row.seq;
  writing.windows().look(seen, out.history);
  out.history.listed = listed_links(seen, read, snapshot.indicators());
  out.verdict = assess(sent, read, prepare(sent, read, snapshot), out.history, snapshot);
  out.links = links_of(seen);
  const Level before = judged_before(row, "level", *row.level);
  out.worse = *out.verdict.level > before;
  out.better = *out.verdict.level < before;
  return out;
}

// What makes a person look at it: a decision to review, or a level that opens a
// case for a report too (submit_report.cpp). A silent match that would be held
// asks for one active certification: no case of fraud.
bool needs_case(const Verdict& verdict, const store::NewObservation& row) {
  if (verdict.decision) {
    const auto* event = std::get_if<AttemptEvent>(&row.event);
    const bool silent = event != nullptr && event->channel == Channel::kSilent;
    return *verdict.decision != Decision::kPass && !(silent && verdict.hold);
  }
  return *verdict.level >= Level::kMedium;
}

std::string reason_of(store::FollowUp why) {
  if (why == store::FollowUp::kListed) return "名单更新后重新判断";
  return why == store::FollowUp::kLate ? "补报的记录到达后重新判断" : "恢复正常后重新判断";
}

// The attempt was accepted meanwhile: nothing is held by its case.
CaseDraft draft_of(const store::NewObservation& row, const Judgement& judged, store::FollowUp why) {
  const bool attempt = row.key.kind == store::ObservationKind::kAttempt;
  CaseDraft draft;
  draft.kind = attempt ? CaseKind::kRetro : CaseKind::kReport;
  draft.region = row.region;
  draft.title = reason_of(why) + ":" + title_of(judged.verdict, "认证异常,待核查");
  draft.score = judged.verdict.score;
  draft.priority = priority_of(judged.verdict.score, false, false);
  draft.links = judged.links;
  draft.group = group_of(row);
  for (const Link& link : judged.links) {
    if (!attempt || binds_attempts(link.kind)) draft.joins.push_back(link);
  }
  return draft;
}

// Tells the case that the observation is in already, unless it is decided.
Result<std::string> tell_case(ServiceImpl& service, Writing& writing, const Case& c,
                              const store::NewObservation& row, const Judgement& judged,
                              store::FollowUp why) {
  CaseEvent event{CaseEventKind::kNoted, service.now(), kSystem, {}, {}, {}, {}};
  event.note =
      reason_of(why) + "(" + row.key.external_id + "):" + title_of(judged.verdict, "疑点加重");
  Case worse = c;
  worse.score = std::max(c.score, judged.verdict.score);
  worse.priority = std::max(c.priority, priority_of(judged.verdict.score, false, false));
  const Result<Case> next = apply(worse, event);
  if (!next) return tl::unexpected(next.error());
  Status status = writing.session().cases().put(*next, c.version);
  if (status) status = writing.session().cases().append_event(c.id, event);
  if (!status) return tl::unexpected(status.error());
  return c.id;
}

// What a list named is named no longer: whoever works on the case is to know, and
// decides. Told once: the stored verdict stays, so the same note is not written twice.
Status tell_relief(ServiceImpl& service, Writing& writing, const store::NewObservation& row,
                   const Judgement& judged) {
  if (row.case_id.empty()) return {};
  const auto found = writing.session().cases().find(row.case_id);
  if (!found) return tl::unexpected(found.error());
  if (!*found || (*found)->state == CaseState::kDecided) return {};
  CaseEvent event{CaseEventKind::kNoted, service.now(), kSystem, {}, {}, {}, {}};
  event.note = reason_of(store::FollowUp::kListed) + "(" + row.key.external_id + "):疑点减轻,现为" +
               (judged.verdict.decision ? std::string(name_of(*judged.verdict.decision))
                                        : std::string(name_of(*judged.verdict.level)));
  const auto events = writing.session().cases().events(row.case_id);
  if (!events) return tl::unexpected(events.error());
  for (const CaseEvent& earlier : *events) {
    if (earlier.note == event.note) return {};
  }
  const Result<Case> next = change_case(writing.session(), row.case_id, event, std::nullopt);
  if (!next) return tl::unexpected(next.error());
  return {};
}

Result<std::string> case_for(ServiceImpl& service, Writing& writing,
                             const store::NewObservation& row, const Judgement& judged,
                             store::FollowUp why) {
  if (!row.case_id.empty()) {
    Result<std::optional<Case>> found = writing.session().cases().find(row.case_id);
    if (!found) return tl::unexpected(found.error());
    if (*found && (*found)->state != CaseState::kDecided) {
      return tell_case(service, writing, **found, row, judged, why);
    }
  }
  return open_or_join(writing.session(), draft_of(row, judged, why), service.now(), service.ids());
}

Status record(Writing& writing, store::Seq seq, const Judgement& judged,
              const std::string& case_id) {
  const std::string kept =
      case_id.empty() ? std::string() : stored_verdict(judged.verdict, judged.history);
  Status status = writing.session().observations().set_verdict(seq, kept, judged.verdict.score,
                                                               case_id, judged.verdict.level);
  if (!status || case_id.empty()) return status;
  return writing.session().follow_ups().add(seq, store::FollowUp::kExplain);
}

}  // namespace

Result<Rejudged> rejudge(ServiceImpl& service, Writing& writing, store::Seq seq,
                         store::FollowUp why, const Snapshot& snapshot) {
  const Result<store::StoredObservation> stored = writing.session().observations().get(seq);
  if (!stored) return tl::unexpected(stored.error());
  const store::NewObservation& row = stored->observation;
  const Result<Judgement> judged = row.key.kind == store::ObservationKind::kAttempt
                                       ? judge_attempt(service, writing, row, snapshot)
                                       : judge_report(writing, row, snapshot);
  if (!judged) return tl::unexpected(judged.error());
  if (!judged->verdict.degraded.empty()) return Rejudged::kStillDegraded;
  if (judged->better && why == store::FollowUp::kListed) {
    if (Status s = tell_relief(service, writing, row, *judged); !s)
      return tl::unexpected(s.error());
  }
  if (!judged->worse || !needs_case(judged->verdict, row)) {
    // What the first verdict found stays; it is only no longer in question.
    Status status =
        writing.session().observations().set_verdict(seq, row.verdict, row.score, row.case_id, {});
    if (!status) return tl::unexpected(status.error());
    return Rejudged::kSame;
  }
  const Result<std::string> case_id = case_for(service, writing, row, *judged, why);
  if (!case_id) return tl::unexpected(case_id.error());
  if (Status status = record(writing, seq, *judged, *case_id); !status) {
    return tl::unexpected(status.error());
  }
  return Rejudged::kWorse;
}

}  // namespace analyzer
