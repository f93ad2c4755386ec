// Objections (异议) of the elder, at the window or by telephone: taken in, kept from
// everybody who had a part in the finding, and told.

#include "analyzer/service/objections.h"

#include <algorithm>
#include <set>

#include "analyzer/service/case_rights.h"
#include "analyzer/service/case_view.h"
#include "analyzer/service/case_words.h"
#include "analyzer/service/casework.h"
#include "analyzer/service/form.h"
#include "analyzer/service/reason.h"
#include "analyzer/service/service_impl.h"

namespace analyzer {
namespace {

constexpr std::size_t kMaxSaid = 4000;  // bytes
constexpr std::size_t kMaxContact = 128;
constexpr std::size_t kMaxNote = 2000;

// What was taken in.
struct Wish {
  std::string reference;  // a case's id, or an attempt's receipt
  store::ObjectionWay way = store::ObjectionWay::kWindow;
  std::string said;
  std::string contact;
};

tl::unexpected<Error> wrong(std::string pointer, std::string code, std::string message) {
  return tl::unexpected(field_error(std::move(pointer), std::move(code), std::move(message)));
}

bool may_take_in(const Actor& actor) {
  return may_review(actor) || has_role(actor.roles, Role::kHotline);
}

std::string context_of(std::string_view case_id, std::string_view kind) {
  return "objection " + std::string(kind) + ' ' + std::string(case_id);
}

Result<std::string> limited(const Form& form, const std::string& key, std::size_t most) {
  Result<std::string> text = form.text(key);
  if (text && text->size() > most) return wrong("/" + key, "too_long", "is too long");
  return text;
}

Result<Wish> read_wish(std::string_view body) {
  const Result<Form> form = Form::read(body, {"reference", "way", "said", "contact_ref"});
  if (!form) return tl::unexpected(form.error());
  Wish out;
  auto reference = limited(*form, "reference", 128);
  auto said = form->text("said");
  auto contact = limited(*form, "contact_ref", kMaxContact);
  for (const auto* text : {&reference, &said, &contact}) {
    if (!*text) return tl::unexpected(text->error());
  }
  const auto way = form->word<store::ObjectionWay>("way");
  if (!way) return tl::unexpected(way.error());
  if (!*way) return wrong("/way", "required", "window or hotline");
  if (reference->empty()) return wrong("/reference", "required", "of what?");
  if (Status s = check_reason(*said, "/said", kMaxSaid); !s) return tl::unexpected(s.error());
  return Wish{*std::move(reference), **way, *std::move(said), *std::move(contact)};
}

// Whether something was found against a person by the case that can be objected to; else why
// not, as the code and message of an error.
std::optional<std::pair<const char*, const char*>> not_objectable(const Case& c) {
  if (c.kind == CaseKind::kReport || c.kind == CaseKind::kObjection) {
    return std::pair("not_personal", "no finding about a person");
  }
  if (c.state != CaseState::kDecided || c.settles_at) {
    return std::pair("not_decided", "not decided yet");
  }
  if (outcome_of(c) == ReviewOutcome::kAccept) {
    return std::pair("nothing_found", "nothing was found against the person");
  }
  return std::nullopt;
}

// The case that an attempt of that receipt led to. Callers number as they like: of several
// with the same receipt the one that can be objected to is meant, and where that leaves
// several, nobody can tell which.
Result<std::string> case_of_receipt(store::Session& session, const Actor& actor,
                                    const std::string& receipt) {
  const auto keys = session.accounts().keys();
  if (!keys) return tl::unexpected(keys.error());
  std::set<std::string> callers;
  for (const store::ApiKey& key : *keys) callers.insert(key.caller);
  std::set<std::string> meant;
  std::set<std::string> others;
  for (const std::string& caller : callers) {
    const auto found =
        session.observations().find({store::ObservationKind::kAttempt, caller, receipt});
    if (!found) return tl::unexpected(found.error());
    if (!*found || (*found)->case_id.empty()) continue;
    const auto c = session.cases().find((*found)->case_id);
    if (!c) return tl::unexpected(c.error());
    if (!*c || !may_see(actor, (*c)->region)) continue;
    (not_objectable(**c) ? others : meant).insert((*c)->id);
  }
  if (meant.empty()) meant = std::move(others);
  if (meant.size() > 1) return wrong("/reference", "ambiguous", "several attempts have it");
  return meant.empty() ? std::string() : *meant.begin();
}

// The case that is objected to; where nothing was found against the person, or nothing
// yet, there is nothing to object to.
Result<Case> case_meant(store::Session& session, const Actor& actor, const Wish& wish) {
  std::string id = wish.reference;
  if (!id.starts_with("cas_")) {
    Result<std::string> found = case_of_receipt(session, actor, wish.reference);
    if (!found) return tl::unexpected(found.error());
    id = *std::move(found);
  }
  const Result<std::optional<Case>> found = session.cases().find(id);
  if (!found) return tl::unexpected(found.error());
  if (!*found || !may_see(actor, (*found)->region)) {
    return wrong("/reference", "unknown", "no case by this number");
  }
  if (const auto why = not_objectable(**found)) {
    return wrong("/reference", why->first, why->second);
  }
  return **found;
}

Status refuse_twice(store::Session& session, const Case& c) {
  const auto earlier = session.objections().about(c.id);
  if (!earlier) return tl::unexpected(earlier.error());
  for (const store::Objection& one : *earlier) {
    const auto own = session.cases().find(one.case_id);
    if (!own) return tl::unexpected(own.error());
    if (*own && (*own)->state != CaseState::kDecided) {
      return wrong("/reference", "objected", "an objection waits already");
    }
  }
  return {};
}

// Everybody who had a part in what was found.
Result<std::vector<std::string>> finders_of(store::Session& session, const Case& c) {
  const auto events = session.cases().events(c.id);
  if (!events) return tl::unexpected(events.error());
  std::set<std::string> out(c.recused.begin(), c.recused.end());
  for (const CaseEvent& event : *events) {
    switch (event.kind) {
      case CaseEventKind::kDecided:
      case CaseEventKind::kProposed:
      case CaseEventKind::kConfirmed:
      case CaseEventKind::kContacted:
        out.insert(event.actor);
        break;
      default:
        break;
    }
  }
  out.erase("system");
  return std::vector<std::string>(out.begin(), out.end());
}

Result<Case> open_case(store::Session& session, const Case& about, Time at, IdSource& ids) {
  Case c;
  c.id = ids.make("cas_", at);
  c.kind = CaseKind::kObjection;
  c.region = about.region;
  c.title = "异议:" + about.title;
  c.score = about.score;
  c.priority = kObjectionPriority;
  Result<std::vector<std::string>> recused = finders_of(session, about);
  if (!recused) return tl::unexpected(recused.error());
  c.recused = *std::move(recused);
  CaseEvent event;
  event.at = at;
  event.actor = "system";
  event.note = about.id;
  Result<Case> opened = apply(c, event);
  if (!opened) return opened;
  if (Status s = session.cases().put(*opened, std::nullopt); !s) return tl::unexpected(s.error());
  if (Status s = session.cases().append_event(c.id, event); !s) return tl::unexpected(s.error());
  const auto rows = seen_with(session, about.id);
  if (!rows) return tl::unexpected(rows.error());
  for (const store::ObservationSummary& row : *rows) {
    if (Status s = session.cases().mention(c.id, row.seq); !s) return tl::unexpected(s.error());
  }
  return opened;
}

class ObjectionViews {
 public:
  ObjectionViews(store::Session& session, const Snapshot& snapshot)
      : session_(session), snapshot_(snapshot), views_(session, snapshot) {}

