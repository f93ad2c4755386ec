#include "models/metrics.h"

#include <catch2/catch.hpp>
#include <cmath>
#include <limits>

#include "tests/unit/models/made_rows.h"

namespace analyzer::models {
namespace {

using Scores = std::vector<double>;
using Labels = std::vector<std::uint8_t>;

TEST_CASE("ROC-AUC counts the pairs in the right order, ties half") {
  struct Row {
    const char* what;
    Scores scores;
    Labels labels;
    double auc;
  };
  const std::vector<Row> rows = {
      {"all pairs right", {1, 2, 3, 4}, {0, 0, 1, 1}, 1.0},
      {"all pairs wrong", {4, 3, 2, 1}, {0, 0, 1, 1}, 0.0},
      {"three of four right", {1, 3, 2, 4}, {0, 0, 1, 1}, 0.75},
      {"all equal", {1, 1, 1, 1}, {0, 1, 0, 1}, 0.5},
      {"one tie of two pairs", {1, 2, 2}, {0, 0, 1}, 0.75},
  };
  for (const Row& row : rows) {
    INFO(row.what);
    CHECK(roc_auc(row.scores, row.labels) == Approx(row.auc));
  }
  CHECK(std::isnan(roc_auc(Scores{1, 2}, Labels{1, 1})));
}

TEST_CASE("a weight of two is the row given twice") {
  const Scores once = {1, 3, 2, 4};
  const Labels labels = {0, 0, 1, 1};
  const std::vector<float> weights = {1, 2, 1, 2};
  const Scores twice = {1, 3, 3, 2, 4, 4};
  const Labels twice_labels = {0, 0, 0, 1, 1, 1};
  CHECK(roc_auc(once, labels, weights) == Approx(roc_auc(twice, twice_labels)));
  CHECK(pr_auc(once, labels, weights) == Approx(pr_auc(twice, twice_labels)));
  CHECK(recall_at_fpr(once, labels, 0.34, weights) ==
        Approx(recall_at_fpr(twice, twice_labels, 0.34)));
}

TEST_CASE("PR-AUC is the mean precision at each positive") {
  CHECK(pr_auc(Scores{4, 3, 2, 1}, Labels{1, 0, 1, 0}) == Approx((1.0 + 2.0 / 3.0) / 2.0));
  CHECK(pr_auc(Scores{4, 3, 2, 1}, Labels{1, 1, 0, 0}) == Approx(1.0));
}

TEST_CASE("a threshold never flags more of the harmless than allowed") {
  const Scores scores = {1, 2, 3, 4, 5, 6, 7, 8, 9, 10};
  const Labels labels = {0, 0, 0, 0, 0, 1, 0, 1, 1, 1};
  SECTION("none allowed") {
    CHECK(threshold_at_fpr(scores, labels, 0.0) == 8.0);
    CHECK(recall_at_fpr(scores, labels, 0.0) == Approx(0.75));
  }
  SECTION("one of six allowed") {
    CHECK(threshold_at_fpr(scores, labels, 1.0 / 6.0) == 6.0);
    CHECK(recall_at_fpr(scores, labels, 1.0 / 6.0) == Approx(1.0));
  }
  SECTION("a tie with the harmless cannot be cut") {
    CHECK(std::isinf(threshold_at_fpr(Scores{1, 1}, Labels{0, 1}, 0.5)));
    CHECK(recall_at_fpr(Scores{1, 1}, Labels{0, 1}, 0.5) == 0.0);
  }
}

TEST_CASE("an evaluation agrees with the plain measures and its intervals hold them") {
  Matrix rows = made_rows(600, "g", 7);
  Scores margins;
  Scores probabilities;
  for (std::size_t i = 0; i < rows.rows(); ++i) {
    margins.push_back(static_cast<double>(rows.row(i)[0]));
    probabilities.push_back(1.0 / (1.0 + std::exp(-margins.back())));
  }
  const double threshold = threshold_at_fpr(margins, rows.labels, 0.01);
  const Evaluation result = evaluate(margins, probabilities, rows, {threshold, threshold});
  CHECK(result.rows == 600);
  CHECK(result.groups == 200);
  CHECK(result.roc_auc.value == Approx(roc_auc(margins, rows.labels)));
  CHECK(result.pr_auc.value == Approx(pr_auc(margins, rows.labels)));
  CHECK(result.recall_1.value == Approx(recall_at_fpr(margins, rows.labels, 0.01)));
  CHECK(result.brier.value == Approx(brier_score(probabilities, rows.labels)));
  CHECK(result.realised_1.value <= 0.01);
  for (const Interval& interval : {result.roc_auc, result.pr_auc, result.brier}) {
    CHECK(interval.low < interval.value);
    CHECK(interval.value < interval.high);
  }
  REQUIRE(result.sources.size() == 2);
  CHECK(result.sources[0].source == "north");
  CHECK(result.sources[0].rows + result.sources[1].rows == 600);

  const Evaluation again = evaluate(margins, probabilities, rows, {threshold, threshold});
  CHECK(format_evaluation(again) == format_evaluation(result));
}

TEST_CASE("a source of one label is set against all rows of the other") {
  Matrix rows;
  rows.columns = {"x"};
  const Scores margins = {0, 1, 2, 3, 2.5};
  for (std::size_t i = 0; i < margins.size(); ++i) {
    const float value = static_cast<float>(margins[i]);
    const bool fraud = i == 2 || i == 3;
    rows.add({&value, 1}, fraud, std::to_string(i), i == 4 ? "official" : "mixed", Time{});
  }
  const Evaluation result = evaluate(margins, Scores(5, 0.5), rows, {2.5, 3.0});
  REQUIRE(result.sources.size() == 2);
  const SourceMetrics& official = result.sources[1];
  CHECK(official.source == "official");
  CHECK(official.roc_auc.value == Approx(0.5));  // 2.5 lies between the frauds 2 and 3
  CHECK(official.false_positives.value == Approx(1.0));
  CHECK(std::isnan(official.recall.value));
}

}  // namespace
}  // namespace analyzer::models
