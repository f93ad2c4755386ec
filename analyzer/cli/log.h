// The program's log: one line an event, key=value or JSON, to standard error.
// Never message text, references or personal data.

#ifndef ANALYZER_CLI_LOG_H_
#define ANALYZER_CLI_LOG_H_

#include <initializer_list>
#include <memory>
#include <string>
#include <string_view>
#include <utility>

#include "analyzer/cli/config.h"

namespace analyzer::cli {

class Log {
 public:
  explicit Log(const Config& config);
  ~Log();

  using Pair = std::pair<std::string_view, std::string>;
  // Whether info() writes anything at this level.
  bool says_info() const;
  void info(std::string_view event, std::initializer_list<Pair> pairs);
  void warn(std::string_view event, std::initializer_list<Pair> pairs);

 private:
  struct Impl;
  std::string line(std::string_view event, std::initializer_list<Pair> pairs) const;
  std::unique_ptr<Impl> impl_;
};

}  // namespace analyzer::cli

#endif  // ANALYZER_CLI_LOG_H_
