// The review queue's use cases: who may see and change which case, with an audit
// row for every change and every look at personal detail.

#include <algorithm>

#include "analyzer/service/case_actions.h"
#include "analyzer/service/case_listings.h"
#include "analyzer/service/case_rights.h"
#include "analyzer/service/case_view.h"
#include "analyzer/service/casework.h"
#include "analyzer/service/form.h"
#include "analyzer/service/reason.h"
#include "analyzer/service/ring_view.h"
#include "analyzer/service/service_impl.h"

namespace analyzer {
namespace {

constexpr std::chrono::minutes kLease{10};
constexpr std::chrono::hours kSkip{12};     // a released case does not return to the same person
constexpr std::size_t kRingAttempts = 100;  // of a case, the latest
constexpr std::size_t kRingNodes = 150;     // that fit into a picture

// What the windows know of the case's latest attempts.
Result<std::vector<AttemptEvent>> attempts_of(store::Session& session, std::string_view case_id) {
  const auto rows = seen_with(session, case_id);
  if (!rows) return tl::unexpected(rows.error());
  std::vector<AttemptEvent> out;
  for (auto row = rows->rbegin(); row != rows->rend() && out.size() < kRingAttempts; ++row) {
    if (row->key.kind != store::ObservationKind::kAttempt) continue;
    const auto stored = session.observations().get(row->seq);
    if (!stored) return tl::unexpected(stored.error());
    const auto* event = std::get_if<AttemptEvent>(&stored->observation.event);
    if (event != nullptr) out.push_back(*event);
  }
  return out;
}

// Claims the most urgent case for the actor. Whoever handled a matter himself is
// recused from its case on the way; one of a place he stated a conflict for is passed over.
Status claim_next(store::Session& session, const SiteKeys& keys, const Actor& actor,
                  const store::ClaimQuery& query, std::optional<Case>& claimed) {
  while (true) {
    Result<std::optional<Case>> next = session.cases().next(query);
    if (!next) return tl::unexpected(next.error());
    if (!*next) return {};
    const auto apart = stands_apart(session, keys, **next, actor.id);
    if (!apart) return tl::unexpected(apart.error());
    if (*apart) {
      // What he handled stays so; a conflict may end.
      Status s = **apart == Apart::kOwnHandling
                     ? recuse_handler(session, **next, actor, query.now)
                     : session.cases().skip((*next)->id, actor.id, query.now + kSkip);
      if (!s) return s;
      continue;
    }
    CaseEvent event;
    event.kind = CaseEventKind::kClaimed;
    event.at = query.now;
    event.actor = actor.id;
    event.lease_until = query.now + kLease;
    Result<Case> c = change_case(session, (*next)->id, event, std::nullopt);
    if (!c) return tl::unexpected(c.error());
    claimed = *std::move(c);
    return append_audit(session,
                        audit_entry(actor, query.now, "case.claimed", claimed->id, "next"));
  }
}

}  // namespace

Result<Document> ServiceImpl::cases(const Actor& actor, const CaseFilter& filter) {
  if (!may_review(actor)) return tl::unexpected(forbidden());
  const std::optional<store::CaseQuery> query = query_of(actor, filter, now());
  if (!query) return document("{\"data\":[],\"next_cursor\":null}");
  Result<Reading> session = reading();
  if (!session) return tl::unexpected(session.error());
  Result<store::CasePage> page = (*session)->cases().list(*query);
  if (!page) return tl::unexpected(page.error());
  const auto snapshot = this->snapshot();
  CaseViews views(**session, *snapshot);
  json::Array data;
  for (const Case& c : page->cases) data.push_back(views.summary(c));
  return document(json::write(
      json::Object{{"data", std::move(data)}, {"next_cursor", text_or_null(page->next_cursor)}}));
}

Result<Document> ServiceImpl::case_by_id(const Actor& actor, std::string_view id) {
  if (!may_review(actor)) return tl::unexpected(forbidden());
  Result<Reading> session = reading();
  if (!session) return tl::unexpected(session.error());
  const Result<Case> found = visible_case(**session, actor, id);
  if (!found) return tl::unexpected(found.error());
  const auto snapshot = this->snapshot();
  CaseViews views(**session, *snapshot, &keys_);
  Result<json::Object> detail = views.detail(*found, actor, now());
  if (!detail) return tl::unexpected(detail.error());
  Document out = document(json::write(*std::move(detail)));
  out.version = found->version;
  return out;
}

Result<Document> ServiceImpl::case_ring(const Actor& actor, std::string_view id, int steps) {
  if (!may_review(actor)) return tl::unexpected(forbidden());
  Result<Reading> session = reading();
  if (!session) return tl::unexpected(session.error());
  const Result<Case> found = visible_case(**session, actor, id);
  if (!found) return tl::unexpected(found.error());
  const auto attempts = attempts_of(**session, id);
  if (!attempts) return tl::unexpected(attempts.error());
  store::RingPicture picture;
  sequencer_->read([&](const store::Windows& windows) {
    picture = windows.ring(*attempts, steps, kRingNodes, now());
  });
  return document(json::write(ring_view(picture, steps)));
}

Result<Document> ServiceImpl::next_case(const Actor& actor, std::string_view body) {
  if (!may_review(actor)) return tl::unexpected(forbidden());
  Result<Form> form = Form::read(body, {"kind", "region", "levels", "held"});
  if (!form) return tl::unexpected(form.error());
  const auto kind = form->word<CaseKind>("kind");
  if (!kind) return tl::unexpected(kind.error());
  store::ClaimQuery query;
  const Result<std::string> region = form->text("region");
  if (!region) return tl::unexpected(region.error());
  query.region_prefix = region->starts_with(actor.region) ? *region : actor.region;
  query.unplaced = region->empty();
  if (*kind) query.kinds = {**kind};
  const auto levels = form->texts("levels");
  if (!levels) return tl::unexpected(levels.error());
  for (const std::string& word : levels->value_or(std::vector<std::string>{})) {
    const auto level = parse_name<Level>(word);
    if (!level) return tl::unexpected(field_error("/levels", "unknown_word", "no such level"));
    query.levels.push_back(*level);
  }
  query.actor = actor.id;
  query.second_review = may_confirm(actor);
  query.now = now();
  std::optional<Case> claimed;
  const Status status = sequencer_->run([&](Writing& writing) -> Status {
    return claim_next(writing.session(), keys_, actor, query, claimed);
  });
  if (!status) return tl::unexpected(status.error());
  if (!claimed) return Document{};
  return summary_document(*claimed);
}

Result<Document> ServiceImpl::summary_document(const Case& c) {
  Result<Reading> session = reading();
  if (!session) return tl::unexpected(session.error());
  const auto snapshot = this->snapshot();
  CaseViews views(**session, *snapshot);
  Document out = document(json::write(views.summary(c)));
  out.version = c.version;
  return out;
}

Result<Document> ServiceImpl::act(const Actor& actor, std::string_view case_id, CaseAction action,
                                  std::int64_t if_match, std::string_view body) {
  if (!may_act(actor, action)) return tl::unexpected(forbidden());
  const auto snapshot = this->snapshot();
  Result<CaseEvent> event = event_of(action, body, snapshot->casework(), now());
  if (!event) return tl::unexpected(event.error());
  event->at = now();
  event->actor = actor.id;
  if (gives_lease(action)) event->lease_until = event->at + kLease;
  std::optional<Case> changed;
  const Status status = sequencer_->run([&](Writing& writing) -> Status {
    store::Session& session = writing.session();
    const Result<Case> found = visible_case(session, actor, case_id);
    if (!found) return tl::unexpected(found.error());
    if (Status s = check_action(session, keys_, actor, *found, *event, snapshot->casework()); !s)
      return s;
    Result<Case> c = change_case(session, case_id, *event, if_match);
    if (!c) return tl::unexpected(c.error());
    if (action == CaseAction::kRelease) {
      if (Status s = session.cases().skip(case_id, actor.id, event->at + kSkip); !s) return s;
    }
    changed = *std::move(c);
    if (event->kind == CaseEventKind::kReopened) {
      if (Status s = take_back_listings(*this, session, case_id); !s) return s;
    }
    return append_audit(
        session, audit_entry(actor, event->at, "case." + std::string(name_of(event->kind)), case_id,
                             cause_of(*event, *changed)));
  });
  if (!status) return tl::unexpected(status.error());
  if (event->kind == CaseEventKind::kReopened) {
    if (Status s = refresh_indicators(); !s) return tl::unexpected(s.error());
  }
  return summary_document(*changed);
}

Result<Document> ServiceImpl::subject(const Actor& actor, std::string_view case_id,
                                      std::string_view reason) {
  if (!may_review(actor)) return tl::unexpected(forbidden());
  if (Status s = check_reason(reason, "/reason"); !s) return tl::unexpected(s.error());
  json::Array data;
  // The look is on disk before anything is shown.
  const Status status = sequencer_->run([&](Writing& writing) -> Status {
    store::Session& session = writing.session();
    data.clear();
    const Result<Case> found = workable_case(session, keys_, actor, case_id);
    if (!found) return tl::unexpected(found.error());
    const auto rows = seen_with(session, case_id);
    if (!rows) return tl::unexpected(rows.error());
    for (const store::ObservationSummary& row : *rows) {
      // What is of another region, or stands in a case of one, is opened there.
      if (!may_see(actor, row.region)) continue;
      if (row.case_id != case_id && !workable_case(session, keys_, actor, row.case_id)) continue;
      Result<json::Value> one = open_secret(session, row.case_id, row.key.external_id);
      if (!one) return tl::unexpected(one.error());
      if (one->is_null()) continue;
      const char* part = row.key.kind == store::ObservationKind::kAttempt ? "subject" : "suspect";
      data.push_back(json::Object{{"observation_id", row.key.external_id}, {part, *one}});
    }
    return append_audit(
        session, audit_entry(actor, now(), "case.view_subject", case_id, std::string(reason)));
  });
  if (!status) return tl::unexpected(status.error());
  return document(json::write(json::Object{{"data", std::move(data)}}));
}

Result<json::Value> ServiceImpl::open_secret(store::Session& session, std::string_view case_id,
                                             const std::string& observation_id) {
  const auto secret = session.secrets().find(case_id, "subject:" + observation_id);
  if (!secret) return tl::unexpected(secret.error());
  if (!*secret) return json::Value(nullptr);
  Result<std::string> plain = keys_.decrypt((*secret)->bytes, case_id);
  if (!plain) return tl::unexpected(plain.error());
  Result<json::Value> value = json::parse(*plain);
  if (!value || !value->is_object()) return fail(ErrorCode::kCorrupt, "a detail is damaged");
  // An attempt's detail was written as an attempt that holds nothing else.
  const json::Value* part = value->get_object().if_contains("subject");
  return part == nullptr ? *value : *part;
}

}  // namespace analyzer
