// How the url model does on a source of links that it has never seen.

#include <algorithm>
#include <cstdio>
#include <functional>
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

// Probabilities of `held` by a model of `rest`. Two sets of tables, each of half
// the domains, serve as each other's unseen; no third one of all.
Result<std::vector<double>> judge_unseen(const Parts& parts) {
  constexpr std::size_t kHalves = 2;
  const auto crossed = url_cross_tables(parts.rest, kHalves);
  if (!crossed) return tl::unexpected(crossed.error());
  const auto unseen = [&](const std::string& group) -> const models::Tables& {
    return (*crossed)[url_fold(group, kHalves)];
  };
  models::Matrix rows = rows_of(parts.rest, every_row(parts.rest), unseen);
  rows.weights = url_weights(parts.rest);
  const models::Split part = models::split_by_group(rows, kUrlCalibrationShare, "url-calibration");
  const models::Matrix fit = rows.take(part.fit);
  const models::Matrix calibrate = rows.take(part.held);
  const models::TrainParams params = url_params();
  const models::Split stop = models::split_by_group(fit, params.stop_share, "early-stopping");
  const auto trees = models::Booster::train(fit.take(stop.fit), fit.take(stop.held), params);
  if (!trees) return tl::unexpected(trees.error());
  const auto judged = trees->margins(calibrate.values);
  const auto held = trees->margins(rows_of(parts.held, every_row(parts.held), unseen).values);
  if (!judged) return tl::unexpected(judged.error());
  if (!held) return tl::unexpected(held.error());
  const auto calibration =
      models::Calibration::choose({*judged, calibrate.labels, calibrate.weights}, calibrate.groups);
  std::vector<double> out;
  for (const double margin : *held) out.push_back(calibration.probability(margin));
  return out;
}

// The probability that 2 % of `harmless` exceed: no threshold below it keeps the
// promise of 2 % false positives on every source.
std::string highest_of(std::vector<double> harmless) {
  if (harmless.empty()) return "–";
  const auto above = static_cast<std::ptrdiff_t>(harmless.size() / 50);
  std::nth_element(harmless.begin(), harmless.begin() + above, harmless.end(), std::greater<>());
  char text[16];
  std::snprintf(text, sizeof text, "%.4f", harmless[static_cast<std::size_t>(above)]);
  return text;
}

}  // namespace

Result<std::string> url_leave_one_out(const LeaveOneOut& task, const models::Progress& progress) {
  const auto known = Register::load(task.root + "/data/official.toml");
  if (!known) return tl::unexpected(known.error());
  const auto links = read_labelled_links(task.train, *known);
  if (!links) return tl::unexpected(links.error());
  std::map<std::string, std::size_t> sources;
  for (const std::string& source : links->sources) ++sources[source];
  std::string out =
      "| source held out | harmless | flagged | 2 % lie above | phishing | flagged |\n"
      "|---|---|---|---|---|---|\n";
  std::size_t done = 0;
  for (const auto& [source, rows] : sources) {
    if (progress) {
      progress(source, static_cast<double>(done++) / static_cast<double>(sources.size()));
    }
    const bool asked = task.sources.empty() || std::find(task.sources.begin(), task.sources.end(),
                                                         source) != task.sources.end();
    if (rows < kFewest || !asked) continue;
    const Parts parts = without_source(*links, source, std::max<std::size_t>(task.sample, 1));
    const auto probabilities = judge_unseen(parts);
    if (!probabilities) return tl::unexpected(probabilities.error());
    std::size_t total[2] = {};
    std::size_t flagged[2] = {};
    std::vector<double> harmless;
    for (std::size_t i = 0; i < parts.held.size(); ++i) {
      ++total[parts.held.labels[i]];
      if ((*probabilities)[i] >= task.threshold) ++flagged[parts.held.labels[i]];
      if (parts.held.labels[i] == 0) harmless.push_back((*probabilities)[i]);
    }
    out += "| " + source + " | " + std::to_string(total[0]) + " | " +
           share_text(flagged[0], total[0]) + " | " + highest_of(harmless) + " | " +
           std::to_string(total[1]) + " | " + share_text(flagged[1], total[1]) + " |\n";
    if (task.told) task.told(out.substr(out.rfind('\n', out.size() - 2) + 1));
  }
  return out;
}

}  // namespace analyzer
