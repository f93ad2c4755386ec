// Packing what goes out and unpacking what comes in (RFC 1952, RFC 1950).

#ifndef ANALYZER_SERVICE_GZIP_H_
#define ANALYZER_SERVICE_GZIP_H_

#include <functional>
#include <memory>
#include <string>
#include <string_view>

#include "analyzer/core/result.h"

namespace analyzer {

// Returns `bytes` packed, the same each time. Takes about 20 ms a megabyte.
std::string gzip(std::string_view bytes);

// Unpacks gzip or zlib as it comes, in constant memory. Not for use from several threads
// at once.
class Gunzip {
 public:
  using Take = std::function<Status(std::string_view)>;

  Gunzip();
  ~Gunzip();

  // Hands what `bytes` unpack to on, in pieces, member after member. Fails with kInvalid if
  // they are no such format, and with what `take` failed with.
  Status write(std::string_view bytes, const Take& take);
  // Whether all came: a part that is cut off unpacks without a mistake.
  bool whole() const { return ended_; }

 private:
  struct Stream;
  std::unique_ptr<Stream> stream_;
  bool ended_ = false;
};

}  // namespace analyzer

#endif  // ANALYZER_SERVICE_GZIP_H_
