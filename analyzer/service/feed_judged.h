// How right each list is, learned from what persons found: of the reports whose links it
// called bad, how many were confirmed as scams and how many as harmless.

#ifndef ANALYZER_SERVICE_FEED_JUDGED_H_
#define ANALYZER_SERVICE_FEED_JUDGED_H_

#include <string>

#include "analyzer/core/json.h"
#include "analyzer/core/result.h"
#include "analyzer/store/store.h"

namespace analyzer {

// Counts a report that a person found to be a scam, or harmless, for each list that
// called one of its links bad when it came; `verdict` as it is stored. Of lists alone:
// persons of ours are not judged by themselves.
Status count_judged(store::Session& session, const std::string& verdict, bool scam);

// {"right", "wrong", "precision"} of a list; precision is null below ten reports.
Result<json::Object> judged(store::Session& session, const std::string& feed);

}  // namespace analyzer

#endif  // ANALYZER_SERVICE_FEED_JUDGED_H_
