#include "analyzer/service/case_view.h"

#include <algorithm>

#include "analyzer/service/case_words.h"

namespace analyzer {

json::Value text_or_null(const std::string& text) {
  if (text.empty()) return nullptr;
  return to_json(text);
}

json::Value time_or_null(const std::optional<Time>& time) {
  if (!time) return nullptr;
  return to_json(format_time(*time));
}

json::Object sentence_view(const Sentence& sentence) {
  return {{"zh", sentence.zh}, {"en", sentence.en}};
}

json::Object campaign_view(const store::Campaign& campaign) {
  return {{"id", campaign.id},
          {"reports", campaign.reports},
          {"first_seen", format_time(campaign.first_seen)},
          {"last_seen", format_time(campaign.last_seen)}};
}

Result<std::vector<store::ObservationSummary>> seen_with(store::Session& session,
                                                         std::string_view case_id) {
  auto rows = session.observations().of_case(case_id);
  if (!rows) return rows;
  const auto mentioned = session.cases().mentions(case_id);
  if (!mentioned) return tl::unexpected(mentioned.error());
  for (const store::Seq seq : *mentioned) {
    const auto stored = session.observations().get(seq);
    if (!stored) return tl::unexpected(stored.error());
    const store::NewObservation& o = stored->observation;
    if (o.case_id == case_id) continue;
    rows->push_back({o.seq, o.key, o.occurred_at, o.region, o.outcome, o.decision, o.level, o.score,
                     o.degraded, o.case_id, o.arrived_at});
  }
  std::sort(rows->begin(), rows->end(), [](const auto& a, const auto& b) { return a.seq < b.seq; });
  return rows;
}

json::Value CaseViews::account_name(const std::string& id) {
  if (id.empty()) return nullptr;
  if (id == "system") return "系统";
  const auto it = names_.find(id);
  if (it != names_.end()) return to_json(it->second);
  std::string name = id;
  if (const auto user = session_.accounts().find_user(id); user && *user) {
    name = (*user)->display_name.empty() ? (*user)->name : (*user)->display_name;
  }
  return to_json(names_.emplace(id, name).first->second);
}

json::Object CaseViews::summary(const Case& c) {
  json::Object out;
  out["id"] = c.id;
  out["kind"] = to_json(name_of(c.kind));
  out["state"] = to_json(name_of(c.state));
  out["region"] = c.region;
  out["region_name"] = snapshot_.calendar().region_name(c.region);
  out["title"] = c.title;
  out["score"] = c.score;
  const auto level = session_.cases().level(c.id);
  out["level"] = level ? word_or_null(*level) : json::Value(nullptr);
  out["priority"] = c.priority;
  out["held"] = c.held;
  out["escalated"] = c.escalated;
  out["decide_by"] = time_or_null(c.decide_by);
  out["opened_at"] = format_time(c.opened_at);
  out["updated_at"] = format_time(c.updated_at);
  out["assignee"] = text_or_null(c.assignee);
  out["assignee_name"] = account_name(c.assignee);
  out["lease_until"] = time_or_null(c.lease_until);
  out["disposition"] = word_or_null(c.disposition);
  out["cause"] = word_or_null(c.cause);
  out["proposed_by"] = text_or_null(c.proposed_by);
  out["proposed_by_name"] = account_name(c.proposed_by);
  out["decided_by"] = text_or_null(c.decided_by);
  out["decided_by_name"] = account_name(c.decided_by);
  out["decided_at"] = time_or_null(c.decided_at);
  out["observations"] = c.observations;
  out["finding"] = text_or_null(c.finding);
  out["destinations"] = words_of(c.destinations);
  out["outcome"] =
      c.disposition ? json::Value(to_json(name_of(outcome_of(c)))) : json::Value(nullptr);
  out["amount_yuan"] = number_or_null(c.amount_yuan);
  out["owner"] = text_or_null(c.owner);
  out["owner_name"] = account_name(c.owner);
  out["owner_until"] = time_or_null(c.owner_until);
  out["returned"] = c.returned;
  out["snoozed_until"] = time_or_null(c.snoozed_until);
  out["settles_at"] = time_or_null(c.settles_at);
  out["bulk_id"] = text_or_null(c.batch);
  out["extension_by"] = text_or_null(c.extension_by);
  out["extension_by_name"] = account_name(c.extension_by);
  out["more_time_until"] = time_or_null(c.more_time_until);
  out["extended"] = c.extended;
  out["archived_at"] = time_or_null(c.archived_at);
  out["referred_until"] = time_or_null(c.referred_until);
  out["letter_since"] = time_or_null(c.letter_since);
  out["saved_yuan"] = number_or_null(c.saved_yuan);
  out["saved_by_name"] = account_name(c.saved_by);
  out["saved_at"] = time_or_null(c.saved_at);
  out["due_at"] = format_time(due_of(c, snapshot_.casework().due, snapshot_.working_days()));
  out["order_reason"] = to_json(name_of(order_reason(c)));
  out["version"] = c.version;
  return out;
}

json::Object CaseViews::related(const Case& c, const std::vector<std::string>& shared) {
  json::Array kinds;
  for (const std::string& kind : shared) kinds.emplace_back(kind);
  return {{"id", c.id},
          {"title", c.title},
          {"kind", to_json(name_of(c.kind))},
          {"state", to_json(name_of(c.state))},
          {"disposition", word_or_null(c.disposition)},
          {"shared", kinds},
          {"finding", text_or_null(c.finding)},
          {"decided_at", time_or_null(c.decided_at)},
          {"opened_at", format_time(c.opened_at)}};
}

}  // namespace analyzer
