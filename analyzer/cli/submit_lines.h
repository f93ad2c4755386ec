// Lines of JSON into a running Service, one at a time and in order.

#ifndef ANALYZER_CLI_SUBMIT_LINES_H_
#define ANALYZER_CLI_SUBMIT_LINES_H_

#include <string>
#include <string_view>

#include "analyzer/core/result.h"
#include "analyzer/service/service.h"

namespace analyzer::cli {

// Submits `body` as what `kind` names ("attempt", "report", "registry_event")
// and waits until it is on disk. Fails with kInvalid for another kind.
Result<Document> submit_and_wait(Service& service, const Caller& caller, std::string_view kind,
                                 std::string_view body);

}  // namespace analyzer::cli

#endif  // ANALYZER_CLI_SUBMIT_LINES_H_
