#include <algorithm>
#include <iterator>
#include <utility>

#include "analyzer/engine/text_columns.h"
#include "analyzer/service/text_corpus.h"
#include "analyzer/service/text_recipe.h"
#include "analyzer/service/training.h"
#include "models/scorer.h"

namespace analyzer {
namespace {

// The dev messages, or the others.
std::vector<Message> part(const Corpus& corpus, bool test) {
  std::vector<Message> out;
  std::copy_if(corpus.messages.begin(), corpus.messages.end(), std::back_inserter(out),
               [test](const Message& message) { return message.test == test; });
  return out;
}

// The dev messages of scenarios that no training message has.
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
  std::vector<models::DataSource> data = corpus.data;
  data.push_back(
      {"rules of data/rules", snapshot.rules().digest(), snapshot.rules().size(), "ours"});
  return {.name = "text",
          .purpose =
              "How much the words of a report are those of a fraud around pension "
              "certification: wording, what the rules found, links and numbers.",
          .data = std::move(data),
          .split =
              "Training rows are those of split train, test rows those of split dev whose "
              "scenario no training row has. All training rows are trained on; calibration and "
              "thresholds come from margins cross-fitted by scenario. Sources are the media.",
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
  return train_text_rows(text_rows(part(*corpus, false), **snapshot, progress),
                         text_rows(unseen(*corpus), **snapshot, progress),
                         notes_of(*corpus, **snapshot), files.out_dir, progress);
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
  TextRows test = text_rows(unseen(*corpus), **snapshot);
  set_margins(test, *ngram);
  return models::evaluate_model(dir, test.matrix);
}

}  // namespace analyzer
