// What the service's own files share of the rules' figures.

#ifndef ANALYZER_SERVICE_RULE_FIGURES_H_
#define ANALYZER_SERVICE_RULE_FIGURES_H_

#include <string>
#include <vector>

#include "analyzer/core/json.h"
#include "analyzer/core/result.h"
#include "analyzer/core/time.h"
#include "analyzer/store/store.h"

namespace analyzer {

// Measures of DailyCounts, by code of signal.
inline constexpr const char* kSignalHits = "signal";
inline constexpr const char* kSignalFlagged = "signal_flagged";
inline constexpr const char* kSignalAlone = "signal_alone";
inline constexpr const char* kSignalConfirmed = "signal_confirmed";  // cases
inline constexpr const char* kSignalCleared = "signal_cleared";      // cases

// The codes of a stored verdict's reasons that speak for a suspicion, each once.
std::vector<std::string> codes_of(const json::Value& verdict);

// Counts a case that settled for what spoke in its observations, the latest 100 of them.
Status count_settled(store::Session& session, const Case& c, Date day);

}  // namespace analyzer

#endif  // ANALYZER_SERVICE_RULE_FIGURES_H_
