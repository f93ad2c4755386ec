// An Observation: one thing that came in. Never changed after acceptance.

#ifndef ANALYZER_CORE_OBSERVATION_H_
#define ANALYZER_CORE_OBSERVATION_H_

#include <variant>

#include "analyzer/core/attempt.h"
#include "analyzer/core/report.h"

namespace analyzer {

using Observation = std::variant<Attempt, Report>;

}  // namespace analyzer

#endif  // ANALYZER_CORE_OBSERVATION_H_
