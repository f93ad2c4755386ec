// How the url model is trained: shared by the training of what is shipped and by
// the test of leaving sources out.

#ifndef ANALYZER_SERVICE_URL_RECIPE_H_
#define ANALYZER_SERVICE_URL_RECIPE_H_

#include <cstddef>
#include <span>
#include <string>
#include <vector>

#include "analyzer/core/result.h"
#include "analyzer/service/url_links.h"
#include "models/booster.h"
#include "models/tables.h"

namespace analyzer {

inline constexpr double kUrlCalibrationShare = 0.15;

models::TrainParams url_params();

// A source counts by a power of its number of links, lest the largest list decide
// alone what is harmless and what is not; both labels count alike.
std::vector<float> url_weights(const LabelledLinks& links);

// The network and the suffixes' rates, from the links at `rows`.
Result<models::Tables> url_tables(const LabelledLinks& links, std::span<const std::size_t> rows,
                                  const models::Progress& progress = {});

// Tables of which the k-th of `folds` has not seen the registrable domains whose
// url_fold() is k. Trains two at a time.
Result<std::vector<models::Tables>> url_cross_tables(const LabelledLinks& links, std::size_t folds,
                                                     const models::Progress& progress = {});
std::size_t url_fold(const std::string& group, std::size_t folds);

}  // namespace analyzer

#endif  // ANALYZER_SERVICE_URL_RECIPE_H_
