// The review queue's use cases: who may see and change which case, with an audit
// row for every change and every look at personal detail.

#include <algorithm>

#include "analyzer/service/case_view.h"
#include "analyzer/service/casework.h"
#include "analyzer/service/form.h"
#include "analyzer/service/ring_view.h"
#include "analyzer/service/service_impl.h"

namespace analyzer {
namespace {

constexpr std::chrono::minutes kLease{10};
constexpr std::chrono::hours kSkip{12};  // a released case does not return to the same person
constexpr std::size_t kMaxNote = 4000;   // characters, of at most four bytes
constexpr std::size_t kShortestEvidence = 4;
constexpr std::size_t kRingAttempts = 100;  // of a case, the latest
constexpr std::size_t kRingNodes = 150;     // that fit into a picture

bool may_review(const Actor& actor) {
  return has_role(actor.roles, Role::kReviewer) || has_role(actor.roles, Role::kSecondReviewer) ||
         has_role(actor.roles, Role::kSupervisor);
}

bool may_confirm(const Actor& actor) {
  return has_role(actor.roles, Role::kSecondReviewer) || has_role(actor.roles, Role::kSupervisor);
}

tl::unexpected<Error> denied() { return fail(ErrorCode::kNotFound, "no such case"); }

// The case, for who may know of it.
Result<Case> visible_case(store::Session& session, const Actor& actor, std::string_view id) {
  Result<std::optional<Case>> found = session.cases().find(id);
  if (!found) return tl::unexpected(found.error());
  if (!*found || !may_see(actor, (*found)->region)) return denied();
  return **std::move(found);
}

std::size_t characters(std::string_view utf8) {
  return static_cast<std::size_t>(std::count_if(utf8.begin(), utf8.end(), [](char c) {
    return (static_cast<unsigned char>(c) & 0xC0U) != 0x80U;
  }));
}

Result<std::string> note_of(const Form& form) {
  Result<std::string> note = form.text("note");
  if (note && note->size() > kMaxNote * 4) {
    return tl::unexpected(field_error("/note", "too_long", "at most 4000 characters"));
  }
  return note;
}

Result<CaseEvent> decision_event(const Form& form) {
  CaseEvent event;
  event.kind = CaseEventKind::kDecided;
  const auto disposition = form.word<Disposition>("disposition");
  if (!disposition) return tl::unexpected(disposition.error());
  if (!*disposition) {
    return tl::unexpected(field_error("/disposition", "required", "a disposition is needed"));
  }
  const auto cause = form.word<Cause>("cause");
  if (!cause) return tl::unexpected(cause.error());
  if (!*cause) return tl::unexpected(field_error("/cause", "required", "a cause is needed"));
  event.disposition = *disposition;
  event.cause = *cause;
  if (is_adverse(**disposition)) event.kind = CaseEventKind::kProposed;
  return event;
}

Result<CaseEvent> confirmation_event(const Form& form) {
  CaseEvent event;
  const Result<std::string> answer = form.text("confirmation");
  if (!answer) return tl::unexpected(answer.error());
  if (*answer != "confirm" && *answer != "reject") {
    return tl::unexpected(
        field_error("/confirmation", "unknown_word", "must be 'confirm' or 'reject'"));
  }
  event.kind = *answer == "confirm" ? CaseEventKind::kConfirmed : CaseEventKind::kRejected;
  return event;
}

// The event that `action` with `body` means.
Result<CaseEvent> event_of(CaseAction action, std::string_view body) {
  Result<Form> form = Form::read(body, {"note", "disposition", "cause", "confirmation"});
  if (!form) return tl::unexpected(form.error());
  Result<std::string> note = note_of(*form);
  if (!note) return tl::unexpected(note.error());
  Result<CaseEvent> event = CaseEvent{};
  switch (action) {
    case CaseAction::kClaim:
      event->kind = CaseEventKind::kClaimed;
      break;
    case CaseAction::kRelease:
      event->kind = CaseEventKind::kReleased;
      break;
    case CaseAction::kRenew:
      event->kind = CaseEventKind::kRenewed;
      break;
    case CaseAction::kNote:
      event->kind = CaseEventKind::kNoted;
      break;
    case CaseAction::kReopen:
      event->kind = CaseEventKind::kReopened;
      break;
    case CaseAction::kDecide:
      event = decision_event(*form);
      break;
    case CaseAction::kConfirmation:
      event = confirmation_event(*form);
      break;
  }
  if (!event) return event;
  const bool needs_note = action == CaseAction::kNote || action == CaseAction::kReopen ||
                          event->kind == CaseEventKind::kProposed ||
                          event->kind == CaseEventKind::kRejected;
  if (needs_note && note->empty()) {
    return tl::unexpected(field_error("/note", "required", "a note is needed"));
  }
  // A finding against a person rests on evidence: one word is none.
  if (event->kind == CaseEventKind::kProposed && characters(*note) < kShortestEvidence) {
    return tl::unexpected(field_error("/note", "too_short", "at least 4 characters"));
  }
  event->note = *std::move(note);
  return event;
}

// What the audit log says of it: the finding, and what was written beside it.
std::string cause_of(const CaseEvent& event, const Case& after) {
  const bool finding = event.kind == CaseEventKind::kDecided ||
                       event.kind == CaseEventKind::kProposed ||
                       event.kind == CaseEventKind::kConfirmed;
  if (!finding || !after.disposition) return event.note;
  const std::string word(name_of(*after.disposition));
  return event.note.empty() ? word : word + ": " + event.note;
}

// A decided case becomes a label of each observation, and tells the windows.
Status learn(ServiceImpl& service, Writing& writing, const Case& c) {
  store::Session& session = writing.session();
  const auto rows = session.observations().of_case(c.id);
  if (!rows) return tl::unexpected(rows.error());
  for (const store::ObservationSummary& row : *rows) {
    const store::Label label{
        row.seq, c.id, *c.disposition, c.cause.value_or(Cause::kNone), service.now(), c.decided_by};
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

bool allowed(const Actor& actor, CaseAction action) {
  if (action == CaseAction::kConfirmation || action == CaseAction::kReopen) {
    return may_confirm(actor);
  }
  return may_review(actor);
}

Error forbidden() {
  return {ErrorCode::kConflict, "this role may not do that", {{"", "forbidden", "not allowed"}}};
}

// What the windows know of the case's latest attempts.
Result<std::vector<AttemptEvent>> attempts_of(store::Session& session, std::string_view case_id) {
  const auto rows = session.observations().of_case(case_id);
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

std::vector<CaseState> states_of(const std::string& text) {
  std::vector<CaseState> out;
  std::size_t at = 0;
  while (at <= text.size() && !text.empty()) {
    const std::size_t comma = std::min(text.find(',', at), text.size());
    if (const auto state = parse_name<CaseState>(text.substr(at, comma - at))) {
      out.push_back(*state);
    }
    at = comma + 1;
  }
  return out;
}

}  // namespace

Result<Document> ServiceImpl::cases(const Actor& actor, const CaseFilter& filter) {
  if (!may_review(actor)) return tl::unexpected(forbidden());
  store::CaseQuery query;
  query.states = states_of(filter.state);
  if (const auto kind = parse_name<CaseKind>(filter.kind)) query.kinds = {*kind};
  // A region asked for outside one's own shows nothing rather than everything.
  query.region_prefix = filter.region.starts_with(actor.region) ? filter.region : actor.region;
  if (!filter.region.empty() && !filter.region.starts_with(actor.region) &&
      !actor.region.starts_with(filter.region)) {
    return document("{\"data\":[],\"next_cursor\":null}");
  }
  query.unplaced = filter.region.empty();
  query.assignee = filter.assignee == "me" ? actor.id : filter.assignee;
  query.held = filter.held;
  query.text = filter.text;
  query.cursor = filter.cursor;
  query.limit = static_cast<std::size_t>(std::clamp(filter.limit, 1, 200));
  Result<Reading> session = reading();
  if (!session) return tl::unexpected(session.error());
  Result<store::CasePage> page = (*session)->cases().list(query);
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
  CaseViews views(**session, *snapshot);
  Result<json::Object> detail = views.detail(*found);
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
  Result<Form> form = Form::read(body, {"kind", "region", "held"});
  if (!form) return tl::unexpected(form.error());
  const auto kind = form->word<CaseKind>("kind");
  if (!kind) return tl::unexpected(kind.error());
  store::ClaimQuery query;
  const Result<std::string> region = form->text("region");
  if (!region) return tl::unexpected(region.error());
  query.region_prefix = region->starts_with(actor.region) ? *region : actor.region;
  query.unplaced = region->empty();
  if (*kind) query.kinds = {**kind};
  query.actor = actor.id;
  query.second_review = may_confirm(actor);
  query.now = now();
  std::optional<Case> claimed;
  const Status status = sequencer_->run([&](Writing& writing) -> Status {
    Result<std::optional<Case>> next = writing.session().cases().next(query);
    if (!next) return tl::unexpected(next.error());
    if (!*next) return {};
    const CaseEvent event{CaseEventKind::kClaimed, query.now, actor.id, {}, {}, {},
                          query.now + kLease};
    Result<Case> c = change_case(writing.session(), (*next)->id, event, std::nullopt);
    if (!c) return tl::unexpected(c.error());
    claimed = *std::move(c);
    return append_audit(writing.session(),
                        audit_entry(actor, query.now, "case.claimed", claimed->id, "next"));
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
  if (!allowed(actor, action)) return tl::unexpected(forbidden());
  Result<CaseEvent> event = event_of(action, body);
  if (!event) return tl::unexpected(event.error());
  event->at = now();
  event->actor = actor.id;
  if (action == CaseAction::kClaim || action == CaseAction::kRenew) {
    event->lease_until = event->at + kLease;
  }
  std::optional<Case> changed;
  const Status status = sequencer_->run([&](Writing& writing) -> Status {
    store::Session& session = writing.session();
    const Result<Case> found = visible_case(session, actor, case_id);
    if (!found) return tl::unexpected(found.error());
    Result<Case> c = change_case(session, case_id, *event, if_match);
    if (!c) return tl::unexpected(c.error());
    if (action == CaseAction::kRelease) {
      if (Status s = session.cases().skip(case_id, actor.id, event->at + kSkip); !s) return s;
    }
    if (c->state == CaseState::kDecided && found->state != CaseState::kDecided) {
      if (Status s = learn(*this, writing, *c); !s) return s;
    }
    changed = *std::move(c);
    return append_audit(
        session, audit_entry(actor, event->at, "case." + std::string(name_of(event->kind)), case_id,
                             cause_of(*event, *changed)));
  });
  if (!status) return tl::unexpected(status.error());
  return summary_document(*changed);
}

Result<Document> ServiceImpl::subject(const Actor& actor, std::string_view case_id,
                                      std::string_view reason) {
  if (!may_review(actor)) return tl::unexpected(forbidden());
  if (reason.size() < 2) {
    return tl::unexpected(field_error("/reason", "required", "a reason is needed"));
  }
  json::Array data;
  // The look is on disk before anything is shown.
  const Status status = sequencer_->run([&](Writing& writing) -> Status {
    store::Session& session = writing.session();
    data.clear();
    const Result<Case> found = visible_case(session, actor, case_id);
    if (!found) return tl::unexpected(found.error());
    const auto rows = session.observations().of_case(case_id);
    if (!rows) return tl::unexpected(rows.error());
    for (const store::ObservationSummary& row : *rows) {
      Result<json::Value> one = open_secret(session, case_id, row.key.external_id);
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
