// Figures for leaders: what came in by day and county, counted in the background,
// and what became of the cases.

#include <algorithm>
#include <charconv>
#include <map>
#include <tuple>

#include "analyzer/core/region_code.h"
#include "analyzer/service/day_span.h"
#include "analyzer/service/form.h"
#include "analyzer/service/rule_figures.h"
#include "analyzer/service/service_impl.h"
#include "analyzer/service/statistics_sheets.h"
#include "analyzer/service/waiting_figures.h"

namespace analyzer {
namespace {

constexpr const char* kCursor = "daily_counts.counted";  // in Meta: the last seq
constexpr std::size_t kAtOnce = 500;
constexpr int kMostGroups = 40;  // a round of the background job

// How long decisions took, in hours; the last is more than that.
constexpr int kHours[] = {1, 4, 24, 72, 168};

using Key = std::tuple<Date, std::string, std::string, std::string>;
using Counts = std::map<Key, std::uint64_t>;

void count_words(Counts& counts, const Key& place, const json::Value& verdict, const char* list,
                 const char* measure) {
  if (!verdict.is_object()) return;
  const json::Value* words = verdict.get_object().if_contains(list);
  if (words == nullptr || !words->is_array()) return;
  for (const json::Value& word : words->get_array()) {
    if (!word.is_string()) continue;
    ++counts[{std::get<0>(place), std::get<1>(place), measure, std::string(word.get_string())}];
  }
}

// What spoke for a suspicion: how often, where something was flagged, and where nothing
// else did.
void count_signals(Counts& counts, const store::Countable& one, Date day,
                   const json::Value& verdict) {
  const std::vector<std::string> codes = codes_of(verdict);
  const bool flagged = (one.decision && *one.decision != Decision::kPass) ||
                       (one.level && *one.level >= Level::kHigh);
  for (const std::string& code : codes) {
    ++counts[{day, "", kSignalHits, code}];
    if (flagged) ++counts[{day, "", kSignalFlagged, code}];
    if (flagged && codes.size() == 1) ++counts[{day, "", kSignalAlone, code}];
  }
}

void count_one(Counts& counts, const store::Countable& one) {
  const Date day = shanghai_date(one.arrived_at);
  const std::string county = one.region;
  const Key place{day, county, "", ""};
  if (one.decision) ++counts[{day, county, "decision", std::string(name_of(*one.decision))}];
  if (one.level) ++counts[{day, county, "level", std::string(name_of(*one.level))}];
  const auto stored = json::parse(one.verdict);
  if (!stored || !stored->is_object()) return;
  const json::Value* verdict = stored->get_object().if_contains("verdict");
  if (verdict == nullptr) return;
  count_signals(counts, one, day, *verdict);
  count_words(counts, place, *verdict, "tactics", "tactic");
  count_words(counts, place, *verdict, "typologies", "typology");
}

Result<store::Seq> counted(store::Session& session) {
  const auto kept = session.meta().get(kCursor);
  if (!kept) return tl::unexpected(kept.error());
  store::Seq seq = 0;
  if (*kept) std::from_chars((*kept)->data(), (*kept)->data() + (*kept)->size(), seq);
  return seq;
}

// What became of the cases decided in the span.
struct Outcomes {
  std::map<std::string, std::uint64_t> dispositions;
  std::map<std::string, std::uint64_t> causes;  // of false alarms
  std::vector<double> hours;
  std::uint64_t decided = 0;
  std::uint64_t confirmed = 0;
  std::uint64_t false_alarms = 0;

