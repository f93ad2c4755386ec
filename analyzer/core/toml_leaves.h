// What a TOML file sets, value by value and with its line, whatever it means: for showing
// settings beside where they stand.

#ifndef ANALYZER_CORE_TOML_LEAVES_H_
#define ANALYZER_CORE_TOML_LEAVES_H_

#include <cstdint>
#include <string>
#include <vector>

#include "analyzer/core/result.h"

namespace analyzer::toml {

struct Leaf {
  std::string path;     // "attempt.review"
  std::string value;    // as text: 0.2, true, ["a", "b"]; of a list of tables the names
  std::string comment;  // on its line, or on the lines right above it
  std::uint32_t line = 0;
  std::uint32_t tables = 0;  // of a list of tables ([[x]]): how many
};

// In the order of the file. A list of tables is one leaf, whose value are the tables'
// `id`s or `name`s, as far as they have any. Fails as load() does.
Result<std::vector<Leaf>> leaves(const std::string& path);
// The same of `content`; `name` stands for the file in errors.
Result<std::vector<Leaf>> leaves_of(const std::string& content, const std::string& name);

}  // namespace analyzer::toml

#endif  // ANALYZER_CORE_TOML_LEAVES_H_
