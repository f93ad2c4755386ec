#include <utility>

#include "analyzer/service/text_corpus.h"
#include "analyzer/service/text_recipe.h"
#include "analyzer/service/training.h"

namespace analyzer {
namespace {

models::ModelNotes notes_of(const Corpus& corpus, const Corpus& general, const Snapshot& snapshot) {
  std::vector<models::DataSource> data = corpus.data;
  data.insert(data.end(), general.data.begin(), general.data.end());
  data.push_back(
      {"rules of data/rules", snapshot.rules().digest(), snapshot.rules().size(), "ours"});
  return {
      .name = "text",
      .purpose =
          "How much the words of a report are those of a fraud around pension "
          "certification: wording, what the rules found, links and numbers. Beside the trees, "
          "n-gram heads that name the tactics.",
      .data = std::move(data),
      .split =
          "All messages are trained on. Calibration, thresholds and figures come from margins "
          "cross-fitted by scenario: each is that of a model which has not seen the message's "
          "scenario. Sources are the media. From the general sets the n-grams alone learn, with "
          "half of a message's weight.",
      .limits = {"The messages were written for this project by few hands: real traffic is "
                 "less tidy, repeats itself, and names things nobody thought of.",
                 "The rules were written by people who had seen training messages: what they "
                 "find there is more than what they find elsewhere.",
                 "Dates of the messages are not known: nothing is shown of wording to come.",
                 "Fraud is nearly half of the rows; the probability is that of this mixture.",
                 "It must be trained again when the rules change."},
      .command = general.data.empty() ? "analyzer train text"
                                      : "analyzer train text --general GENERAL.jsonl.gz"};
}

}  // namespace

Result<models::Evaluation> train_text(const TextTraining& files, const models::Progress& progress) {
  const auto corpus = read_corpus(files.corpus);
  if (!corpus) return tl::unexpected(corpus.error());
  const auto general =
      files.general.empty() ? Result<Corpus>(Corpus{}) : read_general(files.general);
  if (!general) return tl::unexpected(general.error());
  const auto snapshot = Snapshot::load(files.root);
  if (!snapshot) return tl::unexpected(snapshot.error());
  return train_text_rows(text_rows(corpus->messages, **snapshot, progress),
                         general_rows(general->messages), notes_of(*corpus, *general, **snapshot),
                         files.out_dir, progress);
}

}  // namespace analyzer
