#include "analyzer/service/trial_run.h"

#include <algorithm>
#include <functional>
#include <map>
#include <string>
#include <vector>

#include "analyzer/core/case_group.h"
#include "analyzer/engine/assess.h"
#include "analyzer/service/case_words.h"
#include "analyzer/service/stored_facts.h"
#include "analyzer/service/stored_verdict.h"
#include "analyzer/service/tried_policy.h"
#include "analyzer/text/read.h"

namespace analyzer {
namespace {

constexpr std::size_t kPage = 500;
constexpr std::size_t kMostNamed = 50;  // cases that are named one by one
constexpr json::Limits kStored{.max_depth = 32, .max_bytes = 8U << 20U};

// How many it was, before and after.
struct Pair {
  std::uint64_t before = 0;
  std::uint64_t after = 0;
  void add(bool was, bool is) {
    before += was ? 1 : 0;
    after += is ? 1 : 0;
  }
};

json::Object view(const Pair& pair) { return {{"before", pair.before}, {"after", pair.after}}; }

using Pairs = std::map<std::string, Pair>;

json::Array view(const Pairs& pairs, const char* key) {
  json::Array out;
  for (const auto& [name, pair] : pairs) {
    json::Object row = view(pair);
    row[key] = name;
    out.push_back(std::move(row));
  }
  return out;
}

json::Array counties_view(const Pairs& counties, const Calendar& calendar) {
  json::Array out = view(counties, "region");
  for (json::Value& row : out) {
    json::Object& object = row.get_object();
    object["region_name"] = calendar.region_name(std::string(object["region"].get_string()));
  }
  return out;
}

template <class E>
std::string word_of(const std::optional<E>& value) {
  return value ? std::string(name_of(*value)) : "unknown";
}

// What people said of it, and whether that is still, or newly, looked at.
struct Said {
  Pair confirmed;  // found to be true
  Pair cleared;    // found to be harmless
  std::uint64_t missed = 0;
  std::uint64_t spared = 0;
  std::vector<std::string> missed_cases;  // some of them
  std::vector<std::string> spared_cases;

  void add(bool true_alarm, bool was, bool is, const std::string& case_id) {
    (true_alarm ? confirmed : cleared).add(was, is);
    if (!was || is) return;
    ++(true_alarm ? missed : spared);
    std::vector<std::string>& named = true_alarm ? missed_cases : spared_cases;
    const bool there = std::find(named.begin(), named.end(), case_id) != named.end();
    if (!case_id.empty() && !there && named.size() < kMostNamed) named.push_back(case_id);
  }
  void put_into(json::Object& out) const {
    out["confirmed"] = view(confirmed);
    out["cleared"] = view(cleared);
    out["missed"] = missed;
    out["spared"] = spared;
    for (const auto& [key, ids] :
         {std::pair("missed_cases", &missed_cases), {"spared_cases", &spared_cases}}) {
      json::Array list;
      for (const std::string& id : *ids) list.push_back(to_json(id));
      out[key] = std::move(list);
    }
  }
};

struct AttemptFigures {
  std::uint64_t attempts = 0;
  std::uint64_t unreadable = 0;
  std::uint64_t without_history = 0;
  Pair queue;
  Pair holds;
  Pairs ages;
  Pairs schemes;
  Pairs residences;
  Pairs counties;
  Said said;
};

struct ReportFigures {
  std::uint64_t reports = 0;
  std::uint64_t unreadable = 0;
  Pair queue;  // medium and above: a case
  Pair high;   // and above
  Pair critical;
  Pairs kinds;  // of high and above, as the rest
  Pairs sources;
  Pairs counties;
  Said said;
};

// The strongest signal that speaks for a suspicion in the answer that was given.
double strongest(const json::Value& answer) {
  const json::Value* reasons =
      answer.is_object() ? answer.get_object().if_contains("reasons") : nullptr;
  double out = 0.0;
  if (reasons == nullptr || !reasons->is_array()) return out;
  for (const json::Value& reason : reasons->get_array()) {
    if (!reason.is_object()) continue;
    const json::Value* weight = reason.get_object().if_contains("weight");
    if (weight != nullptr && weight->is_number()) out = std::max(out, weight->to_number<double>());
  }
  return out;
}

// Whether the probability alone has a person look at it.
bool over(const AttemptPolicy& policy, const store::ObservationSummary& row, double reason) {
  const double threshold = row.degraded ? policy.review_without_model : policy.review;
  return row.score >= threshold && reason >= policy.least_reason;
}

class Run {
 public:
  Run(store::Session& session, const Snapshot& present, const Snapshot& tried)
      : session_(session), present_(present), tried_(tried) {
    for (const auto& floor : tried.policy().attempt.floors) {
      more_floors_ = more_floors_ || !has_floor(present.policy(), floor.id);
    }
  }

