// Every rule and signal, and what it did: counted as things come in and as cases settle,
// never by looking through what is stored.

#include "analyzer/service/rule_figures.h"

#include <algorithm>
#include <charconv>
#include <map>
#include <set>

#include "analyzer/service/case_rights.h"
#include "analyzer/service/case_view.h"
#include "analyzer/service/day_span.h"
#include "analyzer/service/rule_work.h"
#include "analyzer/service/service_impl.h"

namespace analyzer {
namespace {

constexpr std::size_t kMostCounted = 100;  // observations of a case

struct Counted {
  std::map<std::string, std::uint64_t> measures;
  std::optional<Date> last = {};  // day on which it spoke
};
using Figures = std::map<std::string, Counted>;  // by code

json::Value weight_of(const SignalSpec& spec) {
  double most = 0.0;
  for (const auto& [value, weight] : spec.steps) {
    if (std::abs(weight) > std::abs(most)) most = weight;
  }
  return most;
}

class Rows {
 public:
  explicit Rows(const Figures& figures) : figures_(figures) {}

  void add(const std::string& code, const char* kind, const std::string& group,
           const Sentence& sentence, json::Value weight, const Sentence* normal,
           std::optional<double> microseconds = {}) {
    json::Object row{{"code", code},
                     {"kind", kind},
                     {"group", group},
                     {"sentence", sentence_view(sentence)},
                     {"weight", std::move(weight)},
                     {"normal", nullptr}};
    if (normal != nullptr && !normal->zh.empty()) row["normal"] = sentence_view(*normal);
    row["hits"] = count(code, kSignalHits);
    row["flagged"] = count(code, kSignalFlagged);
    row["alone"] = count(code, kSignalAlone);
    row["confirmed"] = count(code, kSignalConfirmed);
    row["cleared"] = count(code, kSignalCleared);
    const auto counted = figures_.find(code);
    const bool spoke = counted != figures_.end() && counted->second.last;
    row["last_on"] = spoke ? json::Value(format_date(*counted->second.last)) : nullptr;
    row["microseconds"] = microseconds ? json::Value(*microseconds) : nullptr;
    rows_.push_back(std::move(row));
  }
  json::Array take() { return std::move(rows_); }

 private:
  std::uint64_t count(const std::string& code, const char* measure) const {
    const auto code_at = figures_.find(code);
    if (code_at == figures_.end()) return 0;
    const auto at = code_at->second.measures.find(measure);
    return at == code_at->second.measures.end() ? 0 : at->second;
  }

  const Figures& figures_;
  json::Array rows_;
};

json::Array rows_of(const Snapshot& snapshot, const Figures& figures) {
  Rows rows(figures);
  const std::vector<std::optional<double>> costs = snapshot.rules().costs();
  auto cost = costs.begin();
  for (const Rule& rule : snapshot.rules().rules()) {
    rows.add(rule.id, "pattern", rule.group, rule.reason, rule.weight, snapshot.normal(rule.id),
             *cost++);
  }
  for (const ConditionRule& rule : snapshot.conditions().rules()) {
    rows.add(rule.id, "condition", rule.group, rule.reason, rule.weight, &rule.normal);
  }
  std::vector<std::string> codes = snapshot.catalog().codes();
  std::sort(codes.begin(), codes.end());
  for (const std::string& code : codes) {
    const SignalSpec* spec = snapshot.catalog().find(code);
    if (spec == nullptr || spec->reason.zh.empty()) continue;  // never a reason
    rows.add(code, "signal", spec->group, spec->reason, weight_of(*spec), &spec->normal);
  }
  return rows.take();
}

}  // namespace

std::vector<std::string> codes_of(const json::Value& verdict) {
  std::set<std::string> out;
  if (!verdict.is_object()) return {};
  const json::Value* reasons = verdict.get_object().if_contains("reasons");
  if (reasons == nullptr || !reasons->is_array()) return {};
  for (const json::Value& reason : reasons->get_array()) {
    if (!reason.is_object()) continue;
    const json::Value* code = reason.get_object().if_contains("code");
    const json::Value* weight = reason.get_object().if_contains("weight");
    if (code == nullptr || !code->is_string() || weight == nullptr || !weight->is_number())
      continue;
    if (weight->to_number<double>() > 0.0) out.emplace(code->get_string());
  }
  return {out.begin(), out.end()};
}

Status count_settled(store::Session& session, const Case& c, Date day) {
  const bool confirmed = is_adverse(*c.disposition) || *c.disposition == Disposition::kScam;
  const bool cleared =
      *c.disposition == Disposition::kCleared || *c.disposition == Disposition::kNotScam;
  if (!confirmed && !cleared) return {};
  const auto rows = session.observations().of_case(c.id);
  if (!rows) return tl::unexpected(rows.error());
  std::set<std::string> codes;
  const std::size_t from = rows->size() > kMostCounted ? rows->size() - kMostCounted : 0;
  for (std::size_t i = from; i < rows->size(); ++i) {
    const auto stored = session.observations().get((*rows)[i].seq);
    if (!stored) return tl::unexpected(stored.error());
    const auto value =
        json::parse(stored->observation.verdict, {.max_depth = 32, .max_bytes = 8U << 20U});
    if (!value || !value->is_object()) continue;
    const json::Value* verdict = value->get_object().if_contains("verdict");
    if (verdict == nullptr) continue;
    for (std::string& code : codes_of(*verdict)) codes.insert(std::move(code));
  }
  std::vector<store::DailyCount> counts;
  for (const std::string& code : codes) {
    counts.push_back({day, "", confirmed ? kSignalConfirmed : kSignalCleared, code, 1});
  }
  return session.daily_counts().add(counts);
}

Result<Document> RuleWork::rules(const Actor& actor, const StatisticsFilter& filter) {
  if (!may_review(actor)) return tl::unexpected(forbidden());
  const auto span = day_span(filter, shanghai_date(service_.now()));
  if (!span) return tl::unexpected(span.error());
  auto session = service_.reading();
  if (!session) return tl::unexpected(session.error());
  const auto counts = (*session)->daily_counts().signals(span->from, span->to);
  if (!counts) return tl::unexpected(counts.error());
  Figures figures;
  for (const store::DailyCount& one : *counts) {
    Counted& counted = figures[one.word];
    counted.measures[one.measure] += one.count;
    if (one.measure == kSignalHits) counted.last = one.day;
  }
  const auto snapshot = service_.snapshot();
  return document(json::write(json::Object{{"from", format_date(span->from)},
                                           {"to", format_date(span->to)},
                                           {"snapshot", snapshot->name()},
                                           {"data", rows_of(*snapshot, figures)}}));
}

}  // namespace analyzer
