// SHA-1, for name-based UUIDs (RFC 4122) alone: it proves nothing.

#ifndef ANALYZER_CORE_SHA1_H_
#define ANALYZER_CORE_SHA1_H_

#include <string>
#include <string_view>

namespace analyzer {

// Returns the SHA-1 of `bytes` as 20 raw bytes.
std::string sha1(std::string_view bytes);

}  // namespace analyzer

#endif  // ANALYZER_CORE_SHA1_H_
