#include "analyzer/service/attempt_study.h"

#include <algorithm>
#include <array>
#include <cmath>
#include <map>
#include <set>

#include "analyzer/service/attempt_others.h"
#include "analyzer/service/study_text.h"
#include "models/train.h"

namespace analyzer {
namespace {

std::string found_line(const char* who, const Found& found) {
  return line("| %s | %.3f | %.3f | ", who, found.roc_auc.value, found.pr_auc.value) +
         percent(found.attempts) + " | " + percent(found.entities) + " |\n";
}

// -- parts of the study -------------------------------------------------------------

// What the score at `threshold` finds of gangs that nobody has found out yet, and
// what a register's later facts find besides.
std::string beyond_the_score(const JudgedRows& product, double threshold) {
  double unknown = 0.0;
  double found = 0.0;
  std::set<std::string> groups;
  std::set<std::string> caught;
  for (std::size_t i = 0; i < product.from.rows.size(); ++i) {
    const AttemptRow& row = product.from.rows[i];
    if (!is_fraud(row)) continue;
    const std::string group = product.from.group(i);
    const bool is_found = product.margins[i] >= threshold;
    groups.insert(group);
    if (is_found || row.found_later) caught.insert(group);
    unknown += row.known ? 0.0 : 1.0;
    found += is_found && !row.known ? 1.0 : 0.0;
  }
  return line(
      "\nOf attempts whose phone and account nobody had found out before: %.1f %% of %.0f. "
      "Entities found at once or by a register's later fact: %.1f %% of %zu.\n",
      100 * part(found, unknown), unknown, 100 * part(double(caught.size()), double(groups.size())),
      groups.size());
}

std::string beside_others(const JudgedRows& product, const NamedMargins& others) {
  std::string out =
      "## At 0.5 % false positives, as in a real city\n\n"
      "| judged by | ROC-AUC | PR-AUC | attempts found | gangs, persons, offices found |\n"
      "|---|---|---|---|---|\n";
  JudgedRows rules{product.from, {}, {}, product.scale};
  for (const AttemptRow& row : product.from.rows) rules.margins.push_back(row.rule_margin);
  out += found_line("rules alone", found_at(rules, kStudyAlarms));
  for (const auto& [name, margins] : others) {
    const JudgedRows rows{product.from, margins, {}, product.scale};
    out += found_line(name.c_str(), found_at(rows, kStudyAlarms));
  }
  const Found whole = found_at(product, kStudyAlarms);
  out += found_line("the product's score", whole);
  JudgedRows decided = product;
  decided.floors = true;
  out += found_line("its score and the policy's floors", found_at(decided, kStudyAlarms));
  out += beyond_the_score(product, whole.threshold);
  std::set<std::string> cities(product.from.cities.begin(), product.from.cities.end());
  out += "\nCity by city (attempts, entities):";
  for (const std::string& city : cities) {
    const Found found = found_at(product, kStudyAlarms,
                                 [&](std::size_t i) { return product.from.cities[i] == city; });
    out += line(" %.1f %% %.1f %%;", 100 * found.attempts.value, 100 * found.entities.value);
  }
  return out + "\n\n";
}

struct Tally {
  std::size_t rows = 0;
  std::size_t found = 0;
  std::set<std::string> groups;
  std::set<std::string> caught;

