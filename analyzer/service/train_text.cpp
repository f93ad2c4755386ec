#include <algorithm>
#include <cctype>
#include <optional>
#include <string_view>
#include <utility>

#include "analyzer/core/json.h"
#include "analyzer/engine/assess.h"
#include "analyzer/engine/text_columns.h"
#include "analyzer/service/data_files.h"
#include "analyzer/service/training.h"
#include "analyzer/text/read.h"
#include "models/scorer.h"
#include "models/split.h"
#include "models/train.h"

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

struct Message {
  std::string text;
  bool scam = false;
  bool test = false;
  std::string group;
  std::string source;  // medium: sms, call, wechat ...
};

// "L00-warn2" and "L00-warn3" are one theme.
std::string theme_of(std::string group) {
  if (group.find('-') == std::string::npos) return group;
  while (!group.empty() && std::isdigit(static_cast<unsigned char>(group.back())) != 0) {
    group.pop_back();
  }
  return group;
}

std::optional<std::string> text_at(const json::Object& object, std::string_view key) {
  const json::Value* value = object.if_contains(key);
  if (value == nullptr || !value->is_string()) return std::nullopt;
  return std::string(value->get_string().begin(), value->get_string().end());
}

std::optional<Message> parse_message(std::string_view line) {
  const auto value = json::parse(line);
  if (!value || !value->is_object()) return std::nullopt;
  const json::Object& object = value->get_object();
  const json::Value* label = object.if_contains("label");
  auto text = text_at(object, "text");
  auto group = text_at(object, "modelled_on");
  const auto split = text_at(object, "split");
  if (label == nullptr || !label->is_int64() || !text || !group || !split) return std::nullopt;
  return Message{*std::move(text), label->get_int64() == 1, *split == "dev",
                 theme_of(*std::move(group)), text_at(object, "medium").value_or("other")};
}

struct Corpus {
  std::vector<Message> messages;
  models::DataSource data;
};

Result<Corpus> read_corpus(const std::string& path) {
  const auto file = read_data_file(path);
  if (!file) return tl::unexpected(file.error());
  Corpus out;
  for (const std::string_view line : lines_of(file->text)) {
    auto message = parse_message(line);
    if (!message) {
      return fail(ErrorCode::kInvalid, path + ": message " +
                                           std::to_string(out.messages.size() + 1) +
                                           " lacks text, label, split or modelled_on");
    }
    out.messages.push_back(*std::move(message));
  }
  out.data = {path.substr(path.rfind('/') + 1), file->sha256, out.messages.size(),
              "written for this project"};
  return out;
}

// Messages as the engine sees them, and as rows without the n-grams' margin.
struct Rows {
  models::Matrix matrix;
  std::vector<std::string> wording;  // text_ngram_text
};

Rows make_rows(const std::vector<Message>& messages, const Snapshot& snapshot,
               const models::Progress& progress) {
  Rows out;
  const auto names = text_column_names();
  out.matrix.columns.assign(names.begin(), names.end());
  for (std::size_t i = 0; i < messages.size(); ++i) {
    const Message& message = messages[i];
    Report report;
    report.text = message.text;
    const Facts facts = text::read(message.text, {}, false);
    if (!facts.text) continue;
    const Prepared prepared = prepare(report, facts, snapshot);
    const Verdict verdict = assess(report, facts, prepared, History{}, snapshot);
    out.matrix.add(text_row(*facts.text, facts.urls, verdict.urls, verdict.signals, nullptr),
                   message.scam, message.group, message.source, Time{});
    out.wording.push_back(text_ngram_text(*facts.text, facts.urls));
    if (progress && i % 100 == 0) {
      progress("reading messages", static_cast<double>(i) / static_cast<double>(messages.size()));
    }
  }
  return out;
}

void set_margins(models::Matrix& matrix, const std::vector<double>& margins) {
  const auto at = static_cast<std::size_t>(
      std::find(matrix.columns.begin(), matrix.columns.end(), "ngram.margin") -
      matrix.columns.begin());
  for (std::size_t i = 0; i < margins.size(); ++i) {
    matrix.values[i * matrix.columns.size() + at] = static_cast<float>(margins[i]);
  }
}