  // One attempt as it was answered.
  Status attempt(const store::ObservationSummary& row) {
    ++attempts_.attempts;
    const bool was = row.decision && *row.decision != Decision::kPass;
    // What passed, and is less probable than the new threshold, passes again.
    if (!was && !over(tried_.policy().attempt, row, kAnyReason) && !more_floors_) return {};
    const auto stored = session_.observations().get(row.seq);
    if (!stored) return tl::unexpected(stored.error());
    const store::NewObservation& o = stored->observation;
    const auto said = json::parse(was ? o.verdict : o.answer, kStored);
    const Result<Attempt> read = stored_attempt(o);
    const Result<History> history =
        said ? stored_history(*said) : Result<History>(tl::unexpected(said.error()));
    if (!read || !history) {
      ++attempts_.unreadable;
      return {};
    }
    Decision before = Decision::kPass;
    Decision after = Decision::kPass;
    if (was) {
      before = *assess(*read, *history, present_).decision;
      after = *assess(*read, *history, tried_).decision;
    } else {
      after = passed(*read, row, strongest(*said));
    }
    count(*read, before, after);
    return label(row, attempts_.said, before != Decision::kPass, after != Decision::kPass);
  }

  // One report: its history is always kept.
  Status report(const store::ObservationSummary& row) {
    ++reports_.reports;
    const auto stored = session_.observations().get(row.seq);
    if (!stored) return tl::unexpected(stored.error());
    const store::NewObservation& o = stored->observation;
    const auto verdict = json::parse(o.verdict, kStored);
    const Result<Report> read = stored_report(o);
    const Result<History> history =
        verdict ? stored_history(*verdict) : Result<History>(tl::unexpected(verdict.error()));
    if (!read || !history) {
      ++reports_.unreadable;
      return {};
    }
    const Report& sent = *read;
    const Facts seen =
        text::read(sent.text.value_or(""), sent.urls, sent.wording == Wording::kDictated);
    // Thresholds of the level are asked for last: what stands before is the same.
    const Prepared prepared = prepare(sent, seen, present_);
    const Level before = *assess(sent, seen, prepared, *history, present_).level;
    const Level after = *assess(sent, seen, prepared, *history, tried_).level;
    count(sent, before, after);
    return label(row, reports_.said, before >= Level::kHigh, after >= Level::kHigh);
  }

  json::Object view(bool with_reports) const {
    const Calendar& calendar = present_.calendar();
    json::Object out = {{"attempts", attempts_.attempts},
                        {"unreadable", attempts_.unreadable},
                        {"without_history", attempts_.without_history},
                        {"queue", analyzer::view(attempts_.queue)},
                        {"holds", analyzer::view(attempts_.holds)},
                        {"ages", analyzer::view(attempts_.ages, "age")},
                        {"schemes", analyzer::view(attempts_.schemes, "scheme")},
                        {"residences", analyzer::view(attempts_.residences, "residence")},
                        {"counties", counties_view(attempts_.counties, calendar)}};
    attempts_.said.put_into(out);
    out["reports"] = nullptr;
    if (!with_reports) return out;
    json::Object reports = {{"reports", reports_.reports},
                            {"unreadable", reports_.unreadable},
                            {"queue", analyzer::view(reports_.queue)},
                            {"high", analyzer::view(reports_.high)},
                            {"critical", analyzer::view(reports_.critical)},
                            {"kinds", analyzer::view(reports_.kinds, "kind")},
                            {"sources", analyzer::view(reports_.sources, "source")},
                            {"counties", counties_view(reports_.counties, calendar)}};
    reports_.said.put_into(reports);
    out["reports"] = std::move(reports);
    return out;
  }

