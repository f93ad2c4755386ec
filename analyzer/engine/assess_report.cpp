#include <algorithm>

#include "analyzer/engine/advice.h"
#include "analyzer/engine/assess.h"
#include "analyzer/engine/calendar_truth.h"
#include "analyzer/engine/listed.h"
#include "analyzer/engine/scoring.h"
#include "analyzer/engine/text_columns.h"
#include "analyzer/engine/text_heard.h"
#include "analyzer/engine/text_wording.h"
#include "analyzer/engine/url_columns.h"
#include "analyzer/text/links.h"
#include "analyzer/text/url.h"

namespace analyzer {
namespace {

Level level_of(double score, LogOdds rules_margin, const LevelPolicy& policy) {
  if (score >= policy.critical) return Level::kCritical;
  if (score >= policy.high) return Level::kHigh;
  if (score >= policy.medium || rules_margin >= policy.medium_margin) return Level::kMedium;
  return Level::kLow;
}

void note_degraded(std::vector<std::string>& degraded, std::string part) {
  if (std::find(degraded.begin(), degraded.end(), part) == degraded.end()) {
    degraded.push_back(std::move(part));
  }
}

// The probability of `row` by `model`, or that of the rules' margin, which is
// then said to be degraded.
double score_of(const models::Scorer* model, std::span<const float> row, LogOdds rules_margin,
                LogOdds& margin, std::vector<std::string>& degraded) {
  margin = rules_margin;
  if (model != nullptr) {
    if (const Result<double> found = model->margin(row)) {
      margin = *found;
      return model->probability(margin);
    }
  }
  note_degraded(degraded, "model");
  return probability_of(rules_margin);
}

Signals measure(const UrlContext& context) {
  Signals signals;
  for (const UrlSignal& row : url_signals()) {
    std::optional<Measured> measured = row.measure(context);
    if (!measured) continue;
    if (auto signal = context.snapshot.catalog().make(row.code, *std::move(measured))) {
      signals.push_back(*std::move(signal));
    }
  }
  return signals;
}

// A flag must explain itself: without a signal for fraud no link is high, and
// what its letters remind of makes none critical.
Level highest_explained(const Signals& signals) {
  Level out = Level::kMedium;
  for (const Signal& signal : signals) {
    if (!signal.active() || signal.weight <= 0.0) continue;
    if (signal.group != "url_wording") return Level::kCritical;
    out = Level::kHigh;
  }
  return out;
}

// "host." is the same place as "host".
UrlFacts without_root_dot(const UrlFacts& url) {
  std::string plain = url.url;
  plain.erase(plain.find(url.host, url.scheme.size()) + url.host.size() - 1, 1);
  Result<UrlFacts> out = text::parse_url(plain);
  if (!out || out->host.ends_with('.')) {
    UrlFacts same = url;
    while (same.host.ends_with('.')) same.host.pop_back();
    return same;
  }
  out->raw = url.raw;
  out->span = url.span;
  out->disguises = url.disguises;
  return *std::move(out);
}

// What no browser would open imitates nobody and leads nowhere.
UrlVerdict unreadable(const UrlFacts& url, const Snapshot& snapshot) {
  UrlVerdict out;
  out.facts = url;
  out.level = Level::kLow;
  out.score = probability_of(snapshot.policy().url.base);
  if (auto signal = snapshot.catalog().make("url.not_a_link", {})) {
    out.reasons = reasons_of({*std::move(signal)}, kUrlReasons, snapshot);
  }
  return out;
}

// Where the register knows whose place a host is, its letters say nothing. What
// stands before an '@' is there to deceive, whoever's the host is.
bool is_known_place(const UrlFacts& url, bool official, const HostKind& kind) {
  if (url.has_credentials) return false;
  return official || kind.neutral || kind.short_link || kind.brand_owner;
}

UrlVerdict judge(const UrlFacts& url, const Report& report, const Snapshot& snapshot,
                 std::vector<std::string>& degraded) {
  if (!url.valid) return unreadable(url, snapshot);
  if (url.host.ends_with('.')) return judge(without_root_dot(url), report, snapshot, degraded);
  UrlVerdict out;
  out.facts = url;
  out.official = snapshot.official().official(url);
  const std::optional<FoundImitation> imitation = snapshot.official().imitation(url);
  const feeds::Standing standing = standing_of(url, snapshot.indicators(), report.received_at);
  out.listed = standing.sources;
  const bool dictated = report.wording == Wording::kDictated;
  const models::Scorer* model = snapshot.url_model();
  const HostKind kind = snapshot.official().host_kind(url);
  const bool known = is_known_place(url, out.official.has_value(), kind);
  const bool ask = model != nullptr && !known;
  const std::vector<float> row =
      ask ? url_row(url, imitation, &model->tables()) : std::vector<float>{};
  const UrlContext context{url,  snapshot, out.official, imitation,
                           kind, standing, dictated,     wording_of(row)};
  Signals signals = measure(context);
  explain_away(signals, snapshot);
  if (imitation) out.imitates = imitation->whom;

  const LevelPolicy& policy = snapshot.policy().url;
  const LogOdds rules = additive_margin(signals, policy.base, snapshot.policy());
  LogOdds margin = rules;
  out.score = known ? probability_of(rules) : score_of(model, row, rules, margin, degraded);
  const Level level = std::min(level_of(out.score, rules, policy), highest_explained(signals));
  out.level = bounded(level, policy.floors, policy.caps, signals);
  if (out.official) out.level = Level::kOfficial;
  out.reasons = reasons_of(signals, kUrlReasons, snapshot);
  return out;
}

Signals measure(const ReportContext& context) {
  Signals signals;
  for (const ReportSignal& row : report_signals()) {
    std::optional<Measured> measured = row.measure(context);
    if (!measured) continue;
    if (auto signal = context.snapshot.catalog().make(row.code, *std::move(measured))) {
      signals.push_back(*std::move(signal));
    }
  }
  return signals;
}

Level highest_link(const std::vector<UrlVerdict>& urls) {
  Level level = Level::kOfficial;
  for (const UrlVerdict& url : urls) level = std::max(level, url.level);
  return level;
}

// A flag must explain itself: the model's word alone flags no text, and makes one
// that only touches our field no more than doubtful.
Level highest_explained_text(const Signals& signals) {
  constexpr LogOdds kTelling = 0.3;
  if (speaks_for_fraud(signals, kTelling)) return Level::kCritical;
  return speaks_for_fraud(signals, 0.0) ? Level::kMedium : Level::kLow;
}

// Whoever is sent to registered places is not phished, however it is worded.
bool leads_to_offices_alone(const Signals& signals) {
  return std::any_of(signals.begin(), signals.end(),
                     [](const Signal& signal) { return signal.code == "links.all_official"; });
}

// The tactics by the wording instead of by the rules alone, a signal for each that no
// rule found, and what the text tells of harm.
void listen(Verdict& verdict, const ReportContext& context, const TextWording& wording,
            const models::NgramHeads& heads) {
  const Snapshot& snapshot = context.snapshot;
  Heard heard = hear(heads, wording, verdict.row, verdict.margin, snapshot.policy().heard);
  if (leads_to_offices_alone(verdict.signals)) std::erase(heard.tactics, Tactic::kPhishingLink);
  verdict.tactics = tactics_of(heard.tactics, verdict.signals, snapshot.catalog());
  for (Signal& signal : heard_signals(heads, *context.facts.text, wording, heard, verdict.signals,
                                      snapshot.catalog())) {
    verdict.signals.push_back(std::move(signal));
  }
}

void score_text(Verdict& verdict, const ReportContext& context) {
  const Snapshot& snapshot = context.snapshot;
  const LevelPolicy& policy = snapshot.policy().report;
  const LogOdds rules = additive_margin(verdict.signals, policy.base, snapshot.policy());
  const models::Scorer* model = snapshot.text_model();
  TextWording wording;
  if (model != nullptr) {
    wording = read_wording(*context.facts.text, context.facts.urls);
    verdict.row = text_row(*context.facts.text, context.facts.urls, verdict.urls, verdict.signals,
                           wording_margins(wording.ngrams, model->tables()));
  }
  verdict.score = score_of(model, verdict.row, rules, verdict.margin, verdict.degraded);
  if (model != nullptr && model->tables().heads) {
    listen(verdict, context, wording, *model->tables().heads);
  }
  verdict.level = level_of(verdict.score, rules, policy);
  verdict.level = std::min(*verdict.level, highest_explained_text(verdict.signals));
}

void score_report(Verdict& verdict, const ReportContext& context) {
  const LevelPolicy& policy = context.snapshot.policy().report;
  verdict.level = verdict.urls.empty() ? Level::kLow : highest_link(verdict.urls);
  verdict.tactics = tactics_of(verdict.signals);
  // What is said counts as words; a report of links alone is as its links are.
  const bool dictated = context.report.wording == Wording::kDictated;
  const bool speaks =
      context.facts.text && (context.facts.urls.empty() ||
                             text::says_more_than_links(context.facts.text->original, dictated));
  if (speaks) {
    score_text(verdict, context);
    verdict.level = std::max(*verdict.level, Level::kLow);
  }
  // An official link stands for itself where nothing else is said.
  verdict.level = bounded(*verdict.level, policy.floors, policy.caps, verdict.signals);
  if (!verdict.urls.empty()) {
    verdict.level = std::max(*verdict.level, highest_link(verdict.urls));
  }
  // Beside words a doubtful link is one of the model's columns; only one that is flagged
  // by itself outweighs them.
  for (const UrlVerdict& url : verdict.urls) {
    if (!speaks || url.level >= Level::kHigh) verdict.score = std::max(verdict.score, url.score);
  }
}

// The links' own reasons speak for a report that says nothing in words.
void add_link_reasons(Verdict& verdict) {
  for (const UrlVerdict& url : verdict.urls) {
    for (const Reason& reason : url.reasons) {
      if (verdict.reasons.size() >= kAttemptReasons) return;
      const bool there = std::any_of(verdict.reasons.begin(), verdict.reasons.end(),
                                     [&](const Reason& r) { return r.code == reason.code; });
      if (!there) verdict.reasons.push_back(reason);
    }
  }
}

// What is true of suspension where the caller lives, if the message threatens it.
Sentence truth_against_threat(const Verdict& verdict, const Report& report,
                              const Snapshot& snapshot) {
  const auto& tactics = verdict.tactics;
  if (std::find(tactics.begin(), tactics.end(), Tactic::kSuspensionThreat) == tactics.end()) {
    return {};
  }
  return truth_of(report.region.value_or(""), shanghai_date(report.received_at),
                  snapshot.calendar());
}

}  // namespace

Prepared prepare(const Report& report, const Facts& facts, const Snapshot& snapshot) {
  Prepared out;
  if (Result<Signals> found = match_report(snapshot.rules(), report, facts)) {
    out.patterns = *std::move(found);
  } else {
    out.degraded.emplace_back("rules");
  }
  out.urls.reserve(facts.urls.size());
  for (const UrlFacts& url : facts.urls) {
    out.urls.push_back(judge(url, report, snapshot, out.degraded));
  }
  return out;
}

Verdict assess(const Report& report, const Facts& facts, const Prepared& prepared,
               const History& history, const Snapshot& snapshot) {
  Verdict verdict;
  verdict.degraded = prepared.degraded;
  if (!history.available) verdict.degraded.emplace_back("history");
  verdict.urls = prepared.urls;
  const ReportContext context{report, facts, history, snapshot, prepared.urls};
  verdict.signals = prepared.patterns;
  for (Signal& signal : measure(context)) verdict.signals.push_back(std::move(signal));
  settle(verdict.signals, snapshot);
  score_report(verdict, context);
  verdict.reasons = reasons_of(verdict.signals, kAttemptReasons, snapshot);
  add_link_reasons(verdict);
  verdict.advice = advise(*verdict.level, verdict.tactics, verdict.signals, snapshot.policy(),
                          truth_against_threat(verdict, report, snapshot));
  verdict.versions = snapshot.versions();
  return verdict;
}

}  // namespace analyzer
