// How the whole does on messages that its text model has not learnt from.

#include "analyzer/service/text_folds.h"

#include <unistd.h>

#include <algorithm>
#include <array>
#include <cmath>
#include <cstdio>
#include <filesystem>
#include <fstream>
#include <map>
#include <numeric>
#include <set>

#include "analyzer/core/json.h"
#include "analyzer/engine/assess.h"
#include "analyzer/engine/text_heard.h"
#include "analyzer/service/share_text.h"
#include "analyzer/text/read.h"
#include "models/metrics.h"
#include "models/split.h"

namespace analyzer {
namespace {

constexpr std::size_t kFolds = 5;

std::vector<FoldPart> voice_parts(const Corpus& corpus) {
  std::set<std::string> voices;
  for (const Message& message : corpus.messages) voices.insert(message.voice);
  std::vector<FoldPart> out;
  for (const std::string& voice : voices) {
    std::set<std::string> scenarios;
    for (const Message& message : corpus.messages) {
      if (message.voice == voice) scenarios.insert(message.group);
    }
    FoldPart part;
    for (std::size_t i = 0; i < corpus.messages.size(); ++i) {
      const Message& message = corpus.messages[i];
      if (message.voice == voice) {
        part.held.push_back(i);
      } else if (!scenarios.contains(message.group)) {
        part.train.push_back(i);
      }
    }
    out.push_back(std::move(part));
  }
  return out;
}

// Shares of the harmless and of the fraudulent that are high, for each value that
// `value_of` a message.
template <class ValueOf>
std::string level_table(const std::string& name, const Corpus& corpus,
                        const std::vector<Judged>& judged, ValueOf value_of) {
  struct Tally {
    std::size_t rows[2] = {};
    std::size_t high[2] = {};
  };
  std::map<std::string, Tally> tallies;
  for (std::size_t i = 0; i < judged.size(); ++i) {
    const Message& message = corpus.messages[i];
    Tally& tally = tallies[value_of(message)];
    ++tally.rows[message.scam ? 1 : 0];
    if (judged[i].high) ++tally.high[message.scam ? 1 : 0];
  }
  std::string out = "\n| " + name +
                    " | harmless | high or critical | fraud | high or critical |\n" +
                    "|---|---|---|---|---|\n";
  for (const auto& [value, t] : tallies) {
    out += "| " + value + " | " + std::to_string(t.rows[0]) + " | " +
           share_with_interval(t.high[0], t.rows[0]) + " | " + std::to_string(t.rows[1]) + " | " +
           share_with_interval(t.high[1], t.rows[1]) + " |\n";
  }
  return out;
}

struct Hits {
  std::size_t right = 0;
  std::size_t named = 0;
  std::size_t labelled = 0;

