#include "analyzer/service/referral_work.h"

#include <algorithm>

#include "analyzer/core/written.h"
#include "analyzer/engine/hold.h"
#include "analyzer/service/case_rights.h"
#include "analyzer/service/case_view.h"
#include "analyzer/service/casework.h"
#include "analyzer/service/form.h"
#include "analyzer/service/service_impl.h"

namespace analyzer {
namespace {

constexpr const char* kAsked = "asked";
constexpr const char* kFindings = "findings";
constexpr std::size_t kLeast = 4;  // characters of what is asked and found
constexpr std::size_t kMostText = 2000;
constexpr std::size_t kMostName = 60;
constexpr int kMostDays = 30;  // working days

// The text under `key`, of so many characters.
Result<std::string> text_of(const Form& form, const std::string& key, std::size_t least,
                            std::size_t most) {
  Result<std::string> text = form.text(key);
  if (!text) return text;
  if (text->empty()) return tl::unexpected(field_error("/" + key, "required", "is needed"));
  if (count_characters(*text) < least) {
    return tl::unexpected(field_error("/" + key, "too_short", "says too little"));
  }
  if (count_characters(*text) > most) {
    return tl::unexpected(field_error("/" + key, "too_long", "says too much"));
  }
  return text;
}

std::string context_of(std::string_view id, const char* kind) {
  return "referral " + std::string(kind) + " " + std::string(id);
}

Status seal_text(ServiceImpl& service, store::Session& session, const std::string& id,
                 const char* kind, const std::string& text) {
  return session.secrets().put({id, kind, service.keys().version(),
                                service.keys().encrypt(text, context_of(id, kind)), service.now()});
}

// What was sealed; null where there is none or it is kept no more.
Result<json::Value> opened(store::Session& session, const SiteKeys& keys, const std::string& id,
                           const char* kind) {
  const auto secret = session.secrets().find(id, kind);
  if (!secret) return tl::unexpected(secret.error());
  if (!*secret) return json::Value(nullptr);
  const Result<std::string> plain = keys.decrypt((*secret)->bytes, context_of(id, kind));
  if (!plain) return tl::unexpected(plain.error());
  return json::Value(*plain);
}

json::Object referral_view(const store::Referral& one, CaseViews& views, Time now) {
  json::Value found_on = nullptr;
  if (one.found_on) found_on = json::Value(format_date(*one.found_on));
  const bool open = one.state == store::ReferralState::kSent;
  return {{"id", one.id},
          {"case_id", one.case_id},
          {"unit_region", one.unit_region},
          {"unit_name", one.unit_name},
          {"sent_by_name", views.account_name(one.sent_by)},
          {"sent_at", format_time(one.sent_at)},
          {"due_on", format_date(shanghai_date(one.due_at - std::chrono::seconds{1}))},
          {"state", std::string(name_of(one.state))},
          {"overdue", open && one.due_at <= now},
          {"ended_by_name", views.account_name(one.ended_by)},
          {"ended_at", time_or_null(one.ended_at)},
          {"found_by", text_or_null(one.found_by)},
          {"found_on", found_on}};
}

Result<json::Object> whole_view(store::Session& session, const store::Referral& one,
                                CaseViews& views, const SiteKeys& keys, Time now) {
  json::Object out = referral_view(one, views, now);
  for (const char* kind : {kAsked, kFindings}) {
    Result<json::Value> text = opened(session, keys, one.id, kind);
    if (!text) return tl::unexpected(text.error());
    out[kind] = *std::move(text);
  }
  return out;
}

// Of a unit within the actor's region; kNotFound for others.
Result<store::Referral> visible_referral(store::Session& session, const Actor& actor,
                                         std::string_view id) {
  auto found = session.referrals().find(id);
  if (!found) return tl::unexpected(found.error());
  if (!*found || !(*found)->unit_region.starts_with(actor.region)) {
    return fail(ErrorCode::kNotFound, "no such referral");
  }
  return **std::move(found);
}

// The same for who may answer it: nobody who handled the matter, or stated a conflict.
Result<store::Referral> answerable_referral(store::Session& session, const SiteKeys& keys,
                                            const Actor& actor, std::string_view id) {
  auto one = visible_referral(session, actor, id);
  if (!one) return one;
  const auto c = session.cases().find(one->case_id);
  if (!c) return tl::unexpected(c.error());
  if (!*c) return fail(ErrorCode::kNotFound, "no such referral");
  if (Status s = refuse_apart(session, keys, **c, actor.id, ""); !s) {
    return tl::unexpected(s.error());
  }
  return one;
}

struct Wish {
  store::Referral referral;
  std::string asked;
  int days = 0;
};

Result<Wish> read_wish(const Actor& actor, std::string_view body) {
  const Result<Form> form = Form::read(body, {"unit_region", "unit_name", "asked", "working_days"});
  if (!form) return tl::unexpected(form.error());
  Wish out;
  const Result<std::string> region = form->text("unit_region");
  if (!region) return tl::unexpected(region.error());
  const bool digits = region->find_first_not_of("0123456789") == std::string::npos;
  if (!digits || (region->size() != 9 && region->size() != 12)) {
    return tl::unexpected(field_error("/unit_region", "format", "nine or twelve digits"));
  }
  if (!region->starts_with(actor.region)) {
    return tl::unexpected(
        field_error("/unit_region", "outside_scope", "not within one's own region"));
  }
  Result<std::string> name = text_of(*form, "unit_name", 2, kMostName);
  if (!name) return tl::unexpected(name.error());
  Result<std::string> asked = text_of(*form, "asked", kLeast, kMostText);
  if (!asked) return tl::unexpected(asked.error());
  const auto days = form->number("working_days");
  if (!days) return tl::unexpected(days.error());
  const double count = days->value_or(0.0);
  if (count < 1.0 || count > kMostDays || count != static_cast<int>(count)) {
    return tl::unexpected(field_error("/working_days", "range", "1 to 30 working days"));
  }
  out.referral.unit_region = *region;
  out.referral.unit_name = *std::move(name);
  out.asked = *std::move(asked);
  out.days = static_cast<int>(count);
  return out;
}

Status end_case(store::Session& session, const store::Referral& one, CaseEventKind kind,
                std::string note) {
  CaseEvent event;
  event.kind = kind;
  event.at = *one.ended_at;
  event.actor = one.ended_by;
  event.note = std::move(note);
  const Result<Case> changed = change_case(session, one.case_id, event, std::nullopt);
  if (!changed) return tl::unexpected(changed.error());
  return session.referrals().put(one);
}

}  // namespace

Result<json::Array> referrals_view(store::Session& session, const Case& c, CaseViews& views,
                                   const SiteKeys& keys, Time now) {
  const auto rows = session.referrals().of_case(c.id);
  if (!rows) return tl::unexpected(rows.error());
  json::Array out;
  for (const store::Referral& one : *rows) {
    Result<json::Object> view = whole_view(session, one, views, keys, now);
    if (!view) return tl::unexpected(view.error());
    out.push_back(*std::move(view));
  }
  return out;
}

Result<Document> ReferralWork::send(const Actor& actor, std::string_view case_id,
                                    std::int64_t if_match, std::string_view body) {
  if (!may_review(actor)) return tl::unexpected(forbidden());
  Result<Wish> wish = read_wish(actor, body);
  if (!wish) return tl::unexpected(wish.error());
  store::Referral& row = wish->referral;
  const auto snapshot = service_.snapshot();
  row.sent_at = service_.now();
  row.id = service_.ids().make("ref_", row.sent_at);
  row.case_id = case_id;
  row.sent_by = actor.id;
  row.due_at = after_working_days(row.sent_at, wish->days, snapshot->working_days());
  CaseEvent event;
  event.kind = CaseEventKind::kReferred;
  event.at = row.sent_at;
  event.actor = actor.id;
  event.until = row.due_at;
  event.note =
      row.unit_name + "(" + row.unit_region + ")," + std::to_string(wish->days) + "个工作日内回复";
  std::optional<Case> changed;
  json::Object answer;
  const Status status = service_.write([&](store::Session& session) -> Status {
    const Result<Case> found = workable_case(session, service_.keys(), actor, case_id);
    if (!found) return tl::unexpected(found.error());
    Result<Case> c = change_case(session, case_id, event, if_match);
    if (!c) return tl::unexpected(c.error());
    changed = *std::move(c);
    if (Status s = session.referrals().put(row); !s) return s;
    if (Status s = seal_text(service_, session, row.id, kAsked, wish->asked); !s) return s;
    CaseViews views(session, *snapshot);
    answer = views.summary(*changed);
    return append_audit(session, audit_entry(actor, row.sent_at, "case.referred", case_id,
                                             row.id + " " + event.note));
  });
  if (!status) return tl::unexpected(status.error());
  Document out = document(json::write(std::move(answer)));
  out.version = changed->version;
  return out;
}

Result<Document> ReferralWork::recall(const Actor& actor, std::string_view id,
                                      std::string_view body) {
  if (!may_review(actor)) return tl::unexpected(forbidden());
  const Result<Form> form = Form::read(body, {"reason"});
  if (!form) return tl::unexpected(form.error());
  const Result<std::string> reason = text_of(*form, "reason", 2, 400);
  if (!reason) return tl::unexpected(reason.error());
  const auto snapshot = service_.snapshot();
  std::int64_t version = 0;
  json::Object answer;
  const Status status = service_.write([&](store::Session& session) -> Status {
    Result<store::Referral> one = visible_referral(session, actor, id);
    if (!one) return tl::unexpected(one.error());
    const Result<Case> c = visible_case(session, actor, one->case_id);
    if (!c) return tl::unexpected(c.error());
    if (one->sent_by != actor.id && c->owner != actor.id && !is_supervisor(actor)) {
      return tl::unexpected(forbidden());
    }
    if (one->state != store::ReferralState::kSent) {
      return fail(ErrorCode::kConflict, "it is not with the unit any more");
    }
    one->state = store::ReferralState::kRecalled;
    one->ended_at = service_.now();
    one->ended_by = actor.id;
    if (Status s = end_case(session, *one, CaseEventKind::kReferralRecalled,
                            one->unit_name + ":" + *reason);
        !s) {
      return s;
    }
    const auto after = session.cases().find(one->case_id);
    if (!after) return tl::unexpected(after.error());
    CaseViews views(session, *snapshot);
    version = (*after)->version;
    answer = views.summary(**after);
    return append_audit(session, audit_entry(actor, *one->ended_at, "case.referral_recalled",
                                             one->case_id, one->id + ": " + *reason));
  });
  if (!status) return tl::unexpected(status.error());
  Document out = document(json::write(std::move(answer)));
  out.version = version;
  return out;
}

Result<Document> ReferralWork::give_back(const Actor& actor, std::string_view id,
                                         std::string_view body) {
  if (!may_review(actor)) return tl::unexpected(forbidden());
  const Result<Form> form = Form::read(body, {"findings", "found_by", "found_on"});
  if (!form) return tl::unexpected(form.error());
  const Result<std::string> findings = text_of(*form, "findings", kLeast, kMostText);
  if (!findings) return tl::unexpected(findings.error());
  const Result<std::string> found_by = text_of(*form, "found_by", 2, kMostName);
  if (!found_by) return tl::unexpected(found_by.error());
  const Result<std::string> on = text_of(*form, "found_on", 1, 10);
  if (!on) return tl::unexpected(on.error());
  const Result<Date> day = parse_date(*on);
  if (!day) return tl::unexpected(field_error("/found_on", "format", "not a date"));
  const auto snapshot = service_.snapshot();
  json::Object answer;
  const Status status = service_.write([&](store::Session& session) -> Status {
    Result<store::Referral> one = answerable_referral(session, service_.keys(), actor, id);
    if (!one) return tl::unexpected(one.error());
    if (one->state != store::ReferralState::kSent) {
      return fail(ErrorCode::kConflict, "it is not with the unit any more");
    }
    const Time now = service_.now();
    if (*day < shanghai_date(one->sent_at) || *day > shanghai_date(now)) {
      return tl::unexpected(
          field_error("/found_on", "range", "from the day it was handed down to today"));
    }
    one->state = store::ReferralState::kReturned;
    one->ended_at = now;
    one->ended_by = actor.id;
    one->found_by = *found_by;
    one->found_on = *day;
    const std::string note = one->unit_name + ":" + *found_by + " " + format_date(*day) + " 核实";
    if (Status s = end_case(session, *one, CaseEventKind::kReferralReturned, note); !s) return s;
    if (Status s = seal_text(service_, session, one->id, kFindings, *findings); !s) return s;
    CaseViews views(session, *snapshot);
    Result<json::Object> view = whole_view(session, *one, views, service_.keys(), now);
    if (!view) return tl::unexpected(view.error());
    answer = *std::move(view);
    return append_audit(session, audit_entry(actor, now, "case.referral_returned", one->case_id,
                                             one->id + " " + note));
  });
  if (!status) return tl::unexpected(status.error());
  return document(json::write(std::move(answer)));
}

Result<Document> ReferralWork::list(const Actor& actor, const ReferralFilter& filter) {
  if (!may_review(actor)) return tl::unexpected(forbidden());
  const bool inside = filter.region.starts_with(actor.region);
  if (!inside && !actor.region.starts_with(filter.region)) {
    return document("{\"data\":[],\"next_cursor\":null}");
  }
  store::ReferralQuery query;
  query.unit_prefix = inside ? filter.region : actor.region;
  query.state = parse_name<store::ReferralState>(filter.state);
  query.cursor = filter.cursor;
  query.limit = static_cast<std::size_t>(std::clamp(filter.limit, 1, 200));
  auto session = service_.reading();
  if (!session) return tl::unexpected(session.error());
  const auto page = (*session)->referrals().list(query);
  if (!page) return tl::unexpected(page.error());
  const auto snapshot = service_.snapshot();
  CaseViews views(**session, *snapshot);
  json::Array data;
  for (const store::Referral& one : page->referrals) {
    json::Object row = referral_view(one, views, service_.now());
    row["region_name"] = snapshot->calendar().region_name(one.unit_region);
    data.push_back(std::move(row));
  }
  return document(json::write(
      json::Object{{"data", std::move(data)}, {"next_cursor", text_or_null(page->next_cursor)}}));
}

Result<Document> ReferralWork::find(const Actor& actor, std::string_view id) {
  if (!may_review(actor)) return tl::unexpected(forbidden());
  const auto snapshot = service_.snapshot();
  json::Object answer;
  const Status status = service_.write([&](store::Session& session) -> Status {
    const Result<store::Referral> one = answerable_referral(session, service_.keys(), actor, id);
    if (!one) return tl::unexpected(one.error());
    CaseViews views(session, *snapshot);
    Result<json::Object> view = whole_view(session, *one, views, service_.keys(), service_.now());
    if (!view) return tl::unexpected(view.error());
    answer = *std::move(view);
    return append_audit(session,
                        audit_entry(actor, service_.now(), "referral.view", one->id, one->case_id));
  });
  if (!status) return tl::unexpected(status.error());
  return document(json::write(std::move(answer)));
}

}  // namespace analyzer
