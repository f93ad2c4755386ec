// The invented demo day, so that nobody meets an empty screen.

#ifndef ANALYZER_CLI_DEMO_H_
#define ANALYZER_CLI_DEMO_H_

#include <string>

#include "analyzer/core/result.h"
#include "analyzer/service/service.h"

namespace analyzer::cli {

// Submits every line of `file`, {"minutes_ago":N,"attempt"|"report"|
// "registry_event":{...}}, with its time that long before now. Lines that were
// loaded before are left alone, so that a second start adds nothing.
Status load_demo(Service& service, const std::string& file);

}  // namespace analyzer::cli

#endif  // ANALYZER_CLI_DEMO_H_
