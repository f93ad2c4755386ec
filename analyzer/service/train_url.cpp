#include <algorithm>

#include "analyzer/engine/url_columns.h"
#include "analyzer/service/training.h"
#include "analyzer/service/url_links.h"
#include "analyzer/service/url_recipe.h"
#include "models/scorer.h"
#include "models/train.h"

namespace analyzer {
namespace {

constexpr std::size_t kFolds = 4;

models::ModelNotes notes_of(const LabelledLinks& train, const LabelledLinks& test) {
  return {
      .name = "url",
      .purpose =
          "How much a link by itself looks like phishing: its characters, and whom the register "
          "says it imitates. Places that the register knows are not judged by it.",
      .data = {train.data, test.data},
      .split =
          "Test rows are a file of their own, without the training file's registrable domains. "
          "The numbers of network and suffix rates of the training rows are cross-fitted by "
          "registrable domain, and so are the margins that calibration and thresholds are from. A "
          "source's rows weigh less the more there are of them.",
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
  const auto known = Register::load(files.root + "/data/official.toml");
  if (!known) return tl::unexpected(known.error());
  const auto train = read_labelled_links(files.train, *known);
  if (!train) return tl::unexpected(train.error());
  const auto test = read_labelled_links(files.test, *known);
  if (!test) return tl::unexpected(test.error());

  // Trees see numbers by tables that have not seen the link's domain.
  const auto crossed = url_cross_tables(*train, kFolds, progress);
  if (!crossed) return tl::unexpected(crossed.error());
  auto tables = url_tables(*train, every_row(*train), progress);
  if (!tables) return tl::unexpected(tables.error());

  const auto unseen = [&](const std::string& group) -> const models::Tables& {
    return (*crossed)[url_fold(group, kFolds)];
  };
  const auto shipped = [&](const std::string&) -> const models::Tables& { return *tables; };
  models::Matrix rows = rows_of(*train, every_row(*train), unseen);
  rows.weights = url_weights(*train);
  models::Matrix no_calibration_rows;
  const models::Matrix tested = rows_of(*test, all_but(*test, train->groups), shipped);
  return models::train_model(rows, no_calibration_rows, tested, notes_of(*train, *test),
                             files.out_dir, url_params(), *std::move(tables), progress);
}

Result<models::Evaluation> evaluate_url(const std::string& dir, const std::string& root,
                                        const std::string& test) {
  const auto known = Register::load(root + "/data/official.toml");
  if (!known) return tl::unexpected(known.error());
  const auto links = read_labelled_links(test, *known);
  if (!links) return tl::unexpected(links.error());
  const auto scorer = models::Scorer::load(dir, url_column_names());
  if (!scorer) return tl::unexpected(scorer.error());
  if (!scorer->tables().net) return fail(ErrorCode::kCorrupt, dir + ": no network");
  const auto shipped = [&](const std::string&) -> const models::Tables& {
    return scorer->tables();
  };
  return models::evaluate_model(dir, rows_of(*links, all_but(*links, {}), shipped));
}

}  // namespace analyzer
