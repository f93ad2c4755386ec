// The entries and brands of data/official.toml one by one: how each is named, and the file
// with what people confirmed since.

#ifndef ANALYZER_SERVICE_REGISTER_ENTRIES_H_
#define ANALYZER_SERVICE_REGISTER_ENTRIES_H_

#include <map>
#include <string>
#include <vector>

#include "analyzer/core/result.h"
#include "analyzer/engine/register.h"

namespace analyzer {

// That a bureau checked an entry, and the day.
struct Confirmation {
  std::string by;
  std::string at;
};
using Confirmations = std::map<std::string, Confirmation>;  // by the entry's id

// Names what the entry says; of another content it is another entry.
std::string id_of(const RegisterEntry& entry);

// Whose name is borrowed, and the owner's domains.
struct RegisterBrand {
  std::string id;  // as of an entry
  std::string name;
  std::string kind;
  std::vector<std::string> tokens;
  std::vector<std::string> domains;
};
// In the order of the file. Fails as toml::load() does.
Result<std::vector<RegisterBrand>> brands_of(const std::string& root);

// `official`, the text of data/official.toml, with the entries confirmed that nobody
// confirmed in it. Takes some ten milliseconds.
Result<std::string> with_confirmations(const std::string& official, const Confirmations& since);

}  // namespace analyzer

#endif  // ANALYZER_SERVICE_REGISTER_ENTRIES_H_
