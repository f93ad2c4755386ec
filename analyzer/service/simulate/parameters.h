// Everything about the invented city that is a number: data/simulation.toml.

#ifndef ANALYZER_SERVICE_SIMULATE_PARAMETERS_H_
#define ANALYZER_SERVICE_SIMULATE_PARAMETERS_H_

#include <map>
#include <string>
#include <vector>

#include "analyzer/core/result.h"
#include "analyzer/core/time.h"

namespace analyzer::simulate {

// Where a number may lie.
struct Range {
  double low = 0.0;
  double high = 0.0;
};

struct Parameters {
  // world
  std::string prefecture = "9901";  // synthetic: region 99 belongs to nobody
  int persons = 20000;
  int counties = 10;
  int villages = 56;
  int persons_per_nursing_home = 3000;
  Date first_day{};
  int days = 730;
  Date drift_from{};  // from here on frauds adapt

  // people
  std::vector<double> schemes;         // resident, employee, public, survivor, injury
  std::vector<double> age_bands;       // 50-54, 55-59 ... 90+ of residents
  std::vector<double> age_bands_city;  // the same of the others
  double rural_resident = 0.85;
  double rural_other = 0.20;
  double elsewhere = 0.09;
  double abroad = 0.0035;
  double blind = 0.003;
  double few_traces = 0.04;
  double mortality_at_60 = 0.009;    // doubles every 8 years
  std::vector<double> family_sizes;  // persons a family phone: 1, 2, 3 ...

  // certification
  double silent = 0.45;               // share of cycles that data comparison closes
  double half_year_residents = 0.15;  // of villages, whose residents are due twice a year
  std::vector<double> ways;  // of the rest: relative, self, village, bank, window, visit, unit
  std::vector<double>
      mobile_channels;        // wechat, alipay, province_app, app_12333, partner, platform
  std::vector<double> hours;  // 24 weights of mobile attempts
  double helper_unregistered = 0.15;
  double work_order_present = 0.95;

  // biometrics
  std::vector<double> first_try;  // <70, 70-79, 80-84, 85+
  double face_threshold = 0.70;
  double capture_flips = 12;       // bits of a 64-bit hash that a new capture changes
  double replay_seen = 0.75;       // share of replays within Hamming distance 4
  double injection_seen = 0.5;     // detector speaks on an injected capture
  double injection_false = 0.004;  // and on a genuine one
  double recapture_seen = 0.6;
  double recapture_false = 0.01;

  // registers
  double death_known = 0.6;  // caller's own system shows a registry hit

  // scenarios: number a year in a city of 500,000, times `scale`, at least one
  // where not 0
  double fraud_scale = 10.0;
  double confounder_scale = 10.0;
  double group_size = 0.35;  // of gangs and crews against their full size
  std::map<std::string, double, std::less<>> counts;

  // labels
  double confirmed = 0.88;           // of true fraud by reviewers
  double wrongly_confirmed = 0.008;  // of legitimate

  // What differs from city to city: lowest and highest value by name of the
  // number; and how far shares of ways and channels are from the usual ones
  // (sigma of the logarithm).
  std::map<std::string, Range, std::less<>> vary;
  double vary_shares = 0.0;

  // How often scenario `id` takes place in `years`.
  double expected(std::string_view id, double years, bool fraud) const;

  // The numbers of one city: those of `vary` drawn by `seed`, the others as they
  // are. What is learnt in one city must hold in the next (domain randomization).
  Parameters of_city(std::uint64_t seed) const;

  // Reads a file and puts the preset of this name ([presets.NAME]) over it;
  // empty: none. Fails with kInvalid naming file and line (an unknown key, a
  // probability outside [0,1], a list of the wrong length), with kNotFound if
  // there is no such preset.
  static Result<Parameters> load(const std::string& path, std::string_view preset = {});
};

}  // namespace analyzer::simulate

#endif  // ANALYZER_SERVICE_SIMULATE_PARAMETERS_H_
