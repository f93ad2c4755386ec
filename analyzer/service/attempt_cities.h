// Generated cities as rows for training and measuring the attempt model.
//
// Cities are parted by seed, so that no gang, village or family is in two parts.

#ifndef ANALYZER_SERVICE_ATTEMPT_CITIES_H_
#define ANALYZER_SERVICE_ATTEMPT_CITIES_H_

#include <cstdint>
#include <functional>
#include <memory>
#include <string>
#include <vector>

#include "analyzer/core/result.h"
#include "analyzer/engine/snapshot.h"
#include "analyzer/service/attempt_rows.h"
#include "analyzer/service/simulate/parameters.h"
#include "models/matrix.h"

namespace analyzer {

struct CityRows {
  std::vector<AttemptRow> rows;     // in the order of arrival, city by city
  std::vector<std::string> cities;  // one a row

  // The gang, person or village of a row, told apart from other cities'.
  std::string group(std::size_t row) const { return cities[row] + '/' + rows[row].label.group; }
};

// What the cities are made of and judged by.
struct AttemptWorld {
  std::shared_ptr<const Snapshot> snapshot;
  simulate::Parameters parameters;
  std::string parameter_digest;  // SHA-256 of the file, in hex

  // `parameters_file` empty: root/data/simulation.toml. Fails as Snapshot::load
  // and Parameters::load do.
  static Result<AttemptWorld> open(const std::string& root, const std::string& parameters_file);
};

// The rows of `count` cities from `first_seed` on, after the time in which the
// windows fill. Takes about two seconds and 15 MB a city of 20,000 people.
Result<CityRows> play_cities(const AttemptWorld& world, std::uint64_t first_seed, int count,
                             const models::Progress& progress);

bool is_fraud(const AttemptRow& row);

// "F02", "G07", or "ordinary".
std::string scenario_of(const AttemptRow& row);

// Which rows a matrix takes, what they are labelled and called.
struct Choice {
  std::function<bool(const AttemptRow&)> takes;
  std::function<bool(const AttemptRow&)> positive = is_fraud;
  std::function<std::string(const AttemptRow&)> source = scenario_of;
};

// Rows as a matrix of attempt_columns(). A group is a city's gang, person or
// village.
models::Matrix matrix_of(const CityRows& from, const Choice& choice);

// Every row, labelled with the truth.
const Choice& every_row();

// Frauds and honest people who look odd are drawn `scale` times more often than in
// life; rows of ordinary life stand for as many more, so that a share is that of a
// real city.
void weigh(models::Matrix& matrix, double scale);

// How much rows of training count. A gang's hundredth attempt teaches less than one of
// fifty single heirs, so each of an entity counts the less the more it has. Honest
// people count more, being so many more in life, and most of all the very old and the
// disabled, whom machines read badly and who must not pay for it.
void weigh_for_training(models::Matrix& matrix, const CityRows& from, const Choice& choice);

// For how many attempts of a real city a row stands then.
double weight_of(const AttemptRow& row, double scale);

}  // namespace analyzer

#endif  // ANALYZER_SERVICE_ATTEMPT_CITIES_H_
