// What the audit log says of an erasure: that it was done, by what rule and how much
// went; whom it was about is in no row.

#ifndef ANALYZER_SERVICE_PURGE_LOG_H_
#define ANALYZER_SERVICE_PURGE_LOG_H_

#include <string>

#include "analyzer/store/audit.h"
#include "analyzer/store/keeping.h"

namespace analyzer {

// "observations 12 secrets 3"; empty if nothing went.
std::string purged_text(const store::PurgeReport& report);

// `what` is "retention" or "person"; null: it did not end.
store::AuditEntry purge_entry(Time at, const std::string& what, const std::string& rule,
                              const store::PurgeReport* report);

}  // namespace analyzer

#endif  // ANALYZER_SERVICE_PURGE_LOG_H_