 private:
  static constexpr double kAnyReason = 1e9;

  // What became of one that passed: by its probability, unless a cap let it pass, and by
  // its own fields where there are more floors.
  Decision passed(const Attempt& attempt, const store::ObservationSummary& row, double reason) {
    Decision out = Decision::kPass;
    if (over(tried_.policy().attempt, row, reason) && !over(present_.policy().attempt, row, reason))
      out = Decision::kReview;
    if (!more_floors_) return out;
    ++attempts_.without_history;
    const History none;
    if (*assess(attempt, none, present_).decision != Decision::kPass) return out;
    return std::max(out, *assess(attempt, none, tried_).decision);
  }
  void count(const Attempt& attempt, Decision before, Decision after) {
    const bool was = before != Decision::kPass;
    const bool is = after != Decision::kPass;
    attempts_.queue.add(was, is);
    attempts_.holds.add(before == Decision::kHold, after == Decision::kHold);
    if (!was && !is) return;
    const CaseGroup group = group_of(attempt);
    attempts_.ages[age_word(group)].add(was, is);
    attempts_.schemes[scheme_word(group)].add(was, is);
    attempts_.residences[residence_word(group)].add(was, is);
    attempts_.counties[attempt.region.substr(0, 6)].add(was, is);
  }
  void count(const Report& report, Level before, Level after) {
    const bool was = before >= Level::kHigh;
    const bool is = after >= Level::kHigh;
    reports_.queue.add(before >= Level::kMedium, after >= Level::kMedium);
    reports_.high.add(was, is);
    reports_.critical.add(before == Level::kCritical, after == Level::kCritical);
    if (!was && !is) return;
    reports_.kinds[word_of(report.kind)].add(was, is);
    reports_.sources[std::string(name_of(report.source))].add(was, is);
    reports_.counties[report.region.value_or("").substr(0, 6)].add(was, is);
  }
  Status label(const store::ObservationSummary& row, Said& to, bool was, bool is) {
    const auto labels = session_.labels().of(row.seq);
    if (!labels) return tl::unexpected(labels.error());
    if (labels->empty()) return {};
    const Disposition said = labels->back().disposition;
    const bool harmless = said == Disposition::kCleared || said == Disposition::kNotScam;
    if (is_adverse(said) || said == Disposition::kScam) to.add(true, was, is, row.case_id);
    if (harmless) to.add(false, was, is, row.case_id);
    return {};
  }

  store::Session& session_;
  const Snapshot& present_;
  const Snapshot& tried_;
  bool more_floors_ = false;
  AttemptFigures attempts_;
  ReportFigures reports_;
};

// Each that arrived since then, newest first.
Status each(store::Session& session, store::ObservationKind kind, Time since,
            const std::function<Status(const store::ObservationSummary&)>& take) {
  store::RecentQuery query;
  query.kind = kind;
  query.limit = kPage;
  while (true) {
    const auto page = session.observations().recent(query);
    if (!page) return tl::unexpected(page.error());
    for (const store::ObservationSummary& row : *page) {
      if (row.arrived_at < since) return {};
      if (Status s = take(row); !s) return s;
    }
    if (page->size() < kPage) return {};
    query.before = page->back().seq;
  }
}

bool same_levels(const LevelPolicy& a, const LevelPolicy& b) {
  return a.medium == b.medium && a.high == b.high && a.critical == b.critical;
}

}  // namespace

Result<json::Object> run_trial(store::Session& session, const Snapshot& present,
                               const Snapshot& tried, Time since) {
  Run run(session, present, tried);
  Status done = each(session, store::ObservationKind::kAttempt, since,
                     [&](const auto& row) { return run.attempt(row); });
  const bool reports = !same_levels(present.policy().report, tried.policy().report);
  if (done && reports) {
    done = each(session, store::ObservationKind::kReport, since,
                [&](const auto& row) { return run.report(row); });
  }
  if (!done) return tl::unexpected(done.error());
  return run.view(reports);
}

}  // namespace analyzer
