// The digest of a request's body as the store keeps it.

#ifndef ANALYZER_SERVICE_BODY_DIGEST_H_
#define ANALYZER_SERVICE_BODY_DIGEST_H_

#include <algorithm>
#include <cstring>
#include <string>

#include "analyzer/store/store.h"

namespace analyzer {

// The first bytes of `bytes`, with noughts where there are fewer.
inline store::Digest to_digest(const std::string& bytes) {
  store::Digest out{};
  std::memcpy(out.data(), bytes.data(), std::min(out.size(), bytes.size()));
  return out;
}

}  // namespace analyzer

#endif  // ANALYZER_SERVICE_BODY_DIGEST_H_
