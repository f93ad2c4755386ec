#include "models/train.h"

#include <algorithm>
#include <cmath>
#include <optional>
#include <unordered_set>
#include <utility>

#include "models/artifact.h"
#include "models/calibration.h"
#include "models/card.h"
#include "models/scorer.h"
#include "models/split.h"

namespace analyzer::models {
namespace {

Status check_part(const Matrix& part, const Matrix& train, std::string_view name) {
  const auto refuse = [&](std::string_view what) {
    return fail(ErrorCode::kInvalid, std::string(name) + " rows: " + std::string(what));
  };
  if (Status sound = part.check(); !sound) return refuse(sound.error().message);
  if (part.columns != train.columns) return refuse("the columns differ from the training rows'");
  if (part.positives() == 0 || part.positives() == part.rows()) {
    return refuse("all have the same label");
  }
  return {};
}

Status check_disjoint(const Matrix& train, const Matrix& calibrate, const Matrix& test) {
  const std::unordered_set<std::string_view> first(train.groups.begin(), train.groups.end());
  const std::unordered_set<std::string_view> second(calibrate.groups.begin(),
                                                    calibrate.groups.end());
  const auto shared = [](const auto& groups, const auto& other) {
    return std::any_of(groups.begin(), groups.end(),
                       [&](const auto& group) { return other.contains(group); });
  };
  if (shared(calibrate.groups, first) || shared(test.groups, first) ||
      shared(test.groups, second)) {
    return fail(ErrorCode::kInvalid, "training: a group is in two parts");
  }
  return {};
}

std::vector<double> probabilities_of(const Calibration& calibration,
                                     const std::vector<double>& margins) {
  std::vector<double> out;
  out.reserve(margins.size());
  for (const double margin : margins) out.push_back(calibration.probability(margin));
  return out;
}

}  // namespace

Result<Evaluation> train_model(const Matrix& train, const Matrix& calibrate, const Matrix& test,
                               const ModelNotes& notes, const std::string& out_dir,
                               const TrainParams& params, const Ngram* ngram,
                               const Progress& progress) {
  for (const auto& [part, name] :
       {std::pair{&train, "training"}, {&calibrate, "calibration"}, {&test, "test"}}) {
    if (Status good = check_part(*part, train, name); !good) return tl::unexpected(good.error());
  }
  if (Status good = check_disjoint(train, calibrate, test); !good) {
    return tl::unexpected(good.error());
  }
  const Split stop = split_by_group(train, params.stop_share, "early-stopping");
  const auto booster =
      Booster::train(train.take(stop.fit), train.take(stop.held), params, progress);
  if (!booster) return tl::unexpected(booster.error());
  const auto calibration_margins = booster->margins(calibrate.values);
  if (!calibration_margins) return tl::unexpected(calibration_margins.error());
  const auto test_margins = booster->margins(test.values);
  if (!test_margins) return tl::unexpected(test_margins.error());
  auto trees = booster->bytes();
  if (!trees) return tl::unexpected(trees.error());

  Artifact artifact;
  artifact.trees = *std::move(trees);
  artifact.columns = train.columns;
  artifact.calibration = Calibration::choose(
      {*calibration_margins, calibrate.labels, calibrate.weights}, calibrate.groups);
  artifact.thresholds = {
      threshold_at_fpr(*calibration_margins, calibrate.labels, 0.01, calibrate.weights),
      threshold_at_fpr(*calibration_margins, calibrate.labels, 0.001, calibrate.weights)};
  if (ngram != nullptr) artifact.ngram = *ngram;
  const Evaluation evaluation =
      evaluate(*test_margins, probabilities_of(artifact.calibration, *test_margins), test,
               artifact.thresholds);
  artifact.card =
      write_card({notes, params, booster->rounds(), artifact.calibration.kind(),
                  artifact.thresholds, train, calibrate, test, evaluation, column_powers(train)});
  if (Status written = write_artifact(artifact, out_dir); !written) {
    return tl::unexpected(written.error());
  }
  return evaluation;
}

Result<Evaluation> evaluate_model(const std::string& dir, const Matrix& test) {
  if (Status sound = test.check(); !sound) return tl::unexpected(sound.error());
  const std::vector<std::string_view> known(test.columns.begin(), test.columns.end());
  const auto scorer = Scorer::load(dir, known);
  if (!scorer) return tl::unexpected(scorer.error());
  std::vector<double> margins;
  std::vector<double> probabilities;
  for (std::size_t i = 0; i < test.rows(); ++i) {
    const auto margin = scorer->margin(test.row(i));
    if (!margin) return tl::unexpected(margin.error());
    margins.push_back(*margin);
    probabilities.push_back(scorer->probability(*margin));
  }
  return evaluate(margins, probabilities, test, scorer->thresholds());
}

std::vector<ColumnPower> column_powers(const Matrix& matrix) {
  std::vector<ColumnPower> out;
  for (std::size_t column = 0; column < matrix.columns.size(); ++column) {
    std::vector<double> values;
    std::vector<std::uint8_t> labels;
    for (std::size_t row = 0; row < matrix.rows(); ++row) {
      const float value = matrix.row(row)[column];
      if (std::isnan(value)) continue;
      values.push_back(static_cast<double>(value));
      labels.push_back(matrix.labels[row]);
    }
    const double auc = roc_auc(values, labels);
    ColumnPower power{matrix.columns[column], std::isnan(auc) ? 0.5 : std::max(auc, 1.0 - auc),
                      0.0};
    if (matrix.rows() > 0) {
      power.missing = 1.0 - static_cast<double>(values.size()) / static_cast<double>(matrix.rows());
    }
    out.push_back(std::move(power));
  }
  return out;
}

}  // namespace analyzer::models
