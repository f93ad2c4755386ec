#include "analyzer/service/disputes.h"

#include <algorithm>
#include <cstring>

#include "analyzer/core/digest.h"
#include "analyzer/service/case_view.h"
#include "analyzer/service/form.h"
#include "analyzer/service/listed_links.h"
#include "analyzer/service/listing.h"
#include "analyzer/service/outbox.h"
#include "analyzer/service/reason.h"
#include "analyzer/service/refusal.h"
#include "analyzer/service/service_impl.h"
#include "analyzer/service/site_rights.h"
#include "feeds/naming.h"

namespace analyzer {
namespace {

using feeds::IndicatorKind;
using feeds::Statement;
using store::Dispute;
using store::DisputeState;

constexpr std::size_t kMostSaid = 20000;  // bytes, of all who object to the same
constexpr std::size_t kLongestContact = 200;
constexpr std::size_t kMostShown = 200;

struct Disputed {
  IndicatorKind kind = IndicatorKind::kUrl;
  std::string value;
  std::string label;
};

// A telephone number, as a caller says it.
bool is_number(std::string_view text) {
  constexpr std::size_t kShortest = 7;
  return text.find_first_not_of("0123456789+- ()") == std::string_view::npos &&
         std::count_if(text.begin(), text.end(), [](char c) { return c >= '0' && c <= '9'; }) >=
             static_cast<std::ptrdiff_t>(kShortest);
}

Result<Disputed> disputed(ServiceImpl& service, const Form& form) {
  const auto kind = form.word<IndicatorKind>("kind");
  if (!kind) return tl::unexpected(kind.error());
  const Result<std::string> value = form.text("value");
  if (!value) return tl::unexpected(value.error());
  if (value->empty() || value->size() > feeds::kLongestValue) {
    return tl::unexpected(field_error("/value", "required", "1 to 2048 bytes"));
  }
  Disputed out;
  out.kind = kind->value_or(is_number(*value) ? IndicatorKind::kPhone : feeds::kind_of(*value));
  if (feeds::is_hashed(out.kind)) {
    const auto key =
        listed_key(out.kind, *value, "", service.snapshot()->official(), service.keys());
    if (!key) return tl::unexpected(field_error("/value", "format", key.error().message));
    out.value = hex_of(*key);
    out.label = personal_label(*value);
    return out;
  }
  const Result<std::string> named = feeds::name_value(out.kind, *value);
  if (!named) return tl::unexpected(field_error("/value", "format", named.error().message));
  out.value = *named;
  out.label = indicator_label(out.kind, *named);
  return out;
}

Result<std::string> reason_of(const Form& form, const char* key) {
  Result<std::string> reason = form.text(key);
  if (!reason) return reason;
  const std::string pointer = std::string("/") + key;
  if (Status s = check_reason(*reason, pointer); !s) return tl::unexpected(s.error());
  return reason;
}

// What a caller writes down: digits of the id's hash, the same wherever the objection is shown.
std::string number_of(const Dispute& dispute) {
  constexpr std::uint64_t kDigits = 100000000;  // eight of them
  std::uint64_t value = 0;
  std::memcpy(&value, sha256(dispute.id).data(), sizeof value);
  const std::string digits = std::to_string(kDigits + value % kDigits);
  return digits.substr(1, 4) + " " + digits.substr(5);
}

json::Object view_of(const Dispute& d, CaseViews& views) {
  return {{"id", d.id},
          {"number", number_of(d)},
          {"state", std::string(name_of(d.state))},
          {"kind", std::string(name_of(d.kind))},
          {"value", d.value},
          {"label", d.label},
          {"reason", d.reason},
          {"opened_by", views.account_name(d.opened_by)},
          {"opened_at", format_time(d.opened_at)},
          {"decided_by", views.account_name(d.decided_by)},
          {"decided_at", time_or_null(d.decided_at)},
          {"note", text_or_null(d.note)},
          {"closed_at", time_or_null(d.closed_at)},
          {"detail", text_or_null(d.detail)},
          {"version", d.version}};
}

// The value itself and every place that it lies in: an entry of any of them lists it.
std::vector<std::pair<IndicatorKind, std::string>> covering(IndicatorKind kind,
                                                            const std::string& value) {
  std::vector<std::pair<IndicatorKind, std::string>> out{{kind, value}};
  if (!feeds::is_place(kind)) return out;
  const std::size_t slash = value.find('/');
  const std::string host = value.substr(0, slash);
  for (std::size_t at = slash; at != std::string::npos; at = value.find('/', at + 1)) {
    out.emplace_back(IndicatorKind::kPath, value.substr(0, at + 1));
  }
  if (kind != IndicatorKind::kDomain) {
    out.emplace_back(IndicatorKind::kHost, host);
    out.emplace_back(IndicatorKind::kIp, host);
  }
  for (std::size_t at = 0; at != std::string::npos; at = host.find('.', at + 1)) {
    out.emplace_back(IndicatorKind::kDomain, host.substr(at == 0 ? 0 : at + 1));
  }
  return out;
}

// The kind of secret under which lies what the version brought.
std::string contact_kind(std::int64_t version) {
  return version <= 1 ? "contact" : "contact " + std::to_string(version);
}

// Whom to tell, encrypted; of several who object to the same, each under a kind of its own.
Status keep_contact(ServiceImpl& service, store::Session& session, const Dispute& dispute,
                    const std::string& contact, Time now) {
  if (contact.empty()) return {};
  return session.secrets().put({dispute.id, contact_kind(dispute.version), service.keys().version(),
                                service.keys().encrypt(contact, dispute.id), now});
}

struct Complaint {
  std::string by;
  std::string reason;
  std::string contact;
};

// Another one objects to what waits already: his reason stands below the first.
Status also_said(ServiceImpl& service, store::Session& session, Dispute& dispute,
                 const Complaint& complaint, Time now) {
  if (dispute.reason.size() + complaint.reason.size() < kMostSaid) {
    dispute.reason += "\n" + complaint.reason;
  }
  const std::int64_t seen = dispute.version++;
  if (Status s = session.disputes().put(dispute, seen); !s) return s;
  if (Status s = keep_contact(service, session, dispute, complaint.contact, now); !s) return s;
  return append_audit(
      session, {now, complaint.by, "dispute.joined", dispute.id, complaint.reason, "ok", {}, {}});
}

}  // namespace

Result<Document> Disputes::open(const std::string& by, std::string_view body) {
  auto& service = static_cast<ServiceImpl&>(service_);
  const Result<Form> form = Form::read(body, {"kind", "value", "reason", "contact"});
  if (!form) return tl::unexpected(form.error());
  const Result<Disputed> what = disputed(service, *form);
  if (!what) return tl::unexpected(what.error());
  const Result<std::string> reason = reason_of(*form, "reason");
  if (!reason) return tl::unexpected(reason.error());
  const Result<std::string> contact = form->text("contact");
  if (!contact) return tl::unexpected(contact.error());
  if (contact->size() > kLongestContact) {
    return tl::unexpected(field_error("/contact", "too_long", "at most 200 bytes"));
  }
  Dispute dispute;
  const Time now = service_.now();
  bool fresh = true;
  const Status status = service_.write([&](store::Session& session) -> Status {
    const auto there = session.disputes().open_of(what->kind, what->value);
    if (!there) return tl::unexpected(there.error());
    fresh = !there->has_value();
    if (!fresh) {
      dispute = **there;
      return also_said(service, session, dispute, {by, *reason, *contact}, now);
    }
    dispute = {service.ids().make("dsp_", now),
               DisputeState::kOpen,
               what->kind,
               what->value,
               what->label,
               *reason,
               by,
               now};
    if (Status s = session.disputes().put(dispute, std::nullopt); !s) return s;
    if (Status kept = keep_contact(service, session, dispute, *contact, now); !kept) return kept;
    return append_audit(session, {now,
                                  by,
                                  "dispute.opened",
                                  dispute.id,
                                  std::string(name_of(what->kind)) + ":" + what->label,
                                  "ok",
                                  {},
                                  {}});
  });
  if (!status) return tl::unexpected(status.error());
  // Whether the value is listed, and by whom, is not for the asker.
  Document out =
      document(json::write(json::Object{{"id", dispute.id},
                                        {"number", number_of(dispute)},
                                        {"state", std::string(name_of(dispute.state))}}));
  out.created = fresh;
  return out;
}

Result<Document> Disputes::list(std::string_view state) {
  const auto word = parse_name<DisputeState>(state);
  if (!state.empty() && !word) {
    return tl::unexpected(
        field_error("?state", "unknown_word", "open, granted, closed or refused"));
  }
  auto session = service_.store().open_session(store::Mode::kReadOnly);
  if (!session) return tl::unexpected(session.error());
  const auto all = (*session)->disputes().list(word, kMostShown);
  if (!all) return tl::unexpected(all.error());
  const auto snapshot = service_.snapshot();
  CaseViews views(**session, *snapshot);
  json::Array data;
  for (const Dispute& dispute : *all) data.push_back(view_of(dispute, views));
  return document(json::write(json::Object{{"data", std::move(data)}}));
}

Result<Document> Disputes::contacts(const Actor& actor, std::string_view id) {
  auto& service = static_cast<ServiceImpl&>(service_);
  const Result<Dispute> dispute = find(id);
  if (!dispute) return tl::unexpected(dispute.error());
  json::Array found;
  // The look is on disk before anything is shown.
  const Status status = service_.write([&](store::Session& session) -> Status {
    found.clear();
    for (std::int64_t version = 1; version <= dispute->version; ++version) {
      const auto secret = session.secrets().find(dispute->id, contact_kind(version));
      if (!secret) return tl::unexpected(secret.error());
      if (!*secret) continue;
      const auto contact = service.keys().decrypt((*secret)->bytes, dispute->id);
      if (!contact) return tl::unexpected(contact.error());
      found.emplace_back(*contact);
    }
    return append_audit(session,
                        audit_entry(actor, service_.now(), "dispute.contact", dispute->id, ""));
  });
  if (!status) return tl::unexpected(status.error());
  return document(json::write(json::Object{{"contacts", std::move(found)}}));
}

Result<Dispute> Disputes::find(std::string_view id) {
  auto session = service_.store().open_session(store::Mode::kReadOnly);
  if (!session) return tl::unexpected(session.error());
  auto found = (*session)->disputes().find(id);
  if (!found) return tl::unexpected(found.error());
  if (!*found) return fail(ErrorCode::kNotFound, "no such dispute");
  return **std::move(found);
}

Status Disputes::may_decide(const Actor& actor, const Dispute& dispute) {
  if (dispute.opened_by == actor.id) return conflict("same_person", "took the objection in");
  auto session = service_.store().open_session(store::Mode::kReadOnly);
  if (!session) return tl::unexpected(session.error());
  for (const auto& [kind, value] : covering(dispute.kind, dispute.value)) {
    const auto found = (*session)->indicators().find(kind, value);
    if (!found) return tl::unexpected(found.error());
    if (!*found) continue;
    const auto& said = (*found)->statements;
    const bool own = std::any_of(said.begin(), said.end(), [&](const Statement& s) {
      return s.origin == feeds::Origin::kManual && s.source == actor.id && !s.revokes &&
             s.opinion == feeds::Opinion::kBad;
    });
    if (own) return conflict("same_person", "listed the value");
    const auto cases = (*session)->listings().listed_by(kind, value);
    if (!cases) return tl::unexpected(cases.error());
    const bool decided = std::any_of(cases->begin(), cases->end(), [&](const store::Listing& l) {
      return (l.decided_by.empty() ? l.by : l.decided_by) == actor.id;
    });
    if (decided) return conflict("same_person", "decided the case that lists the value");
  }
  return {};
}

// A person's withdrawal: no list can list it again until a person says so anew.
Status Disputes::take_back(store::Session& session, const Dispute& dispute, const Actor& actor) {
  Statement s;
  s.kind = dispute.kind;
  s.value = dispute.value;
  s.source = actor.id;
  s.origin = feeds::Origin::kManual;
  s.revokes = true;
  s.at = service_.now();
  s.reason = dispute.id + ": " + dispute.note;
  const auto number = session.indicators().append(s, dispute.label, s.at);
  if (!number) return tl::unexpected(number.error());
  return {};
}

Result<Document> Disputes::decide(const Actor& actor, std::string_view id, std::int64_t if_match,
                                  std::string_view body) {
  const Result<Form> form = Form::read(body, {"grant", "note"});
  if (!form) return tl::unexpected(form.error());
  const auto grant = form->flag("grant");
  if (!grant) return tl::unexpected(grant.error());
  if (!*grant) return tl::unexpected(field_error("/grant", "required", "true or false"));
  const Result<std::string> note = reason_of(*form, "note");
  if (!note) return tl::unexpected(note.error());
  Result<Dispute> dispute = find(id);
  if (!dispute) return tl::unexpected(dispute.error());
  if (dispute->version != if_match) return conflict("stale", "changed meanwhile");
  if (dispute->state != DisputeState::kOpen) return fail(ErrorCode::kConflict, "decided already");
  if (Status s = may_decide(actor, *dispute); !s) return tl::unexpected(s.error());
  dispute->state = **grant ? DisputeState::kGranted : DisputeState::kRefused;
  dispute->decided_by = actor.id;
  dispute->decided_at = service_.now();
  dispute->note = *note;
  ++dispute->version;
  const Status status = service_.write([&](store::Session& session) -> Status {
    if (**grant) {  // it goes through everywhere then
      if (Status s = require_site(session, actor); !s) return s;
    }
    if (Status s = session.disputes().put(*dispute, if_match); !s) return s;
    if (**grant) {
      if (Status s = take_back(session, *dispute, actor); !s) return s;
    }
    return append_audit(
        session, audit_entry(actor, service_.now(), **grant ? "dispute.granted" : "dispute.refused",
                             dispute->id, *note));
  });
  if (!status) return tl::unexpected(status.error());
  if (**grant) {
    if (Status s = service_.refresh_indicators(); !s) return tl::unexpected(s.error());
    // What cannot be checked now is checked later: it stands as granted until then.
    if (Result<Dispute> closed = close(*dispute)) dispute = *std::move(closed);
  }
  auto session = service_.store().open_session(store::Mode::kReadOnly);
  if (!session) return tl::unexpected(session.error());
  const auto snapshot = service_.snapshot();
  CaseViews views(**session, *snapshot);
  return document(json::write(view_of(*dispute, views)));
}

// Closes it if no export holds it, else writes down which does.
Result<Dispute> Disputes::close(Dispute dispute) {
  const Result<std::string> held = lists_.held_by(dispute.kind, dispute.value);
  if (!held) return tl::unexpected(held.error());
  if (!held->empty() && *held == dispute.detail) return dispute;
  const std::int64_t seen = dispute.version++;
  dispute.detail = *held;
  if (held->empty()) {
    dispute.state = DisputeState::kClosed;
    dispute.closed_at = service_.now();
  }
  const Status status = service_.write([&](store::Session& session) -> Status {
    if (Status s = session.disputes().put(dispute, seen); !s || !held->empty()) return s;
    Status told =
        tell(session, "dispute.closed", dispute.id, service_.now(), {{"dispute_id", dispute.id}});
    if (!told) return told;
    return append_audit(session, {service_.now(),
                                  "system",
                                  "dispute.closed",
                                  dispute.id,
                                  "no export holds it",
                                  "ok",
                                  {},
                                  {}});
  });
  if (!status) return tl::unexpected(status.error());
  return dispute;
}

Status Disputes::tend() {
  auto session = service_.store().open_session(store::Mode::kReadOnly);
  if (!session) return tl::unexpected(session.error());
  const auto granted = (*session)->disputes().list(DisputeState::kGranted, kMostShown);
  if (!granted) return tl::unexpected(granted.error());
  session->reset();
  for (const Dispute& dispute : *granted) {
    if (const auto closed = close(dispute); !closed) return tl::unexpected(closed.error());
  }
  return {};
}

}  // namespace analyzer
