#include "analyzer/service/attempt_study.h"

#include <algorithm>
#include <array>
#include <cmath>
#include <cstdio>
#include <map>
#include <set>

#include "analyzer/engine/attempt_columns.h"
#include "models/train.h"

namespace analyzer {
namespace {

constexpr double kAlarms = 0.005;  // false positives at which recall is told
constexpr std::string_view kRulePrefix = "rules.";

template <class... Values>
std::string line(const char* format, Values... values) {
  std::array<char, 400> text{};
  std::snprintf(text.data(), text.size(), format, values...);
  return text.data();
}

std::string percent(const models::Interval& share) {
  return line("%.1f [%.1f, %.1f] %%", 100 * share.value, 100 * share.low, 100 * share.high);
}

double part(double some, double all) { return all > 0.0 ? some / all : 0.0; }

double weight_of(const AttemptRow& row, double scale) {
  return row.label.scenario.empty() ? scale : 1.0;
}

// Columns of what was counted over time; the others are the attempt's own fields
// and what the rules say.
bool is_window(std::string_view column) {
  constexpr auto kPrefixes =
      std::to_array<std::string_view>({"device.persons",   "device.operators",
                                       "device.villages",  "device.regions",
                                       "device.not_due",   "device.median",
                                       "device.gap",       "device.night",
                                       "operator.persons", "operator.regions",
                                       "operator.devices", "operator.unrelated",
                                       "operator.bind",    "wifi.",
                                       "terminal.",        "staff.",
                                       "document.",        "person.passes",
                                       "person.devices",   "person.same_device",
                                       "person.strong",    "ring."});
  return std::any_of(kPrefixes.begin(), kPrefixes.end(),
                     [&](std::string_view prefix) { return column.starts_with(prefix); });
}

bool is_plain(std::string_view column) { return !column.starts_with(kRulePrefix); }

// The matrix with the columns of this kind alone.
models::Matrix only(const models::Matrix& from, bool (*takes)(std::string_view)) {
  models::Matrix out = from;
  out.columns.clear();
  out.values.clear();
  std::vector<std::size_t> kept;
  for (std::size_t c = 0; c < from.columns.size(); ++c) {
    if (!takes(from.columns[c])) continue;
    kept.push_back(c);
    out.columns.push_back(from.columns[c]);
  }
  for (std::size_t i = 0; i < from.rows(); ++i) {
    for (const std::size_t c : kept) out.values.push_back(from.row(i)[c]);
  }
  return out;
}

models::Matrix take_city(const models::Matrix& from, const std::string& city, bool of_it) {
  std::vector<std::size_t> indices;
  for (std::size_t i = 0; i < from.rows(); ++i) {
    if (from.groups[i].starts_with(city + "/") == of_it) indices.push_back(i);
  }
  return from.take(indices);
}

// Margins of `test` by trees grown on `train`, whose last city stops them early.
Result<std::vector<double>> learn(const models::Matrix& train, const std::string& stop_city,
                                  const models::Matrix& test, models::TrainParams params) {
  std::erase_if(params.monotone, [&](const auto& column) {
    return std::find(train.columns.begin(), train.columns.end(), column.first) ==
           train.columns.end();
  });
  const auto booster = models::Booster::train(take_city(train, stop_city, false),
                                              take_city(train, stop_city, true), params);
  if (!booster) return tl::unexpected(booster.error());
  return booster->margins(test.values);
}

const Choice kAll{[](const AttemptRow&) { return true; }, is_fraud, scenario_of};
std::string found_line(const char* who, const Found& found) {
  return line("| %s | %.3f | %.3f | ", who, found.roc_auc.value, found.pr_auc.value) +
         percent(found.attempts) + " | " + percent(found.entities) + " |\n";
}

using NamedMargins = std::vector<std::pair<std::string, std::vector<double>>>;

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
    const std::string group = product.from.cities[i] + "/" + row.label.group;
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
  const auto all = [](const AttemptRow&) { return true; };
  std::string out =
      "## At 0.5 % false positives, as in a real city\n\n"
      "| judged by | ROC-AUC | PR-AUC | attempts found | gangs, persons, offices found |\n"
      "|---|---|---|---|---|\n";
  JudgedRows rules{product.from, {}, {}, product.scale};
  for (const AttemptRow& row : product.from.rows) rules.margins.push_back(row.rule_margin);
  out += found_line("rules alone", found_at(rules, kAlarms, all));
  for (const auto& [name, margins] : others) {
    const JudgedRows rows{product.from, margins, {}, product.scale};
    out += found_line(name.c_str(), found_at(rows, kAlarms, all));
  }
  const Found whole = found_at(product, kAlarms, all);
  out += found_line("the product's score", whole);
  out += beyond_the_score(product, whole.threshold);
  std::set<std::string> cities(product.from.cities.begin(), product.from.cities.end());
  out += "\nCity by city (attempts, entities):";
  for (const std::string& city : cities) {
    JudgedRows one{product.from, product.margins, {}, product.scale};
    CityRows rows;
    std::vector<double> margins;
    for (std::size_t i = 0; i < product.from.rows.size(); ++i) {
      if (product.from.cities[i] != city) continue;
      rows.rows.push_back(product.from.rows[i]);
      rows.cities.push_back(city);
      margins.push_back(product.margins[i]);
    }
    const Found found = found_at({rows, std::move(margins), {}, product.scale}, kAlarms, all);
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
  const double threshold =
      found_at(judged, kAlarms, [](const AttemptRow&) { return true; }).threshold;
  std::map<std::string, std::array<Tally, 2>> tallies;
  for (std::size_t i = 0; i < judged.from.rows.size(); ++i) {
    const AttemptRow& row = judged.from.rows[i];
    if (!is_fraud(row)) continue;
    const std::size_t adapted = shanghai_date(row.at) >= drift_from ? 1 : 0;
    tallies[row.label.scenario][adapted].add(judged.from.cities[i] + "/" + row.label.group,
                                             judged.margins[i] >= threshold);
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

bool queued(const AttemptRow& row, double probability, double review) {
  return row.floored || (row.explained && probability >= review);
}

struct Band {
  const char* name;
  bool (*takes)(const AttemptRow&);
};
constexpr Band kBands[] = {
    {"everybody", [](const AttemptRow&) { return true; }},
    {"over 85", [](const AttemptRow& r) { return r.age > 85; }},
    {"rural", [](const AttemptRow& r) { return r.label.rural; }},
    {"urban", [](const AttemptRow& r) { return !r.label.rural; }},
    {"bedridden or blind", [](const AttemptRow& r) { return r.label.disabled; }},
    {"blind", [](const AttemptRow& r) { return r.label.blind; }},
};

std::string at_shipped_policy(const JudgedRows& judged, const AttemptPolicy& policy) {
  double all = 0.0;
  double queue = 0.0;
  double held = 0.0;
  std::map<std::string, Tally> odd;
  std::array<Tally, std::size(kBands)> bands;
  for (std::size_t i = 0; i < judged.from.rows.size(); ++i) {
    const AttemptRow& row = judged.from.rows[i];
    if (is_fraud(row) || row.tainted) continue;
    const bool flagged = queued(row, judged.probabilities[i], policy.review);
    const double weight = weight_of(row, judged.scale);
    all += weight;
    queue += flagged ? weight : 0.0;
    held += row.held ? weight : 0.0;
    const std::string group = judged.from.cities[i] + "/" + row.label.group;
    if (!row.label.scenario.empty()) odd[row.label.scenario].add(group, flagged);
    if (row.channel == Channel::kSilent || !row.label.scenario.empty()) continue;
    for (std::size_t b = 0; b < bands.size(); ++b) {
      if (kBands[b].takes(row)) bands[b].add(group, flagged);
    }
  }
  std::string out = line(
      "## Honest people at the shipped policy (review from %g)\n\n"
      "Queued %.2f %%, held %.3f %% of honest attempts of a real city.\n\n| who, ordinary life but "
      "silent | attempts | queued | times the average |\n|---|---|---|---|\n",
      policy.review, 100 * part(queue, all), 100 * part(held, all));
  for (std::size_t b = 0; b < bands.size(); ++b) {
    out += line("| %s | %zu | %.2f %% | %.2f |\n", kBands[b].name, bands[b].rows,
                100 * bands[b].recall(), part(bands[b].recall(), bands[0].recall()));
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
    Gang& gang = gangs[judged.from.cities[i] + "/" + row.label.group];
    gang.scenario = row.label.scenario;
    gang.persons.insert(row.person);
    if (gang.seen_at == 0 && queued(row, judged.probabilities[i], review)) {
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
    const Found found =
        found_at(judged, cases / kAttemptsADay, [](const AttemptRow&) { return true; });
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
  const models::Matrix matrix = matrix_of(test, kAll);
  const std::string& last = train.cities.back();
  const models::Matrix learnt_from = matrix_of(train, kAll);
  NamedMargins others;
  const std::pair<const char*, bool (*)(std::string_view)> kinds[] = {
      {"XGBoost on the windows", is_window}, {"XGBoost on fields and windows", is_plain}};
  for (const auto& [name, takes] : kinds) {
    auto margins = learn(only(learnt_from, takes), last, only(matrix, takes), params);
    if (!margins) return tl::unexpected(margins.error());
    others.emplace_back(name, *std::move(margins));
  }
  const Date drift = world.parameters.drift_from;
  Choice early = kAll;
  early.takes = [&](const AttemptRow& row) { return shanghai_date(row.at) < drift; };
  auto before = learn(matrix_of(train, early), last, matrix, params);
  if (!before) return tl::unexpected(before.error());
  const JudgedRows by_past{test, *std::move(before), {}, judged.scale};
  const AttemptPolicy& policy = world.snapshot->policy().attempt;
  return beside_others(judged, others) + by_scenario(by_past, drift) +
         at_shipped_policy(judged, policy) + how_soon(judged, policy.review) + calibration(judged) +
         capacity(judged) + hardness(matrix);
}

Result<std::string> study_unseen_scenarios(const AttemptWorld& world, const CityRows& test,
                                           const CityRows& train, const models::TrainParams& params,
                                           const models::Progress& progress) {
  std::set<std::string> scenarios;
  for (const AttemptRow& row : test.rows) {
    if (is_fraud(row)) scenarios.insert(row.label.scenario);
  }
  const models::Matrix matrix = matrix_of(test, kAll);
  std::string out =
      "## Each scenario left out of training, found at 0.5 % false positives\n\n"
      "| scenario | attempts | found | of entities |\n|---|---|---|---|\n";
  double sum = 0.0;
  for (const std::string& scenario : scenarios) {
    if (progress) progress("without " + scenario, sum / static_cast<double>(scenarios.size()));
    Choice others = kAll;
    others.takes = [&](const AttemptRow& row) { return row.label.scenario != scenario; };
    auto margins = learn(matrix_of(train, others), train.cities.back(), matrix, params);
    if (!margins) return tl::unexpected(margins.error());
    const Found found = found_at(
        {test, *std::move(margins), {}, world.parameters.fraud_scale}, kAlarms,
        [&](const AttemptRow& row) { return !is_fraud(row) || row.label.scenario == scenario; });
    std::size_t rows = 0;
    for (const AttemptRow& row : test.rows) {
      rows += is_fraud(row) && row.label.scenario == scenario ? 1 : 0;
    }
    out += line("| %s | %zu | ", scenario.c_str(), rows) + percent(found.attempts) + " | " +
           percent(found.entities) + " |\n";
    sum += found.attempts.value;
  }
  return out + line("\nMean over %zu scenarios: %.3f\n", scenarios.size(),
                    part(sum, double(scenarios.size())));
}

}  // namespace analyzer
