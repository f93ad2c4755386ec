#include <algorithm>
#include <set>
#include <string_view>
#include <unordered_map>
#include <unordered_set>

#include "analyzer/engine/url_columns.h"
#include "analyzer/service/data_files.h"
#include "analyzer/service/training.h"
#include "analyzer/text/url.h"
#include "models/scorer.h"
#include "models/split.h"
#include "models/train.h"

namespace analyzer {
namespace {

constexpr std::size_t kFolds = 3;
constexpr double kCalibrationShare = 0.15;
constexpr models::NgramSpec kNgrams{
    .shortest = 2, .longest = 5, .bits = 20, .l2 = 0.03, .iterations = 120};

models::TrainParams params() {
  models::TrainParams out;
  return out;
}

// Labelled links, one entry each in all of them.
struct Links {
  std::vector<UrlFacts> urls;
  std::vector<std::string> texts;  // url_ngram_text
  std::vector<std::uint8_t> labels;
  std::vector<std::string> groups;  // registrable domain
  std::vector<std::string> sources;
  std::vector<Time> times;
  models::DataSource data;

  std::size_t size() const { return urls.size(); }
};

struct Head {
  std::size_t url = 0, label = 0, source = 0, date = 0, width = 0;
};

Result<Head> read_head(const std::vector<std::string>& names, const std::string& path) {
  const auto at = [&names](std::string_view name) {
    return static_cast<std::size_t>(std::find(names.begin(), names.end(), name) - names.begin());
  };
  const Head head{at("url"), at("label"), at("source"), at("date"), names.size()};
  if (std::max({head.url, head.label, head.source, head.date}) >= names.size()) {
    return fail(ErrorCode::kInvalid, path + ": the head must name url, label, source and date");
  }
  return head;
}

// Lists hold hosts as often as links.
Result<UrlFacts> parse_listed(const std::string& text) {
  auto url = text::parse_url(text.find("://") == std::string::npos ? "http://" + text : text);
  if (url && (!url->valid || url->host.empty())) return fail(ErrorCode::kInvalid, "no host");
  return url;
}

void add_link(Links& links, UrlFacts url, const std::vector<std::string>& record,
              const Head& head) {
  links.texts.push_back(url_ngram_text(url));
  links.groups.push_back(url.registrable_domain);
  links.urls.push_back(std::move(url));
  links.labels.push_back(record[head.label] == "1" ? 1 : 0);
  links.sources.push_back(record[head.source]);
  links.times.push_back(parse_loose_date(record[head.date]));
}

// Keeps the first of links that are equal once canonical, and none of those that
// are given with both labels.
Links without_repeats(Links all) {
  std::unordered_map<std::string_view, std::uint8_t> label_of;
  std::unordered_set<std::string_view> both;
  for (std::size_t i = 0; i < all.size(); ++i) {
    const auto [it, fresh] = label_of.try_emplace(all.texts[i], all.labels[i]);
    if (!fresh && it->second != all.labels[i]) both.insert(it->first);
  }
  Links out;
  out.data = std::move(all.data);
  std::unordered_set<std::string> taken;
  for (std::size_t i = 0; i < all.size(); ++i) {
    if (both.contains(all.texts[i]) || !taken.insert(all.texts[i]).second) continue;
    out.texts.push_back(all.texts[i]);
    out.urls.push_back(std::move(all.urls[i]));
    out.labels.push_back(all.labels[i]);
    out.groups.push_back(std::move(all.groups[i]));
    out.sources.push_back(std::move(all.sources[i]));
    out.times.push_back(all.times[i]);
  }
  return out;
}

Result<Links> read_links(const std::string& path) {
  const auto file = read_data_file(path);
  if (!file) return tl::unexpected(file.error());
  const auto records = parse_csv(file->text);
  if (!records) return fail(ErrorCode::kInvalid, path + ": " + records.error().message);
  if (records->empty()) return fail(ErrorCode::kInvalid, path + ": empty");
  const auto head = read_head(records->front(), path);
  if (!head) return tl::unexpected(head.error());
  Links links;
  for (std::size_t i = 1; i < records->size(); ++i) {
    const std::vector<std::string>& record = (*records)[i];
    const bool labelled =
        record.size() == head->width && (record[head->label] == "0" || record[head->label] == "1");
    if (!labelled) {
      return fail(ErrorCode::kInvalid,
                  path + ": record " + std::to_string(i) + " is not as the head says");
    }
    if (auto url = parse_listed(record[head->url])) {
      add_link(links, *std::move(url), record, *head);
    }
  }
  // The card names the file, not where it lay.
  links.data = {path.substr(path.rfind('/') + 1), file->sha256, records->size() - 1,
                "see data/README.md"};
  return without_repeats(std::move(links));
}

// Rows of the links at `indices`, each with the margins of the n-gram model that
// `ngram_of` its registrable domain.
template <class NgramOf>
models::Matrix rows_of(const Links& links, const std::vector<std::size_t>& indices,
                       NgramOf ngram_of) {
  models::Matrix out;
  const auto names = url_column_names();
  out.columns.assign(names.begin(), names.end());
  for (const std::size_t i : indices) {
    out.add(url_row(links.urls[i], ngram_of(links.groups[i])), links.labels[i] == 1,
            links.groups[i], links.sources[i], links.times[i]);
  }
  return out;
}

std::vector<std::size_t> all_but(const Links& links, const std::vector<std::string>& groups) {
  const std::unordered_set<std::string_view> known(groups.begin(), groups.end());
  std::vector<std::size_t> out;
  for (std::size_t i = 0; i < links.size(); ++i) {
    if (!known.contains(links.groups[i])) out.push_back(i);
  }
  return out;
}

models::ModelNotes notes_of(const Links& train, const Links& test) {
  return {
      .name = "url",
      .purpose =
          "How much a link by itself looks like phishing. Reads the characters of the "
          "link alone; official hosts are decided by the register, not here.",
      .data = {train.data, test.data},
      .split =
          "Test rows are a file of their own. A seventh of the training file is the "
          "calibration part. No registrable domain is in two parts. The n-gram margins "
          "of training and calibration rows are cross-fitted by registrable domain.",
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
  const auto train = read_links(files.train);
  if (!train) return tl::unexpected(train.error());
  const auto test = read_links(files.test);
  if (!test) return tl::unexpected(test.error());

  std::vector<std::size_t> fit;
  std::vector<std::size_t> held;
  for (std::size_t i = 0; i < train->size(); ++i) {
    const auto part = models::fold_of(train->groups[i], "url-calibration", 1000);
    (static_cast<double>(part) < kCalibrationShare * 1000.0 ? held : fit).push_back(i);
  }
  // The n-grams learn from all training links, the calibration part's too: trees
  // and calibration see margins by models that have not seen the link's domain.
  const models::NgramData data{train->texts, train->labels, {}};
  const auto crossed = models::Ngram::cross_train(data, train->groups, kFolds, kNgrams, progress);
  if (!crossed) return tl::unexpected(crossed.error());
  const auto ngram = models::Ngram::train(data, kNgrams, progress);
  if (!ngram) return tl::unexpected(ngram.error());

  const auto unseen = [&](const std::string& group) {
    return &(*crossed)[models::Ngram::fold_for(group, kFolds)];
  };
  const auto shipped = [&](const std::string&) { return &*ngram; };
  return models::train_model(rows_of(*train, fit, unseen), rows_of(*train, held, unseen),
                             rows_of(*test, all_but(*test, train->groups), shipped),
                             notes_of(*train, *test), files.out_dir, params(), &*ngram, progress);
}

Result<models::Evaluation> evaluate_url(const std::string& dir, const std::string& test) {
  const auto links = read_links(test);
  if (!links) return tl::unexpected(links.error());
  const auto scorer = models::Scorer::load(dir, url_column_names());
  if (!scorer) return tl::unexpected(scorer.error());
  if (scorer->ngram() == nullptr) return fail(ErrorCode::kCorrupt, dir + ": no n-gram model");
  const auto shipped = [&](const std::string&) { return scorer->ngram(); };
  return models::evaluate_model(dir, rows_of(*links, all_but(*links, {}), shipped));
}

}  // namespace analyzer
