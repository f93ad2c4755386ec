// Failure has one type and few codes. A function that can fail returns
// Result<T>; nothing of ours throws, and what third parties throw is turned
// into an Error by their one wrapper.

#ifndef ANALYZER_CORE_RESULT_H_
#define ANALYZER_CORE_RESULT_H_

#include <cstdint>
#include <string>
#include <utility>
#include <vector>

#include <tl/expected.hpp>

namespace analyzer {

enum class ErrorCode : std::uint8_t {
  kInvalid,      // the caller's input is wrong; `fields` says where
  kNotFound,     // no such thing, or none that this caller may see
  kConflict,     // contradicts what is already there (same id, other body; stale version)
  kUnavailable,  // cannot be done or known just now; may be tried again
  kCorrupt,      // what was stored or shipped is broken
};

// One wrong field of a request or file.
struct FieldError {
  std::string pointer;  // JSON pointer, "/person/age"; "file:line" for files
  std::string code;     // stable word: "unknown_field", "type", "range", "too_long", ...
  std::string message;  // one sentence; never holds the refused value

  bool operator==(const FieldError&) const = default;
};

struct Error {
  ErrorCode code = ErrorCode::kInvalid;
  std::string message;
  std::vector<FieldError> fields = {};
};

template <class T>
using Result = tl::expected<T, Error>;

// Success without a value, or an Error.
using Status = Result<void>;

// Returns `tl::unexpected<Error>` to be returned from any Result function.
inline tl::unexpected<Error> fail(ErrorCode code, std::string message) {
  return tl::unexpected<Error>(Error{code, std::move(message), {}});
}

}  // namespace analyzer

#endif  // ANALYZER_CORE_RESULT_H_
