// The parts of a running analyzer wired together from its configuration.

#ifndef ANALYZER_CLI_RUNTIME_H_
#define ANALYZER_CLI_RUNTIME_H_

#include <functional>
#include <memory>
#include <string>

#include "analyzer/cli/config.h"
#include "analyzer/service/accounts.h"
#include "analyzer/service/service.h"

namespace analyzer::cli {

struct Runtime {
  std::unique_ptr<Service> service;
  std::unique_ptr<Accounts> accounts;  // uses the service; goes first
};

enum class Background : std::uint8_t { kNone, kJobs };

using OnWindows = std::function<void(const WindowsProgress&)>;
using OnNotice = std::function<void(const Notice&)>;

// Opens the store (creating its folder), the keys, the snapshot, the windows and
// the accounts. Relative paths of `config` are taken from the working folder.
// `on_windows` is told how far the windows are, `on_notice` what background work has to say.
Result<Runtime> open_runtime(const std::string& root, const Config& config, Background background,
                             OnWindows on_windows = {}, OnNotice on_notice = {});

}  // namespace analyzer::cli

#endif  // ANALYZER_CLI_RUNTIME_H_
