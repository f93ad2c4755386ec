// What the state of things does not let a person do, though the request is sound.

#ifndef ANALYZER_SERVICE_REFUSAL_H_
#define ANALYZER_SERVICE_REFUSAL_H_

#include "analyzer/core/result.h"

namespace analyzer {

// kConflict with `code`, a stable word for programs; about the request as a whole.
inline tl::unexpected<Error> conflict(const char* code, const char* message) {
  return tl::unexpected(Error{ErrorCode::kConflict, message, {{"", code, message}}});
}

}  // namespace analyzer

#endif  // ANALYZER_SERVICE_REFUSAL_H_