std::vector<double> margins_of(const models::Ngram& ngram, const std::vector<std::string>& texts) {
  std::vector<double> out;
  out.reserve(texts.size());
  for (const std::string& text : texts) out.push_back(ngram.margin(text));
  return out;
}

// The dev messages, or the others.
std::vector<Message> part(const Corpus& corpus, bool test) {
  std::vector<Message> out;
  std::copy_if(corpus.messages.begin(), corpus.messages.end(), std::back_inserter(out),
               [test](const Message& message) { return message.test == test; });
  return out;
}

// The dev messages on themes that no training message has.
std::vector<Message> unseen(const Corpus& corpus) {
  std::vector<Message> out = part(corpus, true);
  std::erase_if(out, [&corpus](const Message& message) {
    return std::any_of(corpus.messages.begin(), corpus.messages.end(), [&](const Message& other) {
      return !other.test && other.group == message.group;
    });
  });
  return out;
}

models::ModelNotes notes_of(const Corpus& corpus, const Snapshot& snapshot) {
  return {
      .name = "text",
      .purpose =
          "How much the words of a report are those of a fraud around pension "
          "certification: wording, what the rules found, links and numbers.",
      .data = {corpus.data,
               {"rules of data/rules", snapshot.rules().digest(), snapshot.rules().size(), "ours"}},
      .split =
          "Training rows are those of split train, test rows those of split dev whose "
          "theme (modelled_on without its last digits) no training row has. All training "
          "rows are trained on; calibration and thresholds come from margins "
          "cross-fitted by theme. Sources are the media.",
      .limits = {"The messages were written for this project by few hands: real traffic is "
                 "less tidy, repeats itself, and names things nobody thought of.",
                 "The rules were written by people who had seen training messages: what they "
                 "find there is more than what they find elsewhere. Trust the test rows.",
                 "Dates of the messages are not known: nothing is shown of wording to come.",
                 "Fraud is nearly half of the rows; the probability is that of this mixture.",
                 "It must be trained again when the rules change."},
      .command = "analyzer train text"};
}

}  // namespace

Result<models::Evaluation> train_text(const TextTraining& files, const models::Progress& progress) {
  const auto corpus = read_corpus(files.corpus);
  if (!corpus) return tl::unexpected(corpus.error());
  const auto snapshot = Snapshot::load(files.root);
  if (!snapshot) return tl::unexpected(snapshot.error());
  Rows train = make_rows(part(*corpus, false), **snapshot, progress);
  Rows test = make_rows(unseen(*corpus), **snapshot, progress);

  const models::NgramData data{train.wording, train.matrix.labels, {}};
  const auto margins =
      models::Ngram::cross_fit(data, train.matrix.groups, kFolds, kNgrams, progress);
  if (!margins) return tl::unexpected(margins.error());
  const auto ngram = models::Ngram::train(data, kNgrams, progress);
  if (!ngram) return tl::unexpected(ngram.error());
  set_margins(train.matrix, *margins);
  set_margins(test.matrix, margins_of(*ngram, test.wording));
  models::Matrix no_calibration_rows;
  return models::train_model(train.matrix, no_calibration_rows, test.matrix,
                             notes_of(*corpus, **snapshot), files.out_dir, params(),
                             {.ngram = *ngram, .net = {}, .rates = {}}, progress);
}

Result<models::Evaluation> evaluate_text(const std::string& dir, const TextTraining& files) {
  const auto corpus = read_corpus(files.corpus);
  if (!corpus) return tl::unexpected(corpus.error());
  const auto snapshot = Snapshot::load(files.root);
  if (!snapshot) return tl::unexpected(snapshot.error());
  const auto scorer = models::Scorer::load(dir, text_column_names());
  if (!scorer) return tl::unexpected(scorer.error());
  const auto& ngram = scorer->tables().ngram;
  if (!ngram) return fail(ErrorCode::kCorrupt, dir + ": no n-gram model");
  Rows test = make_rows(unseen(*corpus), **snapshot, {});
  set_margins(test.matrix, margins_of(*ngram, test.wording));
  return models::evaluate_model(dir, test.matrix);
}

}  // namespace analyzer
