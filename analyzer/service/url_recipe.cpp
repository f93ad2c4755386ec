#include "analyzer/service/url_recipe.h"

#include <cmath>
#include <map>
#include <numeric>
#include <utility>

#include "models/folds.h"
#include "models/split.h"

namespace analyzer {
namespace {

constexpr models::HashNetSpec kNet{};
constexpr double kRatePrior = 5.0;  // groups
constexpr double kSourcePower = -0.3;

}  // namespace

models::TrainParams url_params() {
  models::TrainParams out;
  out.max_depth = 7;
  out.folds = 4;
  return out;
}

std::vector<float> url_weights(const LabelledLinks& links) {
  std::map<std::pair<std::uint8_t, std::string>, std::size_t> sizes;
  for (std::size_t i = 0; i < links.size(); ++i) ++sizes[{links.labels[i], links.sources[i]}];
  double total[2] = {};
  std::vector<double> raw;
  for (std::size_t i = 0; i < links.size(); ++i) {
    const std::size_t size = sizes[{links.labels[i], links.sources[i]}];
    raw.push_back(std::pow(static_cast<double>(size), kSourcePower));
    total[links.labels[i]] += raw.back();
  }
  std::vector<float> out;
  for (std::size_t i = 0; i < links.size(); ++i) {
    const double half = static_cast<double>(links.size()) / 2.0;
    out.push_back(static_cast<float>(raw[i] * half / total[links.labels[i]]));
  }
  return out;
}

Result<models::Tables> url_tables(const LabelledLinks& links, std::span<const std::size_t> rows,
                                  const models::Progress& progress) {
  auto net =
      models::HashNet::train({links.features, links.labels, links.groups}, rows, kNet, progress);
  if (!net) return tl::unexpected(net.error());
  models::Tables out;
  out.net = *std::move(net);
  out.rates = models::Rates::learn({links.suffixes, links.labels, links.groups}, rows, kRatePrior);
  return out;
}

std::size_t url_fold(const std::string& group, std::size_t folds) {
  return models::fold_of(group, "url-tables", folds);
}

Result<std::vector<models::Tables>> url_cross_tables(const LabelledLinks& links, std::size_t folds,
                                                     const models::Progress& progress) {
  std::vector<Result<models::Tables>> made(folds, tl::unexpected(Error{}));
  models::for_each_fold(
      folds,
      [&](std::size_t fold) {
        std::vector<std::size_t> rows;
        for (std::size_t i = 0; i < links.size(); ++i) {
          if (url_fold(links.groups[i], folds) != fold) rows.push_back(i);
        }
        made[fold] = url_tables(links, rows);
      },
      progress);
  std::vector<models::Tables> out;
  for (Result<models::Tables>& tables : made) {
    if (!tables) return tl::unexpected(tables.error());
    out.push_back(*std::move(tables));
  }
  return out;
}

}  // namespace analyzer
