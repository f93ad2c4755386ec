// Why somebody looks at, takes back or removes something, in a person's words.

#ifndef ANALYZER_SERVICE_REASON_H_
#define ANALYZER_SERVICE_REASON_H_

#include <string>
#include <string_view>

#include "analyzer/core/result.h"

namespace analyzer {

inline constexpr std::size_t kLongestReason = 2000;  // bytes

// Fails with kInvalid at `pointer` unless `reason` (UTF-8) says something: at least two
// characters that are neither blank nor invisible, at most `most` bytes.
Status check_reason(std::string_view reason, std::string pointer,
                    std::size_t most = kLongestReason);

}  // namespace analyzer

#endif  // ANALYZER_SERVICE_REASON_H_
