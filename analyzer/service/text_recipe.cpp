#include "analyzer/service/text_recipe.h"

#include <algorithm>
#include <mutex>
#include <optional>
#include <utility>

#include "analyzer/engine/assess.h"
#include "analyzer/engine/text_columns.h"
#include "analyzer/engine/text_heard.h"
#include "analyzer/text/read.h"
#include "analyzer/text/utf8.h"
#include "models/folds.h"
#include "models/hash_net.h"
#include "models/ngram.h"
#include "models/ngram_features.h"

namespace analyzer {
namespace {

constexpr std::size_t kFolds = 5;
constexpr float kGeneralWeight = 0.5F;
// Few rows of many n-grams each: most of them left out at each look.
constexpr models::HashNetSpec kNet{
    .bits = 18, .epochs = 20, .rate = 0.05, .dropout = 0.6, .fewest_groups = 2};
constexpr models::NgramSpec kNgrams{
    .longest = kWordingNgram, .bits = 18, .l2 = 0.005, .iterations = 150};

// Some thousand rows at most: shallow trees, small steps.
models::TrainParams params() {
  models::TrainParams out;
  out.max_depth = 3;
  out.eta = 0.05;
  out.min_child_weight = 3.0;
  out.column_share = 0.4;
  out.l2 = 5.0;
  // What the rules found may never speak the other way.
  out.monotone = {
      {"ngram.margin", 1}, {"net.margin", 1}, {"signals.for", 1}, {"signals.against", 1}};
  for (const std::string_view name : text_column_names()) {
    if (name.starts_with("tactic.")) out.monotone.emplace_back(name, 1);
  }
  return out;
}

// Our messages, then the general texts, each of those a group of its own.
struct WordingRows {
  std::vector<std::string> texts;
  std::vector<std::uint8_t> labels;
  std::vector<float> weights;
  std::vector<std::string> groups;

  WordingRows(const TextRows& rows, const GeneralRows& general)
      : texts(rows.wording),
        labels(rows.matrix.labels),
        weights(rows.wording.size(), 1.0F),
        groups(rows.matrix.groups) {
    texts.insert(texts.end(), general.wording.begin(), general.wording.end());
    labels.insert(labels.end(), general.labels.begin(), general.labels.end());
    weights.resize(texts.size(), kGeneralWeight);
    for (std::size_t i = groups.size(); i < texts.size(); ++i) {
      groups.push_back("general-" + std::to_string(i));
    }
  }

