// What came in as it is kept: the facts of a recorded observation read back, for judging it
// once more.
//
// Pure functions; any number of threads may call these at once.

#ifndef ANALYZER_SERVICE_STORED_FACTS_H_
#define ANALYZER_SERVICE_STORED_FACTS_H_

#include "analyzer/core/attempt.h"
#include "analyzer/core/report.h"
#include "analyzer/core/result.h"
#include "analyzer/store/observations.h"

namespace analyzer {

// Each takes some 20 us. Fails with kInvalid where the facts were erased or are damaged.
Result<Attempt> stored_attempt(const store::NewObservation& row);
Result<Report> stored_report(const store::NewObservation& row);

}  // namespace analyzer

#endif  // ANALYZER_SERVICE_STORED_FACTS_H_
