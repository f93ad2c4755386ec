// What is usual of the person a case is about: by which channel, where and at what hour
// the certifications that were accepted took place, beside the attempt's own.

#ifndef ANALYZER_SERVICE_CASE_USUAL_H_
#define ANALYZER_SERVICE_CASE_USUAL_H_

#include <vector>

#include "analyzer/core/case.h"
#include "analyzer/core/json.h"
#include "analyzer/core/link.h"
#include "analyzer/core/result.h"
#include "analyzer/engine/calendar.h"
#include "analyzer/store/store.h"

namespace analyzer {

// openapi.yaml: CaseUsual; null for a case of several persons or of none. Counts the
// last thirty accepted certifications that stand in no case of their own or were found
// harmless; the case's own attempts are left out. Reads up to sixty observations.
Result<json::Value> usual_of(store::Session& session, const Case& c, const std::vector<Link>& links,
                             const Calendar& calendar);

}  // namespace analyzer

#endif  // ANALYZER_SERVICE_CASE_USUAL_H_
