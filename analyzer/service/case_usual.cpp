#include "analyzer/service/case_usual.h"

#include <algorithm>
#include <array>
#include <map>

#include "analyzer/service/case_view.h"
#include "analyzer/wire/parse.h"

namespace analyzer {
namespace {

constexpr std::size_t kLooked = 60;
constexpr std::size_t kCounted = 30;
constexpr std::size_t kShown = 3;  // of channels, places and hours each
constexpr std::size_t kCounty = 6;
constexpr json::Limits kStored{.max_depth = 32, .max_bytes = 8U << 20U};

// Parts of the day, by the hour they begin with; before the first it is night.
struct Part {
  int from;
  const char* word;
};
constexpr Part kParts[] = {
    {0, "night"}, {6, "morning"}, {12, "afternoon"}, {18, "evening"}, {22, "night"}};

std::string part_of_day(Time at) {
  const auto since = at - shanghai_midnight(shanghai_date(at));
  const auto hour = std::chrono::duration_cast<std::chrono::hours>(since).count();
  std::string out;
  for (const Part& part : kParts) {
    if (hour >= part.from) out = part.word;
  }
  return out;
}

using Counts = std::map<std::string, std::int64_t>;

struct Usual {
  std::int64_t attempts = 0;
  std::optional<Time> last_at;
  Counts channels;
  Counts places;
  Counts hours;

  void add(const Attempt& attempt) {
    ++attempts;
    last_at = last_at ? std::max(*last_at, attempt.occurred_at) : attempt.occurred_at;
    ++channels[std::string(name_of(attempt.channel))];
    ++hours[part_of_day(attempt.occurred_at)];
    if (attempt.site_region) ++places[attempt.site_region->substr(0, kCounty)];
  }
};

json::Array most_of(const Counts& counts, const Calendar* calendar) {
  std::vector<std::pair<std::string, std::int64_t>> order(counts.begin(), counts.end());
  std::stable_sort(order.begin(), order.end(),
                   [](const auto& a, const auto& b) { return a.second > b.second; });
  json::Array out;
  for (const auto& [word, count] : order) {
    if (out.size() == kShown) break;
    json::Object row{{"word", word}, {"count", count}};
    if (calendar != nullptr) row["name"] = calendar->region_name(word);
    out.push_back(std::move(row));
  }
  return out;
}

std::optional<Attempt> attempt_in(const store::NewObservation& row) {
  const Result<json::Value> facts = json::parse(row.facts, kStored);
  if (!facts) return std::nullopt;
  auto attempt = wire::parse_attempt(*facts, {.synthetic_ids = true, .sealed = true});
  if (!attempt) return std::nullopt;
  return std::move(attempt->value);
}

// Whether the observation stands in a case that speaks against it or is not decided.
Result<bool> in_doubt(store::Session& session, const std::string& case_id) {
  if (case_id.empty()) return false;
  const auto found = session.cases().find(case_id);
  if (!found) return tl::unexpected(found.error());
  if (!*found) return false;
  const Case& c = **found;
  return c.state != CaseState::kDecided || !c.disposition || is_adverse(*c.disposition);
}

// The attempt of the case that is to be compared: the latest.
Result<std::optional<Attempt>> attempt_of(store::Session& session, const std::string& case_id) {
  const auto rows = seen_with(session, case_id);
  if (!rows) return tl::unexpected(rows.error());
  for (auto row = rows->rbegin(); row != rows->rend(); ++row) {
    if (row->key.kind != store::ObservationKind::kAttempt) continue;
    const auto stored = session.observations().get(row->seq);
    if (!stored) return tl::unexpected(stored.error());
    return attempt_in(stored->observation);
  }
  return std::optional<Attempt>{};
}

}  // namespace

Result<json::Value> usual_of(store::Session& session, const Case& c, const std::vector<Link>& links,
                             const Calendar& calendar) {
  if (c.kind == CaseKind::kReport) return json::Value(nullptr);
  const Link* person = nullptr;
  for (const Link& link : links) {
    if (link.kind != LinkKind::kPerson) continue;
    if (person != nullptr) return json::Value(nullptr);
    person = &link;
  }
  if (person == nullptr) return json::Value(nullptr);
  const auto rows = session.observations().of_person(person->key, kLooked);
  if (!rows) return tl::unexpected(rows.error());
  Usual usual;
  for (const store::ObservationSummary& row : *rows) {
    if (usual.attempts >= static_cast<std::int64_t>(kCounted)) break;
    if (row.outcome != Outcome::kPassed || row.case_id == c.id) continue;
    const Result<bool> doubt = in_doubt(session, row.case_id);
    if (!doubt) return tl::unexpected(doubt.error());
    if (*doubt) continue;
    const auto stored = session.observations().get(row.seq);
    if (!stored) return tl::unexpected(stored.error());
    if (const auto attempt = attempt_in(stored->observation)) usual.add(*attempt);
  }
  const auto own = attempt_of(session, c.id);
  if (!own) return tl::unexpected(own.error());
  json::Value present = nullptr;
  if (*own) {
    const std::string place = (*own)->site_region.value_or("").substr(0, kCounty);
    present = json::Object{{"at", format_time((*own)->occurred_at)},
                           {"channel", std::string(name_of((*own)->channel))},
                           {"place", text_or_null(place)},
                           {"place_name", place.empty() ? json::Value(nullptr)
                                                        : json::Value(calendar.region_name(place))},
                           {"hour", part_of_day((*own)->occurred_at)}};
  }
  return json::Value(json::Object{{"attempts", usual.attempts},
                                  {"last_at", time_or_null(usual.last_at)},
                                  {"channels", most_of(usual.channels, nullptr)},
                                  {"places", most_of(usual.places, &calendar)},
                                  {"hours", most_of(usual.hours, nullptr)},
                                  {"present", std::move(present)}});
}

}  // namespace analyzer