  std::string line(const std::string& name) const {
    const std::size_t both = named + labelled;
    return "| " + name + " | " + std::to_string(labelled) + " | " + share_text(right, named) +
           " | " + share_text(right, labelled) + " | " + share_text(2 * right, both) + " |\n";
  }
};

// Precision, recall and F1 of what was heard in messages, those that have none of it
// too, where `counts` of the message; `list` is the part of Heard.
template <class Word, class Counts>
std::string heard_table(const std::string& name, const Corpus& corpus,
                        const std::vector<Judged>& judged, std::vector<Word> Heard::*list,
                        Counts counts) {
  std::map<Word, Hits> hits;
  Hits all;
  for (std::size_t i = 0; i < judged.size(); ++i) {
    if (!counts(corpus.messages[i])) continue;
    const std::vector<Word>& labelled = corpus.messages[i].heard.*list;
    for (const Word word : labelled) ++hits[word].labelled;
    for (const Word word : judged[i].heard.*list) {
      ++hits[word].named;
      if (std::binary_search(labelled.begin(), labelled.end(), word)) ++hits[word].right;
    }
  }
  std::string out =
      "\n| " + name + " | labelled | precision | recall | F1 |\n|---|---|---|---|---|\n";
  for (const auto& [word, own] : hits) {
    out += own.line(std::string(name_of(word)));
    all.right += own.right;
    all.named += own.named;
    all.labelled += own.labelled;
  }
  return out + all.line("all, micro");
}

// The rules' writers had not read split dev.
std::string dev_line(const Corpus& corpus, const std::vector<double>& scores) {
  std::vector<double> dev;
  std::vector<std::uint8_t> labels;
  for (std::size_t i = 0; i < scores.size(); ++i) {
    if (!corpus.messages[i].test) continue;
    dev.push_back(scores[i]);
    labels.push_back(corpus.messages[i].scam ? 1 : 0);
  }
  std::array<char, 128> out{};
  std::snprintf(out.data(), out.size(),
                "\nOf the %zu messages of split dev: ROC-AUC %.4f, recall at 1 %% %.3f\n",
                dev.size(), models::roc_auc(dev, labels), models::recall_at_fpr(dev, labels, 0.01));
  return out.data();
}

std::string tables(const Corpus& corpus, const std::vector<Judged>& judged,
                   const models::Matrix& rows, const Policy& policy) {
  const auto log_odds = [](double p) {
    const double inside = std::clamp(p, 1e-6, 1.0 - 1e-6);
    return std::log(inside / (1.0 - inside));
  };
  std::vector<double> margins;
  std::vector<double> scores;
  for (const Judged& one : judged) {
    margins.push_back(log_odds(one.score));
    scores.push_back(one.score);
  }
  const models::Thresholds shipped{log_odds(policy.report.high), log_odds(policy.report.critical)};
  std::string out = models::format_evaluation(models::evaluate(margins, scores, rows, shipped));
  out += dev_line(corpus, scores);
  out += "\n(The two thresholds above are those of high and critical.)\n";
  out += level_table("whole", corpus, judged, [](const Message&) { return std::string("all"); });
  out += level_table("split (rules were written by people who read train)", corpus, judged,
                     [](const Message& m) { return std::string(m.test ? "dev" : "train"); });
  out += level_table("kind", corpus, judged, [](const Message& m) { return m.kind; });
  out += level_table("medium", corpus, judged, [](const Message& m) { return m.medium; });
  out += level_table("style", corpus, judged, [](const Message& m) { return m.style; });
  out += level_table("voice", corpus, judged, [](const Message& m) { return m.voice; });
  const auto any = [](const Message&) { return true; };
  const auto dev = [](const Message& m) { return m.test; };
  out += heard_table("tactic", corpus, judged, &Heard::tactics, any);
  out += heard_table("tactic, of split dev alone", corpus, judged, &Heard::tactics, dev);
  return out + heard_table("harm told", corpus, judged, &Heard::harm, any);
}

json::Array names_of(const std::vector<Tactic>& tactics) {
  json::Array out;
  for (const Tactic tactic : tactics) out.emplace_back(name_of(tactic));
  return out;
}

Status write_judged(const std::string& path, const Corpus& corpus,
                    const std::vector<Judged>& judged) {
  std::vector<std::size_t> order(judged.size());
  std::iota(order.begin(), order.end(), std::size_t{0});
  std::stable_sort(order.begin(), order.end(),
                   [&](std::size_t a, std::size_t b) { return judged[a].score > judged[b].score; });
  std::ofstream out(path);
  for (const std::size_t row : order) {
    const Message& message = corpus.messages[row];
    out << json::write(json::Object{{"score", judged[row].score},
                                    {"label", message.scam ? 1 : 0},
                                    {"kind", message.kind},
                                    {"voice", message.voice},
                                    {"scenario", message.group},
                                    {"tactics", names_of(judged[row].heard.tactics)},
                                    {"labelled", names_of(message.heard.tactics)},
                                    {"text", message.text}})
        << '\n';
  }
  if (!out.flush()) return fail(ErrorCode::kUnavailable, "cannot write " + path);
  return {};
}

}  // namespace

std::vector<FoldPart> scenario_parts(const Corpus& corpus) {
  std::vector<FoldPart> out(kFolds);
  for (std::size_t i = 0; i < corpus.messages.size(); ++i) {
    const std::size_t own = models::fold_of(corpus.messages[i].group, "text-folds", kFolds);
    for (std::size_t fold = 0; fold < kFolds; ++fold) {
      (fold == own ? out[fold].held : out[fold].train).push_back(i);
    }
  }
  return out;
}

Judged judge_text(const std::string& text, const Snapshot& snapshot) {
  Report report;
  report.text = text;
  const Facts facts = text::read(text, {}, false);
  const Prepared prepared = prepare(report, facts, snapshot);
  Verdict verdict = assess(report, facts, prepared, History{}, snapshot);
  Heard heard{std::move(verdict.tactics), harm_of(verdict.signals)};
  std::sort(heard.tactics.begin(), heard.tactics.end());
  return {verdict.score, verdict.level && *verdict.level >= Level::kHigh, std::move(heard)};
}

Status for_each_fold(const TextTraining& files, const TextRows& rows,
                     std::span<const FoldPart> parts, const models::Progress& progress,
                     const std::function<void(const FoldPart&, const Snapshot&)>& visit) {
  const auto others =
      files.general.empty() ? Result<Corpus>(Corpus{}) : read_general(files.general);
  if (!others) return tl::unexpected(others.error());
  const GeneralRows general = general_rows(others->messages);
  const std::string folder = files.out_dir + "/text-fold-" + std::to_string(::getpid());
  for (std::size_t i = 0; i < parts.size(); ++i) {
    if (progress) {
      progress("folds", static_cast<double>(i) / static_cast<double>(parts.size()));
    }
    const auto trained =
        train_text_rows(rows.take(parts[i].train), general, {.name = "text"}, folder);
    if (!trained) return tl::unexpected(trained.error());
    const auto snapshot = Snapshot::load(files.root, folder);
    if (!snapshot) return tl::unexpected(snapshot.error());
    visit(parts[i], **snapshot);
  }
  std::error_code ignored;
  std::filesystem::remove_all(folder, ignored);
  return {};
}

Result<std::string> text_folds(const TextTraining& files, TextFolds folds,
                               const models::Progress& progress) {
  const auto corpus = read_corpus(files.corpus);
  if (!corpus) return tl::unexpected(corpus.error());
  const auto shipped = Snapshot::load(files.root);
  if (!shipped) return tl::unexpected(shipped.error());
  const TextRows rows = text_rows(corpus->messages, **shipped, progress);
  const std::vector<FoldPart> parts =
      folds == TextFolds::kVoices ? voice_parts(*corpus) : scenario_parts(*corpus);
  std::vector<Judged> judged(corpus->messages.size());
  const Status done = for_each_fold(
      files, rows, parts, progress, [&](const FoldPart& part, const Snapshot& snapshot) {
        for (const std::size_t row : part.held) {
          judged[row] = judge_text(corpus->messages[row].text, snapshot);
        }
      });
  if (!done) return tl::unexpected(done.error());
  if (!files.judged.empty()) {
    const Status written = write_judged(files.judged, *corpus, judged);
    if (!written) return tl::unexpected(written.error());
  }
  return tables(*corpus, judged, rows.matrix, (*shipped)->policy());
}

Result<std::string> evaluate_general(const std::string& root, const std::string& path) {
  const auto corpus = read_general(path);
  if (!corpus) return tl::unexpected(corpus.error());
  const auto shipped = Snapshot::load(root);
  if (!shipped) return tl::unexpected(shipped.error());
  std::vector<Judged> judged;
  std::vector<double> scores;
  std::vector<std::uint8_t> labels;
  for (const Message& message : corpus->messages) {
    judged.push_back(judge_text(message.text, **shipped));
    scores.push_back(judged.back().score);
    labels.push_back(message.scam ? 1 : 0);
  }
  std::array<char, 64> head{};
  std::snprintf(head.data(), head.size(), "%zu messages, ROC-AUC %.4f\n", scores.size(),
                models::roc_auc(scores, labels));
  return head.data() +
         level_table("source", *corpus, judged, [](const Message& m) { return m.kind; });
}

}  // namespace analyzer