  models::NgramData data() const { return {texts, labels, weights}; }
};

// The network over n-grams of all rows, and the margin of each of the first `own` rows by
// one that has not seen its group.
struct FittedNet {
  std::optional<models::HashNet> net;
  std::vector<double> margins;
};
Result<FittedNet> fit_net(const WordingRows& rows, std::size_t own,
                          const models::Progress& progress) {
  std::vector<std::vector<models::Feature>> features;
  for (const std::string& text : rows.texts)
    features.push_back(models::ngram_features(text, kWordingNgram));
  const models::HashNetData data{features, rows.labels, rows.groups};
  std::vector<std::size_t> folds;
  for (const std::string& group : rows.groups) {
    folds.push_back(models::Ngram::fold_for(group, kFolds));
  }
  FittedNet out{{}, std::vector<double>(own)};
  Status good;
  std::mutex mutex;
  // The last round learns from all of them.
  models::for_each_fold(
      kFolds + 1,
      [&](std::size_t fold) {
        std::vector<std::size_t> learnt;
        for (std::size_t i = 0; i < folds.size(); ++i) {
          if (folds[i] != fold) learnt.push_back(i);
        }
        auto net = models::HashNet::train(data, learnt, kNet);
        const std::lock_guard lock(mutex);
        if (!net) {
          good = tl::unexpected(net.error());
          return;
        }
        for (std::size_t i = 0; i < own; ++i) {
          if (folds[i] == fold) out.margins[i] = net->margin(net->sum(features[i]));
        }
        if (fold == kFolds) out.net = *std::move(net);
      },
      progress);
  if (!good) return tl::unexpected(good.error());
  return out;
}

// The heads learn from messages as they will meet them: beside margins of trees that
// had not seen the scenario.
Status train_heads(const TextRows& rows, std::span<const double> margins, models::Tables& tables,
                   const models::Progress& progress) {
  std::vector<float> extras;
  for (std::size_t i = 0; i < margins.size(); ++i) {
    const std::vector<float> own = head_extras(rows.matrix.row(i), margins[i]);
    extras.insert(extras.end(), own.begin(), own.end());
  }
  auto heads =
      models::NgramHeads::train({rows.wording, extras, rows.heard, rows.matrix.groups, kTextHeads},
                                {.longest = kWordingNgram}, progress);
  if (!heads) return tl::unexpected(heads.error());
  tables.heads = *std::move(heads);
  return {};
}

void write_margins(models::Matrix& matrix, std::string_view column,
                   std::span<const double> margins) {
  const auto at = static_cast<std::size_t>(
      std::find(matrix.columns.begin(), matrix.columns.end(), column) - matrix.columns.begin());
  for (std::size_t i = 0; i < margins.size(); ++i) {
    matrix.values[i * matrix.columns.size() + at] = static_cast<float>(margins[i]);
  }
}

}  // namespace

TextRows TextRows::take(std::span<const std::size_t> indices) const {
  TextRows out{matrix.take(indices), {}, {}};
  for (const std::size_t i : indices) {
    out.wording.push_back(wording[i]);
    out.heard.push_back(heard[i]);
  }
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
    Verdict verdict = assess(report, facts, prepared, History{}, snapshot);
    std::erase_if(verdict.signals, is_heard);
    out.matrix.add(text_row(*facts.text, facts.urls, verdict.urls, verdict.signals, {}),
                   message.scam, message.group, message.medium, Time{});
    out.wording.push_back(read_wording(*facts.text, facts.urls).text);
    out.heard.push_back(head_labels(message.heard));
    if (progress && i % 100 == 0) {
      progress("reading messages", static_cast<double>(i) / static_cast<double>(messages.size()));
    }
  }
  return out;
}

GeneralRows general_rows(std::span<const Message> messages) {
  constexpr std::size_t kMostCharacters = 600;  // what a transcript is, its beginning tells
  GeneralRows out;
  for (const Message& message : messages) {
    std::u32string start = text::to_utf32(message.text);
    if (start.size() > kMostCharacters) start.resize(kMostCharacters);
    const Facts facts = text::read(text::to_utf8(start), {}, false);
    out.wording.push_back(facts.text ? read_wording(*facts.text, facts.urls).text : std::string());
    out.labels.push_back(message.scam ? 1 : 0);
  }
  return out;
}

Result<models::Evaluation> train_text_rows(TextRows rows, const GeneralRows& general,
                                           const models::ModelNotes& notes,
                                           const std::string& out_dir,
                                           const models::Progress& progress) {
  const std::size_t own = rows.wording.size();
  const WordingRows learnt(rows, general);
  const auto margins =
      models::Ngram::cross_fit(learnt.data(), learnt.groups, kFolds, kNgrams, progress);
  if (!margins) return tl::unexpected(margins.error());
  auto ngram = models::Ngram::train(learnt.data(), kNgrams, progress);
  if (!ngram) return tl::unexpected(ngram.error());
  auto net = fit_net(learnt, own, progress);
  if (!net) return tl::unexpected(net.error());
  write_margins(rows.matrix, "ngram.margin", std::span(*margins).first(own));
  write_margins(rows.matrix, "net.margin", net->margins);
  models::Tables tables;
  tables.ngram = *std::move(ngram);
  tables.net = std::move(net->net);
  const models::Matrix none;
  return models::train_model(rows.matrix, none, none, notes, out_dir, params(), std::move(tables),
                             progress, [&](std::span<const double> found, models::Tables& made) {
                               return train_heads(rows, found, made, progress);
                             });
}

}  // namespace analyzer
