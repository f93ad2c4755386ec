#include "analyzer/service/attempt_decisions.h"

#include <algorithm>
#include <catch2/catch.hpp>
#include <limits>

#include "analyzer/engine/attempt_columns.h"

namespace analyzer {
namespace {

const models::Scorer& shipped_model() {
  // Never destroyed: a model must not outlive main(), where XGBoost's statics end.
  static const auto* const model = [] {
    auto loaded = models::Scorer::load(std::string(ANALYZER_ROOT) + "/models/artifacts/attempt",
                                       attempt_column_names());
    if (!loaded) FAIL(loaded.error().message);
    return new models::Scorer(*std::move(loaded));
  }();
  return *model;
}

AttemptRow row_of(simulate::Truth truth, std::string scenario, std::string group) {
  AttemptRow row;
  row.values.assign(attempt_column_names().size(), std::numeric_limits<float>::quiet_NaN());
  row.channel = Channel::kProvinceApp;
  row.role = OperatorRole::kRelative;
  row.label.truth = truth;
  row.label.scenario = std::move(scenario);
  row.label.group = std::move(group);
  return row;
}

const FlaggedKind& kind_of(const std::vector<FlaggedKind>& kinds, std::string_view name) {
  const auto it = std::find_if(kinds.begin(), kinds.end(),
                               [&](const FlaggedKind& each) { return each.kind == name; });
  REQUIRE(it != kinds.end());
  return *it;
}

TEST_CASE("Rows are flagged by a floor, or by a probability that a signal explains") {
  std::vector<AttemptRow> rows;
  rows.push_back(row_of(simulate::Truth::kFalseAlive, "F02", "F02-1"));
  rows.back().floored = true;
  rows.back().floors = {"replayed_capture"};
  rows.push_back(row_of(simulate::Truth::kFalseAlive, "F02", "F02-1"));
  rows.push_back(row_of(simulate::Truth::kFalseAlive, "F02", "F02-2"));
  rows.back().explained = true;
  rows.push_back(row_of(simulate::Truth::kLegit, "", "v1"));
  rows.back().label.disabled = true;
  rows.push_back(row_of(simulate::Truth::kLegit, "", "v1"));
  rows.back().channel = Channel::kSilent;
  rows.push_back(row_of(simulate::Truth::kLegit, "", "v1"));
  rows.back().tainted = true;
  rows.back().floored = true;
  rows.back().floors = {"known_bad_helper"};
  rows.push_back(row_of(simulate::Truth::kLegit, "G07", "G07-1"));
  const std::vector<std::string> cities(rows.size(), "1");
  const double thresholds[] = {0.0, 1.1};  // every probability, none
  const auto table = count_decisions(rows, cities, shipped_model(), thresholds);
  REQUIRE(table);

  const FlaggedKind& fraud = kind_of(table->frauds, "F02");
  CHECK(fraud.rows == 3);
  CHECK(fraud.groups == 2);
  CHECK(fraud.floors == 1);
  CHECK(fraud.flagged == std::vector<std::size_t>{2, 1});
  CHECK(fraud.found == std::vector<std::size_t>{2, 1});

  CHECK(table->ordinary.front().kind == "all");
  CHECK(table->ordinary.front().rows == 2);
  CHECK(table->ordinary.front().flagged == std::vector<std::size_t>{0, 0});
  CHECK(kind_of(table->ordinary, "all but silent").rows == 1);
  CHECK(kind_of(table->ordinary, "disabled").rows == 1);
  CHECK(kind_of(table->ordinary, "family").rows == 2);
  CHECK(kind_of(table->likenesses, "G07").rows == 1);
  CHECK(kind_of(table->likenesses, "helper of a fraud").floors == 1);

  REQUIRE(table->floors.size() == 2);
  CHECK(table->floors[0].id == "known_bad_helper");
  CHECK(table->floors[0].likenesses == 1);
  CHECK(table->floors[1].fraud == 1);
  const std::string text = format_decisions(*table);
  CHECK(text.find("| F02 | 3 | 2 | 33.33 % | 67 % (100 %) | 33 % (50 %) |") != std::string::npos);
}

}  // namespace
}  // namespace analyzer
