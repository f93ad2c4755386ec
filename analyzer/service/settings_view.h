// Every setting with its value and where it comes from, for who administers the service:
// the program's own, those of data/*.toml, what was switched on after a trial; and the
// snapshot's parts. Secrets are never among them: they stand in files of their own.

#ifndef ANALYZER_SERVICE_SETTINGS_VIEW_H_
#define ANALYZER_SERVICE_SETTINGS_VIEW_H_

#include <cstdint>
#include <string>
#include <vector>

#include "analyzer/core/result.h"
#include "analyzer/core/verdict.h"
#include "analyzer/service/service.h"

namespace analyzer {

enum class SettingSource : std::uint8_t {
  kDefault,  // nobody said anything
  kFile,     // `where` is file:line
  kFlag,     // `where` is the flag of the command line
};

struct ShownSetting {
  std::string name;
  std::string value;
  std::string standard;  // the value if nobody says anything
  SettingSource source = SettingSource::kDefault;
  std::string where;  // empty for a default
  std::string unit;   // a word, empty where there is none
  Sentence meaning;
};

// The program's settings first, then the files' in the order of their names
// (openapi.yaml: SettingList). Reads the files anew: some ten milliseconds.
Result<Document> settings_view(Service& service, const std::string& root,
                               const std::string& version,
                               const std::vector<ShownSetting>& of_program);

}  // namespace analyzer

namespace analyzer {
template <>
inline constexpr auto kNames<SettingSource> = std::to_array<std::string_view>({"default", "file",
                                                                               "flag"});
}  // namespace analyzer

#endif  // ANALYZER_SERVICE_SETTINGS_VIEW_H_
