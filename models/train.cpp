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

Status check_parts(const Matrix& train, const Matrix& calibrate, const Matrix& test) {
  if (Status good = check_part(train, train, "training"); !good) return good;
  if (test.rows() > 0 || calibrate.rows() > 0) {
    if (Status good = check_part(test, train, "test"); !good) return good;
  }
  if (calibrate.rows() > 0) {
    if (Status good = check_part(calibrate, train, "calibration"); !good) return good;
  }
  return check_disjoint(train, calibrate, test);
}

Result<Booster> grow(const Matrix& rows, const TrainParams& params, const Progress& progress) {
  const Split stop = split_by_group(rows, params.stop_share, "early-stopping");
  return Booster::train(rows.take(stop.fit), rows.take(stop.held), params, progress);
}

// The trees to ship and the margins they are calibrated by, one a row of the
// calibration rows (the training rows where there are none).
struct Grown {
  Booster booster;
  std::vector<double> margins;
};

Result<Grown> grow_and_hold_out(const Matrix& train, const Matrix& calibrate,
                                const TrainParams& params, const Progress& progress) {
  auto booster = grow(train, params, progress);
  if (!booster) return tl::unexpected(booster.error());
  auto margins = booster->margins(calibrate.values);
  if (!margins) return tl::unexpected(margins.error());
  return Grown{*std::move(booster), *std::move(margins)};
}

Result<Grown> grow_cross_fitted(const Matrix& train, const TrainParams& params,
                                const Progress& progress) {
  std::vector<double> margins(train.rows(), 0.0);
  const auto folds = static_cast<std::size_t>(std::max(params.folds, 2));
  int rounds = 0;
  for (std::size_t fold = 0; fold < folds; ++fold) {
    Split part;
    for (std::size_t i = 0; i < train.rows(); ++i) {
      const bool held = fold_of(train.groups[i], "cross-fitting", folds) == fold;
      (held ? part.held : part.fit).push_back(i);
    }
    const auto booster = grow(train.take(part.fit), params, {});
    if (!booster) return tl::unexpected(booster.error());
    const auto held = booster->margins(train.take(part.held).values);
    if (!held) return tl::unexpected(held.error());
    for (std::size_t i = 0; i < held->size(); ++i) margins[part.held[i]] = (*held)[i];
    rounds += booster->rounds();
    if (progress) {
      progress("cross-fitting trees", static_cast<double>(fold + 1) / static_cast<double>(folds));
    }
  }
  TrainParams all = params;
  all.max_rounds = std::max(1, rounds / static_cast<int>(folds));
  auto booster = Booster::train(train, Matrix{}, all, progress);
  if (!booster) return tl::unexpected(booster.error());
  return Grown{*std::move(booster), std::move(margins)};
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
                               const TrainParams& params, Tables tables, const Progress& progress,
                               const FinishTables& finish) {
  if (Status good = check_parts(train, calibrate, test); !good) {
    return tl::unexpected(good.error());
  }
  const bool crossed = calibrate.rows() == 0;
  const Matrix& judged = crossed ? train : calibrate;
  const auto grown = crossed ? grow_cross_fitted(train, params, progress)
                             : grow_and_hold_out(train, calibrate, params, progress);
  if (!grown) return tl::unexpected(grown.error());
  auto trees = grown->booster.bytes();
  if (!trees) return tl::unexpected(trees.error());

  Artifact artifact;
  artifact.trees = *std::move(trees);
  artifact.columns = train.columns;
  artifact.calibration =
      Calibration::choose({grown->margins, judged.labels, judged.weights}, judged.groups);
  artifact.thresholds = {threshold_at_fpr(grown->margins, judged.labels, 0.01, judged.weights),
                         threshold_at_fpr(grown->margins, judged.labels, 0.001, judged.weights)};
  if (finish) {
    if (Status made = finish(grown->margins, tables); !made) return tl::unexpected(made.error());
  }
  artifact.tables = std::move(tables);
  const auto measure = [&artifact](const std::vector<double>& of, const Matrix& rows) {
    return evaluate(of, probabilities_of(artifact.calibration, of), rows, artifact.thresholds);
  };
  std::optional<Evaluation> tested;
  if (test.rows() > 0) {
    const auto margins = grown->booster.margins(test.values);
    if (!margins) return tl::unexpected(margins.error());
    tested = measure(*margins, test);
  }
  std::optional<Evaluation> cross_fitted;
  if (crossed) cross_fitted = measure(grown->margins, train);
  artifact.card = write_card({notes, params, grown->booster.rounds(), artifact.calibration.kind(),
                              artifact.thresholds, train, calibrate, test, tested, cross_fitted,
                              column_powers(train)});
  if (Status written = write_artifact(artifact, out_dir); !written) {
    return tl::unexpected(written.error());
  }
  return tested ? *tested : *cross_fitted;
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
