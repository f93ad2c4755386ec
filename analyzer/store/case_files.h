// Files that were laid with a case as evidence (证据材料): what they are, whose they are,
// their hash. The bytes are a Secret of kind "file" whose owner is the file's id; they go
// with a withdrawal or with the case's other secrets, the row and its hash stay as long
// as the case.
//
// Part of a Session: one thread at a time.

#ifndef ANALYZER_STORE_CASE_FILES_H_
#define ANALYZER_STORE_CASE_FILES_H_

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "analyzer/core/result.h"
#include "analyzer/core/time.h"

namespace analyzer::store {

struct CaseFile {
  std::string id;  // "fil_" + time-ordered id
  std::string case_id;
  std::string name;
  std::string type;  // media type, as its bytes say
  std::uint64_t bytes = 0;
  std::string sha256;    // 32 bytes
  std::string purpose;   // what it is for
  bool personal = true;  // shows persons
  std::string added_by;  // account id
  Time added_at{};
  std::string withdrawn_by;  // account id, empty if it was not
  std::optional<Time> withdrawn_at;
  std::string withdrawn_why;
  bool kept = false;  // the bytes are still there; read, not written
  bool operator==(const CaseFile&) const = default;
};

class CaseFiles {
 public:
  virtual ~CaseFiles() = default;
  // Fails with kConflict if the id is taken.
  virtual Status append(const CaseFile& file) = 0;
  virtual Result<std::optional<CaseFile>> find(std::string_view id) = 0;
  // Oldest first, those withdrawn too.
  virtual Result<std::vector<CaseFile>> of_case(std::string_view case_id) = 0;
  // No effect on one that was withdrawn before.
  virtual Status withdraw(std::string_view id, std::string_view by, Time at,
                          std::string_view why) = 0;
};

}  // namespace analyzer::store

#endif  // ANALYZER_STORE_CASE_FILES_H_
