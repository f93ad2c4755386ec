// How the url model does on a source of links that it has never seen.

#include <algorithm>
#include <map>
#include <unordered_set>

#include "analyzer/engine/url_columns.h"
#include "analyzer/service/share_text.h"
#include "analyzer/service/training.h"
#include "analyzer/service/url_links.h"
#include "analyzer/service/url_recipe.h"
#include "models/booster.h"
#include "models/calibration.h"
#include "models/split.h"

namespace analyzer {
namespace {

constexpr std::size_t kFewest = 90;  // links of a source worth a model

LabelledLinks take(const LabelledLinks& links, const std::vector<std::size_t>& indices) {
  LabelledLinks out;
  for (const std::size_t i : indices) {
    out.urls.push_back(links.urls[i]);
    out.texts.push_back(links.texts[i]);
    out.labels.push_back(links.labels[i]);
    out.groups.push_back(links.groups[i]);
    out.sources.push_back(links.sources[i]);
    out.times.push_back(links.times[i]);
  }
  return out;
}

struct Parts {
  LabelledLinks rest;  // of other sources and other registrable domains
  LabelledLinks held;
};

Parts without_source(const LabelledLinks& links, const std::string& source, std::size_t sample) {
  std::unordered_set<std::string_view> domains;
  for (std::size_t i = 0; i < links.size(); ++i) {
    if (links.sources[i] == source) domains.insert(links.groups[i]);
  }
  std::vector<std::size_t> rest;
  std::vector<std::size_t> held;
  for (std::size_t i = 0; i < links.size(); ++i) {
    if (links.sources[i] == source) {
      held.push_back(i);
    } else if (!domains.contains(links.groups[i]) &&
               models::fold_of(links.groups[i], "leave-one-out", sample) == 0) {
      rest.push_back(i);
    }
  }
  return {take(links, rest), take(links, held)};
}

std::vector<std::size_t> every(const LabelledLinks& links) {
  std::vector<std::size_t> out(links.size());
  for (std::size_t i = 0; i < out.size(); ++i) out[i] = i;
  return out;
}

// Probabilities of `held` by a model of `rest`. Two n-gram models, each of half
// the domains, serve as each other's unseen; no third one of all.
Result<std::vector<double>> judge_unseen(const Parts& parts) {
  constexpr std::size_t kHalves = 2;
  const auto ngrams = models::Ngram::cross_train({parts.rest.texts, parts.rest.labels, {}},
                                                 parts.rest.groups, kHalves, kUrlNgrams);
  if (!ngrams) return tl::unexpected(ngrams.error());
  const auto unseen = [&](const std::string& group) {
    return &(*ngrams)[models::Ngram::fold_for(group, kHalves)];
  };
  models::Matrix rows = rows_of(parts.rest, every(parts.rest), unseen);
  rows.weights = url_weights(parts.rest);
  const models::Split part = models::split_by_group(rows, kUrlCalibrationShare, "url-calibration");
  const models::Matrix fit = rows.take(part.fit);
  const models::Matrix calibrate = rows.take(part.held);
  const models::TrainParams params = url_params();
  const models::Split stop = models::split_by_group(fit, params.stop_share, "early-stopping");
  const auto trees = models::Booster::train(fit.take(stop.fit), fit.take(stop.held), params);
  if (!trees) return tl::unexpected(trees.error());
  const auto judged = trees->margins(calibrate.values);
  const auto held = trees->margins(rows_of(parts.held, every(parts.held), unseen).values);
  if (!judged) return tl::unexpected(judged.error());
  if (!held) return tl::unexpected(held.error());
  const auto calibration =
      models::Calibration::choose({*judged, calibrate.labels, calibrate.weights}, calibrate.groups);
  std::vector<double> out;
  for (const double margin : *held) out.push_back(calibration.probability(margin));
  return out;
}

}  // namespace

Result<std::string> url_leave_one_out(const LeaveOneOut& task, const models::Progress& progress) {
  const auto links = read_labelled_links(task.train);
  if (!links) return tl::unexpected(links.error());
  std::map<std::string, std::size_t> sources;
  for (const std::string& source : links->sources) ++sources[source];
  std::string out =
      "| source held out | harmless | flagged | phishing | flagged |\n|---|---|---|---|---|\n";
  std::size_t done = 0;
  for (const auto& [source, rows] : sources) {
    if (progress) {
      progress(source, static_cast<double>(done++) / static_cast<double>(sources.size()));
    }
    if (rows < kFewest) continue;
    const Parts parts = without_source(*links, source, std::max<std::size_t>(task.sample, 1));
    const auto probabilities = judge_unseen(parts);
    if (!probabilities) return tl::unexpected(probabilities.error());
    std::size_t total[2] = {};
    std::size_t flagged[2] = {};
    for (std::size_t i = 0; i < parts.held.size(); ++i) {
      ++total[parts.held.labels[i]];
      if ((*probabilities)[i] >= task.threshold) ++flagged[parts.held.labels[i]];
    }
    out += "| " + source + " | " + std::to_string(total[0]) + " | " +
           share_text(flagged[0], total[0]) + " | " + std::to_string(total[1]) + " | " +
           share_text(flagged[1], total[1]) + " |\n";
    if (task.told) task.told(out.substr(out.rfind('\n', out.size() - 2) + 1));
  }
  return out;
}

}  // namespace analyzer
