// Packing what goes out (RFC 1952).

#ifndef ANALYZER_SERVICE_GZIP_H_
#define ANALYZER_SERVICE_GZIP_H_

#include <string>
#include <string_view>

namespace analyzer {

// Returns `bytes` packed, the same each time. Takes about 20 ms a megabyte.
std::string gzip(std::string_view bytes);

}  // namespace analyzer

#endif  // ANALYZER_SERVICE_GZIP_H_