  Result<json::Object> view(const store::Objection& objection) {
    const auto own = session_.cases().find(objection.case_id);
    if (!own) return tl::unexpected(own.error());
    if (!*own) return fail(ErrorCode::kNotFound, "no such objection");
    const Case& c = **own;
    const bool told = c.state == CaseState::kDecided && !c.settles_at && c.disposition;
    json::Value reply = nullptr;
    if (told) {
      Result<std::string> words = reply_of(c.id);
      if (!words) return tl::unexpected(words.error());
      reply = text_or_null(*words);
    }
    const Time due = due_of(c, snapshot_.casework().due, snapshot_.working_days());
    return json::Object{
        {"objection_id", c.id},
        {"about", objection.about},
        {"way", to_json(name_of(objection.way))},
        {"at", format_time(objection.at)},
        {"due_at", format_time(due)},
        {"region", c.region},
        {"region_name", snapshot_.calendar().region_name(c.region)},
        {"taken_by_name", views_.account_name(objection.taken_by)},
        {"state", to_json(name_of(c.state))},
        {"outcome", told ? json::Value(to_json(name_of(*c.disposition))) : json::Value(nullptr)},
        {"reply", std::move(reply)},
        {"callback", to_json(name_of(objection.callback))}};
  }

 private:
  // What whoever decided wrote for the person.
  Result<std::string> reply_of(const std::string& id) {
    const auto events = session_.cases().events(id);
    if (!events) return tl::unexpected(events.error());
    std::string out;
    for (const CaseEvent& event : *events) {
      if (event.kind == CaseEventKind::kDecided) out = event.note;
    }
    return out;
  }