  void add(const std::string& group, bool is_found) {
    ++rows;
    found += is_found ? 1 : 0;
    groups.insert(group);
    if (is_found) caught.insert(group);
  }
  double recall() const { return part(double(found), double(rows)); }
  double entities() const { return part(double(caught.size()), double(groups.size())); }
};

// By scenario, before and after frauds have adapted, judged by what was learnt from
// before, at the threshold of the whole.
std::string by_scenario(const JudgedRows& judged, Date drift_from) {
  const double threshold = found_at(judged, kStudyAlarms).threshold;
  std::map<std::string, std::array<Tally, 2>> tallies;
  for (std::size_t i = 0; i < judged.from.rows.size(); ++i) {
    const AttemptRow& row = judged.from.rows[i];
    if (!is_fraud(row)) continue;
    const std::size_t adapted = shanghai_date(row.at) >= drift_from ? 1 : 0;
    tallies[row.label.scenario][adapted].add(judged.from.group(i), judged.margins[i] >= threshold);
  }
  std::string out =
      "## By scenario, learnt from the time before frauds adapted\n\n| scenario | attempts before "
      "| found | of entities | "
      "after the drift | found | of entities | lost |\n|---|---|---|---|---|---|---|---|\n";
  double lost = 0.0;
  int compared = 0;
  for (const auto& [scenario, both] : tallies) {
    const Tally& before = both[0];
    const Tally& after = both[1];
    const bool can = before.rows >= 10 && after.rows >= 10;
    if (can) {
      lost += before.recall() - after.recall();
      ++compared;
    }
    out += line("| %s | %zu | %.0f %% | %.0f %% | %zu | %.0f %% | %.0f %% | %s |\n",
                scenario.c_str(), before.rows, 100 * before.recall(), 100 * before.entities(),
                after.rows, 100 * after.recall(), 100 * after.entities(),
                can ? line("%+.0f", 100 * (before.recall() - after.recall())).c_str() : "–");
  }
  return out + line("\nMean loss by drift over %d scenarios with ten rows in both: %.1f points\n\n",
                    compared, 100 * part(lost, compared));
}

struct Band {
  const char* name;
  bool (*takes)(const AttemptRow&);
};
constexpr Band kBands[] = {
    {"everybody", [](const AttemptRow&) { return true; }},
    {"85 and more", [](const AttemptRow& r) { return r.age >= 85; }},
    {"rural", [](const AttemptRow& r) { return r.label.rural; }},
    {"urban", [](const AttemptRow& r) { return !r.label.rural; }},
    {"bedridden or blind", [](const AttemptRow& r) { return r.label.disabled; }},
    {"blind", [](const AttemptRow& r) { return r.label.blind; }},
};

// Queued and all, each honest attempt counted as often as it occurs in a real city.
struct Queued {
  double all = 0.0;
  double queued = 0.0;
  double held = 0.0;
  double share() const { return part(queued, all); }
};

std::string at_shipped_policy(const JudgedRows& judged, const AttemptPolicy& policy) {
  Queued everybody;
  Queued tainted;
  std::map<std::string, Tally> odd;
  std::array<Queued, std::size(kBands)> bands;
  for (std::size_t i = 0; i < judged.from.rows.size(); ++i) {
    const AttemptRow& row = judged.from.rows[i];
    if (is_fraud(row)) continue;
    const bool flagged = row.queued(judged.probabilities[i], policy.review);
    const double weight = weight_of(row, judged.scale);
    const auto count = [&](Queued& of) {
      of.all += weight;
      of.queued += flagged ? weight : 0.0;
      of.held += row.held ? weight : 0.0;
    };
    if (row.tainted) {  // a helper who took part in a fraud is rightly looked at
      count(tainted);
      continue;
    }
    count(everybody);
    const std::string group = judged.from.group(i);
    if (!row.label.scenario.empty()) odd[row.label.scenario].add(group, flagged);
    if (row.channel == Channel::kSilent) continue;
    for (std::size_t b = 0; b < bands.size(); ++b) {
      if (kBands[b].takes(row)) count(bands[b]);
    }
  }
  std::string out = line(
      "## Honest people at the shipped policy (review from %g)\n\n"
      "Queued %.2f %%, held %.3f %% of honest attempts of a real city; of those over a phone or "
      "account that took part in a fraud (%.2f %% of all, not counted otherwise) %.0f %%.\n\n"
      "| who, all but silent | queued | times the average |\n|---|---|---|\n",
      policy.review, 100 * everybody.share(), 100 * part(everybody.held, everybody.all),
      100 * part(tainted.all, everybody.all + tainted.all), 100 * tainted.share());
  for (std::size_t b = 0; b < bands.size(); ++b) {
    out += line("| %s | %.2f %% | %.2f |\n", kBands[b].name, 100 * bands[b].share(),
                part(bands[b].share(), bands[0].share()));
  }
  out += "\nHonest, though they look odd (limit 3 %):";
  for (const auto& [scenario, tally] : odd) {
    out += line(" %s %.1f %%%s;", scenario.c_str(), 100 * tally.recall(),
                tally.recall() > 0.03 ? " (!)" : "");
  }
  return out + "\n\n";
}

// At which distinct person each gang of at least ten is first queued.
std::string how_soon(const JudgedRows& judged, double review) {
  struct Gang {
    std::string scenario;
    std::set<std::uint64_t> persons;
    std::size_t seen_at = 0;  // 0: never
  };
  std::map<std::string, Gang> gangs;
  for (std::size_t i = 0; i < judged.from.rows.size(); ++i) {
    const AttemptRow& row = judged.from.rows[i];
    if (!is_fraud(row)) continue;
    Gang& gang = gangs[judged.from.group(i)];
    gang.scenario = row.label.scenario;
    gang.persons.insert(row.person);
    if (gang.seen_at == 0 && row.queued(judged.probabilities[i], review)) {
      gang.seen_at = gang.persons.size();
    }
  }
  std::map<std::string, std::vector<std::size_t>> places;
  for (const auto& [name, gang] : gangs) {
    if (gang.persons.size() < 10) continue;
    const std::size_t never = gang.persons.size() + 1;
    places[gang.scenario].push_back(gang.seen_at == 0 ? never : gang.seen_at);
  }
  std::string out =
      "## Gangs of ten persons and more: first queued at which person\n\n| scenario | gangs | "
      "median | nine of ten by |\n|---|---|---|---|\n";
  for (auto& [scenario, list] : places) {
    std::sort(list.begin(), list.end());
    out += line("| %s | %zu | %zu | %zu |\n", scenario.c_str(), list.size(), list[list.size() / 2],
                list[list.size() * 9 / 10]);
  }
  return out + "\n";
}

std::string calibration(const JudgedRows& judged) {
  constexpr std::array<double, 6> kEdges = {0.1, 0.2, 0.35, 0.55, 0.8, 1.01};
  struct Bin {
    double weight = 0.0;
    double predicted = 0.0;
    double observed = 0.0;
  };
  std::array<Bin, kEdges.size() - 1> bins;
  double all = 0.0;
  double frauds = 0.0;
  double squares = 0.0;
  for (std::size_t i = 0; i < judged.from.rows.size(); ++i) {
    const AttemptRow& row = judged.from.rows[i];
    const double weight = weight_of(row, judged.scale);
    const double p = judged.probabilities[i];
    const double truth = is_fraud(row) ? 1.0 : 0.0;
    all += weight;
    frauds += weight * truth;
    squares += weight * (p - truth) * (p - truth);
    for (std::size_t b = 0; b < bins.size(); ++b) {
      if (p < kEdges[b] || p >= kEdges[b + 1]) continue;
      bins[b].weight += weight;
      bins[b].predicted += weight * p;
      bins[b].observed += weight * truth;
    }
  }
  const double prior = part(frauds, all);
  const double constant = prior * (1.0 - prior);
  std::string out = line(
      "## Calibration\n\nPrior %.4f, Brier score %.5f, skill over the constant prior %.2f.\n\n"
      "| score | attempts (of a real city) | observed / predicted |\n|---|---|---|\n",
      prior, part(squares, all), 1.0 - part(part(squares, all), constant));
  for (std::size_t b = 0; b < bins.size(); ++b) {
    out += line("| %.2f to %.2f | %.0f | %.2f |\n", kEdges[b], std::min(1.0, kEdges[b + 1]),
                bins[b].weight, part(bins[b].observed, bins[b].predicted));
  }
  return out + "\n";
}

// Frauds found for so many attempts queued a day in a city of half a million, whose
// year has about 365,000 attempts (simulation.md 7.1).
std::string capacity(const JudgedRows& judged) {
  constexpr double kAttemptsADay = 1000.0;
  std::string out =
      "## By review capacity (a city of 500,000, a thousand attempts a day)\n\n"
      "| cases a day | attempts found | entities found | threshold of the score |\n"
      "|---|---|---|---|\n";
  for (const double cases : {1.0, 2.5, 5.0, 10.0, 25.0}) {
    const Found found = found_at(judged, cases / kAttemptsADay);
    out += line("| %.1f | ", cases) + percent(found.attempts) + " | " + percent(found.entities) +
           line(" | %.3f |\n", 1.0 / (1.0 + std::exp(-found.threshold)));
  }
  return out + "\n";
}

// Whether the cities are hard enough: no field or window may part fraud from the rest.
std::string hardness(const models::Matrix& test) {
  std::vector<models::ColumnPower> powers = models::column_powers(test);
  std::erase_if(powers, [](const auto& power) { return power.column.starts_with(kRulePrefix); });
  std::sort(powers.begin(), powers.end(),
            [](const auto& a, const auto& b) { return a.roc_auc > b.roc_auc; });
  std::string out = "## Single fields and windows (limit 0.8)\n\n";
  for (std::size_t i = 0; i < std::min<std::size_t>(10, powers.size()); ++i) {
    out += line("%s %.3f (%.0f %% missing); ", powers[i].column.c_str(), powers[i].roc_auc,
                100 * powers[i].missing);
  }
  return out + "\n\n";
}

}  // namespace

Result<std::string> attempt_study(const AttemptWorld& world, const CityRows& test,
                                  const models::Scorer& scorer, const CityRows& train,
                                  const models::TrainParams& params) {
  JudgedRows judged{test, {}, {}, world.parameters.fraud_scale};
  for (const AttemptRow& row : test.rows) {
    const auto margin = scorer.margin(row.values);
    if (!margin) return tl::unexpected(margin.error());
    judged.margins.push_back(*margin);
    judged.probabilities.push_back(scorer.probability(*margin));
  }
  const auto others = plain_margins(train, test, params);
  if (!others) return tl::unexpected(others.error());
  const Date drift = world.parameters.drift_from;
  auto before = margins_learnt_before(drift, train, test, params);
  if (!before) return tl::unexpected(before.error());
  const JudgedRows by_past{test, *std::move(before), {}, judged.scale};
  const AttemptPolicy& policy = world.snapshot->policy().attempt;
  return beside_others(judged, *others) + by_scenario(by_past, drift) +
         at_shipped_policy(judged, policy) + how_soon(judged, policy.review) + calibration(judged) +
         capacity(judged) + hardness(matrix_of(test, every_row()));
}

}  // namespace analyzer
