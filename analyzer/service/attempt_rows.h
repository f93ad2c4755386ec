// Labelled attempts as rows of the attempt model: each one passes through the
// windows in the order of arrival and through the engine's own passes, so that
// a row is what the engine would have seen at that moment.

#ifndef ANALYZER_SERVICE_ATTEMPT_ROWS_H_
#define ANALYZER_SERVICE_ATTEMPT_ROWS_H_

#include <cstdint>
#include <optional>
#include <string>
#include <vector>

#include "analyzer/core/attempt.h"
#include "analyzer/core/result.h"
#include "analyzer/engine/snapshot.h"
#include "analyzer/service/simulate/simulate.h"
#include "models/matrix.h"

namespace analyzer {

// What is known of a row besides its columns; for labels, splits and reports.
struct AttemptRow {
  std::vector<float> values;  // attempt_columns(), in their order
  Time at{};
  Channel channel = Channel::kSilent;
  simulate::Label label;
  int age = 0;                       // years; 0 not known
  std::optional<OperatorRole> role;  // as sent
  std::uint64_t person = 0;          // told apart within a city
  double rule_margin = 0.0;          // log-odds of the rules alone
  bool rule_flag = false;            // the rules alone would send it to review
  bool floored = false;              // so would a floor of the policy, whatever the probability
  bool held = false;                 // and one would hold it
  bool explained = false;            // some signal speaks for fraud
  bool known = false;                // its device or operator was found out before
  bool found_later = false;          // a register's later fact looks back to it
  bool tainted = false;              // its operator or device took part in a fraud before
  std::vector<std::string> floors;   // ids of the floors that hold

  // Whether the policy would send it to a person at this probability, reviewing from
  // `review`.
  bool queued(double probability, double review) const {
    return floored || (explained && probability >= review);
  }
};

// Plays the city of `seed` through fresh windows and returns its rows from
// `from` on. Attempts that the rules alone would send to review, and one in
// fifty of the others, are decided by an imagined reviewer some days later, and
// the windows learn of it.
//
// Takes about 60 µs an attempt.
Result<std::vector<AttemptRow>> attempt_rows(const simulate::Parameters& parameters,
                                             std::uint64_t seed, const Snapshot& snapshot,
                                             Date from);

}  // namespace analyzer

#endif  // ANALYZER_SERVICE_ATTEMPT_ROWS_H_