  store::Session& session_;
  const Snapshot& snapshot_;
  CaseViews views_;
};

Result<store::Objection> visible_objection(store::Session& session, const Actor& actor,
                                           std::string_view id) {
  auto found = session.objections().find(id);
  if (!found) return tl::unexpected(found.error());
  if (!*found || !may_see(actor, (*found)->region)) {
    return fail(ErrorCode::kNotFound, "no such objection");
  }
  return **std::move(found);
}

}  // namespace

Result<std::string> objection_said(store::Session& session, const SiteKeys& keys,
                                   std::string_view case_id) {
  const auto secret = session.secrets().find(case_id, kObjectionSaid);
  if (!secret) return tl::unexpected(secret.error());
  if (!*secret) return std::string();
  return keys.decrypt((*secret)->bytes, context_of(case_id, kObjectionSaid));
}

Result<Document> ServiceImpl::add_objection(const Actor& actor, std::string_view body) {
  if (!may_take_in(actor)) return tl::unexpected(forbidden());
  const Result<Wish> wish = read_wish(body);
  if (!wish) return tl::unexpected(wish.error());
  const auto snapshot = this->snapshot();
  json::Object answer;
  const Status status = write([&](store::Session& session) -> Status {
    const Result<Case> about = case_meant(session, actor, *wish);
    if (!about) return tl::unexpected(about.error());
    if (Status s = refuse_twice(session, *about); !s) return s;
    const Time at = now();
    const Result<Case> c = open_case(session, *about, at, ids_);
    if (!c) return tl::unexpected(c.error());
    const store::Objection objection{
        c->id, about->id, wish->way, at, about->region, actor.id, store::Callback::kNone};
    if (Status s = session.objections().add(objection); !s) return s;
    const auto seal = [&](const char* kind, const std::string& text) -> Status {
      if (text.empty()) return {};
      return session.secrets().put(
          {c->id, kind, keys_.version(), keys_.encrypt(text, context_of(c->id, kind)), at});
    };
    if (Status s = seal(kObjectionSaid, wish->said); !s) return s;
    if (Status s = seal(kObjectionContact, wish->contact); !s) return s;
    auto view = ObjectionViews(session, *snapshot).view(objection);
    if (!view) return tl::unexpected(view.error());
    answer = *std::move(view);
    return append_audit(session, audit_entry(actor, at, "objection.received", c->id, about->id));
  });
  if (!status) return tl::unexpected(status.error());
  Document out = document(json::write(std::move(answer)));
  out.created = true;
  return out;
}

Result<Document> ServiceImpl::objections(const Actor& actor, const ObjectionFilter& filter) {
  if (!may_take_in(actor)) return tl::unexpected(forbidden());
  store::ObjectionQuery query;
  query.region = actor.region;
  query.callback = parse_name<store::Callback>(filter.callback);
  query.before = filter.cursor;
  query.limit = static_cast<std::size_t>(std::clamp(filter.limit, 1, 200));
  Result<Reading> session = reading();
  if (!session) return tl::unexpected(session.error());
  const auto rows = (*session)->objections().list(query);
  if (!rows) return tl::unexpected(rows.error());
  const auto snapshot = this->snapshot();
  ObjectionViews views(**session, *snapshot);
  json::Array data;
  for (const store::Objection& row : *rows) {
    auto one = views.view(row);
    if (!one) return tl::unexpected(one.error());
    data.push_back(*std::move(one));
  }
  const bool more = rows->size() == query.limit;
  return document(json::write(
      json::Object{{"data", std::move(data)},
                   {"next_cursor", more ? text_or_null(rows->back().case_id) : nullptr}}));
}

Result<Document> ServiceImpl::objection_contact(const Actor& actor, std::string_view id) {
  if (!may_take_in(actor)) return tl::unexpected(forbidden());
  std::string contact;
  // The look is on disk before anything is shown.
  const Status status = write([&](store::Session& session) -> Status {
    const auto objection = visible_objection(session, actor, id);
    if (!objection) return tl::unexpected(objection.error());
    const auto secret = session.secrets().find(id, kObjectionContact);
    if (!secret) return tl::unexpected(secret.error());
    if (!*secret || objection->callback != store::Callback::kDue) {
      return fail(ErrorCode::kNotFound, "no number is to be called");
    }
    Result<std::string> opened = keys_.decrypt((*secret)->bytes, context_of(id, kObjectionContact));
    if (!opened) return tl::unexpected(opened.error());
    contact = *std::move(opened);
    return append_audit(session, audit_entry(actor, now(), "objection.contact", id, ""));
  });
  if (!status) return tl::unexpected(status.error());
  return document(json::write(json::Object{{"contact", contact}}));
}

Result<Document> ServiceImpl::objection_told(const Actor& actor, std::string_view id,
                                             std::string_view body) {
  if (!may_take_in(actor)) return tl::unexpected(forbidden());
  const Result<Form> form = Form::read(body, {"reached", "note"});
  if (!form) return tl::unexpected(form.error());
  const auto reached = form->flag("reached");
  if (!reached) return tl::unexpected(reached.error());
  if (!*reached) return wrong("/reached", "required", "was the person reached?");
  const auto note = limited(*form, "note", kMaxNote);
  if (!note) return tl::unexpected(note.error());
  const auto snapshot = this->snapshot();
  json::Object answer;
  const Status status = write([&](store::Session& session) -> Status {
    auto objection = visible_objection(session, actor, id);
    if (!objection) return tl::unexpected(objection.error());
    if (objection->callback != store::Callback::kDue) {
      return fail(ErrorCode::kConflict, "nobody is to be told");
    }
    CaseEvent event;
    event.kind = CaseEventKind::kNoted;
    event.at = now();
    event.actor = actor.id;
    event.note = std::string(**reached ? "已将结果告知本人" : "回访未接通") +
                 (note->empty() ? "" : ":" + *note);
    const Result<Case> noted = change_case(session, id, event, std::nullopt);
    if (!noted) return tl::unexpected(noted.error());
    if (**reached) {
      objection->callback = store::Callback::kDone;
      if (Status s = session.objections().set_callback(id, objection->callback); !s) return s;
      // The number is not needed any more.
      if (Status s = session.secrets().put(
              {std::string(id), kObjectionContact, keys_.version(), "", event.at});
          !s) {
        return s;
      }
    }
    auto view = ObjectionViews(session, *snapshot).view(*objection);
    if (!view) return tl::unexpected(view.error());
    answer = *std::move(view);
    return append_audit(session, audit_entry(actor, event.at, "objection.told", id,
                                             **reached ? "reached" : "not reached"));
  });
  if (!status) return tl::unexpected(status.error());
  return document(json::write(std::move(answer)));
}

}  // namespace analyzer
