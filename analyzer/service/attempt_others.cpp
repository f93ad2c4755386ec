#include "analyzer/service/attempt_others.h"

#include <algorithm>
#include <array>
#include <set>

#include "analyzer/service/attempt_study.h"
#include "analyzer/service/study_text.h"

namespace analyzer {
namespace {

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

models::Matrix weighed(const CityRows& from, const Choice& choice) {
  models::Matrix out = matrix_of(from, choice);
  weigh_for_training(out, from, choice);
  return out;
}

// Margins of `test` by trees grown on `train`, whose last city stops them early.
Result<std::vector<double>> learn(const models::Matrix& train, const std::string& stop_city,
                                  const models::Matrix& test, models::TrainParams params) {
  if (std::find(train.columns.begin(), train.columns.end(), params.start) == train.columns.end()) {
    params.start.clear();
  }
  std::erase_if(params.monotone, [&](const auto& column) {
    return std::find(train.columns.begin(), train.columns.end(), column.first) ==
           train.columns.end();
  });
  const auto booster = models::Booster::train(take_city(train, stop_city, false),
                                              take_city(train, stop_city, true), params);
  if (!booster) return tl::unexpected(booster.error());
  return booster->margins(test.values);
}

}  // namespace

Result<NamedMargins> plain_margins(const CityRows& train, const CityRows& test,
                                   const models::TrainParams& params) {
  const models::Matrix learnt_from = weighed(train, every_row());
  const models::Matrix matrix = matrix_of(test, every_row());
  NamedMargins out;
  const std::pair<const char*, bool (*)(std::string_view)> kinds[] = {
      {"XGBoost on the windows", is_window}, {"XGBoost on fields and windows", is_plain}};
  for (const auto& [name, takes] : kinds) {
    auto margins =
        learn(only(learnt_from, takes), train.cities.back(), only(matrix, takes), params);
    if (!margins) return tl::unexpected(margins.error());
    out.emplace_back(name, *std::move(margins));
  }
  return out;
}

Result<std::vector<double>> margins_learnt_before(Date drift, const CityRows& train,
                                                  const CityRows& test,
                                                  const models::TrainParams& params) {
  Choice early = every_row();
  early.takes = [&](const AttemptRow& row) { return shanghai_date(row.at) < drift; };
  return learn(weighed(train, early), train.cities.back(), matrix_of(test, every_row()), params);
}

Result<std::string> study_unseen_scenarios(const AttemptWorld& world, const CityRows& test,
                                           const CityRows& train, const models::TrainParams& params,
                                           const models::Progress& progress) {
  std::set<std::string> scenarios;
  for (const AttemptRow& row : test.rows) {
    if (is_fraud(row)) scenarios.insert(row.label.scenario);
  }
  const models::Matrix matrix = matrix_of(test, every_row());
  std::string out =
      "## Each scenario left out of training, found at 0.5 % false positives\n\n"
      "| scenario | attempts | found by the score | of entities | with the policy's floors | of "
      "entities |\n|---|---|---|---|---|---|\n";
  double sums[2] = {0.0, 0.0};
  std::size_t told = 0;
  for (const std::string& scenario : scenarios) {
    if (progress) progress("without " + scenario, part(double(told++), double(scenarios.size())));
    Choice others = every_row();
    others.takes = [&](const AttemptRow& row) { return row.label.scenario != scenario; };
    auto margins = learn(weighed(train, others), train.cities.back(), matrix, params);
    if (!margins) return tl::unexpected(margins.error());
    const auto is_own = [&](const AttemptRow& row) {
      return is_fraud(row) && row.label.scenario == scenario;
    };
    const auto takes = [&](std::size_t i) {
      return !is_fraud(test.rows[i]) || is_own(test.rows[i]);
    };
    const auto rows = std::count_if(test.rows.begin(), test.rows.end(), is_own);
    out += line("| %s | %td |", scenario.c_str(), rows);
    JudgedRows judged{test, *std::move(margins), {}, world.parameters.fraud_scale};
    for (const bool floors : {false, true}) {
      judged.floors = floors;
      const Found found = found_at(judged, kStudyAlarms, takes);
      out += " " + percent(found.attempts) + " | " + percent(found.entities) + " |";
      sums[floors ? 1 : 0] += found.attempts.value;
    }
    out += "\n";
  }
  const auto count = double(scenarios.size());
  return out + line("\nMean over %zu scenarios: %.3f by the score, %.3f with the floors\n",
                    scenarios.size(), part(sums[0], count), part(sums[1], count));
}

}  // namespace analyzer
