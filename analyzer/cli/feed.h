// The command `analyzer feed` (commands.h).

#ifndef ANALYZER_CLI_FEED_H_
#define ANALYZER_CLI_FEED_H_

#include "analyzer/cli/commands.h"

namespace analyzer::cli {

void add_feed(CLI::App& app, Context& context);

}  // namespace analyzer::cli

#endif  // ANALYZER_CLI_FEED_H_
