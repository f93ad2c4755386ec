// How the url model is trained, shared by training and by leaving sources out.

#ifndef ANALYZER_SERVICE_URL_RECIPE_H_
#define ANALYZER_SERVICE_URL_RECIPE_H_

#include <cmath>
#include <map>
#include <string>
#include <utility>
#include <vector>

#include "analyzer/service/url_links.h"
#include "models/booster.h"
#include "models/ngram.h"

namespace analyzer {

inline constexpr double kUrlCalibrationShare = 0.15;

inline constexpr models::NgramSpec kUrlNgrams{
    .shortest = 2, .longest = 5, .bits = 20, .l2 = 0.03, .iterations = 120};

inline models::TrainParams url_params() {
  models::TrainParams out;
  out.max_depth = 7;
  return out;
}

// A source counts by a power of its number of links, lest the largest list decide
// alone what is harmless and what is not; both labels count alike.
inline std::vector<float> url_weights(const LabelledLinks& links) {
  constexpr double kPower = -0.3;
  std::map<std::pair<std::uint8_t, std::string>, std::size_t> sizes;
  for (std::size_t i = 0; i < links.size(); ++i) ++sizes[{links.labels[i], links.sources[i]}];
  double total[2] = {};
  std::vector<double> raw;
  for (std::size_t i = 0; i < links.size(); ++i) {
    const std::size_t size = sizes[{links.labels[i], links.sources[i]}];
    raw.push_back(std::pow(static_cast<double>(size), kPower));
    total[links.labels[i]] += raw.back();
  }
  std::vector<float> out;
  for (std::size_t i = 0; i < links.size(); ++i) {
    const double half = static_cast<double>(links.size()) / 2.0;
    out.push_back(static_cast<float>(raw[i] * half / total[links.labels[i]]));
  }
  return out;
}

}  // namespace analyzer

#endif  // ANALYZER_SERVICE_URL_RECIPE_H_
