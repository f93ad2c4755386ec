#include "analyzer/service/case_rights.h"

#include <algorithm>

#include "analyzer/service/casework.h"
#include "analyzer/service/conflict_list.h"
#include "analyzer/service/evidence_files.h"
#include "analyzer/service/form.h"
#include "analyzer/service/refusal.h"
#include "analyzer/service/seal.h"

namespace analyzer {
namespace {

// Words separated by commas.
template <class E>
std::vector<E> words_in(const std::string& text) {
  std::vector<E> out;
  std::size_t at = 0;
  while (at <= text.size() && !text.empty()) {
    const std::size_t comma = std::min(text.find(',', at), text.size());
    if (const auto word = parse_name<E>(text.substr(at, comma - at))) out.push_back(*word);
    at = comma + 1;
  }
  return out;
}

bool has_any(const store::User& user, std::initializer_list<Role> roles) {
  return std::any_of(roles.begin(), roles.end(), [&](Role role) {
    return std::find(user.roles.begin(), user.roles.end(), name_of(role)) != user.roles.end();
  });
}

Status check_receiver(store::Session& session, const Case& c, const std::string& person) {
  const auto user = session.accounts().find_user(person);
  if (!user) return tl::unexpected(user.error());
  if (!*user || (*user)->disabled) {
    return tl::unexpected(field_error("/person", "unknown", "no such person"));
  }
  const bool second = c.state == CaseState::kSecondReview;
  const bool may =
      second ? has_any(**user, {Role::kSecondReviewer, Role::kSupervisor})
             : has_any(**user, {Role::kReviewer, Role::kSecondReviewer, Role::kSupervisor});
  if (!may || (!c.region.empty() && !c.region.starts_with((*user)->region))) {
    return tl::unexpected(field_error("/person", "may_not", "that person may not take the case"));
  }
  return {};
}

Status check_finding(const Case& c, const CaseEvent& event, const CaseworkWords& words) {
  if (event.finding.empty()) return {};
  const FindingWord* word = words.finding(event.finding);
  if (word != nullptr && word->is_for(c.kind)) return {};
  return tl::unexpected(field_error("/finding", "unknown_word", "no finding for such a case"));
}

}  // namespace

bool may_review(const Actor& actor) {
  return has_role(actor.roles, Role::kReviewer) || may_confirm(actor);
}

bool may_confirm(const Actor& actor) {
  return has_role(actor.roles, Role::kSecondReviewer) || is_supervisor(actor);
}

bool is_supervisor(const Actor& actor) { return has_role(actor.roles, Role::kSupervisor); }

bool may_act(const Actor& actor, CaseAction action) {
  if (action == CaseAction::kConfirmation || action == CaseAction::kReopen ||
      action == CaseAction::kAnswerExtension || action == CaseAction::kArchive) {
    return may_confirm(actor);
  }
  return may_review(actor);
}

Error forbidden() {
  return {ErrorCode::kConflict, "this role may not do that", {{"", "forbidden", "not allowed"}}};
}

Result<Case> visible_case(store::Session& session, const Actor& actor, std::string_view id) {
  Result<std::optional<Case>> found = session.cases().find(id);
  if (!found) return tl::unexpected(found.error());
  if (!*found || !may_see(actor, (*found)->region)) {
    return fail(ErrorCode::kNotFound, "no such case");
  }
  return **std::move(found);
}

std::optional<store::CaseQuery> query_of(const Actor& actor, const CaseFilter& filter, Time now) {
  store::CaseQuery query;
  query.states = words_in<CaseState>(filter.state);
  query.levels = words_in<Level>(filter.level);
  if (const auto kind = parse_name<CaseKind>(filter.kind)) query.kinds = {*kind};
  // A region asked for outside one's own shows nothing rather than everything.
  query.region_prefix = filter.region.starts_with(actor.region) ? filter.region : actor.region;
  if (!filter.region.empty() && !filter.region.starts_with(actor.region) &&
      !actor.region.starts_with(filter.region)) {
    return std::nullopt;
  }
  query.unplaced = filter.region.empty();
  query.assignee = filter.assignee == "me" ? actor.id : filter.assignee;
  query.held = filter.held;
  query.snoozed = filter.snoozed;
  query.archived = filter.archived;
  query.asks_extension = filter.asks_extension;
  query.waits = parse_name<CaseWait>(filter.waits);
  query.now = now;
  query.text = filter.text;
  query.cursor = filter.cursor;
  query.limit = static_cast<std::size_t>(std::clamp(filter.limit, 1, 200));
  return query;
}

Status refuse_apart(store::Session& session, const SiteKeys& keys, const Case& c,
                    const std::string& account, const char* pointer) {
  const auto apart = stands_apart(session, keys, c, account);
  if (!apart) return tl::unexpected(apart.error());
  if (!*apart) return {};
  const bool own = **apart == Apart::kOwnHandling;
  return tl::unexpected(
      Error{ErrorCode::kConflict,
            own ? "this person handled the matter" : "a conflict was stated",
            {{pointer, own ? "recused" : "conflict_of_interest", "stands apart"}}});
}

Result<Case> workable_case(store::Session& session, const SiteKeys& keys, const Actor& actor,
                           std::string_view id) {
  Result<Case> c = visible_case(session, actor, id);
  if (!c) return c;
  if (is_recused(*c, actor.id)) return conflict("recused", "this person is recused");
  if (Status s = refuse_apart(session, keys, *c, actor.id, ""); !s)
    return tl::unexpected(s.error());
  return c;
}

Result<bool> handled_by(store::Session& session, const SiteKeys& keys, const Case& c,
                        const Actor& actor) {
  if (c.kind == CaseKind::kReport) return false;
  const auto user = session.accounts().find_user(actor.id);
  if (!user) return tl::unexpected(user.error());
  if (!*user) return false;
  const Link own{LinkKind::kStaff, reference_key(LinkKind::kStaff, (*user)->name, "", keys)};
  const Result<std::vector<Link>> links = session.cases().links(c.id);
  if (!links) return tl::unexpected(links.error());
  return std::find(links->begin(), links->end(), own) != links->end();
}

Result<std::optional<Apart>> stands_apart(store::Session& session, const SiteKeys& keys,
                                          const Case& c, const std::string& account) {
  Actor person;
  person.id = account;
  const Result<bool> own = handled_by(session, keys, c, person);
  if (!own) return tl::unexpected(own.error());
  if (*own) return std::optional<Apart>(Apart::kOwnHandling);
  const auto conflict = conflict_with(session, c, account);
  if (!conflict) return tl::unexpected(conflict.error());
  return *conflict ? std::optional<Apart>(Apart::kConflict) : std::nullopt;
}

Status recuse_handler(store::Session& session, const Case& c, const Actor& actor, Time now) {
  CaseEvent event;
  event.kind = CaseEventKind::kRecused;
  event.at = now;
  event.actor = actor.id;
  event.note = "本人经办过该事项,系统回避";
  const Result<Case> changed = change_case(session, c.id, event, std::nullopt);
  if (!changed) return tl::unexpected(changed.error());
  return append_audit(session, audit_entry(actor, now, "case.recused", c.id, event.note));
}

Status check_action(store::Session& session, const SiteKeys& keys, const Actor& actor,
                    const Case& c, const CaseEvent& event, const CaseworkWords& words) {
  switch (event.kind) {
    case CaseEventKind::kDecided:
    case CaseEventKind::kProposed:
      if (Status status = check_finding(c, event, words); !status) return status;
      if (Status status = check_files(session, c.id, event.files); !status) return status;
      return refuse_apart(session, keys, c, actor.id, "");
    case CaseEventKind::kClaimed:
    case CaseEventKind::kConfirmed:
    case CaseEventKind::kRejected:
    case CaseEventKind::kReopened:
    case CaseEventKind::kContacted:
    case CaseEventKind::kExtended:
    case CaseEventKind::kExtensionRefused:
    case CaseEventKind::kArchived:
    case CaseEventKind::kSaved:
      return refuse_apart(session, keys, c, actor.id, "");
    case CaseEventKind::kAssigned:
      if (c.assignee != actor.id && c.owner != actor.id && !is_supervisor(actor)) {
        return tl::unexpected(forbidden());
      }
      if (Status status = check_receiver(session, c, event.person); !status) return status;
      return refuse_apart(session, keys, c, event.person, "/person");
    default:
      return {};
  }
}

}  // namespace analyzer
