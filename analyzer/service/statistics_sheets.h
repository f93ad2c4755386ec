// The figures for leaders as sheets.

#ifndef ANALYZER_SERVICE_STATISTICS_SHEETS_H_
#define ANALYZER_SERVICE_STATISTICS_SHEETS_H_

#include <vector>

#include "analyzer/core/json.h"
#include "analyzer/service/spreadsheet.h"

namespace analyzer {

// `statistics` as the API answers it (openapi.yaml: Statistics): days, counties, what
// became of the cases.
std::vector<Sheet> statistics_sheets(const json::Value& statistics);

}  // namespace analyzer

#endif  // ANALYZER_SERVICE_STATISTICS_SHEETS_H_
