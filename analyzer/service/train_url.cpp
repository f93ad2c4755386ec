#include <algorithm>

#include "analyzer/engine/url_columns.h"
#include "analyzer/service/training.h"
#include "analyzer/service/url_links.h"
#include "analyzer/service/url_recipe.h"
#include "models/scorer.h"
#include "models/split.h"
#include "models/train.h"

namespace analyzer {
namespace {

constexpr std::size_t kFolds = 3;
models::ModelNotes notes_of(const LabelledLinks& train, const LabelledLinks& test) {
  return {
      .name = "url",
      .purpose =
          "How much a link by itself looks like phishing. Reads the characters of the "
          "link alone; official hosts are decided by the register, not here.",
      .data = {train.data, test.data},
      .split =
          "Test rows are a file of their own. A seventh of the training file is the "
          "calibration part. No registrable domain is in two parts. The n-gram margins "
          "of training and calibration rows are cross-fitted by registrable domain. A source's "
          "rows weigh less the more there are of them.",
      .limits = {"Few phishing links on .cn are among the training rows: Chinese lures on short "
                 "random names are known from other countries' lists alone.",
                 "Harmless and phishing links come from different lists; what tells the lists "
                 "apart (age, pages or home pages) is partly learnt.",
                 "A short link says nothing of its target.",
                 "The share of phishing among the rows is far above that of daily life: the "
                 "probability is that of the mixture above."},
      .command = "analyzer train url --data TRAIN.csv.gz --test DEV.csv.gz"};
}

}  // namespace

Result<models::Evaluation> train_url(const UrlTraining& files, const models::Progress& progress) {
  if (progress) progress("reading", 0.0);
  const auto train = read_labelled_links(files.train);
  if (!train) return tl::unexpected(train.error());
  const auto test = read_labelled_links(files.test);
  if (!test) return tl::unexpected(test.error());

  std::vector<std::size_t> fit;
  std::vector<std::size_t> held;
  for (std::size_t i = 0; i < train->size(); ++i) {
    const auto part = models::fold_of(train->groups[i], "url-calibration", 1000);
    (static_cast<double>(part) < kUrlCalibrationShare * 1000.0 ? held : fit).push_back(i);
  }
  // The n-grams learn from all training links, the calibration part's too: trees
  // and calibration see margins by models that have not seen the link's domain.
  const models::NgramData data{train->texts, train->labels, {}};
  const auto crossed =
      models::Ngram::cross_train(data, train->groups, kFolds, kUrlNgrams, progress);
  if (!crossed) return tl::unexpected(crossed.error());
  const auto ngram = models::Ngram::train(data, kUrlNgrams, progress);
  if (!ngram) return tl::unexpected(ngram.error());

  const auto unseen = [&](const std::string& group) {
    return &(*crossed)[models::Ngram::fold_for(group, kFolds)];
  };
  const auto shipped = [&](const std::string&) { return &*ngram; };
  const std::vector<float> weights = url_weights(*train);
  const auto weighted = [&](const std::vector<std::size_t>& indices) {
    models::Matrix rows = rows_of(*train, indices, unseen);
    for (const std::size_t i : indices) rows.weights.push_back(weights[i]);
    return rows;
  };
  return models::train_model(
      weighted(fit), weighted(held), rows_of(*test, all_but(*test, train->groups), shipped),
      notes_of(*train, *test), files.out_dir, url_params(), &*ngram, progress);
}

Result<models::Evaluation> evaluate_url(const std::string& dir, const std::string& test) {
  const auto links = read_labelled_links(test);
  if (!links) return tl::unexpected(links.error());
  const auto scorer = models::Scorer::load(dir, url_column_names());
  if (!scorer) return tl::unexpected(scorer.error());
  if (scorer->ngram() == nullptr) return fail(ErrorCode::kCorrupt, dir + ": no n-gram model");
  const auto shipped = [&](const std::string&) { return scorer->ngram(); };
  return models::evaluate_model(dir, rows_of(*links, all_but(*links, {}), shipped));
}

}  // namespace analyzer
