#include "analyzer/service/text_recipe.h"

#include <algorithm>
#include <utility>

#include "analyzer/engine/assess.h"
#include "analyzer/engine/text_columns.h"
#include "analyzer/text/read.h"
#include "models/ngram.h"

namespace analyzer {
namespace {

constexpr std::size_t kFolds = 5;
constexpr models::NgramSpec kNgrams{
    .shortest = 1, .longest = 3, .bits = 18, .l2 = 0.005, .iterations = 150};

// Some thousand rows at most: shallow trees, small steps.
models::TrainParams params() {
  models::TrainParams out;
  out.max_depth = 3;
  out.eta = 0.05;
  out.min_child_weight = 3.0;
  out.column_share = 0.4;
  out.l2 = 5.0;
  // What the rules found may never speak the other way.
  out.monotone = {{"ngram.margin", 1}, {"signals.for", 1}, {"signals.against", 1}};
  for (const std::string_view name : text_column_names()) {
    if (name.starts_with("tactic.")) out.monotone.emplace_back(name, 1);
  }
  return out;
}

void write_margins(models::Matrix& matrix, std::span<const double> margins) {
  const auto at = static_cast<std::size_t>(
      std::find(matrix.columns.begin(), matrix.columns.end(), "ngram.margin") -
      matrix.columns.begin());
  for (std::size_t i = 0; i < margins.size(); ++i) {
    matrix.values[i * matrix.columns.size() + at] = static_cast<float>(margins[i]);
  }
}

}  // namespace

TextRows TextRows::take(std::span<const std::size_t> indices) const {
  TextRows out{matrix.take(indices), {}};
  for (const std::size_t i : indices) out.wording.push_back(wording[i]);
  return out;
}

TextRows text_rows(std::span<const Message> messages, const Snapshot& snapshot,
                   const models::Progress& progress) {
  TextRows out;
  const auto names = text_column_names();
  out.matrix.columns.assign(names.begin(), names.end());
  for (std::size_t i = 0; i < messages.size(); ++i) {
    const Message& message = messages[i];
    Report report;
    report.text = message.text;
    Facts facts = text::read(message.text, {}, false);
    if (!facts.text) facts.text.emplace();
    const Prepared prepared = prepare(report, facts, snapshot);
    const Verdict verdict = assess(report, facts, prepared, History{}, snapshot);
    out.matrix.add(text_row(*facts.text, facts.urls, verdict.urls, verdict.signals, nullptr),
                   message.scam, message.group, message.medium, Time{});
    out.wording.push_back(text_ngram_text(*facts.text, facts.urls));
    if (progress && i % 100 == 0) {
      progress("reading messages", static_cast<double>(i) / static_cast<double>(messages.size()));
    }
  }
  return out;
}

void set_margins(TextRows& rows, const models::Ngram& ngram) {
  std::vector<double> margins;
  for (const std::string& text : rows.wording) margins.push_back(ngram.margin(text));
  write_margins(rows.matrix, margins);
}

Result<models::Evaluation> train_text_rows(TextRows train, TextRows test,
                                           const models::ModelNotes& notes,
                                           const std::string& out_dir,
                                           const models::Progress& progress) {
  const models::NgramData data{train.wording, train.matrix.labels, {}};
  const auto margins =
      models::Ngram::cross_fit(data, train.matrix.groups, kFolds, kNgrams, progress);
  if (!margins) return tl::unexpected(margins.error());
  auto ngram = models::Ngram::train(data, kNgrams, progress);
  if (!ngram) return tl::unexpected(ngram.error());
  write_margins(train.matrix, *margins);
  set_margins(test, *ngram);
  models::Tables tables;
  tables.ngram = *std::move(ngram);
  const models::Matrix no_calibration_rows;
  return models::train_model(train.matrix, no_calibration_rows, test.matrix, notes, out_dir,
                             params(), std::move(tables), progress);
}

}  // namespace analyzer
