#include "analyzer/service/register_work.h"

#include <algorithm>
#include <map>

#include "analyzer/service/case_rights.h"
#include "analyzer/service/case_view.h"
#include "analyzer/service/case_words.h"
#include "analyzer/service/form.h"
#include "analyzer/service/refusal.h"
#include "analyzer/service/service_impl.h"
#include "analyzer/service/site_rights.h"

namespace analyzer {
namespace {

using store::MarkKind;
using store::MarkState;
using store::RegisterMark;

constexpr std::size_t kLongestBureau = 200;     // bytes
constexpr std::size_t kLongestEvidence = 2000;  // bytes

// What a mark may be about.
struct Marked {
  std::string name;
  std::string region;
  bool confirmed_by_file = false;
};

Result<std::optional<Marked>> marked(const Snapshot& snapshot, const std::string& root,
                                     std::string_view id, const Confirmations& by_us) {
  for (const RegisterEntry& entry : snapshot.official().entries()) {
    if (id_of(entry) != id) continue;
    return std::optional(Marked{entry.shown.name, entry.shown.region,
                                entry.shown.confirmed && !by_us.contains(std::string(id))});
  }
  const auto brands = brands_of(root);
  if (!brands) return tl::unexpected(brands.error());
  for (const RegisterBrand& brand : *brands) {
    if (brand.id == id) return std::optional(Marked{brand.name, "", false});
  }
  return std::optional<Marked>{};
}

// The regions of all that may be marked, by its id.
Result<std::map<std::string, std::string>> regions_of(const Snapshot& snapshot,
                                                      const std::string& root) {
  std::map<std::string, std::string> out;
  for (const RegisterEntry& entry : snapshot.official().entries()) {
    out.emplace(id_of(entry), entry.shown.region);
  }
  const auto brands = brands_of(root);
  if (!brands) return tl::unexpected(brands.error());
  for (const RegisterBrand& brand : *brands) out.emplace(brand.id, "");
  return out;
}

std::string_view trunk(std::string_view region) {
  while (region.size() > 2 && region.ends_with("00")) region.remove_suffix(2);
  return region;
}

// Whether one of the places lies in the other, or one is the whole country.
bool near(std::string_view one, std::string_view other) {
  const std::string_view a = trunk(one);
  const std::string_view b = trunk(other);
  return a.starts_with(b) || b.starts_with(a);
}

Result<std::string> told(const Form& form, const char* key, std::size_t longest) {
  Result<std::string> text = form.text(key);
  if (!text) return text;
  const std::string pointer = std::string("/") + key;
  if (text->empty()) return tl::unexpected(field_error(pointer, "required", "must be told"));
  if (text->size() > longest) {
    return tl::unexpected(field_error(pointer, "too_long", "is too long"));
  }
  return text;
}

json::Object mark_view(const RegisterMark& m, bool present, CaseViews& views) {
  return {{"id", m.id},
          {"entry", m.entry},
          {"name", m.name},
          {"present", present},
          {"kind", to_json(name_of(m.kind))},
          {"state", to_json(name_of(m.state))},
          {"bureau", m.bureau},
          {"evidence", m.evidence},
          {"by", m.by},
          {"by_name", views.account_name(m.by)},
          {"at", format_time(m.at)},
          {"decided_by_name", views.account_name(m.decided_by)},
          {"decided_at", time_or_null(m.decided_at)},
          {"ended_by_name", views.account_name(m.ended_by)},
          {"ended_at", time_or_null(m.ended_at)},
          {"note", text_or_null(m.note)},
          {"version", m.version}};
}

std::string audited(const RegisterMark& m) {
  json::Object out{{"kind", to_json(name_of(m.kind))},
                   {"name", m.name},
                   {"bureau", m.bureau},
                   {"evidence", m.evidence}};
  if (!m.note.empty()) out["note"] = m.note;
  return json::write(out);
}

}  // namespace

Result<Confirmations> confirmations_of(store::Session& session) {
  const auto marks = store::register_marks(session).current();
  if (!marks) return tl::unexpected(marks.error());
  Confirmations out;
  for (const RegisterMark& m : *marks) {
    if (m.kind != MarkKind::kConfirmation || m.state != MarkState::kInForce) continue;
    out[m.entry] = {m.bureau, format_date(shanghai_date(m.decided_at.value_or(m.at)))};
  }
  return out;
}

Result<std::string> said_by_people(store::Session& session) {
  const auto trial = session.trials().in_force();
  if (!trial) return tl::unexpected(trial.error());
  const auto revision = store::register_marks(session).revision();
  if (!revision) return tl::unexpected(revision.error());
  return (*trial ? (*trial)->id : std::string()) + " " + std::to_string(*revision);
}

Result<Document> RegisterWork::brands() {
  auto& service = static_cast<ServiceImpl&>(service_);
  const auto all = brands_of(service.options().root);
  if (!all) return tl::unexpected(all.error());
  auto session = service.reading();
  if (!session) return tl::unexpected(session.error());
  const auto confirmed = confirmations_of(**session);
  if (!confirmed) return tl::unexpected(confirmed.error());
  json::Array data;
  std::int64_t count = 0;
  for (const RegisterBrand& brand : *all) {
    const auto found = confirmed->find(brand.id);
    const bool is = found != confirmed->end();
    count += is ? 1 : 0;
    data.push_back(
        json::Object{{"id", brand.id},
                     {"name", brand.name},
                     {"kind", brand.kind},
                     {"tokens", words_of(brand.tokens)},
                     {"domains", words_of(brand.domains)},
                     {"confirmed", is},
                     {"confirmed_by", is ? json::Value(found->second.by) : json::Value(nullptr)},
                     {"confirmed_at", is ? json::Value(found->second.at) : json::Value(nullptr)}});
  }
  return document(json::write(json::Object{{"data", std::move(data)}, {"confirmed", count}}));
}

Result<Document> RegisterWork::marks(const Actor& actor, std::string_view entry) {
  if (!may_review(actor)) return tl::unexpected(forbidden());
  auto session = static_cast<ServiceImpl&>(service_).reading();
  if (!session) return tl::unexpected(session.error());
  auto& role = store::register_marks(**session);
  const auto rows = entry.empty() ? role.current() : role.of_entry(entry);
  if (!rows) return tl::unexpected(rows.error());
  const auto snapshot = service_.snapshot();
  const auto regions = regions_of(*snapshot, static_cast<ServiceImpl&>(service_).options().root);
  if (!regions) return tl::unexpected(regions.error());
  CaseViews views(**session, *snapshot);
  json::Array data;
  for (const RegisterMark& m : *rows) {
    data.push_back(mark_view(m, regions->contains(m.entry), views));
  }
  return document(json::write(json::Object{{"data", std::move(data)}}));
}

Result<Document> RegisterWork::propose(const Actor& actor, std::string_view body) {
  if (!may_review(actor)) return tl::unexpected(forbidden());
  const Result<Form> form = Form::read(body, {"entry", "kind", "bureau", "evidence"});
  if (!form) return tl::unexpected(form.error());
  RegisterMark mark;
  const auto entry = told(*form, "entry", 64);
  if (!entry) return tl::unexpected(entry.error());
  const auto kind = form->word<MarkKind>("kind");
  if (!kind) return tl::unexpected(kind.error());
  const auto bureau = told(*form, "bureau", kLongestBureau);
  if (!bureau) return tl::unexpected(bureau.error());
  const auto evidence = told(*form, "evidence", kLongestEvidence);
  if (!evidence) return tl::unexpected(evidence.error());
  auto& service = static_cast<ServiceImpl&>(service_);
  mark.entry = *entry;
  mark.kind = kind->value_or(MarkKind::kConfirmation);
  mark.bureau = *bureau;
  mark.evidence = *evidence;
  mark.by = actor.id;
  mark.at = service.now();
  mark.id = service.ids().make("mrk_", mark.at);
  const auto snapshot = service.snapshot();
  json::Object answer;
  const Status status = service.write([&](store::Session& session) -> Status {
    const auto by_us = confirmations_of(session);
    if (!by_us) return tl::unexpected(by_us.error());
    const auto found = marked(*snapshot, service.options().root, mark.entry, *by_us);
    if (!found) return tl::unexpected(found.error());
    const std::optional<Marked>& what = *found;
    if (!what) return fail(ErrorCode::kNotFound, "no such entry");
    if (!near(what->region, actor.region)) {
      return conflict("other_region", "an entry of another region");
    }
    if (what->confirmed_by_file && mark.kind == MarkKind::kConfirmation) {
      return conflict("marked", "confirmed already");
    }
    const auto current = store::register_marks(session).current();
    if (!current) return tl::unexpected(current.error());
    const bool there = std::any_of(current->begin(), current->end(), [&](const RegisterMark& m) {
      return m.entry == mark.entry && m.kind == mark.kind;
    });
    if (there) return conflict("marked", "proposed or confirmed already");
    mark.name = what->name;
    if (Status s = store::register_marks(session).put(mark, std::nullopt); !s) return s;
    CaseViews views(session, *snapshot);
    answer = mark_view(mark, true, views);
    return append_audit(session,
                        audit_entry(actor, mark.at, "register.proposed", mark.id, audited(mark)));
  });
  if (!status) return tl::unexpected(status.error());
  Document out = document(json::write(std::move(answer)));
  out.created = true;
  out.version = mark.version;
  return out;
}

Result<Document> RegisterWork::change(const Actor& actor, std::string_view id,
                                      std::int64_t if_match, const char* action,
                                      const std::function<Status(RegisterMark&, Time)>& edit) {
  const auto snapshot = service_.snapshot();
  const auto regions = regions_of(*snapshot, static_cast<ServiceImpl&>(service_).options().root);
  if (!regions) return tl::unexpected(regions.error());
  json::Object answer;
  std::int64_t version = 0;
  bool counts = false;  // for the answers given from now on
  const Status status = service_.write([&](store::Session& session) -> Status {
    auto found = store::register_marks(session).find(id);
    if (!found) return tl::unexpected(found.error());
    if (!*found) return fail(ErrorCode::kNotFound, "no such mark");
    RegisterMark mark = **std::move(found);
    if (mark.version != if_match) return conflict("stale", "changed meanwhile");
    const auto region = regions->find(mark.entry);
    const bool there = region != regions->end();
    if (there && !near(region->second, actor.region)) {
      return conflict("other_region", "an entry of another region");
    }
    const Time now = service_.now();
    if (Status s = edit(mark, now); !s) return s;
    ++mark.version;
    version = mark.version;
    counts = mark.kind == MarkKind::kConfirmation && mark.state != MarkState::kRefused;
    const bool wider = there && !trunk(region->second).starts_with(trunk(actor.region));
    if (counts && wider) {
      if (Status s = require_site(session, actor); !s) return s;
    }
    if (Status s = store::register_marks(session).put(mark, if_match); !s) return s;
    CaseViews views(session, *snapshot);
    answer = mark_view(mark, there, views);
    return append_audit(
        session,
        audit_entry(actor, now, mark.state == MarkState::kRefused ? "register.refused" : action,
                    mark.id, audited(mark)));
  });
  if (!status) return tl::unexpected(status.error());
  if (counts) {
    if (Status s = service_.reload(); !s) return tl::unexpected(s.error());
  }
  Document out = document(json::write(std::move(answer)));
  out.version = version;
  return out;
}

Result<Document> RegisterWork::decide(const Actor& actor, std::string_view id,
                                      std::int64_t if_match, std::string_view body) {
  if (!may_review(actor)) return tl::unexpected(forbidden());
  const Result<Form> form = Form::read(body, {"accept", "note"});
  if (!form) return tl::unexpected(form.error());
  const auto accept = form->flag("accept");
  if (!accept) return tl::unexpected(accept.error());
  if (!*accept) return tl::unexpected(field_error("/accept", "required", "yes or no?"));
  const auto note = form->text("note");
  if (!note) return tl::unexpected(note.error());
  if (note->size() > kLongestEvidence) {
    return tl::unexpected(field_error("/note", "too_long", "is too long"));
  }
  if (!**accept && note->empty()) {
    return tl::unexpected(field_error("/note", "required", "why is it refused?"));
  }
  return change(actor, id, if_match, "register.confirmed",
                [&](RegisterMark& mark, Time now) -> Status {
                  if (mark.state != MarkState::kProposed) {
                    return conflict("state", "is not waiting for a second person");
                  }
                  const bool own = mark.by == actor.id;
                  if (**accept && own) {
                    return conflict("same_person", "the second person must be another one");
                  }
                  if (!own && !may_confirm(actor)) return tl::unexpected(forbidden());
                  mark.state = **accept ? MarkState::kInForce : MarkState::kRefused;
                  mark.decided_by = actor.id;
                  mark.decided_at = now;
                  mark.note = *note;
                  return {};
                });
}

Result<Document> RegisterWork::withdraw(const Actor& actor, std::string_view id,
                                        std::int64_t if_match, std::string_view body) {
  if (!may_confirm(actor)) return tl::unexpected(forbidden());
  const Result<Form> form = Form::read(body, {"reason"});
  if (!form) return tl::unexpected(form.error());
  const auto reason = told(*form, "reason", kLongestEvidence);
  if (!reason) return tl::unexpected(reason.error());
  return change(actor, id, if_match, "register.withdrawn",
                [&](RegisterMark& mark, Time now) -> Status {
                  if (mark.state != MarkState::kInForce) {
                    return conflict("state", "is not in force");
                  }
                  mark.state = MarkState::kWithdrawn;
                  mark.ended_by = actor.id;
                  mark.ended_at = now;
                  mark.note = *reason;
                  return {};
                });
}

}  // namespace analyzer
