#include "analyzer/service/conflict_list.h"

#include <algorithm>

#include "analyzer/service/case_rights.h"
#include "analyzer/service/case_view.h"
#include "analyzer/service/form.h"
#include "analyzer/service/reason.h"
#include "analyzer/service/service_impl.h"

namespace analyzer {
namespace {

constexpr std::size_t kMostShown = 500;
constexpr std::size_t kMostAttempts = 5;  // of a case, the latest
constexpr std::size_t kMostNote = 800;    // bytes
constexpr json::Limits kStored{.max_depth = 32, .max_bytes = 8U << 20U};

json::Object conflict_view(const store::Conflict& one, CaseViews& views, const Calendar& calendar) {
  return {{"id", one.id},
          {"account", one.account},
          {"account_name", views.account_name(one.account)},
          {"kind", std::string(name_of(one.kind))},
          {"region", one.region},
          {"region_name", calendar.region_name(one.region)},
          {"note", one.note},
          {"stated_by_name", views.account_name(one.stated_by)},
          {"stated_at", format_time(one.stated_at)},
          {"ended_by_name", views.account_name(one.ended_by)},
          {"ended_at", time_or_null(one.ended_at)},
          {"ended_why", text_or_null(one.ended_why)}};
}

bool meets(const Actor& actor, const std::string& region) {
  return region.starts_with(actor.region) || actor.region.starts_with(region);
}

Result<std::string> short_text(const Form& form, const std::string& key) {
  Result<std::string> text = form.text(key);
  if (!text) return text;
  if (Status s = check_reason(*text, "/" + key, kMostNote); !s) return tl::unexpected(s.error());
  return text;
}

Result<store::Conflict> read_conflict(const Actor& actor, std::string_view body) {
  const Result<Form> form = Form::read(body, {"account", "kind", "region", "note"});
  if (!form) return tl::unexpected(form.error());
  store::Conflict out;
  const auto kind = form->word<store::ConflictKind>("kind");
  if (!kind) return tl::unexpected(kind.error());
  if (!*kind) return tl::unexpected(field_error("/kind", "required", "is needed"));
  out.kind = **kind;
  const Result<std::string> region = form->text("region");
  if (!region) return tl::unexpected(region.error());
  const bool digits = region->find_first_not_of("0123456789") == std::string::npos;
  const bool whole = region->size() == 6 || region->size() == 9 || region->size() == 12;
  const bool village = out.kind != store::ConflictKind::kSameVillage || region->size() == 12;
  if (!digits || !whole || !village) {
    return tl::unexpected(field_error("/region", "format", "of a county, township or village"));
  }
  out.region = *region;
  Result<std::string> note = short_text(*form, "note");
  if (!note) return tl::unexpected(note.error());
  out.note = *std::move(note);
  const Result<std::string> account = form->text("account");
  if (!account) return tl::unexpected(account.error());
  out.account = account->empty() ? actor.id : *account;
  out.stated_by = actor.id;
  return out;
}

// Where the persons of the case's latest attempts live.
Result<std::vector<std::string>> homes_of(store::Session& session, const Case& c) {
  std::vector<std::string> out;
  const auto rows = seen_with(session, c.id);
  if (!rows) return tl::unexpected(rows.error());
  std::size_t looked = 0;
  for (auto row = rows->rbegin(); row != rows->rend() && looked < kMostAttempts; ++row) {
    if (row->key.kind != store::ObservationKind::kAttempt) continue;
    ++looked;
    const auto stored = session.observations().get(row->seq);
    if (!stored) return tl::unexpected(stored.error());
    const Result<json::Value> facts = json::parse(stored->observation.facts, kStored);
    if (!facts) continue;
    const auto attempt = wire::parse_attempt(*facts, {.synthetic_ids = true, .sealed = true});
    if (!attempt) continue;
    out.push_back(attempt->value.region);
    if (attempt->value.person.residence_region) {
      out.push_back(*attempt->value.person.residence_region);
    }
  }
  return out;
}

}  // namespace

Result<std::optional<store::Conflict>> conflict_with(store::Session& session, const Case& c,
                                                     const std::string& account) {
  auto found = session.conflicts().against(account, c.region);
  if (!found || *found) return found;
  const auto own = session.conflicts().list(account, kMostShown);
  if (!own) return tl::unexpected(own.error());
  const bool finer = std::any_of(own->begin(), own->end(), [&](const store::Conflict& one) {
    return !one.ended_at && one.region.size() > c.region.size();
  });
  if (!finer) return std::optional<store::Conflict>{};
  const auto homes = homes_of(session, c);
  if (!homes) return tl::unexpected(homes.error());
  for (const std::string& home : *homes) {
    found = session.conflicts().against(account, home);
    if (!found || *found) return found;
  }
  return std::optional<store::Conflict>{};
}

Result<Document> ConflictList::list(const Actor& actor) {
  if (!may_review(actor)) return tl::unexpected(forbidden());
  auto session = service_.reading();
  if (!session) return tl::unexpected(session.error());
  const bool all = is_supervisor(actor);
  const auto rows = (*session)->conflicts().list(all ? "" : actor.id, kMostShown);
  if (!rows) return tl::unexpected(rows.error());
  const auto snapshot = service_.snapshot();
  CaseViews views(**session, *snapshot);
  json::Array data;
  for (const store::Conflict& one : *rows) {
    if (one.account != actor.id && !meets(actor, one.region)) continue;
    data.push_back(conflict_view(one, views, snapshot->calendar()));
  }
  return document(json::write(json::Object{{"data", std::move(data)}}));
}

Result<Document> ConflictList::add(const Actor& actor, std::string_view body) {
  if (!may_review(actor)) return tl::unexpected(forbidden());
  Result<store::Conflict> row = read_conflict(actor, body);
  if (!row) return tl::unexpected(row.error());
  if (row->account != actor.id && !is_supervisor(actor)) return tl::unexpected(forbidden());
  if (row->account != actor.id && !meets(actor, row->region)) {
    return tl::unexpected(field_error("/region", "outside_scope", "not within one's own region"));
  }
  row->stated_at = service_.now();
  row->id = service_.ids().make("cfl_", row->stated_at);
  const auto snapshot = service_.snapshot();
  json::Object answer;
  const Status status = service_.write([&](store::Session& session) -> Status {
    const auto user = session.accounts().find_user(row->account);
    if (!user) return tl::unexpected(user.error());
    if (!*user) return tl::unexpected(field_error("/account", "unknown", "no such person"));
    if (Status s = session.conflicts().put(*row); !s) return s;
    CaseViews views(session, *snapshot);
    answer = conflict_view(*row, views, snapshot->calendar());
    return append_audit(session, audit_entry(actor, row->stated_at, "conflict.stated", row->account,
                                             row->id + " " + std::string(name_of(row->kind)) + " " +
                                                 row->region + ": " + row->note));
  });
  if (!status) return tl::unexpected(status.error());
  Document out = document(json::write(std::move(answer)));
  out.created = true;
  return out;
}

Result<Document> ConflictList::end(const Actor& actor, std::string_view id, std::string_view body) {
  if (!is_supervisor(actor)) return tl::unexpected(forbidden());
  const Result<Form> form = Form::read(body, {"reason"});
  if (!form) return tl::unexpected(form.error());
  const Result<std::string> reason = short_text(*form, "reason");
  if (!reason) return tl::unexpected(reason.error());
  const auto snapshot = service_.snapshot();
  json::Object answer;
  const Status status = service_.write([&](store::Session& session) -> Status {
    auto found = session.conflicts().find(id);
    if (!found) return tl::unexpected(found.error());
    if (!*found || !meets(actor, (*found)->region)) {
      return fail(ErrorCode::kNotFound, "no such conflict");
    }
    store::Conflict one = **std::move(found);
    if (one.account == actor.id) {
      return tl::unexpected(Error{ErrorCode::kConflict,
                                  "nobody frees himself",
                                  {{"", "same_person", "another supervisor must"}}});
    }
    if (one.ended_at) return fail(ErrorCode::kConflict, "is ended already");
    one.ended_at = service_.now();
    one.ended_by = actor.id;
    one.ended_why = *reason;
    if (Status s = session.conflicts().put(one); !s) return s;
    CaseViews views(session, *snapshot);
    answer = conflict_view(one, views, snapshot->calendar());
    return append_audit(session, audit_entry(actor, *one.ended_at, "conflict.ended", one.account,
                                             one.id + ": " + *reason));
  });
  if (!status) return tl::unexpected(status.error());
  return document(json::write(std::move(answer)));
}

}  // namespace analyzer
