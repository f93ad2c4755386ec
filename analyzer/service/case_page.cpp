// The whole page of one case.

#include <algorithm>

#include "analyzer/service/case_usual.h"
#include "analyzer/service/case_view.h"
#include "analyzer/service/case_words.h"
#include "analyzer/service/desk.h"
#include "analyzer/service/evidence_files.h"
#include "analyzer/service/objections.h"
#include "analyzer/service/referral_work.h"

namespace analyzer {
namespace {

constexpr std::size_t kMostShown = 100;   // observations of one case on its page
constexpr std::size_t kMostRelated = 10;  // that wait, and as many that are decided
constexpr std::size_t kMostLooked = 40;

// What is stored as JSON goes through as it is; what does not parse is null.
json::Value stored_json(const std::string& text) {
  if (text.empty()) return nullptr;
  Result<json::Value> value = json::parse(text, {.max_depth = 32, .max_bytes = 8U << 20U});
  return value ? *std::move(value) : json::Value(nullptr);
}

// The part `key` of a stored verdict, or null.
json::Value part_of(const json::Value& stored, std::string_view key) {
  if (!stored.is_object()) return nullptr;
  const json::Value* part = stored.get_object().if_contains({key.data(), key.size()});
  return part == nullptr ? json::Value(nullptr) : *part;
}

// For each reason of a stored verdict when the same is harmless, by code.
json::Object normal_of(const json::Value& verdict, const Snapshot& snapshot) {
  json::Object out;
  const json::Value reasons = part_of(verdict, "reasons");
  if (!reasons.is_array()) return out;
  for (const json::Value& reason : reasons.get_array()) {
    const json::Value code = part_of(reason, "code");
    if (!code.is_string()) continue;
    if (const Sentence* normal = snapshot.normal(code.get_string())) {
      out[code.get_string()] = sentence_view(*normal);
    }
  }
  return out;
}

// For each typology of it how to treat the elder.
json::Object care_of(const json::Value& verdict, const Policy& policy) {
  json::Object out;
  const json::Value named = part_of(verdict, "typologies");
  if (!named.is_array()) return out;
  for (const Typology& typology : policy.typologies) {
    if (typology.care.zh.empty()) continue;
    for (const json::Value& id : named.get_array()) {
      if (id.is_string() && id.get_string() == typology.id)
        out[typology.id] = sentence_view(typology.care);
    }
  }
  return out;
}

// Adds the texts of a list, each once.
void add_texts(const json::Value& list, std::vector<std::string>& out) {
  if (!list.is_array()) return;
  for (const json::Value& item : list.get_array()) {
    if (!item.is_string()) continue;
    std::string text(item.get_string());
    if (std::find(out.begin(), out.end(), text) == out.end()) out.push_back(std::move(text));
  }
}

json::Object contacts_view(const Case& c) {
  const auto step = next_contact_step(c.contacts);
  return {{"entries", c.contacts.entries},
          {"calls", c.contacts.calls},
          {"call_days", c.contacts.call_days},
          {"spare_tried", c.contacts.spare_tried},
          {"village_asked", c.contacts.village_asked},
          {"visited", c.contacts.visited},
          {"reached", c.contacts.reached},
          {"next_step", word_or_null(step)}};
}

std::vector<std::string> shared_kinds(const std::vector<Link>& a, const std::vector<Link>& b) {
  std::vector<std::string> out;
  for (const Link& link : a) {
    if (std::find(b.begin(), b.end(), link) == b.end()) continue;
    const std::string kind(name_of(link.kind));
    if (std::find(out.begin(), out.end(), kind) == out.end()) out.push_back(kind);
  }
  return out;
}

}  // namespace

Result<json::Object> CaseViews::observation(const store::ObservationSummary& row, const Case& c) {
  Result<store::StoredObservation> stored = session_.observations().get(row.seq);
  if (!stored) return tl::unexpected(stored.error());
  const store::NewObservation& o = stored->observation;
  const bool attempt = o.key.kind == store::ObservationKind::kAttempt;
  const json::Value judged = stored_json(o.verdict);
  json::Object out;
  out["id"] = o.key.external_id;
  out["kind"] = to_json(name_of(o.key.kind));
  out["recorded_at"] = format_time(o.arrived_at);
  out["verdict"] = stored_json(o.answer);
  out["detail"] = part_of(judged, "verdict");
  out["normal"] = normal_of(stored_json(o.answer), snapshot_);
  out["care"] = care_of(stored_json(o.answer), snapshot_.policy());
  out["attempt"] = attempt ? stored_json(o.facts) : json::Value(nullptr);
  out["report"] = attempt ? json::Value(nullptr) : stored_json(o.facts);
  out["history"] = part_of(judged, "history");
  Result<std::string> explained = session_.follow_ups().explanation(row.seq);
  if (!explained) return tl::unexpected(explained.error());
  out["explanation"] = stored_json(*explained);
  const auto secret = session_.secrets().find(row.case_id, "subject:" + row.key.external_id);
  if (!secret) return tl::unexpected(secret.error());
  out["has_subject"] = secret->has_value();
  out["elsewhere"] = row.case_id == c.id ? json::Value(nullptr) : text_or_null(row.case_id);
  out["desk"] = json::Array{};
  if (attempt || row.key.caller != kDeskCaller || keys_ == nullptr) return out;
  Result<json::Array> done = desk_entries(session_, row.seq, *keys_, *this);
  if (!done) return tl::unexpected(done.error());
  out["desk"] = *std::move(done);
  return out;
}

Result<json::Array> CaseViews::observations(const Case& c) {
  const auto rows = seen_with(session_, c.id);
  if (!rows) return tl::unexpected(rows.error());
  json::Array out;
  // The latest are shown; a campaign's first hundred say the same.
  const std::size_t from = rows->size() > kMostShown ? rows->size() - kMostShown : 0;
  for (std::size_t i = from; i < rows->size(); ++i) {
    const store::ObservationSummary& row = (*rows)[i];
    Result<json::Object> one = observation(row, c);
    if (!one) return tl::unexpected(one.error());
    out.push_back(*std::move(one));
  }
  return out;
}

Result<json::Array> CaseViews::events(const Case& c) {
  Result<std::vector<CaseEvent>> events = session_.cases().events(c.id);
  if (!events) return tl::unexpected(events.error());
  diary_ = *events;
  json::Array out;
  for (const CaseEvent& event : *events) {
    out.push_back(json::Object{{"kind", to_json(name_of(event.kind))},
                               {"at", format_time(event.at)},
                               {"actor", event.actor},
                               {"actor_name", account_name(event.actor)},
                               {"note", event.note},
                               {"disposition", word_or_null(event.disposition)},
                               {"cause", word_or_null(event.cause)},
                               {"lease_until", time_or_null(event.lease_until)},
                               {"finding", text_or_null(event.finding)},
                               {"destinations", words_of(event.destinations)},
                               {"amount_yuan", number_or_null(event.amount_yuan)},
                               {"until", time_or_null(event.until)},
                               {"person", text_or_null(event.person)},
                               {"person_name", account_name(event.person)},
                               {"contact", word_or_null(event.contact)},
                               {"contact_result", word_or_null(event.contact_result)},
                               {"companion", text_or_null(event.companion)},
                               {"files", words_of(event.files)},
                               {"saved_yuan", number_or_null(event.saved_yuan)},
                               {"bulk_id", text_or_null(event.batch)}});
  }
  return out;
}

Result<json::Array> CaseViews::related_of(const Case& c, const std::vector<Link>& links,
                                          const Actor& actor) {
  json::Array out;
  Result<std::vector<std::string>> ids = session_.cases().find_open_by_links(links);
  if (!ids) return tl::unexpected(ids.error());
  const auto decided = session_.cases().find_decided_by_links(links, kMostLooked);
  if (!decided) return tl::unexpected(decided.error());
  for (const auto* list : {&*std::as_const(ids), &*decided}) {
    std::size_t shown = 0;
    for (const std::string& id : *list) {
      if (id == c.id || shown >= kMostRelated) continue;
      Result<std::optional<Case>> found = session_.cases().find(id);
      if (!found) return tl::unexpected(found.error());
      if (!*found || !may_see(actor, (*found)->region)) continue;
      Result<std::vector<Link>> theirs = session_.cases().links(id);
      if (!theirs) return tl::unexpected(theirs.error());
      out.push_back(related(**found, shared_kinds(links, *theirs)));
      ++shown;
    }
  }
  return out;
}

Result<json::Value> CaseViews::campaign_of(const Case& c) {
  const auto id = session_.campaigns().of_case(c.id);
  if (!id) return tl::unexpected(id.error());
  if (!*id) return json::Value(nullptr);
  const auto found = session_.campaigns().find(**id);
  if (!found) return tl::unexpected(found.error());
  return *found ? json::Value(campaign_view(**found)) : json::Value(nullptr);
}

json::Array CaseViews::recused(const Case& c) {
  json::Array out;
  for (const std::string& id : c.recused) {
    out.push_back(json::Object{{"id", id}, {"name", account_name(id)}});
  }
  return out;
}

// The items that the verdicts ask for, each as the diary left it.
json::Array CaseViews::checklist(const Case& c, const json::Array& observations,
                                 const std::vector<CaseEvent>& diary) {
  std::vector<std::string> actions;
  std::vector<std::string> typologies;
  for (const json::Value& observation : observations) {
    const json::Value verdict = part_of(observation, "verdict");
    add_texts(part_of(verdict, "required_actions"), actions);
    add_texts(part_of(verdict, "typologies"), typologies);
  }
  json::Array out;
  for (const CheckWord* check : snapshot_.casework().checklist(c.kind, actions, typologies)) {
    const CaseEvent* last = nullptr;
    for (const CaseEvent& event : diary) {
      const bool about =
          event.kind == CaseEventKind::kChecked || event.kind == CaseEventKind::kUnchecked;
      if (about && event.note == check->id) last = &event;
    }
    const bool done = last != nullptr && last->kind == CaseEventKind::kChecked;
    out.push_back(json::Object{
        {"id", check->id},
        {"name", sentence_view(check->name)},
        {"done", done},
        {"by_name", done ? account_name(last->actor) : json::Value(nullptr)},
        {"at", done ? json::Value(to_json(format_time(last->at))) : json::Value(nullptr)}});
  }
  return out;
}

// What was objected, of an objection's own case.
Result<json::Value> CaseViews::objection_of(const Case& c) {
  if (c.kind != CaseKind::kObjection || keys_ == nullptr) return json::Value(nullptr);
  const auto found = session_.objections().find(c.id);
  if (!found) return tl::unexpected(found.error());
  if (!*found) return json::Value(nullptr);
  const auto about = session_.cases().find((*found)->about);
  if (!about) return tl::unexpected(about.error());
  const auto said = objection_said(session_, *keys_, c.id);
  if (!said) return tl::unexpected(said.error());
  json::Value original = nullptr;
  if (*about) original = summary(**about);
  return json::Value(json::Object{{"way", to_json(name_of((*found)->way))},
                                  {"said", *said},
                                  {"taken_by_name", account_name((*found)->taken_by)},
                                  {"at", format_time((*found)->at)},
                                  {"about", original}});
}

// What was objected to this case.
Result<json::Array> CaseViews::objections_to(const Case& c) {
  const auto found = session_.objections().about(c.id);
  if (!found) return tl::unexpected(found.error());
  json::Array out;
  for (const store::Objection& one : *found) {
    const auto own = session_.cases().find(one.case_id);
    if (!own) return tl::unexpected(own.error());
    if (!*own) continue;
    out.push_back(json::Object{{"id", one.case_id},
                               {"at", format_time(one.at)},
                               {"state", to_json(name_of((*own)->state))},
                               {"finding", text_or_null((*own)->finding)}});
  }
  return out;
}

Result<json::Object> CaseViews::detail(const Case& c, const Actor& actor, Time now) {
  Result<std::vector<Link>> links = session_.cases().links(c.id);
  if (!links) return tl::unexpected(links.error());
  Result<json::Array> seen = observations(c);
  if (!seen) return tl::unexpected(seen.error());
  Result<json::Array> diary = events(c);
  if (!diary) return tl::unexpected(diary.error());
  Result<json::Array> others = related_of(c, *links, actor);
  if (!others) return tl::unexpected(others.error());
  json::Value campaign = nullptr;
  if (c.kind == CaseKind::kReport) {
    Result<json::Value> found = campaign_of(c);
    if (!found) return tl::unexpected(found.error());
    campaign = *std::move(found);
  }
  json::Array checks = checklist(c, *seen, diary_);
  Result<json::Value> objection = objection_of(c);
  if (!objection) return tl::unexpected(objection.error());
  Result<json::Array> objections = objections_to(c);
  if (!objections) return tl::unexpected(objections.error());
  Result<json::Array> files = files_view(session_, c, *this);
  if (!files) return tl::unexpected(files.error());
  json::Array handed_down;
  if (keys_ != nullptr) {
    auto found = referrals_view(session_, c, *this, *keys_, now);
    if (!found) return tl::unexpected(found.error());
    handed_down = *std::move(found);
  }
  Result<json::Value> usual = usual_of(session_, c, *links, snapshot_.calendar());
  if (!usual) return tl::unexpected(usual.error());
  return json::Object{{"case", summary(c)},
                      {"files", *std::move(files)},
                      {"referrals", std::move(handed_down)},
                      {"usual", *std::move(usual)},
                      {"checklist", std::move(checks)},
                      {"contacts", contacts_view(c)},
                      {"recused", recused(c)},
                      {"observations", *std::move(seen)},
                      {"events", *std::move(diary)},
                      {"related", *std::move(others)},
                      {"campaign", std::move(campaign)},
                      {"objection", *std::move(objection)},
                      {"objections", *std::move(objections)}};
}

}  // namespace analyzer
