// A whole list through a reader.

#ifndef ANALYZER_TESTS_UNIT_FEEDS_READ_ALL_H_
#define ANALYZER_TESTS_UNIT_FEEDS_READ_ALL_H_

#include <string>
#include <string_view>
#include <vector>

#include "feeds/reader.h"

namespace analyzer::feeds {

struct ReadAll {
  std::vector<Entry> entries;
  std::vector<Wrong> wrong;
  std::string failure;  // empty: the list could be read

  // "kind value", one an entry.
  std::vector<std::string> values() const {
    std::vector<std::string> out;
    for (const Entry& e : entries) out.push_back(std::string(name_of(e.kind)) + " " + e.value);
    return out;
  }
  // "line cause", one a mistake.
  std::vector<std::string> causes() const {
    std::vector<std::string> out;
    for (const Wrong& w : wrong) out.push_back(std::to_string(w.line) + " " + w.cause);
    return out;
  }
};

// Hands the bytes over in pieces of `step`.
inline ReadAll read_all(Format format, std::string_view bytes, ReadOptions options = {},
                        std::size_t step = std::size_t{1} << 20) {
  ReadAll out;
  Reader reader(format, std::move(options),
                {[&](Entry&& entry) { out.entries.push_back(std::move(entry)); },
                 [&](const Wrong& wrong) { out.wrong.push_back(wrong); }});
  Status status;
  for (; status && !bytes.empty(); bytes.remove_prefix(std::min(step, bytes.size()))) {
    status = reader.write(bytes.substr(0, step));
  }
  if (status) status = reader.finish();
  if (!status) out.failure = status.error().message;
  return out;
}

}  // namespace analyzer::feeds

#endif  // ANALYZER_TESTS_UNIT_FEEDS_READ_ALL_H_
