// Which days are working days in the mainland: weekdays, less the public holidays
// and with the weekend days worked in exchange (data/holidays.toml). Of a year
// that is not in the file weekends alone are known.
//
// Immutable once loaded; any number of threads may ask.

#ifndef ANALYZER_ENGINE_WORKING_DAYS_H_
#define ANALYZER_ENGINE_WORKING_DAYS_H_

#include <string>
#include <vector>

#include "analyzer/core/result.h"
#include "analyzer/core/time.h"

namespace analyzer {

class WorkingDays {
 public:
  // Reads data/holidays.toml. Fails with kInvalid naming file and line: of a
  // year that stands twice, a day that is none, a worked day that is a weekday.
  static Result<WorkingDays> load(const std::string& path);

  // Weekends alone.
  WorkingDays() = default;

  bool works(Date day) const;

  // Whether the holidays of the day's year are known.
  bool known(Date day) const;

  const std::string& digest() const { return digest_; }

 private:
  std::vector<int> years_;  // ascending
  std::vector<Date> off_;   // ascending
  std::vector<Date> work_;  // ascending
  std::string digest_;
};

}  // namespace analyzer

#endif  // ANALYZER_ENGINE_WORKING_DAYS_H_
