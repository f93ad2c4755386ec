// Pages that only look: overview, campaigns, the audit log, stored answers.

#include <algorithm>
#include <charconv>
#include <map>

#include "analyzer/core/written.h"
#include "analyzer/service/case_view.h"
#include "analyzer/service/look_back.h"
#include "analyzer/service/service_impl.h"

namespace analyzer {
namespace {

constexpr std::size_t kMostNamed = 100;  // people whose name has the words searched

// Of all words of `E`, so that one that does not occur is 0.
template <class E>
std::map<std::string, std::int64_t> zeros() {
  std::map<std::string, std::int64_t> out;
  for (const std::string_view name : kNames<E>) out[std::string(name)] = 0;
  return out;
}

json::Object to_object(const std::map<std::string, std::int64_t>& counts) {
  json::Object out;
  for (const auto& [name, count] : counts) out[name] = count;
  return out;
}

json::Object view(const store::CaseFigures& figures, Time now) {
  auto by_kind = zeros<CaseKind>();
  auto by_state = zeros<CaseState>();
  std::uint64_t held = 0;
  std::uint64_t overdue = 0;
  std::uint64_t due = 0;
  for (const auto& row : figures.open) {
    by_kind[std::string(name_of(row.kind))] += static_cast<std::int64_t>(row.count);
    by_state[std::string(name_of(row.state))] += static_cast<std::int64_t>(row.count);
    held += row.held;
    overdue += row.overdue;
    due += row.due_soon;
  }
  json::Array dispositions;
  std::uint64_t today = 0;
  std::uint64_t by_me = 0;
  for (const auto& row : figures.decided) {
    by_state[std::string(name_of(CaseState::kDecided))] += static_cast<std::int64_t>(row.count);
    today += row.today;
    by_me += row.today_by_actor;
    if (row.settled == 0) continue;
    dispositions.push_back(json::Object{{"disposition", std::string(name_of(row.disposition))},
                                        {"count", row.settled}});
  }
  return {{"generated_at", format_time(now)},
          {"open_by_kind", to_object(by_kind)},
          {"by_state", to_object(by_state)},
          {"held", held},
          {"overdue", overdue},
          {"due_24h", due},
          {"oldest_opened_at", time_or_null(figures.oldest_open)},
          {"decided_today", today},
          {"decided_by_me_today", by_me},
          {"dispositions_30d", std::move(dispositions)}};
}

// A time, or a day in China; `end`: the first moment after that day.
Status read_time(const std::string& text, const char* pointer, bool end, std::optional<Time>& out) {
  if (text.empty()) return {};
  if (const Result<Date> day = parse_date(text)) {
    out = shanghai_midnight(*day + std::chrono::days{end ? 1 : 0});
    return {};
  }
  const Result<Time> time = parse_time(text);
  if (!time) {
    return tl::unexpected(
        Error{ErrorCode::kInvalid, "not a time", {{pointer, "format", "not an RFC 3339 time"}}});
  }
  out = *time;
  return {};
}

// Where a campaign was reported from; null for what was not counted by region.
json::Array regions_view(const store::Campaign& campaign,
                         const std::vector<store::CampaignCount>& counts,
                         const Calendar& calendar) {
  json::Array out;
  for (const std::uint32_t county : campaign.counties) {
    std::uint64_t reports = 0;
    for (const store::CampaignCount& row : counts)
      reports += row.county == county ? row.reports : 0;
    const std::string code = std::to_string(county);
    out.push_back(
        json::Object{{"region", code},
                     {"region_name", calendar.region_name(code)},
                     {"reports", reports > 0 ? json::Value(reports) : json::Value(nullptr)}});
  }
  return out;
}

// How many reports a day and from how many counties.
json::Array days_view(const std::vector<store::CampaignCount>& counts) {
  struct Day {
    std::uint64_t reports = 0;
    std::uint64_t counties = 0;
  };
  std::map<Date, Day> days;
  for (const store::CampaignCount& row : counts) {
    days[row.day].reports += row.reports;
    days[row.day].counties += row.county != 0 ? 1 : 0;
  }
  json::Array out;
  for (const auto& [date, day] : days) {
    out.push_back(json::Object{
        {"day", format_date(date)}, {"reports", day.reports}, {"counties", day.counties}});
  }
  return out;
}

// Persons whose case a registry record opened, today and the day before, by the day it
// arrived.
Result<json::Array> look_backs(store::Session& session, Date today, const std::string& region) {
  const Date yesterday = today - std::chrono::days{1};
  const auto counts = session.daily_counts().list(yesterday, today, region);
  if (!counts) return tl::unexpected(counts.error());
  json::Array out;
  for (const Date day : {today, yesterday}) {
    std::map<std::string, std::uint64_t> sums;
    for (const store::DailyCount& row : *counts) {
      if (row.day == day && row.measure == kLookBackMeasure) sums[row.word] += row.count;
    }
    out.push_back(json::Object{{"day", format_date(day)},
                               {"persons", sums[kLookBackPersons]},
                               {"attempts", sums[kLookBackAttempts]},
                               {"estimated_yuan", sums[kLookBackYuan]}});
  }
  return out;
}

}  // namespace

Result<Document> ServiceImpl::overview(const Actor& actor) {
  Result<Reading> session = reading();
  if (!session) return tl::unexpected(session.error());
  const Time at = now();
  const auto figures = (*session)->cases().figures(
      {actor.region, actor.id, at, at + std::chrono::hours{24},
       shanghai_midnight(shanghai_date(at)), at - std::chrono::days{30}});
  if (!figures) return tl::unexpected(figures.error());
  json::Object out = view(*figures, at);
  auto found = look_backs(**session, shanghai_date(at), actor.region);
  if (!found) return tl::unexpected(found.error());
  out["look_back"] = *std::move(found);
  return document(json::write(out));
}

Result<Document> ServiceImpl::campaign(const Actor& actor, std::string_view id) {
  Result<Reading> session = reading();
  if (!session) return tl::unexpected(session.error());
  Result<std::optional<store::Campaign>> found = (*session)->campaigns().find(id);
  if (!found) return tl::unexpected(found.error());
  if (!*found) return fail(ErrorCode::kNotFound, "no such campaign");
  const store::Campaign& campaign = **found;
  const auto snapshot = this->snapshot();
  json::Object out = campaign_view(campaign);
  json::Array domains;
  for (const std::string& domain : campaign.domains) domains.emplace_back(domain);
  out["domains"] = std::move(domains);
  const auto counts = (*session)->campaigns().counts(id);
  if (!counts) return tl::unexpected(counts.error());
  out["regions"] = regions_view(campaign, *counts, snapshot->calendar());
  out["days"] = days_view(*counts);
  const auto related = (*session)->campaigns().related(id);
  if (!related) return tl::unexpected(related.error());
  json::Array others;
  for (const std::string& other : *related) others.emplace_back(other);
  out["related"] = std::move(others);
  json::Array cases;
  CaseViews views(**session, *snapshot);
  const Result<std::vector<std::string>> ids = (*session)->campaigns().cases(id);
  if (!ids) return tl::unexpected(ids.error());
  for (const std::string& case_id : *ids) {
    Result<std::optional<Case>> c = (*session)->cases().find(case_id);
    if (!c) return tl::unexpected(c.error());
    if (*c && may_see(actor, (*c)->region)) cases.push_back(views.related(**c, {}));
  }
  out["cases"] = std::move(cases);
  return document(json::write(out));
}

Result<Document> ServiceImpl::audit(const Actor& actor, const AuditFilter& filter) {
  if (!has_role(actor.roles, Role::kAuditAdmin)) {
    return tl::unexpected(
        Error{ErrorCode::kConflict, "this role may not do that", {{"", "forbidden", ""}}});
  }
  store::AuditQuery query;
  query.actor = filter.actor;
  query.action = filter.action;
  query.object = filter.object;
  query.text = filter.text;
  if (Status s = read_time(filter.from, "/from", false, query.from); !s) {
    return tl::unexpected(s.error());
  }
  if (Status s = read_time(filter.to, "/to", true, query.to); !s) return tl::unexpected(s.error());
  std::from_chars(filter.cursor.data(), filter.cursor.data() + filter.cursor.size(), query.before);
  query.limit = static_cast<std::size_t>(std::clamp(filter.limit, 1, 200));
  Result<Reading> session = reading();
  if (!session) return tl::unexpected(session.error());
  if (!query.text.empty()) {
    const auto users = (*session)->accounts().users();
    if (!users) return tl::unexpected(users.error());
    for (const store::User& user : *users) {
      const bool named = user.display_name.find(query.text) != std::string::npos ||
                         user.name.find(query.text) != std::string::npos;
      if (named && query.named.size() < kMostNamed) query.named.push_back(user.id);
    }
  }
  Result<std::vector<store::AuditRow>> rows = (*session)->audit().list(query);
  if (!rows) return tl::unexpected(rows.error());
  const auto snapshot = this->snapshot();
  CaseViews views(**session, *snapshot);
  json::Array data;
  for (const store::AuditRow& row : *rows) {
    data.push_back(
        json::Object{{"id", std::to_string(row.number)},
                     {"at", format_time(row.entry.at)},
                     {"actor", row.entry.actor},
                     {"actor_name", views.account_name(row.entry.actor)},
                     {"action", row.entry.action},
                     {"object", row.entry.object},
                     {"result", row.entry.result},
                     {"detail", row.entry.cause.empty() ? row.entry.detail : row.entry.cause},
                     {"request_id", row.entry.request_id},
                     {"hash", written_hex(row.hash)}});
  }
  json::Value next = nullptr;
  if (rows->size() == query.limit) next = json::Value(std::to_string(rows->back().number));
  return document(
      json::write(json::Object{{"data", std::move(data)}, {"next_cursor", std::move(next)}}));
}

Result<Document> ServiceImpl::attempt_answer(const Caller& caller, std::string_view attempt_id) {
  Result<Reading> session = reading();
  if (!session) return tl::unexpected(session.error());
  store::Observations& observations = (*session)->observations();
  const auto stored =
      observations.find({store::ObservationKind::kAttempt, caller.id, std::string(attempt_id)});
  if (!stored) return tl::unexpected(stored.error());
  if (!*stored) return fail(ErrorCode::kNotFound, "no such attempt");
  const Result<store::Review> review = observations.review_of((*stored)->seq);
  if (!review) return tl::unexpected(review.error());
  json::Object state{{"state", std::string(name_of(review->state))},
                     {"outcome", nullptr},
                     {"decided_at", time_or_null(review->decided_at)}};
  if (review->lapsed) state["outcome"] = std::string(name_of(ReviewOutcome::kAccept));
  if (review->disposition) {
    state["outcome"] =
        std::string(name_of(review->outcome.value_or(review_outcome(*review->disposition))));
  }
  std::string out = (*stored)->answer;
  out.pop_back();  // the closing brace of the stored answer
  return document(out + ",\"review\":" + json::write(state) + "}");
}

Result<Document> ServiceImpl::report_answer(const Caller& caller, std::string_view report_id) {
  Result<Reading> session = reading();
  if (!session) return tl::unexpected(session.error());
  const auto stored = (*session)->observations().find(
      {store::ObservationKind::kReport, caller.id, std::string(report_id)});
  if (!stored) return tl::unexpected(stored.error());
  if (!*stored) return fail(ErrorCode::kNotFound, "no such report");
  if (!caller.account.empty()) {  // all people share one caller: each sees his own region
    const auto user = (*session)->accounts().find_user(caller.account);
    if (!user) return tl::unexpected(user.error());
    const auto row = (*session)->observations().get((*stored)->seq);
    if (!row) return tl::unexpected(row.error());
    Actor reader;
    if (*user) reader.region = (*user)->region;
    if (!*user || !may_see(reader, row->observation.region)) {
      return fail(ErrorCode::kNotFound, "no such report");
    }
  }
  return document((*stored)->answer);
}

}  // namespace analyzer
