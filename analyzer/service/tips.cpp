// Tips on fund fraud (举报): sealed as they come in. A supervisor reads what was
// told, and apart from it, with a reason, by whom; nobody else reads either.

#include <algorithm>
#include <array>
#include <cstdio>

#include "analyzer/engine/hold.h"
#include "analyzer/service/case_rights.h"
#include "analyzer/service/case_view.h"
#include "analyzer/service/form.h"
#include "analyzer/service/reason.h"
#include "analyzer/service/refusal.h"
#include "analyzer/service/service_impl.h"
#include "analyzer/service/site_rights.h"

namespace analyzer {
namespace {

// 令49号: five working days to examine or transfer, ten to tell a named informant.
constexpr int kExamineDays = 5;
constexpr int kAnswerDays = 10;
constexpr const char* kTold = "tip";
constexpr const char* kInformant = "informant";
constexpr std::size_t kMaxText = 4000;  // bytes
constexpr std::size_t kMaxShort = 200;
constexpr std::size_t kPage = 100;
constexpr const char* kToldFields[] = {"about", "clue", "place", "amount"};

std::string context_of(std::string_view id, std::string_view kind) {
  return std::string(kind) + ' ' + std::string(id);
}

// A tip of nobody's region is for who speaks for the whole site.
Result<store::Tip> readable_tip(store::Session& session, const Actor& actor, std::string_view id) {
  auto found = session.tips().find(id);
  if (!found) return tl::unexpected(found.error());
  bool may = *found && (*found)->region.starts_with(actor.region);
  if (*found && (*found)->region.empty()) {
    const auto whole = speaks_for_site(session, actor);
    if (!whole) return tl::unexpected(whole.error());
    may = *whole;
  }
  if (!may) return fail(ErrorCode::kNotFound, "no such tip");
  const auto stated = session.conflicts().against(actor.id, (*found)->region);
  if (!stated) return tl::unexpected(stated.error());
  if (*stated) return conflict("conflict_of_interest", "a conflict was stated");
  return **std::move(found);
}

// What was told, and who told it; the second is empty of a tip without a name.
struct Told {
  std::string region;
  json::Object tip;
  json::Object informant;
};

Result<std::string> take(const Form& form, const char* key, std::size_t most, bool required) {
  auto text = form.text(key);
  if (!text) return tl::unexpected(text.error());
  if (required && text->empty()) {
    return tl::unexpected(field_error(std::string("/") + key, "required", "is required"));
  }
  if (text->size() > most) {
    return tl::unexpected(field_error(std::string("/") + key, "too_long", "is too long"));
  }
  return *std::move(text);
}

Result<Told> read_told(std::string_view body) {
  const auto form = Form::read(
      body, {"region", "about", "clue", "place", "amount", "informant_name", "informant_phone"});
  if (!form) return tl::unexpected(form.error());
  Told out;
  for (const char* key : kToldFields) {
    const bool clue = std::string_view(key) == "clue";
    const bool required = clue || std::string_view(key) == "about";
    auto text = take(*form, key, clue ? kMaxText : kMaxShort, required);
    if (!text) return tl::unexpected(text.error());
    if (!text->empty()) out.tip[key] = *text;
  }
  for (const char* key : {"informant_name", "informant_phone"}) {
    auto text = take(*form, key, kMaxShort, false);
    if (!text) return tl::unexpected(text.error());
    if (!text->empty()) out.informant[std::string_view(key).substr(10)] = *text;
  }
  auto region = take(*form, "region", 12, false);
  if (!region) return tl::unexpected(region.error());
  if (region->find_first_not_of("0123456789") != std::string::npos) {
    return tl::unexpected(field_error("/region", "format", "not an administrative code"));
  }
  out.region = *std::move(region);
  return out;
}

// The last working day that the count leaves.
Date last_day(Time at, int count, const WorkingDays& days) {
  return shanghai_date(after_working_days(at, count, days)) - std::chrono::days{1};
}

json::Object tip_view(const store::Tip& tip, const Snapshot& snapshot) {
  json::Value region_name = nullptr;
  if (!tip.region.empty()) region_name = snapshot.calendar().region_name(tip.region);
  return {{"tip_id", tip.id},
          {"received_at", format_time(tip.at)},
          {"region", text_or_null(tip.region)},
          {"region_name", region_name},
          {"state", std::string(name_of(tip.state))},
          {"named", tip.named},
          {"examine_by", format_date(tip.examine_by)},
          {"answer_by", format_date(tip.answer_by)},
          {"version", tip.version}};
}

// Which state may follow which.
bool may_follow(store::TipState before, store::TipState after, bool named) {
  using store::TipState;
  if (before == TipState::kReceived) {
    return after == TipState::kAccepted || after == TipState::kTransferred ||
           after == TipState::kRefused;
  }
  if (after != TipState::kAnswered || !named) return false;
  return before != TipState::kAnswered;
}

}  // namespace

Result<Document> ServiceImpl::add_tip(const Actor& actor, std::string_view body) {
  const auto told = read_told(body);
  if (!told) return tl::unexpected(told.error());
  store::Tip tip;
  const auto snapshot = this->snapshot();
  const Status status = write([&](store::Session& session) -> Status {
    tip = {};
    tip.at = now();
    std::string day = format_date(shanghai_date(tip.at));
    day.erase(std::remove(day.begin(), day.end(), '-'), day.end());
    const auto before = session.tips().count("tip-" + day);
    if (!before) return tl::unexpected(before.error());
    std::array<char, 16> number{};
    std::snprintf(number.data(), number.size(), "-%03u", static_cast<unsigned>(*before + 1));
    tip.id = "tip-" + day + number.data();
    // Told without a place, it is of where it was told.
    tip.region = told->region.empty() ? actor.region : told->region;
    tip.named = !told->informant.empty();
    tip.examine_by = last_day(tip.at, kExamineDays, snapshot->working_days());
    tip.answer_by = last_day(tip.at, kAnswerDays, snapshot->working_days());
    if (Status s = session.tips().put(tip, std::nullopt); !s) return s;
    // The row of the diary names nobody: who took the call stands in the audit log.
    if (Status s = session.tips().append_event(tip.id, {tip.state, tip.at, "", ""}); !s) return s;
    const auto seal = [&](const char* kind, const json::Object& value) {
      return session.secrets().put({tip.id, kind, keys_.version(),
                                    keys_.encrypt(json::write(value), context_of(tip.id, kind)),
                                    tip.at});
    };
    if (Status s = seal(kTold, told->tip); !s) return s;
    if (tip.named) {
      if (Status s = seal(kInformant, told->informant); !s) return s;
    }
    return append_audit(session, audit_entry(actor, tip.at, "tip.received", tip.id, ""));
  });
  if (!status) return tl::unexpected(status.error());
  Document out = document(json::write(tip_view(tip, *snapshot)));
  out.created = true;
  return out;
}

Result<Document> ServiceImpl::tips(const Actor& actor, std::string_view cursor) {
  if (!is_supervisor(actor)) return tl::unexpected(forbidden());
  Result<Reading> session = reading();
  if (!session) return tl::unexpected(session.error());
  const auto whole = speaks_for_site(**session, actor);
  if (!whole) return tl::unexpected(whole.error());
  const auto page = (*session)->tips().list({actor.region, *whole, std::string(cursor), kPage});
  if (!page) return tl::unexpected(page.error());
  const auto snapshot = this->snapshot();
  json::Array data;
  for (const store::Tip& tip : page->tips) data.push_back(tip_view(tip, *snapshot));
  return document(json::write(
      json::Object{{"data", std::move(data)}, {"next_cursor", text_or_null(page->next_cursor)}}));
}

Result<json::Object> ServiceImpl::opened_tip(store::Session& session, std::string_view id,
                                             const char* kind) {
  const auto secret = session.secrets().find(id, kind);
  if (!secret) return tl::unexpected(secret.error());
  if (!*secret) return json::Object{};
  const auto bytes = keys_.decrypt((*secret)->bytes, context_of(id, kind));
  if (!bytes) return tl::unexpected(bytes.error());
  const auto value = json::parse(*bytes);
  if (!value || !value->is_object()) return fail(ErrorCode::kCorrupt, "a sealed tip is no object");
  return value->get_object();
}

Result<Document> ServiceImpl::tip(const Actor& actor, std::string_view id,
                                  std::string_view reason) {
  if (!is_supervisor(actor)) return tl::unexpected(forbidden());
  // Whoever looks at an informant says why, in a sentence.
  if (!reason.empty()) {
    if (Status s = check_reason(reason, "/reason"); !s) return tl::unexpected(s.error());
  }
  json::Object out;
  std::int64_t version = 0;
  {
    Result<Reading> session = reading();
    if (!session) return tl::unexpected(session.error());
    const auto found = readable_tip(**session, actor, id);
    if (!found) return tl::unexpected(found.error());
    const auto snapshot = this->snapshot();
    out = tip_view(*found, *snapshot);
    version = found->version;
    auto told = opened_tip(**session, id, kTold);
    if (!told) return tl::unexpected(told.error());
    for (const char* key : kToldFields) {
      const json::Value* value = told->if_contains(key);
      out[key] = value != nullptr ? *value : json::Value(nullptr);
    }
    out["informant"] = nullptr;
    if (!reason.empty() && found->named) {
      auto informant = opened_tip(**session, id, kInformant);
      if (!informant) return tl::unexpected(informant.error());
      out["informant"] = *std::move(informant);
    }
    const auto events = (*session)->tips().events(id);
    if (!events) return tl::unexpected(events.error());
    CaseViews views(**session, *snapshot);
    json::Array diary;
    for (const store::TipEvent& event : *events) {
      auto note = event.note.empty() ? Result<std::string>(std::string())
                                     : keys_.decrypt(event.note, context_of(id, "note"));
      if (!note) return tl::unexpected(note.error());
      diary.push_back(json::Object{{"state", std::string(name_of(event.state))},
                                   {"at", format_time(event.at)},
                                   {"by", views.account_name(event.actor)},
                                   {"note", text_or_null(*note)}});
    }
    out["events"] = std::move(diary);
  }
  const char* action = reason.empty() ? "tip.view" : "tip.informant";
  const Status audited = write([&](store::Session& session) -> Status {
    return append_audit(session, audit_entry(actor, now(), action, id, std::string(reason)));
  });
  if (!audited) return tl::unexpected(audited.error());
  Document document = analyzer::document(json::write(out));
  document.version = version;
  return document;
}

Result<Document> ServiceImpl::act_on_tip(const Actor& actor, std::string_view id,
                                         std::int64_t if_match, std::string_view body) {
  if (!is_supervisor(actor)) return tl::unexpected(forbidden());
  const auto form = Form::read(body, {"state", "note"});
  if (!form) return tl::unexpected(form.error());
  const auto state = form->word<store::TipState>("state");
  if (!state) return tl::unexpected(state.error());
  if (!*state) return tl::unexpected(field_error("/state", "required", "is required"));
  const bool reasoned =
      **state == store::TipState::kTransferred || **state == store::TipState::kRefused;
  const auto note = take(*form, "note", kMaxText, reasoned);
  if (!note) return tl::unexpected(note.error());
  store::Tip tip;
  const Status status = write([&](store::Session& session) -> Status {
    auto found = readable_tip(session, actor, id);
    if (!found) return tl::unexpected(found.error());
    tip = *std::move(found);
    if (tip.version != if_match) {
      return tl::unexpected(
          Error{ErrorCode::kConflict, "the tip was changed meanwhile", {{"", "stale", ""}}});
    }
    if (!may_follow(tip.state, **state, tip.named)) {
      return fail(ErrorCode::kConflict, "this does not follow the tip's present state");
    }
    tip.state = **state;
    ++tip.version;
    const Time at = now();
    if (Status s = session.tips().put(tip, if_match); !s) return s;
    const std::string sealed = note->empty() ? "" : keys_.encrypt(*note, context_of(id, "note"));
    if (Status s = session.tips().append_event(id, {tip.state, at, actor.id, sealed}); !s) return s;
    return append_audit(session,
                        audit_entry(actor, at, "tip." + std::string(name_of(tip.state)), id, ""));
  });
  if (!status) return tl::unexpected(status.error());
  Document out = document(json::write(tip_view(tip, *snapshot())));
  out.version = tip.version;
  return out;
}

}  // namespace analyzer