  void add(const store::DecidedCase& c) {
    // What was drawn or asked for anew says nothing of how good the flags are.
    if (c.kind == CaseKind::kObjection || c.kind == CaseKind::kSpotCheck) return;
    ++decided;
    ++dispositions[std::string(name_of(c.disposition))];
    hours.push_back(
        std::chrono::duration<double, std::ratio<3600>>(c.decided_at - c.opened_at).count());
    if (is_adverse(c.disposition) || c.disposition == Disposition::kScam) ++confirmed;
    if (c.disposition != Disposition::kCleared && c.disposition != Disposition::kNotScam) return;
    ++false_alarms;
    ++causes[std::string(name_of(c.cause))];
  }
};

json::Array bins_of(const std::vector<double>& hours) {
  json::Array out;
  double before = 0.0;
  for (const int most : kHours) {
    const auto within = std::count_if(hours.begin(), hours.end(), [&](double h) {
      return h >= before && h < static_cast<double>(most);
    });
    out.push_back(
        json::Object{{"up_to_hours", most}, {"cases", static_cast<std::int64_t>(within)}});
    before = most;
  }
  const auto rest =
      std::count_if(hours.begin(), hours.end(), [&](double h) { return h >= before; });
  out.push_back(json::Object{{"up_to_hours", nullptr}, {"cases", static_cast<std::int64_t>(rest)}});
  return out;
}

json::Value median_of(std::vector<double> hours) {
  if (hours.empty()) return nullptr;
  const auto middle = hours.begin() + static_cast<std::ptrdiff_t>(hours.size() / 2);
  std::nth_element(hours.begin(), middle, hours.end());
  return *middle;
}

json::Object words_view(const std::map<std::string, std::uint64_t>& counts) {
  json::Object out;
  for (const auto& [word, count] : counts) out[word] = count;
  return out;
}

json::Object outcomes_view(const Outcomes& outcomes) {
  const auto share = [&](std::uint64_t part) -> json::Value {
    if (outcomes.decided == 0) return nullptr;
    return static_cast<double>(part) / static_cast<double>(outcomes.decided);
  };
  return {{"decided", outcomes.decided},
          {"confirmed", outcomes.confirmed},
          {"confirmed_share", share(outcomes.confirmed)},
          {"false_alarms", outcomes.false_alarms},
          {"false_alarm_share", share(outcomes.false_alarms)},
          {"dispositions", words_view(outcomes.dispositions)},
          {"false_alarm_causes", words_view(outcomes.causes)},
          {"median_hours", median_of(outcomes.hours)},
          {"hours", bins_of(outcomes.hours)}};
}

// By day every measure, and by county the two that matter most.
void add_counts(const std::vector<store::DailyCount>& counts, const DaySpan& span,
                const Calendar& calendar, json::Object& out) {
  std::map<std::string, std::map<std::string, std::uint64_t>> totals;
  std::map<Date, std::map<std::string, std::map<std::string, std::uint64_t>>> days;
  std::map<std::string, std::map<std::string, std::uint64_t>> counties;
  for (const store::DailyCount& c : counts) {
    totals[c.measure][c.word] += c.count;
    const bool attempt = c.measure == "decision";
    if (!attempt && c.measure != "level") continue;
    days[c.day][c.measure][c.word] += c.count;
    auto& county = counties[c.county];
    county[attempt ? "attempts" : "reports"] += c.count;
    if (attempt && c.word != "pass") county["flagged_attempts"] += c.count;
    if (!attempt && (c.word == "high" || c.word == "critical"))
      county["flagged_reports"] += c.count;
  }
  json::Array by_day;
  for (Date day = span.from; day <= span.to; day += std::chrono::days{1}) {
    by_day.push_back(json::Object{{"day", format_date(day)},
                                  {"attempts", words_view(days[day]["decision"])},
                                  {"reports", words_view(days[day]["level"])}});
  }
  json::Array by_county;
  for (auto& [code, numbers] : counties) {
    json::Value region = nullptr;
    json::Value name = nullptr;
    if (!code.empty()) {
      region = json::Value(code);
      name = calendar.region_name(code);
    }
    by_county.push_back(json::Object{{"region", region},
                                     {"region_name", name},
                                     {"attempts", numbers["attempts"]},
                                     {"flagged_attempts", numbers["flagged_attempts"]},
                                     {"reports", numbers["reports"]},
                                     {"flagged_reports", numbers["flagged_reports"]}});
  }
  out["days"] = std::move(by_day);
  out["counties"] = std::move(by_county);
  out["tactics"] = words_view(totals["tactic"]);
  out["typologies"] = words_view(totals["typology"]);
}

// The next group of what is not counted yet; `next` is the cursor behind it.
Result<std::vector<store::DailyCount>> count_group(store::Session& session, store::Seq from,
                                                   store::Seq& next, bool& more) {
  const auto waiting = session.daily_counts().uncounted(from, kAtOnce);
  if (!waiting) return tl::unexpected(waiting.error());
  more = waiting->size() == kAtOnce;
  Counts counts;
  for (const store::Countable& one : *waiting) count_one(counts, one);
  std::vector<store::DailyCount> rows;
  for (const auto& [key, count] : counts) {
    const auto& [day, county, measure, word] = key;
    rows.push_back({day, county, measure, word, count});
  }
  next = waiting->empty() ? from : waiting->back().seq;
  return rows;
}

}  // namespace

void ServiceImpl::count_days() {
  bool more = true;
  for (int group = 0; group < kMostGroups && more; ++group) {
    store::Seq from = 0;
    store::Seq next = 0;
    std::vector<store::DailyCount> rows;
    {  // Verdicts are read off the sequencer's thread.
      Result<Reading> session = reading();
      if (!session) return;
      const auto cursor = counted(**session);
      if (!cursor) return;
      from = *cursor;
      auto counts = count_group(**session, from, next, more);
      if (!counts) return;
      rows = *std::move(counts);
    }
    if (next == from) return;
    const Status status = write([&](store::Session& session) -> Status {
      const auto cursor = counted(session);
      if (!cursor) return tl::unexpected(cursor.error());
      if (*cursor != from) return {};  // counted by another thread meanwhile
      if (Status s = session.daily_counts().add(rows); !s) return s;
      return session.meta().set(kCursor, std::to_string(next));
    });
    if (!status) return;  // counted in the next round
  }
}

Result<Export> ServiceImpl::statistics_file(const Actor& actor, const StatisticsFilter& filter,
                                            SheetFormat format) {
  const Result<Document> counted = statistics(actor, filter);
  if (!counted) return tl::unexpected(counted.error());
  const Result<json::Value> value = json::parse(*counted->text, {.max_depth = 12});
  if (!value) return tl::unexpected(value.error());
  const std::vector<Sheet> sheets = statistics_sheets(*value);
  Export out;
  for (const Sheet& sheet : sheets) out.rows += sheet.rows.size();
  Result<std::string> bytes = write_sheets(sheets, format);
  if (!bytes) return tl::unexpected(bytes.error());
  out.bytes = *std::move(bytes);
  return out;
}

Result<Document> ServiceImpl::statistics(const Actor& actor, const StatisticsFilter& filter) {
  const Time at = now();
  const auto span = day_span(filter, shanghai_date(at));
  if (!span) return tl::unexpected(span.error());
  if (!filter.region.empty() && !is_region_code(filter.region)) {
    return tl::unexpected(field_error("?region", "format", "2, 4, 6, 9 or 12 digits"));
  }
  if (!filter.region.empty() && !filter.region.starts_with(actor.region)) {
    return tl::unexpected(field_error("?region", "outside_scope", "not within one's own region"));
  }
  count_days();  // so that what was answered before the call is in it
  Result<Reading> session = reading();
  if (!session) return tl::unexpected(session.error());
  const std::string& region = filter.region.empty() ? actor.region : filter.region;
  const auto counts = (*session)->daily_counts().list(span->from, span->to, region);
  if (!counts) return tl::unexpected(counts.error());
  Outcomes outcomes;
  const Time from = shanghai_midnight(span->from);
  const Time to = shanghai_midnight(span->to + std::chrono::days{1});
  Status status = (*session)->daily_counts().decided(
      from, to, region, [&](const store::DecidedCase& c) { outcomes.add(c); });
  if (!status) return tl::unexpected(status.error());
  const auto snapshot = this->snapshot();
  json::Object out{{"generated_at", format_time(at)},
                   {"from", format_date(span->from)},
                   {"to", format_date(span->to)},
                   {"region", text_or_null(region)},
                   {"region_name", snapshot->calendar().region_name(region)},
                   {"outcomes", outcomes_view(outcomes)}};
  add_counts(*counts, *span, snapshot->calendar(), out);
  CaseViews views(**session, *snapshot);
  status = add_waiting(**session, from, to, at, region, snapshot->calendar(), views, out);
  if (!status) return tl::unexpected(status.error());
  return document(json::write(out));
}

}  // namespace analyzer
