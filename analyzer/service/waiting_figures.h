// How long cases wait: by scheme, band of age and country or town, in buckets of age, and
// what was entered as saved. Part of the figures for leaders.

#ifndef ANALYZER_SERVICE_WAITING_FIGURES_H_
#define ANALYZER_SERVICE_WAITING_FIGURES_H_

#include <string>

#include "analyzer/core/json.h"
#include "analyzer/core/result.h"
#include "analyzer/core/time.h"
#include "analyzer/engine/calendar.h"
#include "analyzer/service/case_view.h"
#include "analyzer/service/spreadsheet.h"
#include "analyzer/store/store.h"

namespace analyzer {

// Of cases decided from `from` on and before `to`, of those waiting at `now`, and of what
// was saved in the span, within a code prefix: `waiting`, `queue_age` and `saved`
// (openapi.yaml: Statistics).
Status add_waiting(store::Session& session, Time from, Time to, Time now, const std::string& region,
                   const Calendar& calendar, CaseViews& views, json::Object& out);

// The same as sheets.
void add_waiting_sheets(const json::Value& statistics, std::vector<Sheet>& out);

}  // namespace analyzer

#endif  // ANALYZER_SERVICE_WAITING_FIGURES_H_
